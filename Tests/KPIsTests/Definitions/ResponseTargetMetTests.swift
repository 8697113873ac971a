import Domain
import Testing

@testable import KPIs

@Suite("response_target_met")
struct ResponseTargetMetTests {
    /// Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I.
    @Test("The limits are those of a published example: 81 of 263")
    func published() throws {
        var organization = Organization(from: "2026-02-01", to: "2026-03-01")
        organization.requests = (0..<263).map { number in
            let opened = at("2026-02-02") + Int64(number)
            return .init(requester: "ada", openedAt: opened, firstResponseAt: number < 81 ? opened + 1 : nil)
        }
        let estimate = try #require(organization.figure("response_target_met", "default", "ratio")).estimate
        #expect(abs((estimate.lower ?? 0) - 0.2553) < 5e-5 && abs((estimate.upper ?? 0) - 0.3662) < 5e-5)
    }
}
