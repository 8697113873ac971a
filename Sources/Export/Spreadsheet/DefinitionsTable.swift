import Domain

extension SpreadsheetTable<Sheet> {
    /// What each KPI means, also those that are in no other sheet.
    static func definitions(of sheets: [Sheet]) -> SpreadsheetTable {
        SpreadsheetTable(name: "Definitions", columns: columnsOfDefinitions, entries: sheets)
    }

    private static let columnsOfDefinitions: [Column] = [
        Column("KPI", width: 24) { .text($0.id) },
        Column("Figure", width: 30) { .text($0.title) },
        Column("Belongs to", width: 30) { .prose($0.briefing?.theme.rawValue ?? "") },
        Column("Question", width: 40) { .prose($0.question) },
        Column("What is shown", width: 34) { .prose($0.judged.map { words(of: $0.measure, $0.statistic) } ?? "") },
        Column("Unit", width: 22) { .text($0.judged.map { FigureWords.unit(of: $0.statistic, in: $0.measure) } ?? "") },
        Column("Direction", width: 18) { sheet in
            .text((sheet.judged.map { sheet.direction(of: $0.statistic) } ?? sheet.direction).rawValue)
        },
        Column("What is computed", width: 70) { .prose(firstParagraph(of: $0.formula)) },
        Column("What is missing", width: 50) { .prose(firstParagraph(of: $0.missing)) },
        Column("Least change that matters", width: 30) { .prose(leastChange(of: $0)) },
        Column("Ask next", width: 50) { .prose($0.briefing?.next ?? "") },
    ]

    private static func words(of measure: Sheet.Measure, _ statistic: Sheet.Statistic) -> String {
        measure.title == statistic.title ? measure.title : "\(measure.title): \(statistic.title)"
    }

    private static func firstParagraph(of text: String) -> String {
        String(text.split(separator: "\n\n").first ?? "")
    }

    /// In words; empty where only the control chart judges the figure.
    private static func leastChange(of sheet: Sheet) -> String {
        guard let matters = sheet.briefing?.matters, let statistic = sheet.judged?.statistic else { return "" }
        switch matters.scale {
        case .logarithmic: return "times \(rounded(matters.scale.value(at: matters.amount))), or divided by it"
        case .linear where statistic.isOfHundred: return "\(rounded(matters.amount * 100)) points of 100 %"
        case .linear where statistic.unit == .ratio: return rounded(matters.amount)
        case .linear: return "\(rounded(matters.amount)) points"
        }
    }

    /// Amounts have three decimals at most.
    private static func rounded(_ amount: Double) -> String { ((amount * 1_000).rounded() / 1_000).shortestText }
}
