import Domain

/// How worn out people say that they are, by the Copenhagen Burnout Inventory.
public enum BurnoutInventory: KPI {
    public static let sheet = Sheet(
        id: "burnout_inventory",
        version: 1,
        title: "Copenhagen Burnout Inventory",
        question: "How worn out are people, and is it their work or those they work for?",
        formula: """
            Three scales of the Copenhagen Burnout Inventory, from 0 (never) to 100 (always). A person's score on a scale is \
            the mean of its items, each brought to 0 to 100 by 100 (score - scale_min) / (scale_max - scale_min); the \
            figure is the mean over people.

            | measure | items | answered at least | reversed |
            | --- | --- | --- | --- |
            \(table)

            A high score says always, so on a form that counts down the scale has to be turned before it is loaded. The \
            reversed item, about energy for family and friends, is turned here: load it as it was answered. A mean is no \
            diagnosis of anybody.

            It counts the surveys whose last answer, to any item, falls in the period, and of each the last answer of \
            every token to each item. A token in a survey is a person: several surveys are pooled, person by person. A \
            person belongs to the team that the token's last answer names.
            """,
        measures: scales.map(\.measure),
        direction: .lowerIsBetter,
        inputs: SurveyAnswers.inputs,
        items: scales.flatMap(\.scale.items),
        bucketsPerPerson: Respondents.bucketsPerPerson,
        unfinished: "A survey that still gets answers after the period belongs to a later one as a whole.",
        missing: """
            Who answered fewer of a scale's items than the table says has no score on it and lowers its coverage; who \
            answered none of them, as people without clients, isn't counted there. One person has no limits.

            Tokens that name no team count for the organization only, or for the department that they name. Tokens of two \
            surveys may be one person's, so the people behind a figure are those of the survey with the most of them. \
            \(Respondents.limits)
            """,
        reference: """
            Kristensen, Borritz, Villadsen, Christensen 2005, The Copenhagen Burnout Inventory, Work & Stress 19, 192-207, \
            doi:10.1080/02678370500297720. Mean with Student's t, 1908, doi:10.1093/biomet/6.1.1, clipped to 0 and 100.
            """,
        briefing: .init(
            .helpers, matters: .init(5, on: .linear),
            next: "What wears people out, and which part of it could end this month?",
            noTarget: "how worn out people are is theirs to say, and whoever is held to it asks for other answers"))

    private struct Scale {
        let scale: SurveyItems.Scale
        let measure: Sheet.Measure
        let mean: Sheet.Statistic
    }

    private static let scales = [
        scale("personal", SurveyItems.personalBurnout, "personal burnout"),
        scale("work", SurveyItems.burnoutAtWork, "work-related burnout", isHeadline: true),
        scale("client", SurveyItems.burnoutByClients, "burnout by working with clients"),
    ]

    private static func scale(
        _ id: String, _ scale: SurveyItems.Scale, _ title: String, isHeadline: Bool = false
    ) -> Scale {
        let mean = Sheet.Statistic(
            "mean", .hundred, "mean from 0 to 100", adds: .mean(over: [.scope, .period]), minimum: .variety,
            alsoTakes: Sheet.Statistic.takesDistanceFromBothEnds)
        return Scale(
            scale: scale,
            measure: Sheet.Measure(
                id: id, title: title, items: scale.items, leastItems: scale.leastAnswered,
                headline: isHeadline ? mean : nil, statistics: [mean]),
            mean: mean)
    }

    private static var table: String {
        scales.map { part in
            let (first, last) = (part.scale.items.first ?? "", part.scale.items.last ?? "")
            let reversed = part.scale.reversed.sorted().joined(separator: ", ")
            return "| \(part.measure.id) | \(first) to \(last) | \(part.scale.leastAnswered) | \(reversed) |"
        }.joined(separator: "\n")
    }

    private static let points = 0.0...100.0

    public static func observe(into figures: inout Assembler) {
        for part in scales {
            let answered = AnsweredScale(part.scale, in: figures.view)
            let scores = (0..<answered.count).map { answered.mean(at: $0).map { points.upperBound * $0 } }
            figures.add(part.measure, of: answered.records { scores[$0] != nil }) { group in
                [
                    .init(
                        part.mean, meanOf: group.positions, on: points, tellingAt: .both, of: answered.survey(of:)
                    ) { scores[Int($0)] }
                ]
            }
        }
    }
}
