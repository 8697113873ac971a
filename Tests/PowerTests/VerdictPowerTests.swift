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
    /// Whether to compare ways to say how much figures vary, where cells vary alike and where they don't.
    private static let comparesRules = environment("VERDICT_RULES") == "1"

    @Test(
        "A change by four times is found in the organization after eleven months, mostly, and one by two times less often"
    )
    func power() async {
        let organization = VerdictPower.Question(people: 400, scope: .organization, kind: .month, earlier: 11)
        let power = await VerdictPower.measured(organization, [.inForce], companies: 60)[0]
        let (twice, fourTimes) = (power.found[0], power.found[1])
        #expect(fourTimes.alone * 3 >= fourTimes.asked, "\(fourTimes)")
        #expect(twice.alone < fourTimes.alone, "\(twice)")
        // It has no other cell.
        #expect(fourTimes.anywhere == fourTimes.alone)
    }

    @Test("A change of all departments is found in one of them more often than a change of one of them")
    func wideChanges() async {
        let departments = VerdictPower.Question(people: 400, scope: .department, kind: .month, earlier: 5)
        let fourTimes = await VerdictPower.measured(departments, [.inForce], companies: 40)[0].found[1]
        #expect(fourTimes.anywhere * 4 >= fourTimes.asked, "\(fourTimes)")
        #expect(fourTimes.alone * 3 < fourTimes.anywhere * 2, "\(fourTimes)")
    }

    @Test(
        "The other rules are the rule in force where they say the same",
        arguments: [(ScopeKind.organization, 8, RangeRule.others), (.department, 4, [.pooled])])
    func otherRules(scope: ScopeKind, earlier: Int, same: [RangeRule]) async {
        let question = VerdictPower.Question(people: 400, scope: scope, kind: .month, earlier: earlier)
        let powers = await VerdictPower.measured(question, [.inForce] + same, companies: 40)
        for (rule, power) in zip(same, powers.dropFirst()) { #expect(power == powers[0], "\(rule)") }
        #expect(powers[0].found[1].alone > 0)
    }

    @Test("What is found, line by line", .enabled(if: companies != nil))
    func table() async {
        let companies = Self.companies ?? 0
        for question in Self.comparesRules ? Self.compared : Self.all {
            let rules = [.inForce] + (Self.comparesRules ? RangeRule.others : [])
            let powers = await VerdictPower.measured(question, rules, companies: companies)
            for (rule, power) in zip(rules, powers) { print(Self.line(question, rule, power)) }
        }
    }

    private static let all: [VerdictPower.Question] = ScopeKind.allCases.flatMap { scope in
        questions(scope, .month, [2, 3, 5, 6, 8, 11, 12, 18, 24])
            + questions(scope, .quarter, [2, 3, 4, 5, 6, 7, 8])
    }

    private static let compared: [VerdictPower.Question] =
        [0, 0.3, 0.6].flatMap { unlike in
            questions(.department, .month, [3, 5, 8, 11], unlike: unlike)
                + questions(.team, .quarter, [3, 5, 7], unlike: unlike)
        }

    private static func questions(
        _ scope: ScopeKind, _ kind: PeriodKind, _ earlier: [Int], unlike: Double = 0
    ) -> [VerdictPower.Question] {
        earlier.map {
            VerdictPower.Question(people: people, scope: scope, kind: kind, earlier: $0, unlike: unlike)
        }
    }

    /// In percent.
    private static func line(_ question: VerdictPower.Question, _ rule: RangeRule, _ power: VerdictPower) -> String {
        func percent(_ count: Int, of all: Int) -> String {
            all == 0 ? "-" : String(format: "%.1f", 100 * Double(count) / Double(all))
        }
        let found = power.found.flatMap { found in
            [found.alone, found.amongAll, found.anywhere].map { percent($0, of: found.asked) }
        }
        let asked = [
            "\(question.people)", question.scope.rawValue, question.kind.rawValue, "\(question.earlier)",
            "\(question.unlike)", "\(rule)",
        ]
        return "| " + (asked + [percent(power.wrong, of: power.companies)] + found).joined(separator: " | ") + " |"
    }
}
