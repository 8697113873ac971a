import Domain
import TestSupport
import TestValues
import Testing

@testable import Warehouse

/// What follows of a row from rows of other datasets, read for May 2026.
@Suite struct PracticesReadingTests {
    @Test("A meeting has its pair's people, kind and first day, and none where its source has no such pair")
    func meetings() async throws {
        try await MigratedDatabase.with { database in
            let pair = [
                "pairing_id": "p", "supporter_id": "ann", "supported_id": "bob", "kind": "buddy",
                "valid_from": "2026-05-01",
            ]
            try await database.load(Datasets.pairings, [pair])
            func meeting(_ pair: String, _ planned: String) -> [String: String] {
                ["pairing_id": pair, "planned_at": planned, "held_at": planned]
            }
            try await database.load(
                Datasets.pairMeetings, [meeting("p", "2026-05-02"), meeting("of nobody", "2026-05-03")])
            try await database.load(Datasets.pairMeetings, [meeting("p", "2026-05-04")], source: "another")
            let facts = try await database.facts(from: "2026-05-01", to: "2026-06-01")
            let rows = facts.rows(of: Datasets.pairMeetings).sorted {
                facts[PairMeetings.plannedAt][$0] < facts[PairMeetings.plannedAt][$1]
            }
            #expect(rows.map { facts[PairMeetings.heldAt][$0] } == ["02", "03", "04"].map { at("2026-05-\($0)") })
            #expect(rows.map { facts.symbols[facts[PairMeetings.kind][$0]] } == ["buddy", nil, nil])
            #expect(rows.map { facts[PairMeetings.supporter][$0].isKnown } == [true, false, false])
            #expect(rows.first.map { facts[PairMeetings.pairedFrom][$0] } == LocalDate("2026-05-01"))
            #expect(
                rows.first.map { facts[PairMeetings.supporter][$0] }
                    != rows.first.map { facts[PairMeetings.supported][$0] })
        }
    }

    @Test("Named colleagues are dated by the last answer to their survey, in whatever time; without one by none")
    func supportTies() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(
                Datasets.satisfaction,
                [
                    Company.answer("spring", "t", "2026-03-01", score: "5"),
                    Company.answer("spring", "u", "2026-06-03", score: "5"),
                ])
            func tie(_ survey: String) -> [String: String] {
                ["survey_id": survey, "person_id": "ann", "colleague_id": "bob", "kind": "emotional"]
            }
            try await database.load(Datasets.supportTies, [tie("spring"), tie("autumn")])
            let facts = try await database.facts(from: "2026-05-01", to: "2026-06-01")
            let answered = facts.rows(of: Datasets.supportTies).map { facts[SupportTies.answeredAt][$0] }
            #expect(answered.sorted() == [at("2026-06-03"), .never])
        }
    }

    @Test(
        "Invitations name the survey that answers of their source name, and no team or department where none is given")
    func invitations() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(
                Datasets.satisfaction, [Company.answer("spring", "t", "2026-05-02", score: "5")])
            let invited = [
                ["survey_id": "spring", "team_id": "web", "invited": "40"],
                ["survey_id": "spring", "department_id": "lab", "invited": "2"],
                ["survey_id": "spring", "invited": "1000000000"],
            ]
            try await database.load(Datasets.surveyInvitations, invited)
            try await database.load(
                Datasets.surveyInvitations, [["survey_id": "spring", "invited": "7"]], source: "another")
            let facts = try await database.facts(from: "2026-05-01", to: "2026-06-01")
            let rows = facts.rows(of: Datasets.surveyInvitations).sorted {
                facts[SurveyInvitations.invited][$0] < facts[SurveyInvitations.invited][$1]
            }
            func texts(_ column: Column<Kind.Symbol>) -> [String?] { rows.map { facts.symbols[facts[column][$0]] } }
            #expect(rows.map { facts[SurveyInvitations.invited][$0] } == [2, 7, 40, 1_000_000_000])
            #expect(texts(SurveyInvitations.team) == [nil, nil, "web", nil])
            #expect(texts(SurveyInvitations.department) == ["lab", nil, nil, nil])
            let answered = facts.rows(of: Datasets.satisfaction).map { facts[Satisfaction.survey][$0] }
            #expect(
                rows.map { answered.contains(facts[SurveyInvitations.survey][$0]) } == [true, false, true, true])
        }
    }
}
