import Domain

/// The reference page of all datasets, made from their descriptors.
enum DatasetPage {
    /// Markdown; the same descriptors give the same bytes.
    static func markdown(for datasets: [Dataset]) -> String {
        let head = """
            # Datasets

            <!-- Made from the descriptors in Sources/Domain/Datasets; change it there. -->

            A CSV file whose header uses these names needs no mapping; the order of the columns is free, and columns that
            are not required can be left out. [mapping.md](mapping.md) is for all other files. *Past* is what has happened: a
            date there more than a year ahead is noted as doubtful.
            """
        return ([head] + datasets.map(section)).joined(separator: "\n\n") + "\n"
    }

    private static func words(_ column: Dataset.Column) -> String {
        ((column.required ? ["required"] : []) + (column.isPast ? ["past"] : [])).joined(separator: ", ")
    }

    private static func section(_ dataset: Dataset) -> String {
        let rows = dataset.columns.map { column in
            "| `\(column.name)` | \(word(column.type)) | \(words(column)) | \(column.note) |"
        }
        let replaced =
            switch dataset.replacement {
            case .rows: "Each row is independent: of two with the same key, the newer counts."
            case .spells(let group): "All rows of one `\(group)` are a history: a file that names it replaces it whole."
            case .groups(let group): "A file replaces all rows of each `\(group)` that it names."
            }
        return """
            ## \(dataset.name)

            One row is \(dataset.title). Key: \(dataset.key.map { "`\($0)`" }.joined(separator: ", ")). \(replaced)

            Expected \(dataset.rhythm.words), late \(dataset.rhythm.days) days after a load. \(silence(dataset.rhythm))

            | column | type | | meaning |
            | --- | --- | --- | --- |
            \(rows.joined(separator: "\n"))
            """
    }

    /// What is known of the time since the last load.
    private static func silence(_ rhythm: Dataset.Rhythm) -> String {
        switch rhythm.silence {
        case .unknown: "What happened since is unknown: figures of later periods are marked [stale](freshness.md)."
        case .unchanged: "What it said last stays in force."
        case .noRound: "Without a new round there is no new figure."
        }
    }

    private static func word(_ type: Dataset.ColumnType) -> String {
        switch type {
        case .text: "text"
        case .person: "id of a person"
        case .instant: "time, ISO 8601 with an offset"
        case .date: "date, YYYY-MM-DD"
        case .number(let least): least.map { "number, \($0.shortest) or more" } ?? "number"
        case .integer(let range): "whole number, \(range.lowerBound) to \(range.upperBound)"
        case .timeOfDay: "time of day, 00:00 to 24:00"
        case .token: "any text; only a keyed hash is kept"
        case .presence: "any text; only whether there is one is kept"
        case .boolean: "true or false"
        case .choice(let words): "one of " + words.joined(separator: ", ")
        case .zone: "time zone, such as Europe/Lisbon"
        }
    }
}
