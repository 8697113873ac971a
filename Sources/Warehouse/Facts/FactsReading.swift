import Domain
import Postgres

/// Columns while they fill.
struct FactsReading: Sendable {
    private var facts: Facts
    var rowCount = 0
    /// Of the row that is being read.
    private var bits: [UInt64] = []
    private var positions: [Int64: Int32] = [:]
    private var spells: [Int32: [Roster.Spell]] = [:]
    private var stretches: [SymbolTable.Symbol: [TeamHistory.Stretch]] = [:]

    init(needs: FactNeeds) { facts = Facts(needs: needs) }

    /// The columns of a dataset's rows that come next.
    func columns(of dataset: Dataset) -> [String] { facts[table: dataset.name].columns }

    /// Before the rows of a dataset come.
    mutating func begin(_ dataset: Dataset) {
        if !dataset.readable.isEmpty { bits = Array(repeating: 0, count: columns(of: dataset).count) }
    }

    /// Columns that grow are moved again and again, and for a while take twice their room.
    mutating func expect(requests count: Int) {
        facts[table: Datasets.helpRequests.name].reserveCapacity(min(count, Self.mostExpected))
    }

    /// An estimate can be far too large.
    private static let mostExpected = 1 << 22

    /// After the row of a request: its waits, as two arrays.
    mutating func addWaits(_ row: inout BinaryCopyRow) throws {
        guard let froms = try row.next([PostgresTimestamp]?.self), let tos = try row.next([PostgresTimestamp]?.self)
        else { return }
        for (from, to) in zip(froms, tos) {
            facts.waits.request.append(Int32(facts.rowCount(of: Datasets.helpRequests) - 1))
            facts.waits.from.append(from.microsecondsSince1970)
            facts.waits.to.append(to.microsecondsSince1970)
        }
    }

    var waitCount: Int { facts.waits.count }

    /// A row of a dataset that is read as columns, in the order of its table's columns.
    mutating func addRow(of dataset: String, _ row: inout BinaryCopyRow, _ forms: [ColumnForm]) throws {
        for position in forms.indices { bits[position] = try nextBits(of: forms[position], &row) }
        facts[table: dataset].append(bits)
    }

    mutating func addSpell(_ row: inout BinaryCopyRow) throws {
        let person = try person(&row)
        let team = try symbol(&row)
        let department = try symbol(&row)
        let level = try symbol(&row)
        let joined = try date(&row) ?? .distantPast
        let left = try date(&row) ?? .distantFuture
        let from = try date(&row) ?? joined
        let to = try date(&row) ?? .distantFuture
        let employedUntil = try date(&row) ?? .distantFuture
        spells[person, default: []].append(
            Roster.Spell(
                team: team, department: department, level: level, joinedOn: joined, from: from, to: min(left, to),
                employedUntil: employedUntil, isRehire: try row.nextBool() ?? false, calendar: try symbol(&row),
                zone: try symbol(&row)))
    }

    mutating func addSeparation(_ row: inout BinaryCopyRow) throws {
        facts.separations.person.append(try person(&row))
        facts.separations.leftOn.append(try date(&row) ?? .distantFuture)
        facts.separations.type.append(try row.nextText().flatMap(SeparationType.init(rawValue:)))
        facts.separations.regretted.append(try flag(&row))
        facts.separations.updatedAt.append(try instant(&row))
    }

    mutating func addTeam(_ row: inout BinaryCopyRow) throws {
        let team = try symbol(&row)
        stretches[team, default: []].append(
            TeamHistory.Stretch(
                department: try symbol(&row), from: try date(&row) ?? .distantPast,
                to: try date(&row) ?? .distantFuture, calendar: try symbol(&row), zone: try symbol(&row)))
    }

    mutating func addAgreement(_ row: inout BinaryCopyRow) throws {
        let person = try person(&row)
        facts.agreements.stretches[person, default: []].append(
            Agreements.Stretch(
                hoursPerWeek: try number(&row), from: try date(&row) ?? .distantPast,
                to: try date(&row) ?? .distantFuture))
    }

    mutating func addBoundary(_ row: inout BinaryCopyRow) throws {
        let person = try person(&row)
        let weekday = try row.nextInt32().flatMap { $0 == 0 ? nil : Int($0) }
        facts.agreements.boundaries[person, default: []].append(
            Agreements.Boundary(
                weekday: weekday, starts: try timeOfDay(&row), ends: try timeOfDay(&row),
                from: try date(&row) ?? .distantPast, to: try date(&row) ?? .distantFuture))
    }

    mutating func addShift(_ row: inout BinaryCopyRow) throws {
        let calendar = try symbol(&row)
        let zone = try row.nextText().flatMap { Zone($0) }
        let shift = WeeklyHours.Shift(
            weekday: Int(try row.nextInt32() ?? 0), starts: try timeOfDay(&row), ends: try timeOfDay(&row))
        facts.calendars[calendar, default: WeeklyHours(shifts: [], zone: zone)].shifts.append(shift)
    }

    /// Of a calendar without hours it says nothing.
    mutating func addHoliday(_ row: inout BinaryCopyRow) throws {
        let calendar = try symbol(&row)
        if let holiday = try date(&row) { facts.calendars[calendar]?.holidays.insert(holiday) }
    }

    mutating func addLeave(_ row: inout BinaryCopyRow) throws {
        let person = try person(&row)
        facts.leave.byPerson[person, default: []].append(
            LeaveSpans.Span(from: try date(&row) ?? .distantPast, to: try date(&row) ?? .distantFuture))
    }

    consuming func finished() -> Facts {
        facts.roster = Roster(
            spellsByPerson: facts.people.indices.map { spells[Int32($0)] ?? [] }, separations: facts.separations)
        facts.teams = TeamHistory(stretches: stretches)
        return facts
    }
}

/// Fields as they stand in columns; see `Facts` for what stands for unknown.
extension FactsReading {
    private mutating func nextBits(of form: ColumnForm, _ row: inout BinaryCopyRow) throws -> UInt64 {
        switch form {
        case .person: Kind.Person.bits(of: try person(&row))
        case .symbol: Kind.Symbol.bits(of: try symbol(&row))
        case .moment: Kind.Moment.bits(of: try instant(&row))
        case .number: Kind.Number.bits(of: try number(&row))
        case .flag: Kind.Flag.bits(of: try flag(&row))
        case .token: Kind.Token.bits(of: try row.nextInt64() ?? Kind.Token.unknown)
        }
    }

    private mutating func person(_ row: inout BinaryCopyRow) throws -> Int32 {
        guard let id = try row.nextInt64() else { return -1 }
        if let known = positions[id] { return known }
        let position = Int32(facts.people.count)
        facts.people.append(id)
        positions[id] = position
        return position
    }

    private mutating func symbol(_ row: inout BinaryCopyRow) throws -> SymbolTable.Symbol {
        try row.withNextBytes { bytes in bytes.map { facts.symbols.intern(utf8: $0) } ?? SymbolTable.none }
    }

    private func instant(_ row: inout BinaryCopyRow) throws -> Int64 { try row.nextTimestamp() ?? .max }

    /// Without a sign of 0: two zeros would be equal in an order, and differ in a digest.
    private func number(_ row: inout BinaryCopyRow) throws -> Double { (try row.nextDouble() ?? .nan) + 0 }

    private func flag(_ row: inout BinaryCopyRow) throws -> Int8 { try row.nextBool().map { $0 ? 1 : 0 } ?? -1 }

    private func date(_ row: inout BinaryCopyRow) throws -> LocalDate? {
        try row.nextDate().map(LocalDate.init(daysSinceEpoch:))
    }

    /// Of a `time`.
    private func timeOfDay(_ row: inout BinaryCopyRow) throws -> Int64 { try row.nextInt64() ?? 0 }
}
