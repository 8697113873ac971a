import Domain
import TestValues

extension Organization {
    private static let minute: Int64 = 60_000_000
    private static let scales: [(items: [String], ends: [(Double, Double)])] = [
        ([SurveyItems.feltSupported], [(1, 5), (1, 5), (1, 4), (1, 3), (0, 1), (1, 7), (0.5, 5)]),
        ([SurveyItems.comfortAsking], [(1, 10), (1, 10), (1, 10), (0, 10), (1, 5)]),
        ([SurveyItems.conflict], [(0, 100), (0, 10), (1, 5)]),
        (SurveyItems.readiness.items, [(0, 1), (1, 5), (-1, 1)]),
        (SurveyItems.personalBurnout.items, [(0, 4), (1, 5), (0, 100)]),
        (SurveyItems.burnoutAtWork.items, [(0, 4), (1, 5), (0, 100)]),
        (SurveyItems.burnoutByClients.items, [(0, 4), (1, 5), (0, 100)]),
    ]

    /// Sheets that are there answer the items of instruments too: some few of them, on scales that are not always the
    /// same, and with comments.
    mutating func addInstruments(_ generator: inout SeededNumbers) {
        var seen: Set<String> = []
        let sheets = answers.filter { seen.insert("\($0.survey) \($0.token)").inserted }
        let commenting = generator.pick([0, 0.2, 0.8])
        for (items, ends) in Self.scales where generator.chance(0.8) {
            let usual = generator.pick(ends)
            let others = generator.pick([0, 0, 0.1, 0.6])
            for sheet in sheets where generator.chance(0.8) {
                let diligence = generator.pick([0.3, 0.6, 1, 1])
                for item in items where generator.chance(diligence) {
                    let scale = generator.chance(others) ? generator.pick(ends) : usual
                    answers.append(answer(on: sheet, to: item, on: scale, commenting: commenting, &generator))
                }
            }
        }
    }

    /// A minute before what the sheet has, so that it dates nothing.
    private func answer(
        on sheet: Answer, to item: String, on scale: (Double, Double), commenting: Double,
        _ generator: inout SeededNumbers
    ) -> Answer {
        let names = item.split(separator: "/").map(String.init)
        var answer = sheet
        (answer.instrument, answer.item) = (names[0], names[1])
        (answer.scaleMin, answer.scaleMax) = scale
        answer.score = Double(Int.random(in: Int(scale.0.rounded(.up))...Int(scale.1), using: &generator))
        if generator.chance(0.02), answer.score < scale.1 { answer.score += 0.5 }
        answer.submittedAt = sheet.submittedAt - Self.minute
        answer.comment = generator.chance(commenting)
        return answer
    }
}
