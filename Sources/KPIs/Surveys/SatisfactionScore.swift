import Domain

/// What people answer to each question of a survey.
public enum SatisfactionScore: KPI {
    public static let sheet = Sheet(
        id: "satisfaction_score",
        version: 3,
        title: "Satisfaction score",
        question: "How satisfied are people, question by question?",
        formula: """
            For each item that no other KPI reads, the mean of its answers on its own scale; the share of answers \
            among the two highest values of the scale, among the two lowest and between them, of scales of five values \
            or more; and, for whoever keeps the data, the share of each value.

            It counts the surveys whose last answer, to any item, falls in the period, and of each the last answer of \
            every token to the item. Several surveys are pooled, answer by answer. An answer belongs to the team that \
            its token's last answer names.
            """,
        measures: [measure],
        direction: .higherIsBetter,
        inputs: SurveyAnswers.inputs,
        breakdowns: ["item"],
        bucketsPerPerson: Respondents.bucketsPerPerson,
        unfinished: "A survey that still gets answers after the period belongs to a later one as a whole.",
        missing: """
            Where an item was asked on several scales in the period, only the scale with the most answers counts or, \
            of equally many, the one with the lower ends; the other answers lower the coverage, since a mean over two \
            scales means nothing.

            Scales whose ends are not whole numbers have only a mean. There are no shares of single values for scales \
            that reach below 0 or above 10, or for answers that are not all whole numbers. A single answer has no \
            limits.

            Tokens that name no team count for the organization only, or for the department that they name. Tokens of \
            two surveys may be one person's, so the people behind a figure are those of the survey with the most \
            answers. \
            \(Respondents.limits)
            """,
        reference: """
            Mean with Student's t, 1908, doi:10.1093/biomet/6.1.1, clipped to the scale; shares with Wilson 1927, \
            doi:10.1080/01621459.1927.10502953. Top two values: convention of employee surveys.
            """,
        briefing: .init(
            .supportAndSafety, matters: nil,
            next: "Which question moved, and what do people say when they are asked about it?"))

    private static let itemBreakdown = "item"
    private static let measure = Sheet.Measure(
        title: "answers", headline: mean, hasWhole: false,
        statistics: [mean, topTwo, between, bottomTwo] + shares)
    private static let mean = Sheet.Statistic(
        "mean", .scale, "mean", adds: .mean(over: [.scope]), minimum: .variety,
        alsoTakes: Sheet.Statistic.takesDistanceFromBothEnds)
    // Of fewer than twenty, the mean to a tenth and two bands can leave one distribution only.
    private static let topTwo = band("top_two", "share of the two highest values")
    private static let between = band("between", "share of the values between", direction: Sheet.Direction.none)
    private static let bottomTwo = band("bottom_two", "share of the two lowest values", direction: .lowerIsBetter)

    private static func band(_ id: String, _ title: String, direction: Sheet.Direction? = nil) -> Sheet.Statistic {
        Sheet.Statistic(
            id, .ratio, title, leastPeople: 20, direction: direction, adds: .mean(over: [.scope]), minimum: .coded)
    }
    private static let leastValuesOfBands = 5
    private static let leastOfBand = 3

    private static let values = 0...10
    private static let shares = values.map {
        Sheet.Statistic(
            "share_\($0)", .ratio, "share of the value \($0)", leastPeople: 10, direction: Sheet.Direction.none,
            adds: .mean(over: [.scope]), audience: .custodian)
    }

    public static func observe(into figures: inout Assembler) {
        let texts = figures.view.facts.symbols.texts
        let answers = SurveyAnswers(view: figures.view) { !SurveyItems.ofFigures.contains($0) }
        let scales = Dictionary(grouping: answers.item.indices) { answers.item[$0] }
            .mapValues { commonest($0.map { answers.scale[$0] }) }
        let isOnScale = answers.item.indices.map { answers.scale[$0] == scales[answers.item[$0]] }
        var records = answers.records { isOnScale[$0] }
        records.divisions = [.init(breakdown: itemBreakdown, keys: answers.item.map(\.ordinal), texts: texts)]
        var people = records.people
        figures.add(measure, of: records) { group in
            guard let first = group.positions.first, let scale = scales[answers.item[Int(first)]] else { return [] }
            people.enter(group.scope, without: nil)
            return readings(
                of: group.positions.filter { isOnScale[Int($0)] }, in: answers, on: scale, behind: people)
        }
    }

    private static func commonest(_ scales: [SurveyAnswers.Scale]) -> SurveyAnswers.Scale {
        let counts = Dictionary(grouping: scales) { $0 }.mapValues(\.count)
        return counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key ?? SurveyAnswers.Scale(least: 0, most: 0)
    }

    private static func readings(
        of positions: [Int32], in answers: SurveyAnswers, on scale: SurveyAnswers.Scale, behind people: Respondents
    ) -> [Assembler.Reading] {
        func score(_ position: Int32) -> Double { answers.score[Int(position)] }
        let sorted = positions.map(score).sorted()
        func share(_ statistic: Sheet.Statistic, _ isCounted: @escaping (Double) -> Bool) -> Assembler.Reading {
            .init(
                statistic, Wilson.estimate(sorted.count(where: isCounted), of: sorted.count),
                sides: .init(of: positions) { isCounted(score($0)) })
        }
        let mean = Assembler.Reading(
            Self.mean, meanOf: positions[...], on: scale.least...scale.most, tellingAt: .both, of: answers.survey(of:),
            value: score)
        guard let least = Int(exactly: scale.least), let most = Int(exactly: scale.most) else { return [mean] }
        let isHigh = { $0 >= Double(most - 1) - Threshold.tolerance }
        let isLow = { $0 <= Double(least + 1) + Threshold.tolerance }
        var bands: [(statistic: Sheet.Statistic, isCounted: (Double) -> Bool)] = [(topTwo, isHigh)]
        if scale.most - scale.least >= Double(leastValuesOfBands - 1) {
            bands += [(between, { !isHigh($0) && !isLow($0) }), (bottomTwo, isLow)]
        }
        /// As a share's sides are counted: tokens of two surveys may be one person's.
        func few(_ isOnSide: (Double) -> Bool) -> Int {
            people.few(onSideOf: positions.filter { isOnSide(score($0)) }, upTo: RoleCounts(leastOfBand)).first ?? 0
        }
        func isCoded(_ isCounted: (Double) -> Bool) -> Bool {
            min(few(isCounted), few { !isCounted($0) }) < leastOfBand
        }
        // Two bands tell the third: beside one that is coded the others are hidden.
        let isOneCoded = bands.contains { isCoded($0.isCounted) }
        var readings = [mean]
        for band in bands {
            var reading = share(band.statistic, band.isCounted)
            if isOneCoded, !isCoded(band.isCounted) { reading.sides = nil }
            readings.append(reading)
        }
        // A share of a value would leave out those between it and the next.
        guard values.contains(least), values.contains(most), sorted.allSatisfy({ $0 == $0.rounded() }) else {
            return readings
        }
        return readings
            + (least...most).map { value in
                share(shares[value]) { abs($0 - Double(value)) <= Threshold.tolerance }
            }
    }
}
