import Domain

/// The questions of a survey whose file has a row for each sheet of answers and a column for each question.
///
/// Each question makes a record of its own out of a row, unless it wasn't answered there.
struct Answers: Sendable {
    /// Of each question, the columns of the dataset that are its own.
    let questions: [[String: ColumnMapping]]

    /// Where there is nothing in this column, a question wasn't answered.
    static let column = "score"
    private static let constants = ["instrument", "item"]
    private static let scale = ["scale_min", "scale_max"]
    /// What the questions say, so that `columns` cannot.
    static let own = constants + scale + [column, "comment"]

    /// - Throws: `IngestionError` for whatever the list says that isn't known.
    init(_ node: MappingNode, dataset: Dataset) throws {
        guard dataset.name == Datasets.satisfaction.name else {
            throw node.error(
                "misplaced_key", "`answers` can only be used for \(Datasets.satisfaction.name)",
                "remove it, or map that dataset")
        }
        var asked: Set<String> = []
        questions = try node.list().map { entry in
            let question = try Self.question(entry)
            // One row would answer it twice, and only one answer could stand.
            if let item = Self.item(question), !asked.insert(item).inserted {
                throw entry.error(
                    "item_twice", "two answers are \(item)",
                    "correct the item of one of them, or remove it; where people were asked twice, each is an item of its own"
                )
            }
            return question
        }
        if questions.isEmpty {
            throw node.error("no_answers", "questions are expected here", "list each with its column, item and scale")
        }
    }

    private static func question(_ node: MappingNode) throws -> [String: ColumnMapping] {
        let ofScore = ["column", "null", "null_when", "values", "otherwise"]
        let entries = try node.entries(allowing: ofScore + constants + ["scale", "comment"])
        func entry(_ key: String, _ example: String) throws -> MappingNode {
            guard let entry = entries[key] else {
                throw node.error(
                    "incomplete_answer", "a question needs its `\(key)`", "add it, such as `\(key): \(example)`")
            }
            return entry
        }
        _ = try entry("column", "\"How likely are you to recommend us?\"")
        var columns = [Self.column: try ColumnMapping(entries.filter { ofScore.contains($0.key) }, at: node)]
        for (key, example) in zip(constants, SurveyItems.example) {
            columns[key] = ColumnMapping(
                origin: .constant(try entry(key, example).nonEmptyText()), line: node.line)
        }
        let ends = try entry("scale", "[0, 10]")
        let texts = try ends.texts()
        guard texts.count == 2 else {
            throw ends.error("bad_scale", "a scale needs its lowest and highest answer", "write it as `scale: [0, 10]`")
        }
        for (key, text) in zip(scale, texts) { columns[key] = ColumnMapping(origin: .constant(text), line: ends.line) }
        if let comment = entries["comment"] { columns["comment"] = try ColumnMapping(comment) }
        return columns
    }

    /// The name of a question's item, as `edmondson/e2`; `nil` of columns that are no question.
    static func item(_ columns: [String: ColumnMapping]?) -> String? {
        let parts = constants.compactMap { name -> String? in
            guard case .constant(let text)? = columns?[name]?.origin else { return nil }
            return text
        }
        return parts.count == constants.count ? parts.joined(separator: "/") : nil
    }

    /// Refuses columns that the questions say.
    func check(_ columns: [String: ColumnMapping], at node: MappingNode) throws {
        guard let name = Self.own.first(where: { columns[$0] != nil }) else { return }
        throw node.error(
            "misplaced_key", "`\(name)` belongs under `answers`, for each question separately", "remove it here",
            line: columns[name]?.line)
    }
}
