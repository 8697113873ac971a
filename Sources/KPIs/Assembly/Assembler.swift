import Domain

/// Makes figures of what a KPI observes. Here alone groups become cells: divided by scope and breakdown, with their
/// coverage, refused where that is too low, with those who stand behind them, and in order.
///
/// A measure or a statistic that needs what the organization lacks has no figure.
public struct Assembler {
    let view: PeriodView
    private var figures = FigureChunks()
    private var lastNeeds: (needs: [String], areMet: Bool)?

    init(view: PeriodView) { self.view = view }

    /// Of all cells; afterwards it has none.
    mutating func inOrder() -> [Figure] {
        figures.sortByCells()
        return figures.takeAll()
    }

    /// Whether the organization has what a measure needs, so that observing it is worth the while.
    func serves(_ measure: Sheet.Measure) -> Bool { measure.lacking(view.facts.present.contains).isEmpty }

    /// Whether too few of a figure's records have all that it needs. Without records nothing is refused.
    func isRefused(_ coverage: Double?) -> Bool {
        coverage.map { $0 < view.settings.leastCoverage - Threshold.tolerance } ?? false
    }

    // MARK: Records

    /// One statistic of a group of records.
    struct Reading {
        let statistic: Sheet.Statistic
        let estimate: Estimate
        /// Whether it is about the group's part alone.
        var isOfPart = false
        var censored: Int?
        /// Why there is no value, if that is known to be another reason than the coverage.
        var refusal: Refusal?
        var sides: Sides?
        /// Of a sum what each person gives, and of a mean of answers how far they are from an end.
        var sum: Exposure.Sum?
        /// What it counts, where that isn't positions.
        var n: Int?
        /// Those with whom it compares the group's people, a second role; the digest is of both.
        var compared: Contributors?

        /// `amounts`: of a sum, what each person gives.
        init(
            _ statistic: Sheet.Statistic, _ estimate: Estimate, isOfPart: Bool = false, censored: Int? = nil,
            refusal: Refusal? = nil, sides: Sides? = nil, amounts: [Double]? = nil, n: Int? = nil,
            compared: Contributors? = nil
        ) {
            self.statistic = statistic
            self.estimate = estimate
            self.isOfPart = isOfPart
            self.censored = censored
            self.refusal = refusal
            self.sides = sides
            sum = amounts.map(Exposure.Sum.init(of:))
            self.n = n
            self.compared = compared
        }

        /// A quantile of complete data; `value` is what the record at one of the positions has.
        init(
            _ statistic: Sheet.Statistic, quantile: Double?, at positions: ArraySlice<Int32>,
            of value: @escaping (Int32) -> Double?
        ) {
            self.init(
                statistic, Estimate(quantile),
                sides: Sides { quantile in
                    (
                        positions.filter { value($0).map { $0 <= quantile } ?? false }[...],
                        positions.filter { value($0).map { $0 > quantile } ?? false }[...]
                    )
                })
        }
    }

    /// The records of one scope and one part of a breakdown.
    struct Group {
        let scope: Scope
        let breakdown: Breakdown
        /// Those that are measured or, where it is refused, all; in the order of all positions.
        let positions: ArraySlice<Int32>
        /// How many of them are in the part; 0 without one.
        let partCount: Int
        /// Whether its estimates come to nothing. The statistics that it has are those of what is measured.
        let isRefused: Bool
    }

    /// Adds the figures of a measure over records. `readings` is asked once a group, of which there are none empty.
    mutating func add<People: PeopleBehind>(
        _ measure: Sheet.Measure, of records: Records<People>, readings: (Group) -> [Reading]
    ) {
        guard serves(measure) else { return }
        let coverage = records.coverage
        let measured = records.measured
        var records = records
        var splitter = Splitter(keyCount: max(view.facts.symbols.texts.count, records.mostKeys))
        for isRefused in [false, true] {
            let kinds = ([.organization] + view.kindsOfParts).filter { self.isRefused(coverage[$0]) == isRefused }
            guard !kinds.isEmpty else { continue }
            let positions = isRefused ? Array(Int32(0)..<Int32(records.count)) : measured
            var surroundings = Surroundings(of: records)
            for kind in kinds {
                surroundings.enter(kind)
                let parts =
                    kind == .organization
                    ? [(key: Symbol.unknown.ordinal, positions: positions[...])]
                    : splitter.split(positions, by: surroundings.keys)
                for (key, positions) in parts {
                    let scope = Scope(kind, view.facts.symbols[Symbol(ordinal: key)] ?? "")
                    surroundings.enter(scope: key, positions)
                    func add(_ positions: ArraySlice<Int32>, _ breakdown: Breakdown, _ part: Surroundings.Part?) {
                        self.add(
                            measure, scope, breakdown, positions, &records, coverage[kind], &surroundings, part,
                            isRefused: isRefused, readings)
                    }
                    if measure.hasWhole { add(positions, .none, nil) }
                    for (number, division) in records.divisions.enumerated() {
                        for (key, part) in splitter.split(positions, by: division.keys) {
                            add(
                                part, Breakdown(division.breakdown, division.texts[Int(key)]),
                                .init(division: number, key: key, keys: division.keys))
                        }
                    }
                }
            }
        }
    }

    private mutating func add<People: PeopleBehind>(
        _ measure: Sheet.Measure, _ scope: Scope, _ breakdown: Breakdown, _ positions: ArraySlice<Int32>,
        _ records: inout Records<People>, _ coverage: Double?, _ surroundings: inout Surroundings,
        _ part: Surroundings.Part?, isRefused: Bool, _ readings: (Group) -> [Reading]
    ) {
        let isPart = records.isPart
        let partCount = isPart.map { isPart in positions.count { isPart[Int($0)] } } ?? 0
        var n = positions.count
        if let weight = records.weight { n = positions.reduce(0) { $0 + weight(Int($1), isRefused) } }
        if isRefused, scope == .organization, breakdown == .none { n += records.lacking }
        guard n > 0 else { return }
        let group = Group(
            scope: scope, breakdown: breakdown, positions: positions, partCount: partCount, isRefused: isRefused)
        let behind: (part: Contributors, all: Contributors)
        records.people.enter(scope, without: nil)
        if let isPart {
            behind = records.people.contributors(ofPart: isPart, of: positions, isRefused: isRefused)
        } else {
            let all = records.people.contributors(of: positions, isRefused: isRefused)
            behind = (all, all)
        }
        let readings = readings(group)
        // Nobody gets to see a custodian's figure, so nothing is taken from it.
        let hasPart = readings.contains { $0.isOfPart && $0.statistic.audience != .custodian }
        let outside =
            isRefused
            ? nil
            : surroundings.outside(
                .init(scope: scope, all: behind.all.roles, part: behind.part.roles), part,
                hasPart: hasPart, &records.people)
        let most = behind.all.roles.upTo(Exposure.most)
        for reading in readings {
            var exposure = Exposure.none
            if let outside { exposure.outside = reading.isOfPart ? outside.part : outside.all }
            if !isRefused, let value = reading.estimate.value {
                exposure.sides = reading.sides.map {
                    $0.exposure(of: reading.estimate, at: value, behind: &records.people, upTo: most)
                }
                exposure.sum = reading.sum
            }
            var contributors = reading.isOfPart ? behind.part : behind.all
            let countsEverybody = reading.statistic.minimum == .headcount
            if countsEverybody, let headcount = view.headcount(of: scope) {
                contributors.roles = RoleCounts(headcount)
            }
            if let compared = reading.compared {
                contributors = Contributors(
                    roles: RoleCounts(contributors.roles.first, compared.roles.first), digest: compared.digest)
            }
            add(
                measure, reading.statistic, scope, breakdown, isRefused ? .none : reading.estimate,
                of: Population(
                    n: reading.n ?? (reading.isOfPart ? partCount : n), censored: reading.censored,
                    contributors: contributors),
                coverage, exposure, isRefused: isRefused, refusal: reading.refusal)
        }
    }

    // MARK: People

    /// One statistic of what people have in a scope.
    struct PeopleReading {
        /// What somebody counts with.
        struct Share {
            let person: Person
            /// Of what they do.
            let hash: UInt64
            /// Whether they are one of those who are counted, and aren't there for a change's sake alone.
            var isCounted = true
            /// How often what the figure is about happened to them.
            var events = 0
        }

        let statistic: Sheet.Statistic
        let estimate: Estimate
        /// In ascending order of people.
        let shares: [Share]
        let n: Int
        private let counted: Int
        /// Where it tells as much of those whom something happened to.
        private let affected: [Share]?
        /// Of a sum: what each person gives.
        let amounts: [Double]?
        /// On either side of what the figure tells.
        let sides: Exposure.Sides?
        /// Why there is no value, if that is known to be another reason than the coverage.
        let refusal: Refusal?
        /// People who are there, where that is what counts.
        private let headcount: Int?

        init(
            _ statistic: Sheet.Statistic, _ estimate: Estimate, of shares: [Share], n: Int? = nil,
            tellsOfAffected: Bool = false, amounts: [Double]? = nil, sides: Exposure.Sides? = nil,
            refusal: Refusal? = nil, headcount: Int? = nil
        ) {
            self.statistic = statistic
            self.estimate = estimate
            self.shares = shares
            counted = shares.count(where: \.isCounted)
            affected = tellsOfAffected ? shares.filter { $0.events > 0 } : nil
            self.n = n ?? counted
            self.amounts = amounts
            self.sides = sides
            self.refusal = refusal
            self.headcount = headcount
        }

        var roles: RoleCounts { headcount.map { RoleCounts($0) } ?? RoleCounts(counted, affected?.count) }

        /// Who has something in another reading that isn't in this one, which is a part of it.
        fileprivate func outside(in whole: PeopleReading) -> RoleCounts {
            RoleCounts(
                few(of: whole.shares.lazy.filter(\.isCounted)) { $0.hash == $1.hash },
                whole.affected.map { few(of: $0) { $0.events == $1.events } })
        }

        /// How many of these are not the same here.
        private func few(of others: some Sequence<Share>, isSame: (Share, Share) -> Bool) -> Int {
            var own = shares[...]
            var few = 0
            for other in others {
                if few == Exposure.most { break }
                while let first = own.first, first.person < other.person { own.removeFirst() }
                if let first = own.first, first.person == other.person, isSame(first, other) { continue }
                few += 1
            }
            return few
        }
    }

    /// Adds the figures of a measure over what people have in each scope, and in `scopes` though nobody has anything
    /// there; `all` is what a refused one counts.
    mutating func add<Value>(
        _ measure: Sheet.Measure, of people: ScopedPeople<Value>, also scopes: some Sequence<Scope>,
        coverage: [ScopeKind: Double], readings: ([ScopedPeople<Value>.Row]) -> [PeopleReading],
        all: (Scope, [ScopedPeople<Value>.Row]) -> Population
    ) {
        guard serves(measure) else { return }
        let groups = people.groups(view.facts.symbols)
        let empty = Set(scopes).subtracting(groups.map(\.scope)).map {
            ScopedPeople<Value>.Group(scope: $0, rows: [])
        }
        var formed: [Scope: [PeopleReading]] = [:]
        for group in groups + empty {
            let coverage = coverage[group.scope.kind]
            let isRefused = isRefused(coverage)
            let readings = readings(group.rows)
            if !isRefused, group.scope.kind != .team { formed[group.scope] = readings }
            for (number, reading) in readings.enumerated() {
                func outside(in scope: Scope?) -> RoleCounts {
                    scope.flatMap { formed[$0] }.map { reading.outside(in: $0[number]) } ?? .none
                }
                let exposure =
                    isRefused
                    ? .none
                    : Exposure(
                        outside: .init(
                            organization: group.scope == .organization ? .none : outside(in: .organization),
                            department: outside(in: group.department)),
                        sides: reading.sides, sum: reading.amounts.map(Exposure.Sum.init(of:)))
                let population =
                    isRefused
                    ? all(group.scope, group.rows)
                    : Population(
                        n: reading.n,
                        contributors: Contributors(
                            roles: reading.roles,
                            digest: view.digest(of: reading.shares.map { ($0.person, $0.hash) })))
                add(
                    measure, reading.statistic, group.scope, .none, isRefused ? .none : reading.estimate,
                    of: population, coverage, exposure, isRefused: isRefused, refusal: reading.refusal)
            }
        }
    }

    // MARK: Cells

    /// Asked once a cell, so each list of needs is looked up once.
    private mutating func hasNeeds(of statistic: Sheet.Statistic) -> Bool {
        if statistic.needs.isEmpty { return true }
        if let known = lastNeeds, known.needs == statistic.needs { return known.areMet }
        let areMet = statistic.needs.allSatisfy(view.facts.present.contains)
        lastNeeds = (statistic.needs, areMet)
        return areMet
    }

    /// Nothing where neither n nor the value is there, or where the scope hasn't got the statistic.
    private mutating func add(
        _ measure: Sheet.Measure, _ statistic: Sheet.Statistic, _ scope: Scope, _ breakdown: Breakdown,
        _ estimate: Estimate, of population: Population, _ coverage: Double?, _ exposure: Exposure, isRefused: Bool,
        refusal: Refusal? = nil
    ) {
        guard population.n > 0 || estimate.value != nil, statistic.scopes.contains(scope.kind), hasNeeds(of: statistic)
        else { return }
        figures.append(
            Figure(
                cell: Cell(measure: measure.id, scope: scope, breakdown: breakdown, statistic: statistic.id),
                unit: statistic.unit, estimate: estimate, n: population.n, censored: population.censored,
                coverage: coverage,
                refusal: estimate.value == nil ? refusal ?? (isRefused ? .lowCoverage : nil) : nil,
                contributors: population.contributors, exposure: exposure))
    }
}

/// What a figure counts, and who stands behind it.
struct Population {
    let n: Int
    /// How many of them are not over yet; `nil` where the question makes no sense.
    var censored: Int?
    let contributors: Contributors
}

extension PeriodView {
    /// Of what each of some people contributed.
    func digest(of shares: some Sequence<(person: Person, hash: UInt64)>) -> Contributors.Digest {
        shares.reduce(into: Contributors.Digest()) { digest, share in
            digest.add(person: facts.people[share.person.index], contribution: share.hash)
        }
    }
}
