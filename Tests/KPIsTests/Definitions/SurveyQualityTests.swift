import Domain
import TestValues
import Testing

@testable import KPIs

@Suite("Coefficients of scales, and what disclosure asks of who answered")
struct SurveyQualityTests {
    private func answer(
        _ survey: String, _ token: String, _ item: String, _ score: Double, on scale: (Double, Double) = (0, 4),
        team: String? = "amber"
    ) -> Organization.Answer {
        let names = item.split(separator: "/").map(String.init)
        return .init(
            survey: survey, token: token, instrument: names[0], item: names[1], score: score, scaleMin: scale.0,
            scaleMax: scale.1, submittedAt: at("2026-02-10"), team: team)
    }

    /// Half of the people answer every item with the lowest value, half with the highest, but for the items that they all
    /// answer with the lowest.
    private func halves(of people: Int, _ scale: SurveyItems.Scale, alike: Set<String> = []) -> Organization {
        var organization = Organization(from: "2026-02-01", to: "2026-03-01")
        for person in 0..<people {
            for item in scale.items {
                let isHigh = !person.isMultiple(of: 2) && !alike.contains(item)
                let score: Double = isHigh != scale.reversed.contains(item) ? 4 : 0
                organization.answers.append(answer("spring", "t\(person)", item, score))
            }
        }
        return organization
    }

    private func alpha(_ organization: Organization, _ scale: String) -> Figure? {
        organization.figure("survey_quality", "alpha", "alpha", breakdown: Breakdown("scale", scale))
    }

    @Test("Alpha is 1 where all items of a scale say the same, if reversed ones are turned, and 30 people are enough")
    func reversed() throws {
        let figure = try #require(alpha(halves(of: 30, SurveyItems.burnoutAtWork), "cbi_work"))
        #expect(agree(figure.estimate, Estimate(1)) && figure.n == 30 && figure.coverage == 1)
    }

    @Test("Where three of six items vary, and together, alpha is 6/5 · (1 - 3/9)")
    func threeOfSix() throws {
        let organization = halves(of: 31, SurveyItems.burnoutByClients, alike: ["cbi/c4", "cbi/c5", "cbi/c6"])
        let figure = try #require(alpha(organization, "cbi_client"))
        #expect(agree(figure.estimate, Estimate(0.8)) && figure.n == 31)
    }

    @Test("Of 29 complete cases there is no alpha, nor where everybody answers alike")
    func none() throws {
        var organization = halves(of: 30, SurveyItems.burnoutAtWork)
        organization.answers.removeFirst()
        let few = try #require(alpha(organization, "cbi_work"))
        #expect(few.estimate == .none && few.n == 29 && agree(few.coverage, 29.0 / 30) && few.refusal == nil)
        let all = halves(of: 40, SurveyItems.burnoutAtWork, alike: Set(SurveyItems.burnoutAtWork.items))
        let alike = try #require(alpha(all, "cbi_work"))
        #expect(alike.estimate == .none && alike.n == 40)
    }

    private func asked(_ invited: [(survey: String, team: String?, count: Int)], answered: [String: Int])
        -> Organization
    {
        var organization = Organization(from: "2026-02-01", to: "2026-03-01")
        for (survey, count) in answered {
            for token in 0..<count { organization.answers.append(answer(survey, "t\(token)", "pulse/mood", 3)) }
        }
        organization.others["survey_invitations"] = invited.map { row in
            var fields = ["survey_id": row.survey, "invited": "\(row.count)"]
            fields["team_id"] = row.team
            return fields
        }
        return organization
    }

    private func response(_ organization: Organization, _ scope: Scope = .organization) -> Figure? {
        organization.figure("survey_quality", "response", "ratio", scope: scope)
    }

    @Test(
        "On the sides of a response are who answered and who didn't, of several surveys those of which there are most")
    func sides() throws {
        let organization = asked(
            [("spring", "amber", 9), ("summer", "amber", 6)], answered: ["spring": 7, "summer": 2])
        let figure = try #require(response(organization))
        #expect(agree(figure.estimate.value, 9.0 / 15) && figure.n == 15 && figure.contributors.people == 9)
        #expect(figure.exposure.sides == .init(before: 7, after: 4))
    }

    @Test("Nobody is on the other side where more answered than were invited")
    func aboveOne() throws {
        let figure = try #require(response(asked([("spring", "amber", 3)], answered: ["spring": 5])))
        #expect(figure.estimate == Estimate(5.0 / 3) && figure.exposure.sides == .init(before: 5, after: 0))
    }

    @Test("Outside of a team are those who were invited elsewhere, or answered where nobody is known to be invited")
    func outside() throws {
        var organization = asked([("spring", "amber", 9), ("spring", "birch", 4)], answered: ["spring": 6])
        let amber = try #require(response(organization, Scope(.team, "amber")))
        #expect(amber.exposure.outside.organization == RoleCounts(4))
        organization = asked([("spring", "amber", 9)], answered: ["spring": 6])
        for token in 0..<2 {
            organization.answers.append(answer("spring", "u\(token)", "pulse/mood", 3, team: "coral"))
        }
        let alone = try #require(response(organization, Scope(.team, "amber")))
        #expect(alone.exposure.outside.organization == RoleCounts(2))
    }

    @Test("One more answer changes a digest, and what was said doesn't")
    func digest() throws {
        let organization = asked([("spring", "amber", 9)], answered: ["spring": 6])
        let digest = try #require(response(organization)).contributors.digest
        var other = organization
        for index in other.answers.indices { other.answers[index].score = 1 }
        #expect(try #require(response(other)).contributors.digest == digest)
        other.answers.append(answer("spring", "u", "pulse/mood", 3))
        let differences = try #require(response(other)).contributors.digest.differences(from: digest)
        #expect((1...SurveyQuality.sheet.bucketsPerPerson).contains(differences))
    }

    @Test("A survey to which a thousand million were invited is no trouble")
    func many() throws {
        let figure = try #require(response(asked([("spring", nil, 1_000_000_000)], answered: ["spring": 1])))
        #expect(figure.n == 1_000_000_000 && figure.estimate.value == 1e-9)
    }
}
