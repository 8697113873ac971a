import Domain

extension Facts {
    /// The positions of everything, of each department and of each team, ascending. `places` goes by position.
    func parts(of places: [Place]) -> [(scope: Scope, positions: ArraySlice<Int32>)] {
        let everything = Array(Int32(0)..<Int32(places.count))
        var splitter = Splitter(keyCount: symbols.texts.count)
        var parts = [(scope: Scope.organization, positions: everything[...])]
        for (kind, keys) in [(ScopeKind.department, places.map(\.department)), (.team, places.map(\.team))] {
            parts += splitter.split(everything, by: keys).map {
                (Scope(kind, symbols.texts[Int($0.key)]), $0.positions)
            }
        }
        return parts
    }
}
