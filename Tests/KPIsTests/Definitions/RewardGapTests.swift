import Domain
import Testing

@testable import KPIs

@Suite("The reward gap")
struct RewardGapTests {
    /// `count` people of one level, who gave and got what is said of each.
    private func organization(
        _ count: Int, hours: (Int) -> Double, amount: (Int) -> Double, level: (Int) -> String = { _ in "senior" }
    ) -> Organization {
        var organization = Organization(from: "2026-02-01", to: "2026-03-01")
        for number in 0..<count {
            let name = "person \(number)"
            organization.people[name] = [
                .init(level: level(number), joinedOn: "2025-01-01", from: "2025-01-01")
            ]
            organization.contributions.append(
                .init(helper: name, startedAt: at("2026-02-10"), minutes: hours(number) * 60))
            organization.others["rewards", default: []].append([
                "reward_id": "\(number)", "person_id": name, "given_at": "2026-02-20T00:00Z",
                "amount": "\(amount(number))",
            ])
        }
        return organization
    }

    private func spearman(_ organization: Organization) -> Estimate? {
        organization.figure("reward_gap", "amount", "spearman")?.estimate
    }

    @Test("That seniors help less and earn more is no gap where juniors differ in the same way among themselves")
    func levels() throws {
        // Over all twelve, without levels, helping would go with lower reward.
        let organization = organization(
            12, hours: { Double($0 % 6 + ($0 < 6 ? 1 : 10)) }, amount: { Double($0 % 6 + ($0 < 6 ? 1000 : 10)) },
            level: { $0 < 6 ? "senior" : "junior" })
        #expect(spearman(organization) == Estimate(1, lower: 1, upper: 1))
        var mixed = organization
        for name in mixed.people.keys { mixed.people[name]?[0].level = "everybody" }
        #expect(try #require(spearman(mixed)?.value) < 0)
    }

    @Test("Where helping goes with lower reward the upper limit lies below 0")
    func planted() throws {
        let organization = organization(30, hours: { Double($0) }, amount: { Double(100 - $0 + 7 * ($0 % 3)) })
        let estimate = try #require(spearman(organization))
        #expect(try #require(estimate.upper) < 0)
    }

    @Test("Only the organization's is published, since below it help is seen and an order would tell who earns more")
    func audience() {
        let sheet = RewardGap.sheet
        for measure in sheet.measures {
            for statistic in measure.statistics {
                let scopes = ScopeKind.allCases.filter {
                    Grain(Settings([:])).publishes(
                        statistic, of: measure, in: sheet, scope: $0, isPart: false, period: .quarter)
                }
                #expect(scopes == [.organization])
            }
        }
    }
}
