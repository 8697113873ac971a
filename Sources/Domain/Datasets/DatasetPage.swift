/// The reference page of all datasets, made from their descriptors.
public enum DatasetPage {
    /// Markdown; the same descriptors give the same bytes.
    public static func markdown(for datasets: [Dataset]) -> String {
        let head = """
            # Datasets

            <!-- Made from the descriptors in Sources/Domain/Datasets; change it there. -->

            A CSV file whose header uses these names needs no mapping; the order of the columns is free, and columns that
            are not required can be left out. [mapping.md](mapping.md) is for all other files.
            """
        return ([head] + datasets.map(section)).joined(separator: "\n\n") + "\n"
    }

    private static func section(_ dataset: Dataset) -> String {
        let rows = dataset.columns.map { column in
            "| `\(column.name)` | \(word(column.type)) | \(column.required ? "required" : "") | \(column.note) |"
        }
        let replaced =
            switch dataset.replacement {
            case .rows: "Each row stands alone: of two with one key the newer counts."
            case .spells(let group): "All rows of one `\(group)` are a history: a file that names it replaces it whole."
            }
        return """
            ## \(dataset.name)

            One row is \(dataset.title). Key: \(dataset.key.map { "`\($0)`" }.joined(separator: ", ")). \(replaced)

            | column | type | | meaning |
            | --- | --- | --- | --- |
            \(rows.joined(separator: "\n"))
            """
    }

    private static func word(_ type: Dataset.ColumnType) -> String {
        switch type {
        case .text: "text"
        case .person: "id of a person"
        case .instant: "time, ISO 8601 with an offset"
        case .date: "date, YYYY-MM-DD"
        case .number(let least): least.map { "number, \($0.formattedShort) or more" } ?? "number"
        case .boolean: "true or false"
        case .choice(let words): "one of " + words.joined(separator: ", ")
        case .zone: "time zone, as Europe/Lisbon"
        }
    }
}

extension Double {
    /// Without a fraction where there is none.
    fileprivate var formattedShort: String { self == rounded() ? String(Int(self)) : String(self) }
}
