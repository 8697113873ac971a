import Domain
import Foundation
import Testing

@testable import Disclosure

/// How often verdicts find what was changed; `scripts/verdicts` asks of more companies, and prints what docs/signals.md says.
@Suite("Verdicts of companies in which one KPI changes")
struct VerdictPowerTests {
    private static func environment(_ variable: String) -> String? { ProcessInfo.processInfo.environment[variable] }

    /// Companies for each line of the table; without it there is no table.
    private static let companies = environment("VERDICT_COMPANIES").flatMap { Int($0) }
    private static let people = environment("VERDICT_PEOPLE").flatMap { Int($0) } ?? 400
    @Test(
        "A change by four times is found in the organization after eleven months, mostly, and one by two times less often"
    )
    func power() async {
        let organization = VerdictPower.Question(people: 400, scope: .organization, kind: .month, earlier: 11)
        let power = await VerdictPower.measured(organization, companies: 60)
        let (twice, fourTimes) = (power.found[0], power.found[1])
        #expect(fourTimes.alone * 3 >= fourTimes.asked, "\(fourTimes)")
        #expect(twice.alone < fourTimes.alone, "\(twice)")
        // It has no other cell.
        #expect(fourTimes.anywhere == fourTimes.alone)
    }

    @Test("A change of all departments is found in one of them more often than a change of one of them")
    func wideChanges() async {
        let departments = VerdictPower.Question(people: 400, scope: .department, kind: .month, earlier: 5)
        let fourTimes = await VerdictPower.measured(departments, companies: 40).found[1]
        #expect(fourTimes.anywhere * 4 >= fourTimes.asked, "\(fourTimes)")
        #expect(fourTimes.alone * 3 < fourTimes.anywhere * 2, "\(fourTimes)")
    }

    @Test("What is found, line by line", .enabled(if: companies != nil))
    func table() async {
        let companies = Self.companies ?? 0
        for question in Self.all {
            print(Self.line(question, await VerdictPower.measured(question, companies: companies)))
        }
    }

    private static let all: [VerdictPower.Question] =
        questions(.organization, .month, [6, 8, 11, 12]) + questions(.organization, .quarter, [6, 8])
        + questions(.department, .month, [3, 5, 8, 11]) + questions(.department, .quarter, [3, 5, 8])
        + questions(.team, .quarter, [3, 5, 8]) + questions(.department, .month, [3, 5, 11], unlike: 0.3)
        + questions(.team, .quarter, [3, 8], unlike: 0.3)

    private static func questions(
        _ scope: ScopeKind, _ kind: PeriodKind, _ earlier: [Int], unlike: Double = 0
    ) -> [VerdictPower.Question] {
        earlier.map {
            VerdictPower.Question(people: people, scope: scope, kind: kind, earlier: $0, unlike: unlike)
        }
    }

    /// In percent.
    private static func line(_ question: VerdictPower.Question, _ power: VerdictPower) -> String {
        func percent(_ count: Int, of all: Int) -> String {
            all == 0 ? "-" : String(format: "%.1f", 100 * Double(count) / Double(all))
        }
        let found = power.found.flatMap { found in
            [found.alone, found.amongAll, found.anywhere].map { percent($0, of: found.asked) }
        }
        let asked = [
            "\(question.people)", question.scope.rawValue, question.kind.rawValue, "\(question.earlier)",
            "\(question.unlike)",
        ]
        return "| " + (asked + [percent(power.wrong, of: power.companies)] + found).joined(separator: " | ") + " |"
    }
}
