import Domain
import Testing

@testable import KPIs

@Suite("capacity_use")
struct CapacityUseTests {
    /// February 2026 begins on a Sunday. hal agreed to 5 hours a week and gave 30 in one piece; ida to 2, and gave 1
    /// hour on the 10th and 3 on the 24th. kim agreed to nothing and gave a lot.
    private var organization: Organization {
        var organization = Organization(from: "2026-02-01", to: "2026-03-01")
        organization.people = [
            "hal": Organization.Spell.employed(from: "2025-01-01", team: "amber"),
            "ida": Organization.Spell.employed(from: "2025-01-01", team: "birch"),
            "kim": Organization.Spell.employed(from: "2025-01-01", team: "birch"),
        ]
        organization.agreements = [
            .init("hal", hoursPerWeek: 5, from: "2025-01-01"), .init("ida", hoursPerWeek: 2, from: "2025-01-01"),
        ]
        organization.contributions = [
            .init(helper: "hal", startedAt: at("2026-02-03", hours: 10), minutes: 1800),
            .init(helper: "ida", startedAt: at("2026-02-10", hours: 10), minutes: 60),
            .init(helper: "ida", startedAt: at("2026-02-24", hours: 10), minutes: 180),
            .init(helper: "kim", startedAt: at("2026-02-24", hours: 10), minutes: 6000),
        ]
        return organization
    }

    private func figure(
        _ measure: String, _ scope: Scope = .organization, _ change: (inout Organization) -> Void = { _ in }
    ) -> Figure? {
        var organization = organization
        change(&organization)
        return organization.figure("capacity_use", measure, "ratio", scope: scope)
    }

    @Test("Hours given over hours agreed, worked by hand")
    func use() throws {
        // 34 of 20 + 8 hours: r = 17/14. y - rx: ±40/7; variance 2 · 2 (40/7)² / 28², error (80/7)/28.
        let margin = 12.706204736174694 * 80 / 7 / 28
        let use = try #require(figure("default"))
        #expect(agree(use.estimate, Estimate(17.0 / 14, lower: 0, upper: 17.0 / 14 + margin)))
        #expect(use.n == 2 && use.contributors.people == 2 && use.coverage == 1 && use.unit == .ratio)
        #expect(agree(figure("default", Scope(.team, "amber"))?.estimate, Estimate(1.5)))
    }

    @Test("Weeks above capacity, worked by hand")
    func weeks() throws {
        // Four weeks from 2 February on, of two people; hal's first, and ida's last with 3 of 2 · 6/7 hours.
        let weeks = try #require(figure("above_capacity"))
        #expect(agree(weeks.estimate, Wilson.estimate(2, of: 8)) && weeks.estimate.value == 0.25)
        #expect(weeks.n == 8 && weeks.contributors.people == 2 && weeks.coverage == 1)
        #expect(figure("above_capacity", Scope(.team, "birch"))?.estimate.value == 0.25)
    }

    @Test("A week used to the full is not above")
    func exactly() {
        // 2 · 6/7 hours a week from the 23rd to the 28th.
        #expect(figure("above_capacity") { $0.contributions[2].minutes = 120 * 6.0 / 7 }?.estimate.value == 1.0 / 8)
        #expect(figure("above_capacity") { $0.contributions[2].minutes = 120 * 6.0 / 7 + 0.01 }?.estimate.value == 0.25)
    }

    @Test("The week of the period's first Thursday counts in whole, days before the period included")
    func weekBefore() {
        // January 2026 begins on a Thursday: its weeks are those of 29 December to 26 January, the last one cut after
        // six days; the period itself begins on the first.
        var organization = organization
        (organization.from, organization.to) = ("2026-01-01", "2026-02-01")
        organization.agreements = [.init("hal", hoursPerWeek: 5, from: "2025-01-01")]
        organization.contributions = [
            .init(helper: "hal", startedAt: at("2025-12-30"), minutes: 301),
            .init(helper: "ivy", startedAt: at("2026-01-20"), minutes: 1),
        ]
        let figures = organization.figures["capacity_use"] ?? [:]
        let above = figures.first { $0.key.measure == "above_capacity" && $0.key.scope == .organization }?.value
        #expect(above?.n == 5 && above?.estimate.value == 0.2)
        let use = figures.first { $0.key.measure == "default" && $0.key.scope == .organization }?.value
        #expect(use?.n == 1 && use?.estimate == Estimate(0))
    }

    @Test("Unknown minutes are missing hours, not 0; who gave nothing gave 0")
    func missing() {
        let use = figure("default") { $0.contributions[0].minutes = nil }
        #expect(agree(use?.estimate, Estimate(4.0 / 8)) && use?.n == 1 && use?.coverage == 0.5)
        let weeks = figure("above_capacity") { $0.contributions[0].minutes = nil }
        #expect(weeks?.n == 7 && weeks?.estimate.value == 1.0 / 7 && weeks?.coverage == 7.0 / 8)
        let idle = figure("default") { $0.contributions.removeFirst() }
        #expect(idle?.n == 2 && agree(idle?.estimate.value, 4.0 / 28))
    }

    @Test("Who isn't in people counts for the organization, as employed, and lowers the coverage; so does a leaver")
    func places() {
        let stranger = figure("default") { $0.people["hal"] = nil }
        #expect(agree(stranger?.estimate.value, 17.0 / 14) && stranger?.coverage == 0.5)
        let gone: (inout Organization) -> Void = {
            $0.people["hal"] = Organization.Spell.employed(from: "2025-01-01", until: "2026-02-16", team: "amber")
        }
        // 10 hours agreed while there.
        #expect(agree(figure("default", change: gone)?.estimate.value, 34.0 / 18))
        #expect(figure("default", Scope(.team, "amber"), gone) == nil)
        #expect(figure("default", Scope(.team, "birch"), gone)?.coverage == 0.5)
    }

    @Test("Without agreements, or without anything that says who helped, there is no figure")
    func noData() {
        #expect(figure("default") { $0.agreements = [] } == nil)
        #expect(figure("default") { $0.contributions = [] } == nil)
    }

    private func figure(_ measure: String, change: (inout Organization) -> Void) -> Figure? {
        figure(measure, .organization, change)
    }
}
