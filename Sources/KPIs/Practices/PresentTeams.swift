import Domain

/// The teams in which somebody was on the last day before a window's end, and who.
struct PresentTeams {
    /// By person; unknown for who wasn't there.
    private let teams: [Symbol]
    private let people: PositionsByKey<Symbol>
    /// In ascending order.
    let all: [Symbol]

    init(view: PeriodView) {
        let day = view.window.lastDate
        let symbolCount = view.facts.symbols.texts.count
        let teams = view.facts.everybody.map { person in
            view.facts.roster.isEmployed(person, on: day) ? view.facts.place(of: person, on: day).team : .unknown
        }
        let people = PositionsByKey(teams, keyCount: symbolCount)
        self.teams = teams
        self.people = people
        all = Symbol.all(symbolCount).filter { !people[$0].isEmpty }
    }

    /// Unknown for who wasn't there.
    func team(of person: Person) -> Symbol { teams[person.index] }

    /// In ascending order.
    func people(of team: Symbol) -> some Collection<Person> { people[team].lazy.map { Person(ordinal: $0) } }

    /// By person: whether they are one of some.
    func flags(of counted: some Sequence<Person>) -> [Bool] {
        counted.reduce(into: [Bool](repeating: false, count: teams.count)) { $0[$1.index] = true }
    }
}
