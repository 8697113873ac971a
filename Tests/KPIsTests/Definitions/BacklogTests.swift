import Domain
import Testing

@testable import KPIs

@Suite("backlog")
struct BacklogTests {
    /// Open at the end of January 2026, ages in days: a 1 without an answer, b 3 answered, c 10 reopened, d 40 anonymous
    /// and closed in February only.
    private var organization: Organization {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        organization.people = ["ada": Organization.Spell.employed(from: "2025-01-01", team: "amber")]
        organization.requests = [
            .init(requester: "bob", openedAt: at("2026-01-31")),
            .init(requester: "cyd", openedAt: at("2026-01-29"), firstResponseAt: at("2026-01-30")),
            .init(
                requester: "cyd", openedAt: at("2026-01-22"), resolvedAt: at("2026-01-23"),
                reopenedAt: at("2026-01-24")),
            .init(
                requester: "ada", openedAt: at("2025-12-23"), firstResponseAt: at("2026-02-01"),
                resolvedAt: at("2026-02-01"), anonymous: true),
            .init(openedAt: at("2026-01-02"), resolvedAt: at("2026-01-31", hours: 23.9)),
            .init(openedAt: at("2026-01-02"), withdrawnAt: at("2026-01-03")),
            .init(openedAt: at("2026-02-01")),
        ]
        return organization
    }

    @Test("The example worked by hand")
    func byHand() throws {
        let count = try #require(organization.figure("backlog", "default", "count"))
        #expect(count.estimate == Estimate(4) && count.n == 4 && count.unit == .count && count.coverage == 1)
        // Type 7 of 1, 3, 10, 40: halfway from 3 to 10, and at position 2.7 from 10 to 40.
        #expect(agree(organization.figure("backlog", "age", "p50")?.estimate, Estimate(6.5 * 24 * hour)))
        #expect(agree(organization.figure("backlog", "age", "p90")?.estimate, Estimate(31 * 24 * hour)))
        let needHelp = Breakdown("state", "need_help")
        #expect(organization.figure("backlog", "default", "count", breakdown: needHelp)?.estimate == Estimate(2))
        #expect(
            agree(
                organization.figure("backlog", "age", "p50", breakdown: needHelp)?.estimate,
                Estimate(20.5 * 24 * hour)))
        #expect(
            organization.figure("backlog", "default", "count", breakdown: Breakdown("state", "in_progress"))?.estimate
                == Estimate(2))
    }

    @Test("A request without a name belongs to its asker's team where the asker is given")
    func anonymous() {
        var organization = organization
        let refused = organization.figure("backlog", "default", "count", scope: Scope(.team, "amber"))
        #expect(refused?.estimate == Estimate.none && refused?.refusal == .lowCoverage && refused?.n == 1)
        organization.settings["least_coverage"] = "0.25"
        let amber = organization.figure("backlog", "default", "count", scope: Scope(.team, "amber"))
        #expect(amber?.estimate == Estimate(1) && amber?.coverage == 0.25 && amber?.refusal == nil)
    }

    @Test("Without first responses there are no states, without open requests no figures")
    func missing() {
        var silent = organization
        for index in silent.requests.indices { silent.requests[index].firstResponseAt = nil }
        #expect(silent.figures["backlog"]?.keys.contains { $0.breakdown != .none } == false)
        var done = organization
        for index in done.requests.indices { done.requests[index].withdrawnAt = done.requests[index].openedAt }
        #expect(done.figures["backlog"]?.isEmpty == true)
    }
}
