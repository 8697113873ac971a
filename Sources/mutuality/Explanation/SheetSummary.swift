import Domain

/// A sheet within an explanation: short as text, whole as JSON.
struct SheetSummary: Sendable {
    let sheet: Sheet

    /// What is asked, and in which direction it is better.
    var text: String {
        "\(sheet.title) (\(sheet.id), version \(sheet.version)): \(sheet.direction.rawValue)\n\(sheet.question)"
    }

    var section: TextSection {
        var section = TextSection("Definition")
        section.add(Self.firstParagraph(of: sheet.formula))
        section.add("Still open: \(Self.beginning(of: sheet.unfinished))")
        section.add("Missing: \(Self.beginning(of: sheet.missing))")
        section.add("Source: \(Self.beginning(of: sheet.reference))")
        section.add("All of it: --json, or docs/kpis/\(sheet.id).md.")
        return section
    }

    /// What a formula computes; the further ones say how.
    private static func firstParagraph(of text: String) -> String {
        text.firstRange(of: "\n\n").map { String(text[..<$0.lowerBound]) } ?? text
    }

    /// The first sentence.
    private static func beginning(of text: String) -> String {
        let paragraph = firstParagraph(of: text)
        return paragraph.firstRange(of: ". ").map { String(paragraph[..<$0.lowerBound]) + "." } ?? paragraph
    }

    var json: JSONValue {
        .object([
            "id": JSONValue(sheet.id), "version": JSONValue(sheet.version), "title": JSONValue(sheet.title),
            "question": JSONValue(sheet.question), "formula": JSONValue(sheet.formula),
            "direction": JSONValue(sheet.direction.rawValue), "unfinished": JSONValue(sheet.unfinished),
            "missing": JSONValue(sheet.missing), "reference": JSONValue(sheet.reference),
            "breakdowns": .array(sheet.breakdowns.map { JSONValue($0) }),
            "measures": .array(sheet.measures.map(measure)),
            "inputs": .array(sheet.inputs.map(Self.input)),
        ])
    }

    private func measure(_ measure: Sheet.Measure) -> JSONValue {
        .object([
            "id": JSONValue(measure.id), "title": JSONValue(measure.title),
            "needs": .array(measure.needs.map { JSONValue($0) }),
            "needs_one_of": .array(measure.needsOneOf.map { JSONValue($0) }),
            "statistics": .array(
                measure.statistics.map { statistic in
                    .object([
                        "id": JSONValue(statistic.id), "title": JSONValue(statistic.title),
                        "unit": JSONValue(statistic.unit.rawValue),
                        "least_people": JSONValue(max(sheet.minimumPeople, statistic.leastPeople)),
                    ])
                }),
        ])
    }

    private static func input(_ input: Sheet.Input) -> JSONValue {
        .object([
            "dataset": JSONValue(input.dataset), "columns": .array(input.columns.map { JSONValue($0) }),
            "need": JSONValue(input.need.rawValue), "reach_days": JSONValue(input.reach),
            "reach_days_without_calendars": JSONValue(input.reachWithoutCalendars),
        ])
    }
}
