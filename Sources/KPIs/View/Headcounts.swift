import Domain

/// How many people were in each scope on a day.
struct Headcounts: Sendable {
    private var counts: [Scope: Int] = [:]
    /// Those of which somebody is known to be in one.
    private var kinds: Set<ScopeKind> = [.organization]

    init(on day: LocalDate, in facts: Facts) {
        // By symbol: a scope is a text, and looking one up for every person takes long.
        var (all, departments, teams) = (0, Tally(), Tally())
        for person in facts.everybody where facts.roster.isEmployed(person, on: day) {
            let place = facts.place(of: person, on: day)
            all += 1
            departments.count(place.department)
            teams.count(place.team)
        }
        counts[.organization] = all
        for (kind, tally) in [(ScopeKind.department, departments), (.team, teams)] {
            for (symbol, count) in zip(Symbol.all(tally.counts.count), tally.counts) where count > 0 {
                counts[Scope(kind, facts.symbols[symbol] ?? "")] = count
                kinds.insert(kind)
            }
        }
    }

    subscript(scope: Scope) -> Int { counts[scope] ?? 0 }

    /// How many were in a scope and not in a part of it; `nil` where nobody is known to be in any scope of the kind, as where
    /// `people` names no teams.
    func people(in scope: Scope, without part: Scope?) -> Int? {
        guard kinds.contains(scope.kind) else { return nil }
        return max(0, self[scope] - (part.map { self[$0] } ?? 0))
    }

    /// How often each symbol was counted.
    private struct Tally {
        private(set) var counts: [Int] = []

        mutating func count(_ symbol: Symbol) {
            guard symbol.isKnown else { return }
            while counts.count <= symbol.index { counts.append(0) }
            counts[symbol.index] += 1
        }
    }
}
