import Domain

/// Some requests in groups: all of them, and by the department and the team to which they belong.
struct RequestGroups {
    /// Positions in the rows that the groups were made of, in their order.
    let groups: [(scope: Scope, positions: ArraySlice<Int32>)]
    /// The share of them whose place at each level is known; nothing without rows.
    let coverage: [ScopeKind: Double]

    /// `rows` are positions in the view's facts.
    init(of rows: [Int32], in view: PeriodView) {
        guard !rows.isEmpty else {
            groups = []
            coverage = [:]
            return
        }
        let kinds = view.kindsOfParts
        let places = kinds.isEmpty ? [] : view.places(of: rows)
        groups = view.facts.symbols.parts(of: Array(Int32(0)..<Int32(rows.count)), at: places, kinds: kinds)
        coverage = kinds.reduce(into: [.organization: 1]) { coverage, kind in
            coverage[kind] = share(of: places) { $0[kind] != SymbolTable.none }
        }
    }
}
