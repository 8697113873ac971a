import Domain
import Foundation
import Yams

extension Mapping {
    /// Larger files are no mappings.
    private static let largestFile = 1 << 20

    /// Reads a mapping file.
    ///
    /// - Throws: `IngestionError` of kind `configuration` with the line, for whatever the file says that isn't known.
    public init(contentsOf path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw IngestionError(
                .input, file: path, code: "no_mapping", message: "the mapping file cannot be read",
                mend: "check its path and permissions")
        }
        guard data.count <= Self.largestFile, let text = String(validating: data, as: UTF8.self) else {
            throw IngestionError(
                .configuration, file: path, code: "no_mapping",
                message: "this is not a mapping file: it is not UTF-8, or is larger than 1 MiB",
                mend: "see docs/mapping.md")
        }
        try self.init(yaml: text, file: path)
    }

    /// Reads a mapping from YAML; `file` names it in errors.
    public init(yaml: String, file: String) throws {
        let document = try MappingNode.document(yaml, file: file)
        let entries = try document.entries(
            allowing: [
                "dataset", "source", "delimiter", "null", "zone", "time_formats", "day_first", "skip", "events",
                "columns", "answers",
            ])
        guard let name = entries["dataset"] else {
            throw document.error(
                "no_dataset", "the mapping names no dataset", "add a line such as `dataset: help_requests`")
        }
        self.init(dataset: try name.dataset(), file: file)
        if let entry = entries["source"] { source = try entry.nonEmptyText() }
        if let entry = entries["delimiter"] { delimiter = try entry.delimiter() }
        if let entry = entries["null"] { nulls = try entry.nullWords() }
        if let entry = entries["zone"] { zone = try entry.zone() }
        if let entry = entries["time_formats"] { timeFormats = try entry.timeFormats() }
        if let entry = entries["day_first"] { dayFirst = try entry.truth() }
        if let entry = entries["skip"] { skip = try entry.conditions() }
        if let entry = entries["events"] { events = try EventLog(entry, dataset: dataset) }
        guard let entry = entries["columns"] else {
            try events?.refuseWithoutColumns(document)
            if let list = entries["answers"] {
                throw list.error(
                    "answers_without_columns", "`columns` is missing, for what the answers of a row share",
                    "add `columns` with survey_id, response_token and submitted_at")
            }
            try checkOrder(at: entries["day_first"])
            return
        }
        let tables = try entry.entries(allowing: dataset.columns.map(\.name))
        if events == nil {
            columns = try tables.mapValues { try ColumnMapping($0) }
        } else {
            columns = try events?.columns(tables, of: dataset, at: entry)
        }
        if let list = entries["answers"] {
            answers = try Answers(list, dataset: dataset)
            try answers?.check(columns ?? [:], at: entry)
        }
        for mapping in ofEachRecord { try mapping.checkColumns(at: entry) }
        try checkOrder(at: entries["day_first"])
    }

    /// Refuses a format that has day and month in the other order than the mapping says.
    private func checkOrder(at entry: MappingNode?) throws {
        guard let entry, let dayFirst else { return }
        let columns =
            ofEachRecord.flatMap { ($0.columns ?? [:]).values.sorted { $0.line < $1.line } }
            + [events?.time].compactMap { $0 }
        let formats = timeFormats + columns.flatMap { $0.formats ?? [] }
        let other: TimeFormat.Order = dayFirst ? .monthFirst : .dayFirst
        guard let format = formats.first(where: { $0.order == other }) else { return }
        throw entry.error(
            "other_day_order",
            "the mapping says `day_first: \(dayFirst)` and has the format \"\(format.pattern)\", which is written the other way",
            "correct one of the two; where a file has both orders, leave `day_first` out")
    }

    private func checkColumns(at entry: MappingNode) throws {
        for column in dataset.columns where column.required && columns?[column.name] == nil {
            throw entry.error(
                "required_column_unmapped", "\(dataset.name) needs \(column.name), which the mapping leaves out",
                "map it: `\(column.name): \"the file's name for it\"`")
        }
        for (name, mapping) in columns ?? [:] {
            if let column = dataset.columns.first(where: { $0.name == name }) {
                try mapping.check(for: column, at: entry)
            }
        }
    }
}

extension ColumnMapping {
    /// A header's name, or a table that says where the column comes from and how to read it.
    init(_ node: MappingNode) throws {
        guard node.isTable else {
            self.init(origin: .header(try node.nonEmptyText()), line: node.line)
            return
        }
        let entries = try node.entries(
            allowing: [
                "column", "columns", "join", "constant", "line_number", "null", "null_when", "zone", "formats",
                "values",
                "otherwise", "last_day",
            ])
        try self.init(entries, at: node)
    }

    /// What the entries of a table say of a column.
    init(_ entries: [String: MappingNode], at node: MappingNode) throws {
        self.init(origin: try Self.origin(entries, node), line: node.line)
        nulls = try entries["null"]?.nullWords()
        nullWhen = try entries["null_when"]?.conditions() ?? []
        zone = try entries["zone"]?.zone()
        formats = try entries["formats"]?.timeFormats()
        translations = try entries["values"]?.translations()
        if let entry = entries["otherwise"] {
            guard let known = Otherwise(rawValue: try entry.text()) else {
                throw entry.error("bad_otherwise", "`otherwise` is `reject` or `null`", "choose one of the two")
            }
            otherwise = known
        }
        if let entry = entries["last_day"] { isLastDay = try entry.truth() }
    }

    private static func origin(_ entries: [String: MappingNode], _ node: MappingNode) throws -> Origin {
        let isLine = try entries["line_number"].map { try $0.truth() ? $0 : nil } ?? nil
        let origins = [entries["column"], entries["columns"], entries["constant"], isLine].compactMap { $0 }
        guard let first = origins.first, origins.count == 1 else {
            throw node.error(
                "no_origin", "a column comes from one of `column`, `columns`, `constant` and `line_number: true`",
                "give exactly one of them")
        }
        if entries["columns"] == nil, let join = entries["join"] {
            throw join.error("misplaced_key", "`join` goes with `columns`", "remove it, or give the `columns` to join")
        }
        if isLine != nil { return .lineNumber }
        if entries["constant"] != nil { return .constant(try first.text()) }
        guard entries["columns"] != nil else { return .header(try first.nonEmptyText()) }
        let names = try first.texts()
        guard names.count > 1, !names.contains("") else {
            throw first.error("not_several", "`columns` are two or more of the header's names", "use `column` for one")
        }
        return .joined(names, by: try entries["join"]?.exactText() ?? " ")
    }

    /// What only makes sense for some types is refused for the others, rather than ignored.
    func check(for column: Dataset.Column, at parent: MappingNode) throws {
        let isTime = column.type == .instant || column.type == .date
        var misplaced: String?
        if !isTime, formats != nil { misplaced = "formats" }
        // The date of a point in time hangs on the zone; any other date is as it is written.
        let countsFromEpoch = formats?.contains(where: \.isEpoch) ?? false
        if column.type != .instant, !countsFromEpoch, zone != nil { misplaced = "zone" }
        if column.type != .date, isLastDay { misplaced = "last_day" }
        if otherwise != nil, translations == nil, !column.type.isChoice { misplaced = "otherwise" }
        // A line says nothing of a record but which one it is, and that of one file only.
        if origin == .lineNumber, column.type != .token { misplaced = "line_number" }
        if let misplaced {
            throw parent.error(
                "misplaced_key", "`\(misplaced)` means nothing for \(column.name)", "remove it", line: line)
        }
        if case .joined(_, by: "") = origin, column.type.isName {
            throw parent.error(
                "empty_join", "without a text between its parts, \(column.name) can be the same for different parts",
                "give `join` a text that no part contains, such as \" | \"", line: line)
        }
    }
}

extension Dataset.ColumnType {
    fileprivate var isChoice: Bool { if case .choice = self { true } else { false } }
}
