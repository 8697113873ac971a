import Domain
import Testing

@testable import KPIs

@Suite("What disclosure asks of the overload index's validity")
struct OverloadValidityTests {
    private static let id = OverloadValidity.sheet.id
    private static let teams = (0..<12).map { "team \($0)" }

    /// Two people in each team, who answered; one helps after hours on as many days as the team's number.
    private var organization: Organization {
        var organization = Organization(from: "2026-02-01", to: "2026-03-01")
        organization.calendars = ["days": .week("09:00", "17:00")]
        for (number, team) in Self.teams.enumerated() {
            organization.teams[team] = [.init(department: number < 6 ? "north" : "south", calendar: "days")]
            for person in ["\(team)'s", "\(team)'s colleague"] {
                organization.people[person] = Organization.Spell.employed(from: "2025-01-01", team: team)
            }
            for day in 0...number { organization.contributions.append(piece("\(team)'s", day)) }
            organization.answers += sheet("\(team) a", team, Double(number % 5))
            organization.answers += sheet("\(team) b", team, Double(number * 3 % 5))
        }
        return organization
    }

    private func piece(_ helper: String, _ day: Int) -> Organization.Contribution {
        .init(helper: helper, startedAt: at(date("2026-02-02").advanced(byDays: day).description, hours: 18))
    }

    private func sheet(_ token: String, _ team: String?, _ score: Double) -> [Organization.Answer] {
        (1...4).map {
            .init(
                survey: "winter", token: token, instrument: "cbi", item: "w\($0)", score: score, scaleMin: 0,
                scaleMax: 4, submittedAt: at("2026-02-20"), team: team)
        }
    }

    private func figure(_ statistic: String, _ change: (inout Organization) -> Void = { _ in }) -> Figure? {
        var organization = organization
        change(&organization)
        return organization.figure(Self.id, "default", statistic)
    }

    @Test("Figures are the organization's alone, and ask for ten people")
    func scopes() {
        let figures = organization.figures[Self.id] ?? [:]
        #expect(figures.keys.map(\.scope) == [.organization, .organization])
        for statistic in OverloadValidity.sheet.measures.flatMap(\.statistics) {
            #expect(statistic.leastPeople == 10 && statistic.audience == .organization)
        }
    }

    @Test("Behind the correlation are helpers and those who answered in teams that have both, behind stability helpers")
    func behind() throws {
        let whole = try #require(figure("spearman"))
        #expect(whole.n == 12 && whole.contributors.roles == RoleCounts(12, 24) && whole.estimate.value != nil)
        // A team without a helper, another without an answer.
        let change: (inout Organization) -> Void = {
            $0.contributions.removeAll { $0.helper == "team 3's" }
            $0.answers.removeAll { $0.team == "team 7" }
        }
        let fewer = try #require(figure("spearman", change))
        #expect(fewer.n == 10 && fewer.contributors.roles == RoleCounts(10, 20) && fewer.coverage == 1)
        #expect(try #require(figure("stability", change)).n == 11)
    }

    @Test("Of nine teams, or of nine helpers, there is no figure")
    func tooFew() throws {
        let nine: (inout Organization) -> Void = { organization in
            organization.answers.removeAll { Self.teams[9...].contains($0.team ?? "") }
        }
        let answered = try #require(figure("spearman", nine))
        #expect(answered.n == 9 && answered.estimate == .none && answered.refusal == nil)
        #expect(try #require(figure("stability", nine)).estimate.value != nil)
        let helped = try #require(
            figure("stability") { organization in
                organization.contributions.removeAll { Self.teams[9...].contains(String($0.helper.dropLast(2))) }
            })
        #expect(helped.n == 9 && helped.estimate == .none)
    }

    @Test("Tokens that get other names change nothing; who answers or helps otherwise shows, and as few")
    func digest() throws {
        func digest(_ change: (inout Organization) -> Void = { _ in }) throws -> Contributors.Digest {
            let figure = self.figure("spearman", change)
            return try #require(figure).contributors.digest
        }
        let before = try digest()
        let renamed = try digest { organization in
            for index in organization.answers.indices { organization.answers[index].token += " too" }
        }
        #expect(renamed == before)
        let answered = try digest { $0.answers[0].score = 4 }
        #expect((1...OverloadValidity.sheet.bucketsPerPerson).contains(before.differences(from: answered)))
        let helped = try digest { $0.contributions.append(piece("team 0's", 20)) }
        #expect(before.differences(from: helped) == 1)
    }
}
