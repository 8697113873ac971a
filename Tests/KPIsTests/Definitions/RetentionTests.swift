import Domain
import Testing

@testable import KPIs

@Suite("Retention rate and tenure survival")
struct RetentionTests {
    private typealias Spell = Organization.Spell

    /// 2025. Of ada, bob, cyd and dee, there before it, bob left and cyd left and came back; eve joined.
    private var organization: Organization {
        var organization = Organization(from: "2025-01-01", to: "2026-01-01")
        organization.people = [
            "ada": [
                .init(team: "amber", joinedOn: "2024-01-01", from: "2024-01-01", to: "2025-06-01"),
                .init(team: "birch", joinedOn: "2024-01-01", from: "2025-06-01"),
            ],
            "bob": Spell.employed(from: "2024-12-02", until: "2025-02-20", team: "amber"),
            "cyd": Spell.employed(from: "2024-12-31", until: "2025-03-31", team: "amber")
                + Spell.employed(from: "2025-10-01", team: "amber"),
            "dee": Spell.employed(from: "2023-01-01", until: "2026-01-01", team: "birch"),
            "eve": Spell.employed(from: "2025-01-01", team: "amber"),
        ]
        return organization
    }

    private func retention(_ scope: Scope = .organization) -> Figure? {
        organization.figure("retention_rate", "default", "ratio", scope: scope)
    }

    @Test("Of those there the day before, who still is in the same employment; teams by that day")
    func retention() {
        #expect(agree(retention()?.estimate, Wilson.estimate(2, of: 4)))
        #expect(retention()?.n == 4 && retention()?.contributors.people == 4 && retention()?.coverage == 1)
        #expect(agree(retention(Scope(.team, "amber"))?.estimate.value, 1.0 / 3))
        #expect(retention(Scope(.team, "birch"))?.estimate.value == 1)
    }

    @Test("Separations that end nothing lower the coverage, and are not counted")
    func idle() {
        var organization = organization
        organization.separations = [.init(person: "zed", leftOn: "2025-05-05")]
        let figure = organization.figure("retention_rate", "default", "ratio")
        #expect(figure?.n == 4 && figure?.coverage == 4.0 / 5)
    }

    private func tenure(_ statistic: String, _ organization: Organization) -> Figure? {
        organization.figure("tenure_survival", "default", statistic)
    }

    /// Days at risk, from the tenure on 1 January or 0: cyd 1 to 90 (left), bob 30 to 80 (left), cyd again 0 to 92,
    /// eve 0 to 365, ada 366 to 731, dee 731 to 1096. At 80 there are four at risk (cyd, bob, cyd again, eve), at 90
    /// three: S = 3/4, then 3/4 · 2/3 = 1/2. After 365 nobody is left while ada enters: a gap from there on.
    @Test("Employments enter at the tenure that they had; from a gap on nothing is said")
    func survival() {
        let s90 = tenure("s90", organization)
        #expect(agree(s90?.estimate.value, 0.5) && s90?.estimate.lower != nil)
        #expect(s90?.n == 6 && s90?.censored == 4 && s90?.contributors.people == 5)
        #expect(tenure("s365", organization)?.estimate == Estimate.none)
        #expect(tenure("s730", organization)?.estimate == Estimate.none)
        #expect(tenure("p50", organization)?.estimate.value == 90 * 86_400.0)
    }

    @Test("Who left on the window's first day is in, and so is an employment of no day")
    func edges() {
        var organization = Organization(from: "2025-01-01", to: "2026-01-01")
        organization.people = [
            "ada": Spell.employed(from: "2024-12-02", until: "2025-01-01", team: "amber"),
            "bob": Spell.employed(from: "2025-05-01", until: "2025-05-01", team: "amber"),
            "cyd": Spell.employed(from: "2024-12-01", team: "amber"),
            "dee": Spell.employed(from: "2025-02-01", team: "amber"),
            "old": Spell.employed(from: "2020-01-01", until: "2024-12-31", team: "amber"),
        ]
        // At 0 bob and dee are at risk, at 30 ada and dee (cyd enters at 31): S = 1/2 · 1/2.
        let s90 = tenure("s90", organization)
        #expect(s90?.n == 4 && agree(s90?.estimate.value, 0.25))
        // bob had no last day: his row says where he was.
        let amber = organization.figure("tenure_survival", "default", "s90", scope: Scope(.team, "amber"))
        #expect(amber?.n == 4 && agree(amber?.estimate.value, 0.25))
        #expect(s90?.coverage == 1 && amber?.coverage == 1)
    }
}
