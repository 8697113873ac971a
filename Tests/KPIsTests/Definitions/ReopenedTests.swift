import Domain
import Testing

@testable import KPIs

@Suite("reopened")
struct ReopenedTests {
    /// In February 2026 end the fourteen days of closes from 18 January on, up to and without 15 February.
    private var organization: Organization {
        var organization = Organization(from: "2026-02-01", to: "2026-03-01")
        let opened = at("2026-01-02")
        let close = at("2026-01-20", hours: 9)
        organization.requests = [
            // On the last instant of the fourteen days; a microsecond later; never.
            .init(team: "amber", openedAt: opened, resolvedAt: close, reopenedAt: at("2026-02-03", hours: 9)),
            .init(team: "amber", openedAt: opened, resolvedAt: close, reopenedAt: at("2026-02-03", hours: 9) + 1),
            .init(team: "amber", openedAt: opened, resolvedAt: close),
            // Closed again for good in January.
            .init(
                openedAt: opened, resolvedAt: at("2026-01-18"), reopenedAt: at("2026-01-18"),
                finalClosedAt: at("2026-01-19")),
            // A moment too early, a moment too late.
            .init(openedAt: opened, resolvedAt: at("2026-01-18") - 1, reopenedAt: at("2026-01-18")),
            .init(openedAt: opened, resolvedAt: at("2026-02-15"), reopenedAt: at("2026-02-16")),
            // Withdrawn before it was closed; withdrawn after that, which no longer counts.
            .init(
                openedAt: opened, resolvedAt: close, reopenedAt: close, withdrawnAt: at("2026-01-19")),
            .init(openedAt: opened, resolvedAt: close, withdrawnAt: at("2026-01-21")),
        ]
        return organization
    }

    @Test("The example worked by hand")
    func byHand() throws {
        let ratio = try #require(organization.figure("reopened", "default", "ratio"))
        #expect(agree(ratio.estimate.value, 2.0 / 5) && ratio.n == 5 && ratio.censored == nil && ratio.coverage == 1)
        let amber = organization.figure("reopened", "default", "ratio", scope: Scope(.team, "amber"))
        #expect(agree(amber?.estimate.value, 1.0 / 3) && amber?.n == 3 && agree(amber?.coverage, 3.0 / 5))
    }

    @Test("Limits are wider where few askers have many requests")
    func limits() throws {
        func limits(askers: [String?]) throws -> Estimate {
            var organization = organization
            organization.requests = askers.enumerated().map { number, asker in
                .init(
                    requester: asker, openedAt: at("2026-01-20"), resolvedAt: at("2026-01-20") + Int64(number),
                    reopenedAt: number < 15 ? at("2026-01-21") : nil)
            }
            return try #require(organization.figure("reopened", "default", "ratio")).estimate
        }
        // Wilson at 148 · 147/148, as an independent record of each of 148 has it (Python, from the formula).
        let alone = Estimate(15.0 / 148, lower: 0.062284044083622, upper: 0.1607233199460375)
        #expect(agree(try limits(askers: (0..<148).map { "asker \($0)" }), alone))
        #expect(agree(try limits(askers: Array(repeating: nil, count: 148)), alone), "unknown ones are each somebody's")
        let few = try limits(askers: (0..<148).map { "asker \($0 / 15)" })
        #expect(try #require(few.upper) - #require(few.lower) > 3 * (0.1607 - 0.0623))
    }

    @Test("Where nothing was ever reopened the column is missing and nothing is said")
    func missing() {
        var organization = organization
        for index in organization.requests.indices { organization.requests[index].reopenedAt = nil }
        #expect(organization.figures["reopened"]?.isEmpty == true)
    }
}
