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

    var json: JSONObject {
        [
            "id": sheet.id, "version": sheet.version, "title": sheet.title, "question": sheet.question,
            "formula": sheet.formula, "direction": sheet.direction.rawValue, "unfinished": sheet.unfinished,
            "missing": sheet.missing, "reference": sheet.reference, "breakdowns": sheet.breakdowns,
            "measures": sheet.measures.map(measure), "inputs": sheet.inputs.map(Self.input),
        ]
    }

    private func measure(_ measure: Sheet.Measure) -> JSONObject {
        [
            "id": measure.id, "title": measure.title, "needs": measure.needs, "needs_one_of": measure.needsOneOf,
            "statistics": measure.statistics.map { statistic in
                [
                    "id": statistic.id, "title": statistic.title, "unit": statistic.unit,
                    "least_people": max(sheet.minimumPeople, statistic.leastPeople),
                ] as JSONObject
            },
        ]
    }

    private static func input(_ input: Sheet.Input) -> JSONObject {
        [
            "dataset": input.dataset, "columns": input.columns, "need": input.need.rawValue,
            "reach_days": input.reach, "reach_days_without_calendars": input.reachWithoutCalendars,
        ]
    }
}
