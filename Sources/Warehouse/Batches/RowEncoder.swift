import Domain
import Foundation
import Postgres

/// Writes accepted rows into a binary COPY, native ids of people turned into pseudonyms.
struct RowEncoder: Sendable {
    let dataset: Dataset
    let organization: Int64
    let source: Int16
    let batch: Int64
    /// Staging keeps the line, to tell rows of one key apart.
    let withLine: Bool
    var pseudonymiser: Pseudonymiser
    /// Which columns ever had a value.
    private(set) var present: [Bool]
    /// Rows about somebody forgotten; they are not written.
    private(set) var forgotten = 0

    init(
        dataset: Dataset, organization: Int64, source: Int16, batch: Int64, withLine: Bool,
        pseudonymiser: Pseudonymiser
    ) {
        self.dataset = dataset
        self.organization = organization
        self.source = source
        self.batch = batch
        self.withLine = withLine
        self.pseudonymiser = pseudonymiser
        present = Array(repeating: false, count: dataset.columns.count)
    }

    mutating func write(_ values: [Value], line: Int, to writer: inout BinaryCopyWriter) throws {
        var people: [Int64?] = []
        for (column, value) in zip(dataset.columns, values) where column.type == .person {
            let person = try value.text.flatMap { try pseudonymiser.person($0) }
            if column.required, person == nil {
                forgotten += 1
                return
            }
            people.append(person)
        }
        var nextPerson = 0
        try writer.row(columns: Int16(dataset.columns.count + (withLine ? 4 : 3))) { fields in
            fields.append(organization)
            fields.append(source)
            for (position, column) in dataset.columns.enumerated() {
                let value = values[position]
                if column.type == .person {
                    if let person = people[nextPerson] {
                        present[position] = true
                        fields.append(person)
                    } else {
                        fields.appendNull()
                    }
                    nextPerson += 1
                    continue
                }
                if !value.isNull { present[position] = true }
                switch value {
                case .null: fields.appendNull()
                case .text(let text): fields.appendText(canonical(text))
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

    /// Composed letters (NFC): what Swift holds for equal has to be equal in the database.
    private func canonical(_ text: String) -> String {
        text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
    }
}
