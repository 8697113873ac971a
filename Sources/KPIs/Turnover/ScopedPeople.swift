import Domain

/// Something about each person, in the organization and in each department and team where it holds.
struct ScopedPeople<Value> {
    struct Row {
        let person: Int32
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
    /// By symbol of the team; unknown where it is in several.
    private var departments: [SymbolTable.Symbol: SymbolTable.Symbol] = [:]

    /// `initial`: what holds of somebody before the first change.
    init(_ initial: Value) { self.initial = initial }

    /// People have to come one after the other: all changes of one before those of the next.
    mutating func change(_ person: Int32, at place: Place, _ change: (inout Value) -> Void) {
        Self.change(&ofOrganization, person, initial, change)
        Self.change(&ofDepartment, place.department, person, initial, change)
        Self.change(&ofTeam, place.team, person, initial, change)
        if departments[place.team, default: place.department] != place.department {
            departments[place.team] = SymbolTable.none
        } else {
            departments[place.team] = place.department
        }
    }

    private static func change(
        _ groups: inout [[Row]], _ symbol: SymbolTable.Symbol, _ person: Int32, _ initial: Value,
        _ change: (inout Value) -> Void
    ) {
        guard symbol != SymbolTable.none else { return }
        while groups.count <= Int(symbol) { groups.append([]) }
        Self.change(&groups[Int(symbol)], person, initial, change)
    }

    private static func change(
        _ rows: inout [Row], _ person: Int32, _ initial: Value, _ change: (inout Value) -> Void
    ) {
        if rows.last?.person != person { rows.append(Row(person: person, value: initial)) }
        change(&rows[rows.count - 1].value)
    }

    /// Every scope in which something holds of somebody, the organization first, then departments.
    func groups(_ symbols: SymbolTable) -> [Group] {
        let whole = ofOrganization.isEmpty ? [] : [Group(scope: .organization, rows: ofOrganization)]
        return whole
            + zip(symbols.texts, ofDepartment).map { Group(scope: Scope(.department, $0), rows: $1) }
            .filter { !$0.rows.isEmpty }
            + zip(symbols.texts, ofTeam).enumerated().filter { !$1.1.isEmpty }.map { team, group in
                let department = departments[SymbolTable.Symbol(team)].flatMap { symbols[$0] }
                return Group(
                    scope: Scope(.team, group.0), department: department.map { Scope(.department, $0) }, rows: group.1)
            }
    }
}
