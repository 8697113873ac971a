import Domain
import TestSupport
import Testing

@testable import Warehouse

@Suite("A load says what of it says nothing, since another dataset writes it in another way")
struct UnmetNamesTests {
    private func answer(_ survey: String, team: String = "amber") -> [String: String] {
        [
            "survey_id": survey, "response_token": "t", "instrument": "enps", "item": "recommend", "score": "9",
            "scale_min": "0", "scale_max": "10", "submitted_at": "2026-05-01", "team_id": team,
        ]
    }

    private func requests(_ people: String...) -> [[String: String]] {
        people.map { ["request_id": $0, "opened_at": "2026-05-01", "requester_id": $0] }
    }

    private func people(_ people: String...) -> [[String: String]] {
        people.map { ["person_id": $0, "joined_on": "2026-01-01"] }
    }

    private func invitation(_ survey: String) -> [String: String] { ["survey_id": survey, "invited": "9"] }

    @Test(
        "Surveys that people were invited to and nobody answered, while answers are of others, after a load of either")
    func surveys() async throws {
        try await MigratedDatabase.with { database in
            func invite(_ surveys: String..., source: String = "desk") async throws -> [UnmetNames] {
                try await database.load(Datasets.surveyInvitations, surveys.map(invitation), source: source).unmet
            }
            #expect(try await invite("Spring 2026", "autumn 2025").isEmpty, "nobody answered anything yet")
            let answered = try await database.load(
                Datasets.satisfaction, ["spring 2026", "winter", "summer"].map { answer($0) }
            ).unmet
            #expect(answered.map(\.dataset) == ["survey_invitations"])
            #expect(answered.first?.names == ["Spring 2026", "autumn 2025"])
            #expect(answered.first?.others == ["spring 2026"], "those that are like them, where there are any")
            #expect(try await invite("spring 2026", source: "form").first?.others == ["spring 2026"], "another source")
            // Of autumn nobody answered; who could have been meant by it are the others without invitations.
            #expect(try await invite("spring 2026", "Spring 2026").first?.others == ["summer", "winter"])
            #expect(try await invite("summer", "winter").isEmpty, "autumn's answers may come yet")
        }
    }

    @Test("Calendars that no team and no person names, after a load of calendars")
    func calendars() async throws {
        try await MigratedDatabase.with { database in
            func load() async throws -> [UnmetNames] {
                try await database.load(
                    Datasets.calendars,
                    ["office", "night"].map {
                        ["calendar_id": $0, "weekday": "1", "starts": "09:00", "ends": "17:00"]
                    }
                ).unmet
            }
            let unused = try await load()
            #expect(unused.map(\.names) == [["night", "office"]] && unused.map(\.others) == [[]])
            try await database.load(
                Datasets.teams, [["team_id": "amber", "calendar_id": "Office", "valid_from": "2026-01-01"]])
            try await database.load(
                Datasets.people, [["person_id": "p", "joined_on": "2026-01-01", "calendar_id": "night"]])
            let left = try await load()
            #expect(left.map(\.names) == [["office"]] && left.map(\.others) == [["Office"]])
            try await database.load(
                Datasets.teams, [["team_id": "birch", "calendar_id": "office", "valid_from": "2026-01-01"]])
            #expect(try await load().isEmpty)
        }
    }

    @Test("Of teams how many are in teams or people, where these name any and lack some")
    func teams() async throws {
        try await MigratedDatabase.with { database in
            func load(_ teams: String...) async throws -> [Meeting] {
                let rows = teams.enumerated().map { number, team in answer("s\(number)", team: team) }
                return try await database.load(Datasets.satisfaction, rows).meetings
            }
            #expect(try await load("amber").isEmpty)
            try await database.load(Datasets.teams, [["team_id": "amber", "valid_from": "2026-01-01"]])
            try await database.load(
                Datasets.people, [["person_id": "p", "joined_on": "2026-01-01", "team_id": "birch"]])
            #expect(try await load("amber", "birch").isEmpty)
            let some = try await load("amber", "Birch team", "Cedar team")
            #expect(some.map(\.dataset) == ["satisfaction"] && some.map(\.column) == ["team_id"])
            #expect(some.map(\.inTeams) == [1] && some.map(\.named) == [3] && some.map(\.isDoubtful) == [true])
            let request = ["request_id": "r", "opened_at": "2026-05-01", "team_id": "Amber"]
            #expect(try await database.load(Datasets.helpRequests, [request]).meetings.map(\.inTeams) == [0])
        }
    }

    @Test("Of people how many would meet if case and blanks didn't count, whichever of the two files comes last")
    func people() async throws {
        try await MigratedDatabase.with { database in
            #expect(try await database.load(Datasets.people, people("ann@x", "BO@X", "cy x", "dora")).butForCase == 0)
            // Of eve nobody has heard, dora meets.
            let asked = try await database.load(
                Datasets.helpRequests, requests("Ann@X", "bo@x", "Cy x", "eve", "dora"))
            #expect(asked.meetings.map(\.inPeople) == [1] && asked.butForCase == 3)
            let other = try await database.load(Datasets.helpRequests, requests("Dora"), source: "other")
            #expect(other.butForCase == 0, "another source's ids are other people")
        }
        try await MigratedDatabase.with { database in
            try await database.load(Datasets.helpRequests, requests("ann@x", "bo"))
            #expect(try await database.load(Datasets.people, people("Ann@X", "bo")).butForCase == 1)
        }
    }
}
