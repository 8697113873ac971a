import Domain

extension SymbolTable {
    /// Some positions, as they are given, and the part of them in each department and in each team. `places` goes by
    /// position. Parts below the organization are never empty.
    func parts(
        of positions: [Int32], at places: [Place], kinds: [ScopeKind] = [.department, .team]
    ) -> [(scope: Scope, positions: ArraySlice<Int32>)] {
        var splitter = Splitter(keyCount: texts.count)
        let ofOrganization = [(scope: Scope.organization, positions: positions[...])]
        return kinds.reduce(into: ofOrganization) { parts, kind in
            parts += splitter.split(positions, by: places.map { $0[kind] }).map {
                (Scope(kind, texts[Int($0.key)]), $0.positions)
            }
        }
    }
}

extension Facts {
    /// Of all positions that `places` has.
    func parts(of places: [Place]) -> [(scope: Scope, positions: ArraySlice<Int32>)] {
        symbols.parts(of: Array(Int32(0)..<Int32(places.count)), at: places)
    }
}
