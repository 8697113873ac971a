import Domain
import TestValues
import Testing

@testable import KPIs

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
        let organization = Organization.random(seed: seed)
        var generator = SeededNumbers(seed: seed)
        var shuffled = organization
        shuffled.requests.shuffle(using: &generator)
        for name in shuffled.others.keys.sorted() { shuffled.others[name]?.shuffle(using: &generator) }
        let names = organization.names
        let order = names.indices.shuffled(using: &generator)
        let facts = shuffled.facts(names: order.map { names[$0] }, pseudonym: { Int64(order[$0]) })
        #expect(figures(organization, facts) == figures(organization, organization.facts()))
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

    /// Without digests, and without figures that depend on where months end.
    private func withoutMonths(_ figures: [[Figure]]) -> [[Figure]] {
        withoutDigests(figures).map { $0.filter { $0.cell.measure != "month_ends" } }
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
