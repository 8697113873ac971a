import Domain

/// Something about each person, in the organization and in each department and team where it holds.
struct ScopedPeople<Value> {
    struct Row {
        let person: Person
        var value: Value
    }

    private let initial: Value
    private var ofOrganization: [Row] = []
    /// By symbol, as far as any was needed.
    private var ofDepartment: [[Row]] = []
    private var ofTeam: [[Row]] = []

    /// `initial`: what holds of somebody before the first change.
    init(_ initial: Value) { self.initial = initial }

    /// People have to come one after the other: all changes of one before those of the next.
    mutating func change(_ person: Person, at place: Place, _ change: (inout Value) -> Void) {
        Self.change(&ofOrganization, person, initial, change)
        Self.change(&ofDepartment, place.department, person, initial, change)
        Self.change(&ofTeam, place.team, person, initial, change)
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

    /// Every scope in which something holds of somebody.
    func byScope(_ symbols: SymbolTable) -> [(scope: Scope, rows: [Row])] {
        func scopes(_ kind: ScopeKind, _ groups: [[Row]]) -> [(scope: Scope, rows: [Row])] {
            zip(symbols.texts, groups).filter { !$1.isEmpty }.map { (Scope(kind, $0), $1) }
        }
        let whole = ofOrganization.isEmpty ? [] : [(scope: Scope.organization, rows: ofOrganization)]
        return whole + scopes(.department, ofDepartment) + scopes(.team, ofTeam)
    }
}
