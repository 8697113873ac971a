import Domain
import Testing

@testable import KPIs

@Suite("What a sheet says of its statistics")
struct RuleWordsTests {
    @Test("names the rule that rules of disclosure apply to answers and sums")
    func rules() {
        var told: Set<String> = []
        for seed in UInt64(1)...20 {
            let view = Organization.random(seed: seed).view
            for kpi in Catalog.all {
                for figure in kpi.figures(in: view) where figure.exposure.sum != nil {
                    guard let statistic = kpi.sheet.statistic(of: figure.cell) else { continue }
                    let name = "\(kpi.sheet.id) \(figure.cell.measure) \(statistic.id)"
                    switch statistic.minimum {
                    case .variety:
                        #expect(statistic.alsoTakes?.contains("half of the scale's length away") == true, "\(name)")
                    case .people: #expect(statistic.alsoTakes == Sheet.Statistic.takesRestOfSum, "\(name)")
                    // These don't ask what a sum is made of.
                    case .headcount, .bothSides, .coded: continue
                    }
                    told.insert(name)
                }
            }
        }
        #expect(told.contains("burnout_inventory work mean"))
        #expect(told.contains("capacity_use default ratio"))
    }

    private func statistic(_ sheet: Sheet, _ measure: String, _ statistic: String) throws -> Sheet.Statistic {
        try #require(
            sheet.statistic(of: Cell(measure: measure, scope: .organization, breakdown: .none, statistic: statistic)))
    }

    @Test(
        "is in sentences: of a mean of answers that a small team near an end is hidden, of leavers that it takes both groups"
    )
    func sentences() throws {
        let burnout = try statistic(BurnoutInventory.sheet, "work", "mean").rule(least: 5)
        #expect(
            burnout.hasPrefix("It takes 5 people, 3 of whom differ from what most of the others have."))
        #expect(burnout.contains(" A small team near either end of the scale, the best or the worst, is hidden: "))
        let exits = try statistic(ExitRateBySupport.sheet, "received", "rate_ratio").rule(least: 7)
        #expect(
            exits
                == "It takes 7 people in every role. As many have to have left in each of the two groups, while both were there."
        )
        let median = try statistic(TimeToResolve.sheet, "first_close_elapsed", "p50").rule(least: 5)
        #expect(median == "It takes 5 people in every role, and 5 on each side of what it tells.")
    }

    @Test(
        "tells why there is no value: by n where n counts what it takes",
        arguments: [
            (
                OverloadValidity.sheet, "default", "spearman", 7,
                "it takes 10 teams with both an index and a burnout score, and there are 7"
            ),
            (OverloadValidity.sheet, "default", "spearman", 10, "in one of the two all teams are alike"),
            (
                OverloadValidity.sheet, "default", "spearman", nil,
                "there are fewer than 10 teams with both an index and a burnout score, or in one of the two all teams are alike"
            ),
            (
                SurveyQuality.sheet, "alpha", "alpha", 1,
                "it takes 30 people who answered every item of the scale, and there is 1"
            ),
            (
                CoverInAbsence.sheet, "away", "ratio", 400,
                "there are fewer than 5 teams with requests of both kinds of days"
            ),
            (RewardGap.sheet, "amount", "spearman", 12, "all hours, or all rewards, are alike"),
            (Reopened.sheet, "default", "ratio", 3, "there is nothing to divide by"),
        ] as [(Sheet, String, String, Int?, String)])
    func reasons(_ sheet: Sheet, _ measure: String, _ id: String, _ n: Int?, _ reason: String) throws {
        #expect(try statistic(sheet, measure, id).whyNotEstimated(n: n) == reason)
    }
}
