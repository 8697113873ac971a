import Domain
import Foundation
import Postgres

/// Writes accepted rows into a binary COPY, native ids of people and tokens of surveys turned into numbers. Texts come as
/// `CanonicalText` has them, so that what Swift holds for equal is equal in the database.
struct RowEncoder: Sendable {
    let organization: Int64
    let source: Int16
    let batch: Int64
    /// Staging keeps the line, to tell rows of one key apart; some tables do too.
    var withLine = false
    private(set) var pseudonymiser: Pseudonymiser
    private(set) var surveyKeys: SurveyKeys
    /// Which columns ever had a value.
    private(set) var present: [Bool]
    /// Columns whose blanks say something, as far as the file has them and any row.
    var blank: [Bool] { present.indices.map { mayBeBlank[$0] && hasRows && !present[$0] } }
    private let mayBeBlank: [Bool]
    private var hasRows = false
    /// By column: the people who were named in it.
    private(set) var namedPeople: [Int: Set<Int64>] = [:]
    /// Rows about somebody forgotten; they are not written.
    private(set) var forgotten = 0

    /// Where rows say from when on they count, and the first that they said so far; `nil` without rows.
    private let beginningColumn: Int?
    private(set) var beginning: Beginning?
    private(set) var lastData: LastData
    private(set) var names: NamesInFile

    private let isAlways: Bool
    private let people: [(position: Int, isRequired: Bool)]
    private let tokens: [Int]
    /// Where a token's row names its survey.
    private let survey: Int?
    /// By column: whether a number stands in for the value, and the row's numbers.
    private let isReplaced: [Bool]
    private var numbers: [Int64?]

    init(
        dataset: Dataset, named: Set<String>, organization: Int64, source: Int16, batch: Int64,
        pseudonymiser: Pseudonymiser, surveyKeys: SurveyKeys, now: Instant
    ) {
        self.organization = organization
        self.source = source
        self.batch = batch
        self.pseudonymiser = pseudonymiser
        self.surveyKeys = surveyKeys
        let columns = dataset.columns
        present = Array(repeating: false, count: columns.count)
        mayBeBlank = columns.map { $0.isGivenWhenNamed && named.contains($0.name) }
        withLine = dataset.toldOf != nil
        beginningColumn = dataset.touches.beginning.flatMap(dataset.index)
        isAlways = beginningColumn == nil
        lastData = LastData(dataset, now: now)
        names = NamesInFile(dataset)
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
        hasRows = true
        if isAlways {
            beginning = .date(.distantPast)
        } else if let beginningColumn {
            begin(values[beginningColumn])
        }
        for (position, _) in people {
            if let person = numbers[position] { namedPeople[position, default: []].insert(person) }
        }
        lastData.note(values)
        names.note(values)
        for position in tokens {
            guard let token = values[position].text, let survey = survey.flatMap({ values[$0].text }) else {
                throw WarehouseError(.unexpected, "a response token came without its survey", mend: "report this")
            }
            numbers[position] = surveyKeys.number(of: token, in: survey)
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
                case .text(let text): fields.appendText(text)
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

    /// Those that change nothing too, so that it is the same in whatever order files come.
    private mutating func begin(_ value: Value) {
        let own: Beginning? =
            switch value {
            case .instant(let instant): .instant(instant)
            case .date(let date): .date(date)
            default: nil
            }
        guard let own else { return }
        beginning = beginning?.earlier(own) ?? own
    }
}
