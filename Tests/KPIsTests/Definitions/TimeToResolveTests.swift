import Domain
import TestValues
import Testing

@testable import KPIs

@Suite("time_to_resolve")
struct TimeToResolveTests {
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
        #expect(view.firstClose(of: 0) == Ending(event: opened + 5, withdrawn: .never))
        #expect(view.firstClose(of: 1) == Ending(event: .never, withdrawn: opened + 5))
        #expect(view.finalClose(of: 1) == Ending(event: .never, withdrawn: opened + 5))
        // Between close and reopening a withdrawal is ignored: the request is open again.
        #expect(view.finalClose(of: 2) == Ending(event: .never, withdrawn: .never))
        // Withdrawn as it is reopened: only what is open can be withdrawn, so it is after the reopening.
        #expect(view.finalClose(of: 4) == Ending(event: .never, withdrawn: opened + 7))
        #expect(view.firstResponse(of: 3) == Ending(event: opened + 5, withdrawn: .never))
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
        #expect(view.finalClose(of: 0) == Ending(event: end - 1, withdrawn: .never))
        #expect(
            view.firstResponse(of: 1).outcome == .censored
                && view.firstClose(of: 1).outcome == .censored)
        #expect(view.finalClose(of: 2).outcome == .censored)
    }
}
