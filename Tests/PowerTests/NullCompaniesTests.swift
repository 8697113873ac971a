import Domain
import Foundation
import TestValues
import Testing

@testable import Disclosure

/// Simulated companies in which nothing ever changes: whatever a family of figures says did, is false.
@Suite("Companies in which nothing changes")
struct NullCompaniesTests {
    /// Another number with `MUTUALITY_COMPANIES`.
    private static let companies =
        ProcessInfo.processInfo.environment["MUTUALITY_COMPANIES"].flatMap { Int($0) } ?? 400

    @Test(
        "hold a false verdict in a family in at most 12 of 100, with ranges of a figure's own and of others'",
        arguments: [
            ("organization", 1, 100...1000, 8, PeriodKind.month), ("organization", 1, 100...1000, 11, .month),
            ("departments", 6, 50...300, 4, .month), ("departments", 6, 50...300, 8, .month),
            ("teams", 20, 15...80, 3, .quarter), ("teams", 20, 15...80, 7, .quarter),
        ])
    func falseVerdicts(family: String, scopes: Int, n: ClosedRange<Int>, earlier: Int, kind: PeriodKind) throws {
        var (wrong, told) = (0, 0)
        for company in 1...Self.companies {
            var generator = SeededNumbers(seed: UInt64(company * 100 + earlier))
            let simulated = SimulatedFamily(kind, earlier: earlier, &generator) { _, generator in
                (0..<scopes).map { _ in Int.random(in: n, using: &generator) }
            }
            let verdicts = VerdictFamily.verdicts(of: simulated.members)
            if verdicts.contains(where: { $0?.meaning != nil }) { wrong += 1 }
            told += verdicts.count { $0 == .steady || $0 == .cannotTell }
        }
        print("\(family), \(earlier) earlier: \(wrong) of \(Self.companies)")
        #expect(Double(wrong) <= 0.12 * Double(Self.companies), "\(wrong) of \(Self.companies)")
        // Something was said of nearly all.
        #expect(Double(told) > 0.9 * Double(Self.companies * scopes * SimulatedFamily.kpis))
    }
}
