import Domain

/// Which kinds of support people give each other, and which are asked for in vain.
public enum HelpMix: KPI {
    public static let sheet = Sheet(
        id: "help_mix",
        version: 1,
        title: "Kinds of help",
        question: "Which kinds of support do people give, and is any kind asked for that nobody gives?",
        formula: """
            Of the pieces of help that began in the period and whose kind is known, the share of each of the four kinds: \
            \(kinds). There is no right mix; what matters is that what people need is there.

            kinds_without_helper counts the kinds of which there are requests that were opened in the period, and no piece \
            of help that began in it.

            A contribution is a piece at its start; so is, at its first close, a resolved request that no contribution \
            names. Its kind is the contribution's own, else the request's. Limits are Wilson's, at the effective size.
            """,
        measures: [shares, without],
        direction: .none,
        inputs: Pieces.inputs(
            requests: [HelpRequests.kind], contributions: [HelpContributions.kind, HelpContributions.recipient])
            + Place.inputs(),
        breakdowns: [kindBreakdown],
        unfinished: """
            A request that isn't closed by the end of the period is not yet a piece of help. Requests count for \
            kinds_without_helper when they are opened, withdrawn or not.
            """,
        missing: """
            A piece or a request without a kind is left out and lowers the coverage, and so do, for the shares, a resolved \
            request without a helper and a helper who isn't in people. If no kind was ever given there is no figure.

            A piece belongs to the team and department that its helper was in at its start or, if the helper isn't in \
            people, to the team that the request names, and a request to the team that it names, else to its helper's or \
            its asker's; if that is unknown, it counts for the organization only.

            Kinds of help are sensitive: the shares are shown where of every kind that was given at all enough people gave \
            and got some, and enough another.
            """,
        reference: """
            House 1981, Work Stress and Social Support (the four kinds). Limits: Wilson 1927, \
            doi:10.1080/01621459.1927.10502953; effective size: Korn, Graubard 1998, Survey Methodology 24, 193-201, \
            since one helper gives many pieces.
            """,
        briefing: .init(
            .helpers, matters: nil,
            next: "Which kind of help is asked for that nobody gives?"))

    private static let kinds = HelpKind.allCases.map(\.rawValue).joined(separator: ", ")
    private static let kindBreakdown = "kind"

    private static let shares = Sheet.Measure(
        title: "pieces of help", needsOneOf: [HelpRequests.kind, HelpContributions.kind], headline: ratio,
        hasWhole: false, statistics: [ratio])
    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share of the kind", adds: .mean(over: [.scope]), minimum: .bothSides)
    private static let without = Sheet.Measure(
        id: "kinds_without_helper", title: "kinds of help", needs: [HelpRequests.kind], statistics: [count])
    private static let count = Sheet.Statistic(
        "count", .count, "asked for and given by nobody", direction: .lowerIsBetter, rounding: .whole)

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let pieces = Pieces(view: view, details: [.kinds, .recipients])
        let places = pieces.places(in: view)
        observeShares(of: pieces, at: places, into: &figures)

        var given = KindsByPlace()
        for (kind, place) in zip(pieces.kind, places) {
            if let kind { given.add(kind, at: place) }
        }
        let active = given.byScope(view.facts.symbols)
        let texts = HelpKinds(in: view.facts.symbols)
        let column = view.facts[HelpRequests.kind]
        let rows = view.requests.rows(with: view.requests.openedAt, in: view.window.interval)
        let asked = rows.map { texts[column[$0]].map(HelpKindSet.init) }
        var records = Records(ofRequests: rows, in: view) { mix(UInt64(asked[$0]?.rawValue ?? 0)) }
        records.isMeasured = { asked[$0] != nil }
        figures.add(without, of: records) { group in
            let kinds = group.positions.reduce(into: HelpKindSet()) { $0.formUnion(asked[Int($1)] ?? []) }
            return [.init(count, Estimate(Double(kinds.subtracting(active[group.scope] ?? []).count)))]
        }
    }

    private static func observeShares(of pieces: Pieces, at places: [Place], into figures: inout Assembler) {
        let view = figures.view
        let knowsHelped = [HelpContributions.recipient, HelpRequests.requester].contains { view.facts.has($0) }
        var records = Records(
            count: pieces.count, places: places,
            people: Parties(pieces.helper, and: knowsHelped ? pieces.recipient : nil, in: view) { position, _ in
                let start = mix(UInt64(bitPattern: pieces.startedAt[position].microseconds))
                return mix(start ^ UInt64(pieces.kind[position].map { HelpKindSet($0).rawValue } ?? 0))
            })
        records.isMeasured = { pieces.kind[$0] != nil }
        records.isComplete = { view.isKnown(pieces.helper[$0]) }
        records.lacking = pieces.helperlessCount
        // Each kind's share is of all pieces, so that all of them are in each of its parts.
        let all = [Int32](repeating: 0, count: pieces.count)
        records.divisions = HelpKind.allCases.map {
            .init(breakdown: kindBreakdown, keys: all, texts: [$0.rawValue])
        }
        var estimates = ClusteredShares(personCount: view.facts.people.count)
        var scarcest: (scope: Scope, kind: HelpKind?)?
        figures.add(shares, of: records) { group in
            let share = estimates.estimate(of: group.positions) {
                pieces.helper[$0]
            } isEvent: {
                pieces.kind[$0]?.rawValue == group.breakdown.value
            }
            if scarcest?.scope != group.scope {
                scarcest = (group.scope, self.scarcest(of: pieces, at: group.positions, knowsHelped: knowsHelped))
            }
            let fewest = scarcest?.kind
            // Requests without a helper have no position, and each part is of all records.
            let lacking = group.isRefused && group.scope == .organization ? pieces.helperlessCount : 0
            return [
                .init(
                    ratio, share, sides: .init(of: group.positions) { pieces.kind[Int($0)] == fewest },
                    n: group.positions.count + lacking)
            ]
        }
    }

    /// Of the kinds that were given the one with the fewest people who gave or got it, or another: the others' shares tell
    /// its own.
    private static func scarcest(
        of pieces: Pieces, at positions: ArraySlice<Int32>, knowsHelped: Bool
    ) -> HelpKind? {
        let roles = [pieces.helper] + (knowsHelped ? [pieces.recipient] : [])
        let kinds = roles.map { people in
            positions.reduce(into: [Person: HelpKindSet]()) { kinds, position in
                let person = people[Int(position)]
                if person.isKnown, let kind = pieces.kind[Int(position)] {
                    kinds[person, default: []].insert(HelpKindSet(kind))
                }
            }
        }
        func people(_ kind: HelpKind) -> Int {
            kinds.map { kinds in
                let other = HelpKindSet(HelpKind.allCases.filter { $0 != kind }.map(HelpKindSet.init))
                return min(
                    kinds.values.count { $0.contains(HelpKindSet(kind)) },
                    kinds.values.count { !$0.isDisjoint(with: other) })
            }.min() ?? 0
        }
        return HelpKind.allCases.filter { kind in positions.contains { pieces.kind[Int($0)] == kind } }
            .min { people($0) < people($1) }
    }

    /// Which kinds were given in which scopes.
    private struct KindsByPlace {
        private var all: HelpKindSet = []
        private var byDepartment: [Symbol: HelpKindSet] = [:]
        private var byTeam: [Symbol: HelpKindSet] = [:]

        mutating func add(_ kind: HelpKind, at place: Place) {
            let kind = HelpKindSet(kind)
            all.formUnion(kind)
            byDepartment[place.department, default: []].formUnion(kind)
            byTeam[place.team, default: []].formUnion(kind)
        }

        func byScope(_ symbols: SymbolTable) -> [Scope: HelpKindSet] {
            var kinds: [Scope: HelpKindSet] = [.organization: all]
            for (kind, given) in [(ScopeKind.department, byDepartment), (.team, byTeam)] {
                for (symbol, given) in given {
                    if let id = symbols[symbol] { kinds[Scope(kind, id)] = given }
                }
            }
            return kinds
        }
    }
}
