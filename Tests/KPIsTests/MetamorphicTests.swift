import Domain
import TestValues
import Testing

@testable import KPIs

/// That records may be told in several files, sources and loads is for PostgreSQL to show: IncrementalTests.
@Suite("What must not change a figure")
struct MetamorphicTests {
    private func figures(_ organization: Organization, _ facts: Facts) -> [[Figure]] {
        let view = organization.view(of: facts)
        return Catalog.all.map { $0.figures(in: view) }
    }

    /// A digest may hold who and when.
    private func withoutDigests(_ figures: [[Figure]]) -> [[Figure]] {
        figures.map { list in
            list.map { figure in
                var copy = figure
                copy.contributors.digest = Contributors.Digest()
                return copy
            }
        }
    }

    @Test("The order of rows and of people changes no bit", arguments: 1...20 as ClosedRange<UInt64>)
    func shuffle(seed: UInt64) {
        var organization = Organization.random(seed: seed)
        if seed.isMultiple(of: 2) { organization.roundMinutes() }
        var generator = SeededNumbers(seed: seed)
        var shuffled = organization
        shuffled.requests.shuffle(using: &generator)
        shuffled.contributions.shuffle(using: &generator)
        shuffled.recognitions.shuffle(using: &generator)
        shuffled.answers.shuffle(using: &generator)
        shuffled.agreements.shuffle(using: &generator)
        for name in shuffled.leave.keys.sorted() { shuffled.leave[name]?.shuffle(using: &generator) }
        // Separations have a meaning of their own in the order in which they were told.
        for name in shuffled.others.keys.sorted() { shuffled.others[name]?.shuffle(using: &generator) }
        let names = organization.names
        let order = names.indices.shuffled(using: &generator)
        let facts = shuffled.facts(names: order.map { names[$0] }, pseudonym: { Int64(order[$0]) })
        #expect(figures(organization, facts) == figures(organization, organization.facts()))
    }

    @Test(
        "With everybody there twice, shares, means and quantiles stay and counts double",
        arguments: 1...40 as ClosedRange<UInt64>)
    func double(seed: UInt64) throws {
        let organization = Organization.random(seed: seed)
        let (before, after) = (organization.figures, organization.doubled.figures)
        for kpi in Catalog.all {
            let sheet = kpi.sheet
            let cells = try #require(before[sheet.id])
            let doubled = try #require(after[sheet.id])
            for (cell, figure) in cells {
                let statistic = try #require(
                    sheet.measures.first { $0.id == cell.measure }?.statistics.first { $0.id == cell.statistic })
                guard let factor = factor(of: statistic, in: sheet) else { continue }
                let (value, other) = (figure.estimate.value, doubled[cell]?.estimate.value)
                #expect(
                    value.map { agree($0 * factor, other ?? .nan) } ?? (other == nil),
                    "\(sheet.id) \(cell): \(String(describing: value)), \(String(describing: other))")
            }
        }
    }

    /// Of networks, which become two that nothing connects: what stays, and what there is twice as often.
    private static let ofNetworks: [String: Double] = [
        "edge_reciprocity": 1, "pair_reciprocity": 1, "jaccard": 1, "ei_index": 1, "share_balanced": 1,
        "unnamed": 2, "components": 2, "brokers": 2,
    ]

    /// What becomes of a statistic where everybody is there twice; `nil` where that hangs on how many people there are,
    /// as densities do, or on who comes next to whom in order, as quartiles.
    private func factor(of statistic: Sheet.Statistic, in sheet: Sheet) -> Double? {
        if let factor = Self.ofNetworks[statistic.id] { return factor }
        return switch statistic.adds {
        case .sum: 2
        case .mean, .ratioOfSums: 1
        // Ages of the backlog have quantiles of a sample, between two neighbours, which can be alike afterwards. The
        // median stays.
        case .none where statistic.id == "p90": sheet.id == Backlog.sheet.id ? nil : 1
        case .none: statistic.id == "p50" ? 1 : nil
        }
    }

    @Test("Other pseudonyms give the same figures; only the digests differ", arguments: 1...10 as ClosedRange<UInt64>)
    func relabel(seed: UInt64) {
        let organization = Organization.random(seed: seed)
        let relabelled = organization.facts { Int64(bitPattern: mix(UInt64($0))) }
        let figures = figures(organization, organization.facts())
        #expect(withoutDigests(self.figures(organization, relabelled)) == withoutDigests(figures))
    }

    @Test("Seven weeks later, in UTC, everything is as it was", arguments: 1...20 as ClosedRange<UInt64>)
    func shiftWeeks(seed: UInt64) throws {
        let organization = try Organization.random(seed: seed).inUTC()
        let later = try organization.shifted(byWeeks: 7)
        let figures = withoutMonths(figures(organization, organization.facts()))
        #expect(withoutMonths(self.figures(later, later.facts())) == figures)
    }

    /// Without digests, and without what depends on where months end: seven weeks later three months are as long as others, and
    /// other answers to a survey came late.
    private func withoutMonths(_ figures: [[Figure]]) -> [[Figure]] {
        zip(Catalog.all, withoutDigests(figures)).map { kpi, figures in
            guard kpi != ExitRateBySupport.self else { return [] }
            return figures.filter { $0.cell.measure != "month_ends" }.map { figure in
                guard kpi.sheet.isOfSurvey || kpi.sheet.saysResponse else { return figure }
                var figure = figure
                figure.contributors = .nobody
                figure.exposure.outside = .init()
                return figure
            }
        }
    }

    @Test("Rows that the window doesn't need change nothing", arguments: 1...10 as ClosedRange<UInt64>)
    func superset(seed: UInt64) {
        let organization = Organization.random(seed: seed)
        var larger = organization
        let window = organization.window
        for request in organization.requests {
            var future = request
            future.id = nil
            let delay = window.to - request.openedAt
            future.openedAt = window.to
            future.firstResponseAt = request.firstResponseAt.map { $0 + delay }
            future.resolvedAt = request.resolvedAt.map { $0 + delay }
            future.reopenedAt = nil
            future.reopenings = []
            future.finalClosedAt = nil
            future.withdrawnAt = nil
            larger.requests.append(future)
            var past = future
            let beginning = window.beginning(reach: Sheet.Input.longestReach)
            past.openedAt = beginning - 2
            past.firstResponseAt = nil
            past.resolvedAt = beginning - 1
            larger.requests.append(past)
        }
        var facts = larger.facts()
        facts.present = Set(organization.withColumns.columns)
        #expect(figures(organization, facts) == figures(organization, organization.facts()))
    }
}

extension Organization {
    fileprivate mutating func roundMinutes() {
        for index in contributions.indices { contributions[index].minutes?.round() }
        for index in requests.indices { requests[index].effortMinutes?.round() }
    }
}
