import Domain
import TestValues
import Testing

@testable import KPIs

/// Over random organizations in which everybody and everything has its place: what adds up there is what sheets say.
@Suite("How figures of parts give those of the whole")
struct AdditivityTests {
    private static let quarter = ("2025-10-01", "2026-01-01")
    private static let months = [
        ("2025-10-01", "2025-11-01"), ("2025-11-01", "2025-12-01"), ("2025-12-01", "2026-01-01"),
    ]

    /// Fewer comparisons may agree by chance.
    private static let fewest = 5
    /// What doesn't add up can agree by chance more often, where most parts are alike.
    private static let fewestAgainst = 20

    /// Organizations whose records fall in the quarter.
    private static let organizations: [Organization] = (UInt64(1)...2000).lazy.map { Organization.random(seed: $0) }
        .filter { ($0.from, $0.to) == quarter && !$0.isAdHoc }.prefix(120).map(\.placed).map(\.helpedLater)

    /// What a statistic's values of whole and parts say of it.
    private struct Evidence {
        var compared = 0
        var sums = true
        var means = true
        var liesBetween = true

        mutating func add(_ whole: Figure, _ parts: [Figure]) {
            guard parts.count > 1, let value = whole.estimate.value else { return }
            let values = parts.compactMap(\.estimate.value)
            guard values.count == parts.count, Set(values).count > 1 else { return }
            compared += 1
            sums = sums && agree(values.reduce(0, +), value)
            let n = Double(parts.reduce(0) { $0 + $1.n })
            let weighted = zip(values, parts).reduce(0) { $0 + $1.0 * Double($1.1.n) }
            means = means && parts.reduce(0) { $0 + $1.n } == whole.n && agree(weighted / n, value)
            let slack = 1e-9 * max(1, abs(value))
            liesBetween = liesBetween && (values.min() ?? 0) - slack <= value && value <= (values.max() ?? 0) + slack
        }
    }

    private struct Name: Hashable {
        let kpi: String
        let measure: String
        let statistic: String
        let dimension: Sheet.Dimension
    }

    private static let evidence: [Name: Evidence] = organizations.reduce(into: [:]) { evidence, organization in
        let whole = organization.figures
        let months = Self.months.map { from, to in
            var month = organization
            (month.from, month.to) = (from, to)
            return month.figures
        }
        for (kpi, figures) in whole {
            for (cell, figure) in figures where cell.scope == .organization {
                func add(_ dimension: Sheet.Dimension, _ parts: [Figure]) {
                    let name = Name(
                        kpi: kpi, measure: cell.measure, statistic: cell.statistic, dimension: dimension)
                    evidence[name, default: Evidence()].add(figure, parts)
                }
                let teams = figures.values.filter {
                    $0.cell.scope.kind == .team && $0.cell.measure == cell.measure
                        && $0.cell.breakdown == cell.breakdown && $0.cell.statistic == cell.statistic
                }
                // Who had left by the end, or helped before they came, has no team all the same.
                if teams.reduce(0, { $0 + $1.n }) == figure.n { add(.scope, teams) }
                add(.period, months.compactMap { $0[kpi]?[cell] })
                guard cell.breakdown == .none else { continue }
                let parts = Dictionary(grouping: figures.values) { $0.cell.breakdown.name }
                for (breakdown, figures) in parts where !breakdown.isEmpty {
                    let parts = figures.filter {
                        $0.cell.scope == .organization && $0.cell.measure == cell.measure
                            && $0.cell.statistic == cell.statistic
                    }
                    if parts.reduce(0, { $0 + $1.n }) == figure.n { add(.part, parts) }
                }
            }
        }
    }

    @Test("Each sheet says of each statistic over what it adds up, and how", arguments: Catalog.all.map { $0.sheet.id })
    func sheets(id: String) throws {
        let sheet = try #require(Catalog.named(id)).sheet
        for measure in sheet.measures {
            for statistic in measure.statistics {
                for dimension in Sheet.Dimension.allCases {
                    let name = Name(
                        kpi: id, measure: measure.id, statistic: statistic.id, dimension: dimension)
                    guard let found = Self.evidence[name], found.compared >= Self.fewest else { continue }
                    let what = "\(measure.id) \(statistic.id) over \(dimension), \(found.compared) compared"
                    switch statistic.adds {
                    case .sum(let over) where over.contains(dimension): #expect(found.sums, "\(what)")
                    case .mean(let over) where over.contains(dimension): #expect(found.means, "\(what)")
                    case .ratioOfSums(let over) where over.contains(dimension):
                        #expect(found.liesBetween && !found.sums && !found.means, "\(what)")
                    case .none, .sum, .mean, .ratioOfSums:
                        guard found.compared >= Self.fewestAgainst else { continue }
                        #expect(!found.sums && !found.means, "\(what)")
                    }
                }
            }
        }
    }

    @Test("Every kind of adding up was put to the test over what it holds of")
    func compared() {
        for kpi in Catalog.all {
            for measure in kpi.sheet.measures {
                for statistic in measure.statistics {
                    let dimensions: Set<Sheet.Dimension> =
                        switch statistic.adds {
                        case .none: []
                        case .sum(let over), .mean(let over), .ratioOfSums(let over): over
                        }
                    for dimension in dimensions {
                        let name = Name(
                            kpi: kpi.sheet.id, measure: measure.id, statistic: statistic.id, dimension: dimension)
                        #expect(Self.evidence[name]?.compared ?? 0 >= Self.fewest, "\(name)")
                    }
                }
            }
        }
    }

    @Test("Every sheet has a headline, and no more than two", arguments: Catalog.all.map { $0.sheet.id })
    func headlines(id: String) throws {
        let sheet = try #require(Catalog.named(id)).sheet
        let uses = sheet.measures.flatMap { measure in measure.statistics.map { sheet.use(of: $0, in: measure) } }
        #expect((1...2).contains(uses.count { $0 == .headline }))
    }
}

extension Organization {
    /// In every third of them somebody closes a request of their own in the first month, and is known in the next to have
    /// been helped: a month does not know it, and the quarter does.
    fileprivate var helpedLater: Organization {
        guard requests.count % 3 == 0, let open = requests.first, let helper = contributions.first?.helper,
            helper != open.requester
        else { return self }
        var later = self
        var request = open
        let opened = window.from + Instant.microsecondsPerDay
        (request.id, request.openedAt, request.helper) = ("helped later", opened, request.requester)
        (request.firstResponseAt, request.withdrawnAt, request.reopenings) = (nil, nil, [])
        (request.reopenedAt, request.finalClosedAt, request.waits) = (nil, nil, [])
        request.resolvedAt = opened + Instant.microsecondsPerDay
        request.anonymous = requests.count % 2 == 0
        later.requests.append(request)
        var help = Contribution(helper: helper, startedAt: opened + 40 * Instant.microsecondsPerDay)
        help.request = "helped later"
        later.contributions.append(help)
        return later
    }

    /// The same with a place for everybody and everything, and nothing refused.
    fileprivate var placed: Organization {
        var placed = self
        placed.settings["least_coverage"] = "0"
        // Who was gone on the first day is a leaver in a team where nobody was.
        let neverThere = Set(
            people.filter { name, spells in
                spells.contains { spell in
                    spell.leftOn == spell.joinedOn
                        || separations.contains { $0.person == name && $0.leftOn <= spell.joinedOn }
                }
            }.keys)
        placed.people = people.filter { !neverThere.contains($0.key) }.mapValues { spells in
            spells.prefix(1).map { spell in
                var spell = spell
                (spell.from, spell.to, spell.team) = (spell.joinedOn, nil, spell.team ?? "amber")
                spell.location = spell.location ?? "hill"
                return spell
            }
        }
        for (name, rows) in others where Datasets.named(name)?.index(of: "team_id") != nil {
            placed.others[name] = rows.map { $0.merging(["team_id": "amber"]) { own, _ in own } }
        }
        // Who was there all the time.
        placed.separations = separations.filter { !neverThere.contains($0.person) }
        let left = Set(separations.map(\.person))
        let steady = Set(
            placed.people.filter { name, spells in
                !left.contains(name) && spells.allSatisfy { $0.leftOn == nil && $0.joinedOn < "2025-09-01" }
            }.keys)
        for name in [Datasets.objectives.name, Datasets.rewards.name] {
            let people = steady.sorted()
            for index in placed.others[name, default: []].indices where !people.isEmpty {
                placed.others[name]?[index]["person_id"] = people[index % people.count]
            }
        }
        // All of them valid on the last day.
        for index in placed.others[Datasets.objectives.name, default: []].indices {
            placed.others[Datasets.objectives.name]?[index]["valid_from"] = "2025-09-01"
            placed.others[Datasets.objectives.name]?[index]["valid_to"] = nil
        }
        placed.agreements = agreements.filter { steady.contains($0.person) }
        placed.contributions = contributions.filter { steady.contains($0.helper) }
        for index in placed.contributions.indices {
            let recipient = placed.contributions[index].recipient
            placed.contributions[index].recipient = recipient.flatMap { steady.contains($0) ? $0 : nil }
        }
        for index in placed.requests.indices {
            placed.requests[index].team = requests[index].team ?? "amber"
            if let helper = requests[index].helper, !steady.contains(helper) { placed.requests[index].helper = nil }
            // Of somebody who is there, and isn't the helper.
            let askers = steady.sorted().filter { $0 != placed.requests[index].helper }
            if requests[index].requester.map(steady.contains) != true, !askers.isEmpty {
                placed.requests[index].requester = askers[index % askers.count]
            }
        }
        placed.promise(among: steady.sorted())
        for index in placed.answers.indices {
            placed.answers[index].team = answers[index].team ?? "amber"
            // Another scale at first, which is not the commonest of the quarter.
            let hasOneScale = ["enps", "comfort_asking"].contains(answers[index].instrument)
            if !hasOneScale, answers[index].submittedAt < at("2025-11-10") {
                placed.answers[index].scaleMax += 1
            }
        }
        if contributions.count.isMultiple(of: 5) { placed.addLargeTeams() }
        return placed
    }

    /// Promises, thanks and mentors are of people who were there all the time, and no meeting is of a pair that nobody knows.
    private mutating func promise(among people: [String]) {
        guard people.count > 1 else { return }
        func one(_ index: Int, besides other: String?) -> String {
            let person = people[index % people.count]
            return person == other ? people[(index + 1) % people.count] : person
        }
        for index in recognitions.indices {
            let giver = recognitions[index].giver
            recognitions[index].receiver = one(index, besides: giver)
        }
        let promises: [[String: String]] = others["commitments"] ?? []
        others["commitments"] = promises.enumerated().map { index, promise in
            var promise = promise
            promise["helper_id"] = one(index, besides: promise["recipient_id"])
            return promise
        }
        let pairs: [[String: String]] = others["pairings"] ?? []
        others["pairings"] = pairs.enumerated().map { index, pair in
            var pair = pair
            if pair["kind"] == "mentor" { pair["supported_id"] = one(index, besides: pair["supporter_id"]) }
            return pair
        }
        let known = Set(pairs.compactMap { $0["pairing_id"] })
        let meetings: [[String: String]] = others["pair_meetings"] ?? []
        others["pair_meetings"] = meetings.filter { $0["pairing_id"].map(known.contains) ?? false }
    }

    /// Two, of which one has somebody who is in no pod.
    private mutating func addLargeTeams() {
        var pods = others["pods"] ?? []
        for number in 0..<20 {
            for team in ["elm", "fir"] {
                let name = "\(team) \(number)"
                people[name] = Spell.employed(from: "2023-01-01", team: team)
                if team == "elm" || number > 0 {
                    pods.append(["team_id": team, "pod_id": "pod \(number / 5)", "person_id": name])
                }
            }
        }
        others["pods"] = pods
    }
}
