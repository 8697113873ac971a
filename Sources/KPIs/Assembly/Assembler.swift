import Domain

/// Makes figures of what a KPI observes. Here alone groups become cells: divided by scope and breakdown, with their
/// coverage, refused where that is too low, with those who stand behind them, and in order.
///
/// A measure or a statistic that needs what the organization lacks has no figure.
public struct Assembler {
    let view: PeriodView
    private var figures: [Figure] = []
    private var lastNeeds: (needs: [String], areMet: Bool)?

    init(view: PeriodView) { self.view = view }

    var inOrder: [Figure] { figures.inOrderOfCells }

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

        init(
            _ statistic: Sheet.Statistic, _ estimate: Estimate, isOfPart: Bool = false, censored: Int? = nil,
            refusal: Refusal? = nil
        ) {
            self.statistic = statistic
            self.estimate = estimate
            self.isOfPart = isOfPart
            self.censored = censored
            self.refusal = refusal
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
            for kind in kinds {
                let parts =
                    kind == .organization
                    ? [(scope: Scope.organization, positions: positions[...])]
                    : splitter.split(positions, by: records.places.map { $0[kind].ordinal }).map {
                        (Scope(kind, view.facts.symbols.texts[Int($0.key)]), $0.positions)
                    }
                for (scope, positions) in parts {
                    func add(_ positions: ArraySlice<Int32>, _ breakdown: Breakdown) {
                        self.add(
                            measure, scope, breakdown, positions, &records, coverage[kind], isRefused: isRefused,
                            readings)
                    }
                    if measure.hasWhole { add(positions, .none) }
                    for division in records.divisions {
                        for (key, part) in splitter.split(positions, by: division.keys) {
                            add(part, Breakdown(division.breakdown, division.texts[Int(key)]))
                        }
                    }
                }
            }
        }
    }

    private mutating func add<People: PeopleBehind>(
        _ measure: Sheet.Measure, _ scope: Scope, _ breakdown: Breakdown, _ positions: ArraySlice<Int32>,
        _ records: inout Records<People>, _ coverage: Double?, isRefused: Bool, _ readings: (Group) -> [Reading]
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
        if let isPart {
            behind = records.people.contributors(ofPart: isPart, of: positions, isRefused: isRefused)
        } else {
            let all = records.people.contributors(of: positions, isRefused: isRefused)
            behind = (all, all)
        }
        for reading in readings(group) {
            add(
                measure, reading.statistic, scope, breakdown, isRefused ? .none : reading.estimate,
                of: Population(
                    n: reading.isOfPart ? partCount : n, censored: reading.censored,
                    contributors: reading.isOfPart ? behind.part : behind.all),
                coverage, isRefused: isRefused, refusal: reading.refusal)
        }
    }

    // MARK: People

    /// One statistic of what people have in a scope.
    struct PeopleReading {
        let statistic: Sheet.Statistic
        let estimate: Estimate
        /// Who counts, and a hash of what each does.
        let shares: [(person: Person, hash: UInt64)]
        let n: Int
        /// How many stand behind it: everybody who counts, unless it is given.
        let people: Int

        init(
            _ statistic: Sheet.Statistic, _ estimate: Estimate, of shares: [(person: Person, hash: UInt64)],
            n: Int? = nil, people: Int? = nil
        ) {
            self.statistic = statistic
            self.estimate = estimate
            self.shares = shares
            self.n = n ?? shares.count
            self.people = people ?? shares.count
        }
    }

    /// Adds the figures of a measure in one scope. `all` is what a refused one counts.
    mutating func add(
        _ measure: Sheet.Measure, _ scope: Scope, coverage: [ScopeKind: Double], all: @autoclosure () -> Population,
        readings: @autoclosure () -> [PeopleReading]
    ) {
        guard serves(measure) else { return }
        let coverage = coverage[scope.kind]
        let isRefused = isRefused(coverage)
        for reading in readings() {
            let population =
                isRefused
                ? all()
                : Population(
                    n: reading.n,
                    contributors: Contributors(people: reading.people, digest: view.digest(of: reading.shares)))
            add(
                measure, reading.statistic, scope, .none, isRefused ? .none : reading.estimate, of: population,
                coverage, isRefused: isRefused)
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

    /// Nothing where neither n nor the value is there.
    private mutating func add(
        _ measure: Sheet.Measure, _ statistic: Sheet.Statistic, _ scope: Scope, _ breakdown: Breakdown,
        _ estimate: Estimate, of population: Population, _ coverage: Double?, isRefused: Bool, refusal: Refusal? = nil
    ) {
        guard population.n > 0 || estimate.value != nil, hasNeeds(of: statistic) else { return }
        figures.append(
            Figure(
                cell: Cell(measure: measure.id, scope: scope, breakdown: breakdown, statistic: statistic.id),
                unit: statistic.unit, estimate: estimate, n: population.n, censored: population.censored,
                coverage: coverage,
                refusal: estimate.value == nil ? refusal ?? (isRefused ? .lowCoverage : nil) : nil,
                contributors: population.contributors))
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
