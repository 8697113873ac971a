import Crypto
import Domain

/// How a file's columns become a dataset's: what a mapping file says, or the file's own header if there is none.
public struct Mapping: Sendable {
    public let dataset: Dataset
    /// The system that the file comes from; keys are unique within it.
    public var source = "default"
    /// What separates fields; `nil` to detect it.
    public internal(set) var delimiter: UInt8?
    /// Spellings of "nothing here" besides the empty field, compared without surrounding blanks.
    var nulls: [String] = []
    /// Rows of which one of these holds are left out: they are neither read nor rejected.
    var skip: [Condition] = []
    /// The zone of times without an offset; without one such times are rejected.
    var zone: Zone?
    /// Tried after ISO 8601.
    var timeFormats: [TimeFormat] = []
    /// Whether the day comes before the month in all formats that have both as numbers before the year; `nil`: the file's
    /// dates have to show it. It changes no reading, so `version` doesn't have it.
    var dayFirst: Bool?
    /// How rows become records, where each row is but an event of one.
    var events: EventLog?
    /// By name of the dataset's column; `nil`: each column is the header's of the same name.
    var columns: [String: ColumnMapping]?
    /// Of a survey with a column for each question; the rest of an answer is in `columns`.
    var answers: Answers?
    /// The mapping file, for messages.
    let file: String?

    /// The mapping of a file whose header uses the dataset's own names.
    public init(identityOf dataset: Dataset, source: String = "default") {
        self.dataset = dataset
        self.source = source
        file = nil
    }

    init(dataset: Dataset, file: String) {
        self.dataset = dataset
        self.file = file
    }

    /// Whether the file tells rows of `request_reopenings` too; `nil` where it doesn't concern them.
    var tellsReopenings: Bool? {
        dataset.name == Datasets.helpRequests.name ? events.map { $0.reopeningRule(for: dataset) != nil } : nil
    }

    /// The item whose answers it reads, as `edmondson/e2`: of the mapping of one question.
    var item: String? { answers == nil ? nil : Answers.item(columns) }

    /// Whether a row makes a record of each answer in it.
    public var makesAnswers: Bool { answers != nil }

    /// How each of the records that a row makes is read: one mapping, or one for each question.
    var ofEachRecord: [Mapping] {
        guard let answers else { return [self] }
        return answers.questions.map { question in
            var mapping = self
            mapping.columns = (columns ?? [:]).merging(question) { $1 }
            return mapping
        }
    }

    /// Raised whenever the same bytes under the same mapping would give other values than before.
    private static let readingRules = 3

    /// SHA-256 of what the mapping says and of the dataset's columns, however the file was written.
    /// With the contents' own SHA-256 it names a batch.
    public var version: [UInt8] {
        var content = ["rules \(Self.readingRules)", "dataset", dataset.name, "source", source]
        for column in dataset.columns { content += ["dataset column", column.name, "\(column.type)"] }
        content += ["delimiter", delimiter.map { "\($0)" } ?? "detected", "null"] + nulls
        content += ["zone", zone?.name ?? "none", "time formats"] + timeFormats.map(\.pattern)
        for condition in skip { content += ["skip"] + condition.content }
        for mapping in ofEachRecord {
            for (name, column) in (mapping.columns ?? [:]).sorted(by: { $0.key < $1.key }) {
                content += ["column", name] + column.content
            }
            if answers != nil { content.append("answer") }
        }
        content.append(columns == nil ? "by own names" : "by mapping")
        if let events { content += events.content }
        // Each piece with its length, so that no two lists run together into the same bytes.
        let bytes = content.flatMap { Array("\($0.utf8.count):\($0)".utf8) }
        return Array(SHA256.hash(data: bytes))
    }
}
