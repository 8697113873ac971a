import Domain

/// Whether people feel safe to speak up in their team, by Edmondson's seven items.
public enum PsychologicalSafety: KPI {
    public static let sheet = Sheet(
        id: "psychological_safety",
        version: 1,
        title: "Psychological safety",
        question: "Is it safe in a team to ask for help, to be wrong, to speak up?",
        formula: """
            The mean over people of their mean over the items that they answered of \(items.first ?? "") to \
            \(items.last ?? ""), each from 1 (fully disagrees) to 7 (fully agrees); what the items \
            \(reversed) say is turned, 8 less the score. High is safe. item_5 is the mean of \(asking) alone, turned too: \
            high says that it is not difficult to ask for help.

            Two numbers say whether a mean is a team's. Both are of people, and neither has a good or a bad side.

            rwg, which is r_wg(J), says how far those who answered all seven agree: 1 where all answer alike, 0 where they \
            answer as if by chance. It is J (1 - q) / (J (1 - q) + q), J = \(items.count), q the mean of the items' variances \
            (n - 1) over \(chance.shortest), the variance of seven values that are equally likely; 0 where q is 1 or more.

            icc1, ICC(1), says how much of what somebody answers hangs on the team: 1 where teams differ and their members \
            don't, 0 where teams say nothing, below 0 where people differ within teams more than by chance. It is (MSB - MSW) \
            / (MSB + (k - 1) MSW), of the mean squares between the teams and within them of people's means, with k = (N - \
            Σn²/N) / (G - 1) for G teams of n people, N together. The organization has it among its teams, a department \
            among those that its people named; a team has none.

            It counts the surveys whose last answer, to any item, falls in the period, and of each the last answer of \
            every token to each item. A token in a survey is a person: several surveys are pooled, person by person. A \
            person belongs to the team that the token's last answer names.
            """,
        measures: [people, itemFive],
        direction: .higherIsBetter,
        inputs: SurveyAnswers.inputs,
        items: items,
        bucketsPerPerson: Respondents.bucketsPerPerson,
        unfinished: "A survey that still gets answers after the period belongs to a later one as a whole.",
        missing: """
            Items that somebody left out are left out of the person's mean; who answered none isn't counted, and in item_5 \
            who left out that one. An answer on another scale than 1 to 7 is as if it weren't there, since agreement is \
            held against seven values; who has no other lowers the coverage.

            rwg needs two people who answered all seven. icc1 takes the people whose team is known, and has no value for one \
            team, where every team has one person, or where all are alike. Neither has limits. One person's mean has none.

            Tokens that name no team count for the organization only, or for the department that they name. Tokens of two \
            surveys may be one person's, so the people behind a figure are those of the survey with the most of them. \
            \(Respondents.limits)
            """,
        reference: """
            Edmondson 1999, Psychological Safety and Learning Behavior in Work Teams, Administrative Science Quarterly 44, \
            350-383, doi:10.2307/2666999. r_wg(J): James, Demaree, Wolf 1984, doi:10.1037/0021-9010.69.1.85. ICC(1): Shrout, \
            Fleiss 1979, doi:10.1037/0033-2909.86.2.420; k: Lessells, Boag 1987, The Auk 104, 116-121. Mean with Student's t, \
            1908, doi:10.1093/biomet/6.1.1, clipped to the scale. The change that matters, a twentieth of the scale: convention.
            """,
        briefing: .init(
            .supportAndSafety, matters: .init(twentieth, on: .linear),
            next: "When did somebody last say here that they had been wrong, and what happened then?"))

    private static let scale = SurveyAnswers.Scale(SurveyItems.safetyScale)
    private static let twentieth = (scale.most - scale.least) / 20
    private static let chance = WithinGroupAgreement.uniformVariance(values: 7)

    private static let items = SurveyItems.psychologicalSafety.items
    private static let asking = SurveyItems.difficultToAsk
    private static let reversed = SurveyItems.psychologicalSafety.reversed.sorted().joined(separator: ", ")

    private static let people = Sheet.Measure(title: "people", headline: mean, statistics: [mean, rwg, icc1])
    private static let mean = statistic("mean over people")
    // Beside the mean it would tell what all answer, where all but two agree.
    private static let rwg = Sheet.Statistic(
        "rwg", .ratio, "agreement among those who answered all items, r_wg(J)", leastPeople: leastRaters,
        scales: [items],
        direction: Sheet.Direction.none, minimum: .variety,
        estimation: .from(2, "people who answered all seven items"), rounding: .estimatedShare, isCoefficient: true)
    // Where nobody differs from their team, who answered knows what their colleagues did.
    private static let icc1 = Sheet.Statistic(
        "icc1", .ratio, "how much hangs on the team, ICC(1)", leastPeople: leastRaters,
        direction: Sheet.Direction.none, scopes: [.organization, .department], minimum: .variety,
        estimation: .unless("one team alone answered, every team is one person, or all are alike"),
        rounding: .twoDigits)
    private static let itemFive = Sheet.Measure(
        id: "item_5", title: "whether it is easy to ask for help", headline: ofItemFive, statistics: [ofItemFive])
    private static let ofItemFive = statistic("mean of the item on asking for help, turned")
    /// Of agreement between people: in a smaller group it tells of single answers.
    private static let leastRaters = 10

    private static func statistic(_ title: String) -> Sheet.Statistic {
        Sheet.Statistic(
            "mean", .oneToSeven, title, adds: .mean(over: [.scope, .period]), minimum: .variety,
            alsoTakes: Sheet.Statistic.takesDistanceFromBothEnds)
    }

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let answered = AnsweredScale(SurveyItems.psychologicalSafety, in: view)
        let scores = (0..<answered.count).map { position in answered.answers(at: position).map(score) }
        let means = scores.map { scores -> Double? in
            let given = scores.compactMap { $0 }
            return given.isEmpty ? nil : given.reduce(0, +) / Double(given.count)
        }
        let all = SurveyAnswers(view: view, of: Set(items).contains)
        let refusal = all.refusal { all.scale[$0] == scale }
        var coverage = CoverageTally()
        for (mean, place) in zip(means, answered.place) { coverage.add(isComplete: mean != nil, place: place) }
        // What each statistic is of is measured, and coverage is that of all.
        func add(
            where isMeasured: @escaping (Int) -> Bool, _ reading: (Assembler.Group) -> Assembler.Reading
        ) {
            var records = answered.records(isMeasured: isMeasured)
            records.tally = coverage
            figures.add(people, of: records) { group in
                var reading = reading(group)
                reading.refusal = refusal
                return [reading]
            }
        }
        let ends = scale.least...scale.most
        add(where: { means[$0] != nil }) { group in
            .init(mean, meanOf: group.positions, on: ends, tellingAt: .both, of: answered.survey(of:)) {
                means[Int($0)]
            }
        }
        let complete = scores.map { scores in scores.allSatisfy { $0 != nil } ? scores.compactMap { $0 } : nil }
        add(where: { complete[$0] != nil }) { group in
            let cases = group.positions.compactMap { complete[Int($0)] }
            return .init(
                rwg, Estimate(WithinGroupAgreement.value(of: cases, chance: chance)),
                sides: .ofOthers({ means[Int($0)] }, in: group.positions))
        }
        let teams = answered.place.map(\.team)
        add(where: { means[$0] != nil && teams[$0].isKnown }) { group in
            let ofTeams = Dictionary(grouping: group.positions) { teams[Int($0)] }
            let answers = ofTeams.values.map { positions in positions.compactMap { means[Int($0)] } }
            return .init(
                icc1, Estimate(IntraclassCorrelation.value(of: answers)),
                sides: .ofOthers({ means[Int($0)] }, inGroups: ofTeams.values))
        }
        let answers = SurveyAnswers(view: view) { $0 == asking }
        let isOnScale = answers.scale.map { $0 == scale }
        let refusalOfItem = answers.refusal { isOnScale[$0] }
        figures.add(itemFive, of: answers.records { isOnScale[$0] }) { group in
            var reading = Assembler.Reading(
                ofItemFive, meanOf: group.positions, on: ends, tellingAt: .both, of: answers.survey(of:)
            ) { position in
                isOnScale[Int(position)] ? turned(answers.score[Int(position)]) : nil
            }
            reading.refusal = refusalOfItem
            return [reading]
        }
    }

    /// On the scale, with what is reversed turned; `nil` on another, or without an answer.
    private static func score(_ answer: AnsweredScale.Answer?) -> Double? {
        guard let answer, answer.scale == scale else { return nil }
        return answer.isReversed ? turned(answer.score) : answer.score
    }

    private static func turned(_ score: Double) -> Double { scale.least + scale.most - score }
}
