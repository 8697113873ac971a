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

    /// Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I.
    @Test("The limits are those of a published example: 15 of 148")
    func published() throws {
        var organization = organization
        organization.requests = (0..<148).map { number in
            .init(
                openedAt: at("2026-01-20"), resolvedAt: at("2026-01-20") + Int64(number),
                reopenedAt: number < 15 ? at("2026-01-21") : nil)
        }
        let estimate = try #require(organization.figure("reopened", "default", "ratio")).estimate
        #expect(abs((estimate.lower ?? 0) - 0.0624) < 5e-5 && abs((estimate.upper ?? 0) - 0.1605) < 5e-5)
    }

    @Test("Where nothing was ever reopened the column is missing and nothing is said")
    func missing() {
        var organization = organization
        for index in organization.requests.indices { organization.requests[index].reopenedAt = nil }
        #expect(organization.figures["reopened"]?.isEmpty == true)
    }
}
