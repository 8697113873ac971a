import Domain
import Foundation
import Postgres

/// Writes accepted rows into a binary COPY, native ids of people and tokens of surveys turned into numbers.
struct RowEncoder: Sendable {
    let organization: Int64
    let source: Int16
    let batch: Int64
    /// Staging keeps the line, to tell rows of one key apart.
    var withLine = false
    private(set) var pseudonymiser: Pseudonymiser
    private(set) var surveyKeys: SurveyKeys
    /// Which columns ever had a value.
    private(set) var present: [Bool]
    /// Rows about somebody forgotten; they are not written.
    private(set) var forgotten = 0

    /// Where rows say from when on they count; the first they said so far.
    private let beginningColumn: Int?
    private var beginning: Value?
    private(set) var lastData: LastData

    private let people: [(position: Int, isRequired: Bool)]
    private let tokens: [Int]
    /// Where a token's row names its survey.
    private let survey: Int?
    /// By column: whether a number stands in for the value, and the row's numbers.
    private let isReplaced: [Bool]
    private var numbers: [Int64?]

    init(
        dataset: Dataset, organization: Int64, source: Int16, batch: Int64, pseudonymiser: Pseudonymiser,
        surveyKeys: SurveyKeys, now: Instant
    ) {
        self.organization = organization
        self.source = source
        self.batch = batch
        self.pseudonymiser = pseudonymiser
        self.surveyKeys = surveyKeys
        let columns = dataset.columns
        present = Array(repeating: false, count: columns.count)
        beginningColumn = dataset.touches.beginning.flatMap(dataset.index)
        lastData = LastData(dataset, now: now)
        people = columns.indices.filter { columns[$0].type == .person }.map { ($0, columns[$0].required) }
        tokens = columns.indices.filter { columns[$0].type == .token }
        survey = dataset.index(of: "survey_id")
        isReplaced = columns.map { $0.type == .person || $0.type == .token }
        numbers = Array(repeating: nil, count: columns.count)
    }

    mutating func write(_ values: [Value], line: Int, to writer: inout BinaryCopyWriter) throws {
        for (position, isRequired) in people {
            numbers[position] = try values[position].text.flatMap { try pseudonymiser.person($0) }
            if isRequired, numbers[position] == nil {
                forgotten += 1
                return
            }
        }
        begin(beginningColumn.map { values[$0] } ?? .null)
        lastData.note(values)
        for position in tokens {
            guard let token = values[position].text, let survey = survey.flatMap({ values[$0].text }) else {
                throw WarehouseError(.unexpected, "a response token came without its survey", mend: "report this")
            }
            numbers[position] = surveyKeys.number(of: Self.canonical(token), in: Self.canonical(survey))
        }
        try writer.row(columns: Int16(isReplaced.count + (withLine ? 4 : 3))) { fields in
            fields.append(organization)
            fields.append(source)
            for position in isReplaced.indices {
                if isReplaced[position] {
                    if numbers[position] != nil { present[position] = true }
                    fields.append(numbers[position])
                    continue
                }
                let value = values[position]
                if !value.isNull { present[position] = true }
                switch value {
                case .null: fields.appendNull()
                case .text(let text): fields.appendText(Self.canonical(text))
                case .instant(let instant): fields.appendTimestamp(microsecondsSince1970: instant.microseconds)
                case .date(let date): fields.appendDate(daysSince1970: date.daysSinceEpoch)
                case .number(let number): fields.append(number)
                case .integer(let integer): fields.append(Int32(integer))
                case .timeOfDay(let time): fields.append(time)
                case .boolean(let boolean): fields.append(boolean)
                }
            }
            fields.append(batch)
            if withLine { fields.append(Int64(line)) }
        }
    }

    private mutating func begin(_ value: Value) {
        switch (beginning, value) {
        case (.instant(let known), .instant(let new)): if new < known { beginning = value }
        case (.date(let known), .date(let new)): if new < known { beginning = value }
        case (.null, _): break
        default: beginning = value
        }
    }

    /// The first date, in any of the zones, on which a row counts, of those that change nothing too; so it is the same
    /// in whatever order files come. `nil` without rows.
    func beginning(in zones: [Zone]) -> LocalDate? {
        beginning.map { beginning in
            switch beginning {
            case .instant(let instant): zones.map { $0.date(at: instant) }.min() ?? .distantPast
            case .date(let date): date
            default: .distantPast
            }
        }
    }

    /// Composed letters (NFC): what Swift holds for equal has to be equal in the database.
    private static func canonical(_ text: String) -> String {
        text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
    }
}
