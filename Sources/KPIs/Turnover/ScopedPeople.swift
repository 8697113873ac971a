import Domain

/// Something about each person, in the organization and in each department and team where it holds.
struct ScopedPeople<Value> {
    struct Row {
        let person: Person
        var value: Value
    }

    /// What holds in one scope.
    struct Group {
        let scope: Scope
        /// Of a team: the department, if the team is in one alone.
        var department: Scope?
        /// In ascending order of people, none of them empty.
        let rows: [Row]
    }

    private let initial: Value
    private var ofOrganization: [Row] = []
    /// By symbol, as far as any was needed.
    private var ofDepartment: [[Row]] = []
    private var ofTeam: [[Row]] = []
    /// By symbol of the team, `nil` where it has nothing; unknown where it is in several.
    private var departments: [Symbol?] = []

    /// `initial`: what holds of somebody before the first change.
    init(_ initial: Value) { self.initial = initial }

    /// People have to come one after the other: all changes of one before those of the next.
    mutating func change(_ person: Person, at place: Place, _ change: (inout Value) -> Void) {
        for kind in ScopeKind.allCases { self.change(person, in: kind, at: place, change) }
    }

    /// Of one kind of scope alone, where something else holds in the others.
    mutating func change(_ person: Person, in kind: ScopeKind, at place: Place, _ change: (inout Value) -> Void) {
        switch kind {
        case .organization: Self.change(&ofOrganization, person, initial, change)
        case .department: Self.change(&ofDepartment, place.department, person, initial, change)
        case .team:
            Self.change(&ofTeam, place.team, person, initial, change)
            note(place)
        }
    }

    private mutating func note(_ place: Place) {
        guard place.team.isKnown else { return }
        while departments.count <= place.team.index { departments.append(nil) }
        let known = departments[place.team.index] ?? place.department
        departments[place.team.index] = known == place.department ? known : .unknown
    }

    private static func change(
        _ groups: inout [[Row]], _ symbol: Symbol, _ person: Person, _ initial: Value,
        _ change: (inout Value) -> Void
    ) {
        guard symbol.isKnown else { return }
        while groups.count <= symbol.index { groups.append([]) }
        Self.change(&groups[symbol.index], person, initial, change)
    }

    private static func change(
        _ rows: inout [Row], _ person: Person, _ initial: Value, _ change: (inout Value) -> Void
    ) {
        if rows.last?.person != person { rows.append(Row(person: person, value: initial)) }
        change(&rows[rows.count - 1].value)
    }

    /// Every scope in which something holds of somebody, the organization first, then departments.
    func groups(_ symbols: SymbolTable) -> [Group] {
        func groups(_ kind: ScopeKind, _ rows: [[Row]]) -> [Group] {
            zip(Symbol.all(rows.count), rows).filter { !$1.isEmpty }.map { symbol, rows in
                let department = kind == .team ? departments[symbol.index].flatMap { symbols[$0] } : nil
                return Group(
                    scope: Scope(kind, symbols[symbol] ?? ""), department: department.map { Scope(.department, $0) },
                    rows: rows)
            }
        }
        let whole = ofOrganization.isEmpty ? [] : [Group(scope: .organization, rows: ofOrganization)]
        return whole + groups(.department, ofDepartment) + groups(.team, ofTeam)
    }
}
