import Domain
import Foundation
import TestValues

/// How many cells a company of some size has, and how many records stand behind the figures of each.
struct CompanyShape {
    private static let teamSize = 8...10
    private static let teamsOfDepartment = 6
    /// Standard deviation of the logarithm of how many records a cell's people make.
    private static let activity = 0.3
    /// A figure of fewer is not shown.
    private static let leastRecords = 5

    /// For each KPI that verdicts judge, how many records a person makes in a month and in a quarter: behind the
    /// organization's figures of a company that `mutuality simulate` makes of 400 people. What counts people is the same
    /// in both.
    static let recordsOfPerson: [(month: Double, quarter: Double)] = [
        (2.1, 5.6), (2.2, 5.7), (1.8, 5.3), (1.9, 5.6), (1.0, 1.0), (0.7, 0.7), (0.8, 0.8), (2.0, 5.9), (3.1, 9.4),
        (0.9, 0.9), (0.15, 0.36), (1.0, 1.0), (1.0, 1.0), (1.0, 1.0), (1.0, 1.0), (1.0, 1.0), (0.8, 0.8), (0.35, 1.0),
        (0.45, 0.9), (3.1, 9.2), (0.06, 0.06), (1.7, 5.2), (1.8, 5.3), (1.1, 3.2), (1.0, 1.0), (1.0, 1.0),
        (0.03, 0.07), (0.5, 1.4), (0.3, 0.9), (0.8, 0.8), (0.06, 0.06), (0.7, 0.7),
    ]

    let people: Int

    /// People in each cell of a kind.
    private func cells(_ scope: ScopeKind, _ generator: inout SeededNumbers) -> [Int] {
        let usual = (Self.teamSize.lowerBound + Self.teamSize.upperBound) / 2
        let teams = (0..<people / usual).map { _ in Int.random(in: Self.teamSize, using: &generator) }
        let departments = max(1, teams.count / Self.teamsOfDepartment)
        switch scope {
        case .organization: return [people]
        case .team: return teams
        case .department:
            return (0..<departments).map { department in
                teams.indices.filter { $0 % departments == department }.reduce(0) { $0 + teams[$1] }
            }
        }
    }

    func family(
        _ scope: ScopeKind, _ kind: PeriodKind, earlier: Int, unlike: Double, _ generator: inout SeededNumbers
    ) -> SimulatedFamily {
        let cells = cells(scope, &generator)
        return SimulatedFamily(kind, earlier: earlier, unlike: unlike, &generator) { _, generator in
            let rates = generator.pick(Self.recordsOfPerson)
            let rate = kind == .month ? rates.month : rates.quarter
            return cells.map { people in
                Int(rate * Double(people) * exp(Self.activity * generator.normal()))
            }.filter { $0 >= Self.leastRecords }
        }
    }
}
