import Domain
import Testing

@testable import KPIs

@Suite("time_to_resolve")
struct TimeToResolveTests {
    /// January 2026 in UTC; ages in hours.
    ///                                                       first close     final close
    /// a closed after 1                                      [0, 1] closed   [0, 1] closed
    /// b closed after 3, reopened 4, closed for good 7       [0, 3] closed   [0, 7] closed
    /// c closed after 5, reopened 6, withdrawn 8             [0, 5] closed   [0, 8] withdrawn
    /// d opened 31 Dec 23:00, closed the moment 2026 begins  [1, 1] closed   [1, 1] closed
    /// e opened 31 Dec, closed that day, reopened 10 Jan     not counted     [24, 768] not over
    private var organization: Organization {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        let opened = at("2026-01-02")
        func after(_ hours: Double) -> Int64 { opened + at("1970-01-01", hours: hours) }
        organization.requests = [
            .init(openedAt: opened, resolvedAt: after(1)),
            .init(openedAt: opened, resolvedAt: after(3), reopenedAt: after(4), finalClosedAt: after(7)),
            .init(openedAt: opened, resolvedAt: after(5), reopenedAt: after(6), withdrawnAt: after(8)),
            .init(openedAt: at("2025-12-31", hours: 23), resolvedAt: at("2026-01-01")),
            .init(openedAt: at("2025-12-31"), resolvedAt: at("2025-12-31", hours: 2), reopenedAt: at("2026-01-10")),
        ]
        return organization
    }

    @Test("First close, worked by hand")
    func firstClose() throws {
        // At 1: a, b, c, d at risk, two close: S = 1/2. At 3: b, c: 1/4. At 5: c: 0.
        let p50 = try #require(organization.figure("time_to_resolve", "first_close_elapsed", "p50"))
        #expect(p50.estimate.value == hour && p50.n == 4 && p50.censored == 0)
        #expect(organization.figure("time_to_resolve", "first_close_elapsed", "p90")?.estimate.value == 5 * hour)
        #expect(
            organization.figure("time_to_resolve", "first_close_elapsed", "withdrawn_share")?.estimate == Estimate(0))
        // (1 + 3 + 5 + 1)/4 = 2.5; squares 2.25 + 0.25 + 6.25 + 2.25 = 11, so the standard error is √(11/3/4);
        // t(3) = 3.1824463052837078; the lower limit would be -0.55.
        let mean = try #require(organization.figure("time_to_resolve", "first_close_elapsed", "naive_mean"))
        let upper = 2.5 + 3.1824463052837078 * (11.0 / 12).squareRoot()
        #expect(agree(mean.estimate, Estimate(2.5 * hour, lower: 0, upper: upper * hour)))
        #expect(mean.n == 4 && mean.censored == nil)
    }

    @Test("Final close, worked by hand; it ends in a gap")
    func finalClose() throws {
        // At 1: a, b, c, d at risk, two close: 1/2. At 7: b, c: 1/4. At 8 nobody is left, while e enters at 24.
        let p50 = try #require(organization.figure("time_to_resolve", "final_close_elapsed", "p50"))
        #expect(p50.estimate.value == hour && p50.n == 5 && p50.censored == 2)
        #expect(organization.figure("time_to_resolve", "final_close_elapsed", "p90")?.estimate.value == nil)
        #expect(
            organization.figure("time_to_resolve", "final_close_elapsed", "withdrawn_share")?.estimate == Estimate.none)
        let mean = try #require(organization.figure("time_to_resolve", "final_close_elapsed", "naive_mean"))
        #expect(mean.n == 3 && agree(mean.estimate.value, 3 * hour))
    }

    @Test("Withdrawn and resolved at once is resolved; withdrawn earlier, the close doesn't count")
    func earlierCounts() {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        let opened = at("2026-01-02")
        organization.requests = [
            .init(openedAt: opened, resolvedAt: opened + 5, withdrawnAt: opened + 5),
            .init(openedAt: opened, resolvedAt: opened + 6, reopenedAt: opened + 7, withdrawnAt: opened + 5),
            .init(openedAt: opened, resolvedAt: opened + 5, reopenedAt: opened + 9, withdrawnAt: opened + 7),
            .init(openedAt: opened, firstResponseAt: opened + 8, resolvedAt: opened + 5),
            .init(openedAt: opened, resolvedAt: opened + 5, reopenedAt: opened + 7, withdrawnAt: opened + 7),
        ]
        let view = organization.view
        #expect(view.firstClose(of: 0) == Ending(event: opened + 5, withdrawn: .max))
        #expect(view.firstClose(of: 1) == Ending(event: .max, withdrawn: opened + 5))
        #expect(view.finalClose(of: 1) == Ending(event: .max, withdrawn: opened + 5))
        // Between close and reopening a withdrawal is ignored: the request is open again.
        #expect(view.finalClose(of: 2) == Ending(event: .max, withdrawn: .max))
        // Withdrawn as it is reopened: only what is open can be withdrawn, so it is after the reopening.
        #expect(view.finalClose(of: 4) == Ending(event: .max, withdrawn: opened + 7))
        #expect(view.firstResponse(of: 3) == Ending(event: opened + 5, withdrawn: .max))
    }

    @Test("What lies at the end of the window or after it has not happened")
    func erasure() {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        let end = at("2026-02-01")
        organization.requests = [
            .init(openedAt: end - 10, resolvedAt: end - 1, reopenedAt: end, finalClosedAt: end + 1),
            .init(openedAt: end - 10, firstResponseAt: end, resolvedAt: end, withdrawnAt: end),
            .init(openedAt: end - 10, resolvedAt: end - 5, reopenedAt: end - 4, finalClosedAt: end),
        ]
        let view = organization.view
        #expect(view.finalClose(of: 0) == Ending(event: end - 1, withdrawn: .max))
        #expect(view.firstResponse(of: 1).outcome == .censored && view.firstClose(of: 1).outcome == .censored)
        #expect(view.finalClose(of: 2).outcome == .censored)
    }
}
