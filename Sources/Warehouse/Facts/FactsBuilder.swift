import Domain
import Postgres

/// Columns while they fill.
struct FactsBuilder: Sendable {
    private var facts: Facts
    var rowCount = 0
    /// Of rows that were read and aren't in their table yet, row by row.
    private var bits: [UInt64] = []
    private var waitingRows = 0
    /// Enough that looking up their table doesn't count, and few enough to stay in the processor's cache.
    private static let mostWaiting = 128
    private var positions: [Int64: Person] = [:]

    init(needs: FactNeeds) { facts = Facts(needs: needs) }

    /// The columns of a dataset's rows that come next.
    func columns(of dataset: Dataset) -> [String] { facts[table: dataset.name].columns }

    /// Columns that grow are moved again and again, and for a while take twice their room.
    mutating func expect(requests count: Int) {
        facts[table: Datasets.helpRequests.name].reserveCapacity(min(count, Self.mostExpected))
    }

    /// An estimate can be far too large.
    private static let mostExpected = 1 << 22

    /// How many rows of other datasets came with those of a dataset, as lists.
    func listed(in dataset: Dataset) -> [String: Int] { facts[table: dataset.name].listed(by: dataset) }

    /// A row of a dataset that is read as columns, in the order of its table's columns.
    mutating func addRow(of dataset: String, _ row: inout BinaryCopyRow, _ forms: [ColumnForm]) throws {
        for form in forms { bits.append(try nextBits(of: form, in: dataset, &row)) }
        waitingRows += 1
        if waitingRows == Self.mostWaiting { flush(to: dataset) }
    }

    private mutating func flush(to dataset: String) {
        facts[table: dataset].append(bits, rows: waitingRows)
        bits.removeAll(keepingCapacity: true)
        waitingRows = 0
    }

    /// After the rows of a dataset came.
    mutating func end(_ dataset: Dataset) {
        flush(to: dataset.name)
        facts[table: dataset.name].trim()
        if dataset.name == Datasets.helpRequests.name { facts[table: dataset.name].group(by: HelpRequests.team) }
    }

    consuming func finished() -> Facts { facts.structured() }
}

/// Fields as they stand in columns; see `Facts` for what stands for unknown.
extension FactsBuilder {
    private mutating func nextBits(
        of form: ColumnForm, in dataset: String, _ row: inout BinaryCopyRow
    ) throws -> UInt64 {
        switch form {
        case .person: Kind.Person.bits(of: try person(&row))
        case .symbol: Kind.Symbol.bits(of: try symbol(&row))
        case .moment: Kind.Moment.bits(of: try instant(&row))
        case .number: Kind.Number.bits(of: try number(&row))
        case .flag: Kind.Flag.bits(of: try flag(&row))
        case .token: Kind.Token.bits(of: try row.nextInt64() ?? Kind.Token.unknown)
        case .day: Kind.Day.bits(of: try row.nextDate().map(LocalDate.init(daysSinceEpoch:)) ?? Kind.Day.unknown)
        case .clock: Kind.Clock.bits(of: try row.nextInt64() ?? Kind.Clock.unknown)
        case .spans: try list(of: dataset, &row)
        case .whole: Kind.Whole.bits(of: try row.nextInt32() ?? Kind.Whole.unknown)
        }
    }

    private mutating func list(of dataset: String, _ row: inout BinaryCopyRow) throws -> UInt64 {
        guard let instants = try row.next([PostgresTimestamp]?.self) else {
            return Kind.Spans.bits(of: Kind.Spans.unknown)
        }
        let count = instants.count / 2
        return facts[table: dataset].bits(
            ofStored: (0..<count).map {
                .init(from: instants[$0].instant, to: instants[count + $0].instant)
            })
    }

    private mutating func person(_ row: inout BinaryCopyRow) throws -> Person {
        guard let id = try row.nextInt64() else { return .unknown }
        if let known = positions[id] { return known }
        let position = Person(facts.people.count)
        facts.people.append(id)
        positions[id] = position
        return position
    }

    private mutating func symbol(_ row: inout BinaryCopyRow) throws -> Symbol {
        try row.withNextBytes { bytes in bytes.map { facts.symbols.intern(utf8: $0) } ?? .unknown }
    }

    private func instant(_ row: inout BinaryCopyRow) throws -> Instant {
        try row.nextTimestamp().map(Instant.init(microseconds:)) ?? .never
    }

    /// Without a sign of 0: two zeros would be equal in an order, and differ in a digest.
    private func number(_ row: inout BinaryCopyRow) throws -> Double { (try row.nextDouble() ?? .nan) + 0 }

    private func flag(_ row: inout BinaryCopyRow) throws -> Int8 { try row.nextBool().map { $0 ? 1 : 0 } ?? -1 }
}
