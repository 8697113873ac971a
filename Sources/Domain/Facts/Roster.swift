/// Who worked where and when: spells by person, in order of their first day.
///
/// A spell's stretch is `[from, to)`; `to` is the earlier of valid_to and left_on, or `distantFuture`.
public struct Roster: Sendable {
    public struct Spell: Sendable, Hashable {
        public var team: SymbolTable.Symbol
        public var department: SymbolTable.Symbol
        public var level: SymbolTable.Symbol
        public var joinedOn: LocalDate
        public var from: LocalDate
        public var to: LocalDate
        /// First day gone from the employment that the spell is part of; spells may leave days before it uncovered.
        public var employedUntil: LocalDate
        /// The person's own calendar and zone; a symbol of the calendar's id, and of the zone's name.
        public var calendar: SymbolTable.Symbol
        public var zone: SymbolTable.Symbol

        /// `employedUntil`: `to` unless it is given.
        public init(
            team: SymbolTable.Symbol, department: SymbolTable.Symbol, level: SymbolTable.Symbol, joinedOn: LocalDate,
            from: LocalDate, to: LocalDate, employedUntil: LocalDate? = nil,
            calendar: SymbolTable.Symbol = SymbolTable.none, zone: SymbolTable.Symbol = SymbolTable.none
        ) {
            self.team = team
            self.department = department
            self.level = level
            self.joinedOn = joinedOn
            self.from = from
            self.to = to
            self.employedUntil = employedUntil ?? to
            self.calendar = calendar
            self.zone = zone
        }
    }

    /// By person (position in `Facts.people`); empty for people who are not in the dataset.
    private var spellsByPerson: [[Spell]]

    public init(spellsByPerson: [[Spell]] = []) {
        self.spellsByPerson = spellsByPerson.map { $0.sorted { ($0.from, $0.to) < ($1.from, $1.to) } }
    }

    /// How many people the roster can be asked about; positions beyond are simply unknown to it.
    public var personCount: Int { spellsByPerson.count }

    public func spells(of person: Int32) -> [Spell] {
        person >= 0 && Int(person) < spellsByPerson.count ? spellsByPerson[Int(person)] : []
    }

    /// The spell in force on a day; `nil` for somebody who is unknown or in no spell then.
    public func spell(of person: Int32, on day: LocalDate) -> Spell? {
        spells(of: person).last { $0.from <= day && day < $0.to }
    }

    /// Whether a person is employed on a day, in a spell or between two.
    public func isEmployed(_ person: Int32, on day: LocalDate) -> Bool {
        spells(of: person).contains { $0.joinedOn <= day && day < $0.employedUntil }
    }

    /// Whether the dataset knows the person, employed then or not, from spells begun before `limit`.
    public func knows(_ person: Int32, before limit: LocalDate) -> Bool {
        spells(of: person).contains { $0.joinedOn < limit }
    }
}

/// Which department a team belonged to, and when.
public struct TeamHistory: Sendable {
    public struct Stretch: Sendable, Hashable {
        public var department: SymbolTable.Symbol
        public var from: LocalDate
        public var to: LocalDate
        public var calendar: SymbolTable.Symbol
        public var zone: SymbolTable.Symbol

        public init(
            department: SymbolTable.Symbol, from: LocalDate, to: LocalDate,
            calendar: SymbolTable.Symbol = SymbolTable.none, zone: SymbolTable.Symbol = SymbolTable.none
        ) {
            self.department = department
            self.from = from
            self.to = to
            self.calendar = calendar
            self.zone = zone
        }
    }

    private let stretches: [SymbolTable.Symbol: [Stretch]]

    public init(stretches: [SymbolTable.Symbol: [Stretch]] = [:]) {
        self.stretches = stretches
    }

    /// What held of a team on a day; `nil` where nothing is known.
    public func stretch(of team: SymbolTable.Symbol, on day: LocalDate) -> Stretch? {
        stretches[team]?.last { $0.from <= day && day < $0.to }
    }

    /// `SymbolTable.none` where the team, or its department on that day, is unknown.
    public func department(of team: SymbolTable.Symbol, on day: LocalDate) -> SymbolTable.Symbol {
        stretch(of: team, on: day)?.department ?? SymbolTable.none
    }
}
