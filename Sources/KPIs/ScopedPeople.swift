import Domain

/// Something about each person, in the organization and in each department and team where it holds.
struct ScopedPeople<Value> {
    struct Row {
        let person: Int32
        var value: Value
    }

    private let initial: Value
    private var ofOrganization: [Row] = []
    private var ofDepartment: [SymbolTable.Symbol: [Row]] = [:]
    private var ofTeam: [SymbolTable.Symbol: [Row]] = [:]

    /// `initial`: what holds of somebody before the first change.
    init(_ initial: Value) { self.initial = initial }

    /// People have to come one after the other: all changes of one before those of the next.
    mutating func change(_ person: Int32, at place: Place, _ change: (inout Value) -> Void) {
        Self.change(&ofOrganization, person, initial, change)
        if place.department != SymbolTable.none {
            Self.change(&ofDepartment[place.department, default: []], person, initial, change)
        }
        if place.team != SymbolTable.none {
            Self.change(&ofTeam[place.team, default: []], person, initial, change)
        }
    }

    private static func change(
        _ rows: inout [Row], _ person: Int32, _ initial: Value, _ change: (inout Value) -> Void
    ) {
        if rows.last?.person != person { rows.append(Row(person: person, value: initial)) }
        change(&rows[rows.count - 1].value)
    }

    /// Every scope in which something holds of somebody.
    func byScope(_ symbols: SymbolTable) -> [(scope: Scope, rows: [Row])] {
        func scopes(_ kind: ScopeKind, _ rows: [SymbolTable.Symbol: [Row]]) -> [(scope: Scope, rows: [Row])] {
            rows.map { (Scope(kind, symbols[$0.key] ?? ""), $0.value) }
        }
        let whole = ofOrganization.isEmpty ? [] : [(scope: Scope.organization, rows: ofOrganization)]
        return whole + scopes(.department, ofDepartment) + scopes(.team, ofTeam)
    }
}
