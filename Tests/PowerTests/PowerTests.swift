import Foundation
import Simulator
import Testing

/// How often figures show what was planted, over many organizations; `scripts/power` asks of more of them, and of larger
/// ones, which show more.
@Suite struct PowerTests {
    private static func number(_ variable: String, else usual: Int) -> Int {
        ProcessInfo.processInfo.environment[variable].flatMap { Int($0) } ?? usual
    }

    private static let companies = number("POWER_COMPANIES", else: 20)
    private static let people = number("POWER_PEOPLE", else: 400)
    /// Of a hundred companies, how many have to show a truth; none where it is only counted.
    private static let least = number("POWER_LEAST", else: 60)

    @Test("Of many companies, most show each truth that was planted in them")
    func power() async throws {
        let companies = try await withThrowingTaskGroup(of: (Int, Company).self) { group in
            for seed in 1...Self.companies {
                group.addTask { (seed, try Company(people: Self.people, seed: UInt64(seed))) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for truth in PlantedTruth.allCases {
            let found = companies.values.count { $0.isFound[truth] == true }
            print("\(Self.people) people: \(truth.rawValue) found in \(found) of \(companies.count)")
            #expect(found * 100 >= Self.least * companies.count, "\(truth.rawValue)")
        }
        if Self.number("POWER_LINES", else: 0) > 0 {
            for (seed, company) in companies.sorted(by: { $0.key < $1.key }) {
                for line in company.lines { print("seed \(seed): \(line)") }
            }
        }
    }
}
