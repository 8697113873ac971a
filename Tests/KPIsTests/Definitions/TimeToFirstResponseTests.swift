import Domain
import Testing

@testable import KPIs

@Suite("time_to_first_response")
struct TimeToFirstResponseTests {
    /// January 2026 in UTC; ages in hours.
    /// a opened 1 Jan 10:00, answered after 2                        [0, 2] answered
    /// b withdrawn after 4                                           [0, 4] withdrawn
    /// c closed after 6 without a response                           [0, 6] answered
    /// d opened 31 Dec 22:00, so 2 old when January begins; after 5  [2, 5] answered
    /// e opened 31 Jan 16:00, answered on 2 Feb: not yet             [0, 8] not over
    /// f answered in December, g opened in February                  not counted
    private var organization: Organization {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        let opened = at("2026-01-01", hours: 10)
        organization.requests = [
            .init(
                requester: "ada", helper: "hal", kind: "emotional", openedAt: opened,
                firstResponseAt: opened + at("1970-01-01", hours: 2)),
            .init(requester: "ada", openedAt: opened, withdrawnAt: opened + at("1970-01-01", hours: 4)),
            .init(
                requester: "bob", helper: "hal", openedAt: opened, resolvedAt: opened + at("1970-01-01", hours: 6)),
            .init(
                requester: "cyd", helper: "ida", kind: "emotional", openedAt: at("2025-12-31", hours: 22),
                firstResponseAt: at("2026-01-01", hours: 3)),
            .init(
                requester: "dee", openedAt: at("2026-01-31", hours: 16), firstResponseAt: at("2026-02-02")),
            .init(requester: "eve", openedAt: at("2025-12-30"), firstResponseAt: at("2025-12-31")),
            .init(requester: "fay", openedAt: at("2026-02-01"), firstResponseAt: at("2026-02-01", hours: 1)),
        ]
        return organization
    }

    @Test("The example worked by hand")
    func example() throws {
        // At 2: a, b, c, d, e at risk: S = 4/5. At 5: c, d, e: 4/5 · 2/3 = 8/15. At 6: c, e: 4/15.
        // Lower limit of S at 2: 0.8 ^ exp(1.96 · √(1/20) / 0.2231) = 0.204 ≤ 0.5. The upper one at 6 is 0.686.
        let median = try #require(organization.figure("time_to_first_response", "elapsed", "p50"))
        #expect(agree(median.estimate, Estimate(6 * hour, lower: 2 * hour, upper: nil)))
        #expect(median.n == 5 && median.censored == 2 && median.coverage == 1 && median.unit == .seconds)
        // Lower limit of S at 5: (8/15) ^ exp(1.4513) = 0.068 ≤ 0.1.
        let p90 = try #require(organization.figure("time_to_first_response", "elapsed", "p90"))
        #expect(agree(p90.estimate, Estimate(nil, lower: 5 * hour, upper: nil)))
        // b at 4, when 4/5 still wait and b, c, d, e are at risk: 4/5 · 1/4.
        let withdrawn = try #require(organization.figure("time_to_first_response", "elapsed", "withdrawn_share"))
        #expect(agree(withdrawn.estimate, Estimate(0.2)))
        #expect(withdrawn.n == 5 && withdrawn.censored == nil && withdrawn.unit == .ratio)
        // Askers ada, bob, cyd, dee; helpers hal, ida: the smaller.
        #expect(median.contributors.people == 2)
    }

    @Test("A breakdown holds the requests whose value is known, and a part with nobody at risk at 0 is refused")
    func breakdown() throws {
        // emotional: a [0, 2] and d [2, 5]: S is 1/2 at 2 and 0 at 5.
        let emotional = Breakdown("kind", "emotional")
        let p50 = try #require(
            organization.figure("time_to_first_response", "elapsed", "p50", breakdown: emotional))
        #expect(p50.n == 2 && p50.censored == 0 && p50.estimate.value == 2 * hour)
        #expect(
            organization.figure("time_to_first_response", "elapsed", "p90", breakdown: emotional)?.estimate.value == 5
                * hour)
        let names = Set(organization.figures["time_to_first_response"]?.keys.map(\.breakdown.name) ?? [])
        #expect(names == ["", "kind"])
    }

    @Test("Without a column of first responses there is no figure, without withdrawals no withdrawn share")
    func missingColumns() {
        var silent = organization
        for index in silent.requests.indices { silent.requests[index].firstResponseAt = nil }
        #expect(silent.figures["time_to_first_response"]?.isEmpty == true)
        var steadfast = organization
        for index in steadfast.requests.indices { steadfast.requests[index].withdrawnAt = nil }
        #expect(steadfast.figure("time_to_first_response", "elapsed", "withdrawn_share") == nil)
        #expect(steadfast.figure("time_to_first_response", "elapsed", "p50") != nil)
    }
}
