import Domain

/// Some requests in groups: all of them, and by the department and the team to which they belong.
struct RequestGroups {
    /// Positions in the rows that the groups were made of, in their order.
    let groups: [(scope: Scope, positions: ArraySlice<Int32>)]
    /// The share of them whose place at each level is known; nothing without rows.
    let coverage: [ScopeKind: Double]

    /// `rows` are positions in the view's facts.
    init(of rows: [Int32], in view: PeriodView) {
        let texts = view.facts.symbols.texts
        let positions = Array(Int32(0)..<Int32(rows.count))
        var groups = rows.isEmpty ? [] : [(scope: Scope.organization, positions: positions[...])]
        var coverage: [ScopeKind: Double] = rows.isEmpty ? [:] : [.organization: 1]
        let kinds = [ScopeKind.department, .team].filter(view.scopes.contains)
        let places = kinds.isEmpty ? [] : view.places(of: rows)
        var splitter = Splitter(keyCount: texts.count)
        for kind in kinds {
            let keys = kind == .team ? places.map(\.team) : places.map(\.department)
            let parts = splitter.split(positions, by: keys).map { (Scope(kind, texts[Int($0.key)]), $0.positions) }
            groups += parts.sorted { $0.0 < $1.0 }
            coverage[kind] = share(of: keys) { $0 != SymbolTable.none }
        }
        self.groups = groups
        self.coverage = coverage
    }
}
