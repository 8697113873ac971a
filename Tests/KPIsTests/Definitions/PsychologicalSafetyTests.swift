import Domain
import TestValues
import Testing

@testable import KPIs

@Suite("What disclosure asks of psychological safety")
struct PsychologicalSafetyTests {
    /// What each person answers to all items but the reversed, which say the opposite; `nil` is left out. By team.
    private func organization(_ teams: [String?: [[Double?]]]) -> Organization {
        var organization = Organization(from: "2026-02-01", to: "2026-03-01")
        for (team, people) in teams {
            for (number, scores) in people.enumerated() {
                for (item, score) in zip(SurveyItems.psychologicalSafety.items, scores) {
                    guard let score else { continue }
                    let isReversed = SurveyItems.psychologicalSafety.reversed.contains(item)
                    let names = item.split(separator: "/").map(String.init)
                    organization.answers.append(
                        .init(
                            survey: "spring", token: "\(team ?? "") \(number)", instrument: names[0], item: names[1],
                            score: isReversed ? 8 - score : score, scaleMin: 1, scaleMax: 7,
                            submittedAt: at("2026-02-10"), team: team))
                }
            }
        }
        return organization
    }

    private func all(_ score: Double) -> [Double?] { Array(repeating: score, count: 7) }

    @Test("Behind the agreement are those who answered all items, behind the ICC those whose team is known")
    func behind() throws {
        let organization = organization([
            "amber": [all(6), all(6), [5, nil, nil, nil, nil, nil, nil]], "birch": [all(3)], nil: [all(2)],
        ])
        func figure(_ statistic: String) throws -> Figure {
            try #require(organization.figure("psychological_safety", "default", statistic))
        }
        #expect(try figure("mean").contributors.people == 5 && figure("rwg").contributors.people == 4)
        #expect(try figure("icc1").contributors.people == 4 && figure("icc1").n == 4)
        #expect(try figure("mean").coverage == 1 && figure("icc1").coverage == 1)
    }

    @Test(
        "On both sides of the mean and of the agreement are who doesn't answer as most do, of the ICC as most of their team do"
    )
    func sides() throws {
        let organization = organization([
            "amber": [all(6), all(6), all(6), all(2), all(3), [1, nil, nil, nil, nil, nil, nil]]
        ])
        let mean = try #require(organization.figure("psychological_safety", "default", "mean"))
        let rwg = try #require(organization.figure("psychological_safety", "default", "rwg"))
        #expect(mean.exposure.sides == .init(before: 3, after: 3) && rwg.exposure.sides == .init(before: 2, after: 2))
        let teams = self.organization(["amber": [all(6), all(6), all(5)], "birch": [all(2), all(2)]])
        let icc = try #require(teams.figure("psychological_safety", "default", "icc1"))
        #expect(icc.exposure.sides == .init(before: 1, after: 1))
    }

    @Test("Agreement and the ICC ask for ten people, and teams have no ICC")
    func minimums() {
        for statistic in PsychologicalSafety.sheet.measures[0].statistics.dropFirst() {
            #expect(statistic.leastPeople == 10)
        }
        let organization = organization(["amber": [all(6), all(2)], "birch": [all(3), all(3)]])
        let team = Scope(.team, "amber")
        #expect(organization.figure("psychological_safety", "default", "icc1", scope: team) == nil)
        #expect(organization.figure("psychological_safety", "default", "rwg", scope: team) != nil)
    }

    @Test("Where too few teams are known all who answered anything are in the n of a refused agreement")
    func refused() throws {
        let few: [Double?] = [1, nil, nil, nil, nil, nil, nil]
        let organization = organization(["amber": [all(6), few], nil: [all(2), all(3), all(4)]])
        let figure = try #require(
            organization.figure("psychological_safety", "default", "rwg", scope: Scope(.team, "amber")))
        #expect(figure.refusal == .lowCoverage && figure.n == 2 && agree(figure.coverage, 2.0 / 5))
    }
}
