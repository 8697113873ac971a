import Domain

/// What people are held to on a window's last day: the objectives that are valid then.
struct HeldObjectives {
    private let rows: [Row]
    private let byPerson: PositionsByKey<Person>

    /// `columns`: what else of an objective counts.
    static func inputs(_ columns: [any ColumnHandle]) -> [Sheet.Input] {
        [
            .init([Objectives.person, Objectives.validFrom] + columns, .always),
            .init([Objectives.validTo], .whereKnown),
        ]
    }

    init(view: PeriodView) {
        let (facts, day) = (view.facts, view.window.lastDate)
        let persons = facts[Objectives.person]
        let (first, dayAfter) = (facts[Objectives.validFrom], facts[Objectives.validTo])
        let valid = facts.rows(of: Datasets.objectives).filter { first[$0] <= day && day < dayAfter[$0] }
        rows = valid
        byPerson = PositionsByKey(valid.map { persons[$0] }, keyCount: facts.people.count)
    }

    /// Of one person, in no particular order.
    func rows(of person: Person) -> [Row] { byPerson[person].map { rows[Int($0)] } }
}
