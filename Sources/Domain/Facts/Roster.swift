/// Who worked where and when: spells by person, in order of their first day.
///
/// A spell's stretch is `[from, to)`; `to` is the earlier of valid_to and left_on, or `distantFuture`. Contracts that
/// follow each other are one employment, and separations are taken in: they stand over what `people` says of the end.
public struct Roster: Sendable {
    public struct Spell: Sendable, Hashable {
        public var team: Symbol
        public var department: Symbol
        public var level: Symbol
        public var joinedOn: LocalDate
        public var from: LocalDate
        public var to: LocalDate
        /// First day gone from the employment that the spell is part of; spells may leave days before it uncovered.
        public var employedUntil: LocalDate
        /// Whether a new employment begins with it, though it may follow the former one at once.
        public var isRehire: Bool
        /// The person's own calendar and zone; a symbol of the calendar's id, and of the zone's name.
        public var calendar: Symbol
        public var zone: Symbol
        public var manager: Person
        public var location: Symbol

        /// `employedUntil`: `to` unless it is given.
        public init(
            team: Symbol, department: Symbol, level: Symbol, joinedOn: LocalDate,
            from: LocalDate, to: LocalDate, employedUntil: LocalDate? = nil, isRehire: Bool = false,
            calendar: Symbol = .unknown, zone: Symbol = .unknown, manager: Person = .unknown,
            location: Symbol = .unknown
        ) {
            self.team = team
            self.department = department
            self.level = level
            self.joinedOn = joinedOn
            self.from = from
            self.to = to
            self.employedUntil = employedUntil ?? to
            self.isRehire = isRehire
            self.calendar = calendar
            self.zone = zone
            self.manager = manager
            self.location = location
        }
    }

    /// From joining to leaving, renewals and transfers in between: a person's spells with the same joined_on, and those
    /// that continue them.
    public struct Employment: Sendable, Hashable {
        public var joinedOn: LocalDate
        /// First day gone; `distantFuture` where none is known. On joined_on itself for who never had a day.
        public var leftOn: LocalDate
        /// The separation that ended it, a row of `Facts.separations`; unknown where `people` alone knows of its end.
        public var separation: Row

        public init(joinedOn: LocalDate, leftOn: LocalDate, separation: Row) {
            self.joinedOn = joinedOn
            self.leftOn = leftOn
            self.separation = separation
        }
    }

    /// By person; nothing of people who are not in the dataset.
    @usableFromInline let allSpells: Grouped<Person, Spell>
    @usableFromInline let allEmployments: Grouped<Person, Employment>
    /// Rows of the separations that ended no employment, ascending.
    public let idleSeparations: [Row]

    /// `separations` in the order in which they were told.
    public init(spellsByPerson: [[Spell]] = [], separations: SeparationColumns = SeparationColumns()) {
        var rows = [[Row]](repeating: [], count: spellsByPerson.count)
        var isIdle = [Bool](repeating: true, count: separations.person.count)
        for (row, person) in zip(separations.rows, separations.person)
        where spellsByPerson.indices.contains(person.index) {
            rows[person.index].append(row)
        }
        var allSpells = Grouped<Person, Spell>()
        var allEmployments = Grouped<Person, Employment>()
        for (spells, rows) in zip(spellsByPerson, rows) {
            let stretches = Stretch.all(of: spells, endedBy: rows, of: separations)
            for row in stretches.flatMap(\.settled) { isIdle[row.index] = false }
            let employments = Self.employments(stretches)
            allSpells.append(employments.flatMap(\.spells).sorted { ($0.from, $0.to) < ($1.from, $1.to) })
            allEmployments.append(employments.map(\.employment))
        }
        self.allSpells = allSpells
        self.allEmployments = allEmployments
        idleSeparations = separations.rows.filter { isIdle[$0.index] }
    }

    /// A stretch that is continued lasts until the next one begins, and both are one employment.
    private static func employments(_ stretches: [Stretch]) -> [(employment: Employment, spells: [Spell])] {
        var found: [(employment: Employment, spells: [Spell])] = []
        var isContinued = false
        for (index, stretch) in stretches.enumerated() {
            let leftOn = stretch.isContinued ? stretches[index + 1].joinedOn : stretch.end
            let spells = end(stretch.spells, on: leftOn, runsOn: stretch.isContinued || stretch.ending.isKnown)
            if isContinued {
                found[found.count - 1].employment.leftOn = leftOn
                found[found.count - 1].employment.separation = stretch.ending
                found[found.count - 1].spells += spells
            } else {
                found.append(
                    (Employment(joinedOn: stretch.joinedOn, leftOn: leftOn, separation: stretch.ending), spells))
            }
            isContinued = stretch.isContinued
        }
        for index in found.indices {
            for spell in found[index].spells.indices {
                found[index].spells[spell].joinedOn = found[index].employment.joinedOn
                found[index].spells[spell].employedUntil = found[index].employment.leftOn
            }
        }
        return found
    }

    /// The spells of a stretch, none beyond its end. One always stays, if need be without a day.
    private static func end(_ spells: [Spell], on leftOn: LocalDate, runsOn: Bool) -> [Spell] {
        let inOrder = spells.sorted { ($0.from, $0.to) < ($1.from, $1.to) }
        let begun = inOrder.filter { $0.from < leftOn }
        var ended = begun.isEmpty ? Array(inOrder.prefix(1)) : begun
        if runsOn, ended.count == inOrder.count { ended[ended.count - 1].to = leftOn }
        for index in ended.indices {
            ended[index].from = min(ended[index].from, leftOn)
            ended[index].to = min(ended[index].to, leftOn)
            ended[index].employedUntil = leftOn
        }
        return ended
    }

    /// How many people the roster can be asked about; those beyond are simply unknown to it.
    public var personCount: Int { allSpells.count }

    @inlinable public func spells(of person: Person) -> ArraySlice<Spell> { allSpells[person] }

    /// Where an employment began: its first spell, which says where somebody was who never had a day.
    public func firstSpell(of person: Person, in employment: Employment) -> Spell? {
        allSpells[person].first { $0.joinedOn == employment.joinedOn }
    }

    /// In order of joined_on.
    @inlinable public func employments(of person: Person) -> ArraySlice<Employment> { allEmployments[person] }

    /// The spell in force on a day; `nil` for somebody who is unknown or in no spell then.
    @inlinable
    public func spell(of person: Person, on day: LocalDate) -> Spell? {
        allSpells.last(in: person) { $0.from <= day && day < $0.to }
    }

    /// Whether a person is employed on a day, in a spell or between two.
    @inlinable
    public func isEmployed(_ person: Person, on day: LocalDate) -> Bool {
        allSpells.last(in: person) { $0.joinedOn <= day && day < $0.employedUntil } != nil
    }

    /// Whether the dataset knows the person, employed then or not, from spells begun before `limit`.
    @inlinable
    public func knows(_ person: Person, before limit: LocalDate) -> Bool {
        allSpells.last(in: person) { $0.joinedOn < limit } != nil
    }
}

/// Which department a team belonged to, and when.
public struct TeamHistory: Sendable {
    public struct Stretch: Sendable, Hashable {
        public var department: Symbol
        public var from: LocalDate
        public var to: LocalDate
        public var calendar: Symbol
        public var zone: Symbol

        public init(
            department: Symbol, from: LocalDate, to: LocalDate,
            calendar: Symbol = .unknown, zone: Symbol = .unknown
        ) {
            self.department = department
            self.from = from
            self.to = to
            self.calendar = calendar
            self.zone = zone
        }
    }

    @usableFromInline let stretches: Grouped<Symbol, Stretch>

    public init(stretches: [Symbol: [Stretch]] = [:]) {
        var bySymbol = Grouped<Symbol, Stretch>()
        let count = stretches.keys.max().map { $0.index + 1 } ?? 0
        for team in Symbol.all(count) { bySymbol.append(stretches[team] ?? []) }
        self.stretches = bySymbol
    }

    /// What is known of a team; empty where nothing is.
    @inlinable public func stretches(of team: Symbol) -> ArraySlice<Stretch> { stretches[team] }

    /// What held of a team on a day; `nil` where nothing is known.
    @inlinable
    public func stretch(of team: Symbol, on day: LocalDate) -> Stretch? {
        stretches.last(in: team) { $0.from <= day && day < $0.to }
    }

    /// The teams of which something is known on a day, ascending.
    public func all(on day: LocalDate) -> [Symbol] {
        Symbol.all(stretches.count).filter { stretch(of: $0, on: day) != nil }
    }

    /// Unknown where the team, or its department on that day, is unknown.
    @inlinable
    public func department(of team: Symbol, on day: LocalDate) -> Symbol {
        stretch(of: team, on: day)?.department ?? .unknown
    }
}
