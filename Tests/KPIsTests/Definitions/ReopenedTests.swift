import Domain
import TestValues
import Testing

@testable import KPIs

@Suite("reopened")
struct ReopenedTests {
    @Test("Limits are wider where few askers have many requests")
    func limits() throws {
        func limits(askers: [String?]) throws -> Estimate {
            var organization = Organization(from: "2026-02-01", to: "2026-03-01")
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
}
