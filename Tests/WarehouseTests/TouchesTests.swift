import Domain
import TestSupport
import Testing

@testable import Warehouse

/// Which months a change marks, by the ways of touching that datasets declare. Today is 2026-11-01.
@Suite struct TouchesTests {
    /// `first` is loaded and its marks forgotten, so that what follows is neither the first row nor a column's first value.
    private func marks(
        _ dataset: Dataset, after first: [[String: String]], _ then: [[String: String]],
        people: [[String: String]] = [],
        teams: [[String: String]] = []
    ) async throws -> [String] {
        try await MigratedDatabase.with { database in
            // Makes a unit of each year from 2024 on.
            try await database.load(Datasets.helpRequests, [["request_id": "unit", "opened_at": "2024-01-01"]])
            if !people.isEmpty { try await database.load(Datasets.people, people) }
            if !teams.isEmpty { try await database.load(Datasets.teams, teams) }
            try await database.load(dataset, first)
            try await database.run("DELETE FROM mutuality.mark")
            try await database.load(dataset, then)
            #expect(try await database.failuresOfSQLTests().isEmpty)
            return try await database.markedMonths(dataset)
        }
    }

    @Test("Instants: the months from the first to the last, of the old row and of the new one")
    func instants() async throws {
        func thanks(_ instant: String) -> [[String: String]] {
            [["recognition_id": "r", "giver_id": "a", "receiver_id": "b", "given_at": instant]]
        }
        let months = try await marks(Datasets.recognitions, after: thanks("2026-03-31T23:59"), thanks("2026-06-01"))
        #expect(months == ["2026: 3 6"])
    }

    @Test("Onward from an instant: from the earlier of old and new on")
    func onwardFromInstant() async throws {
        func help(_ instant: String, minutes: String = "5") -> [[String: String]] {
            [["contribution_id": "c", "helper_id": "a", "started_at": instant, "minutes": minutes]]
        }
        let earlier = try await marks(
            Datasets.helpContributions, after: help("2026-09-30T23:59"), help("2026-08-01"))
        #expect(earlier == ["2026: 8 9 10 11"])
        let corrected = try await marks(
            Datasets.helpContributions, after: help("2026-10-31"), help("2026-10-31", minutes: "6"))
        #expect(corrected == ["2026: 10 11"])
    }

    @Test("Onward from a date: a holiday taken back changes what came after it")
    func onwardFromDate() async throws {
        let office = ["calendar_id": "office", "holiday": "2026-01-01"]
        let added = try await marks(
            Datasets.calendarHolidays, after: [office], [office, ["calendar_id": "office", "holiday": "2026-09-09"]])
        #expect(added == ["2026: 9 10 11"])
        let gone = try await marks(
            Datasets.calendarHolidays, after: [office, ["calendar_id": "office", "holiday": "2026-10-10"]], [office])
        #expect(gone == ["2026: 10 11"])
    }

    @Test("Dates: to the last day's month; without one up to now; of a group just the rows that differ")
    func dates() async throws {
        func agreement(_ hours: String, _ from: String, _ to: String? = nil) -> [String: String] {
            var row = ["agreement_id": "g", "person_id": "a", "hours_per_week": hours, "valid_from": from]
            row["valid_to"] = to
            return row
        }
        let past = agreement("1", "2025-01-01", "2025-03-01")
        let lasting = try await marks(
            Datasets.agreements, after: [past, agreement("2", "2026-09-15")], [past, agreement("3", "2026-09-15")])
        #expect(lasting == ["2026: 9 10 11"])
        let over = try await marks(
            Datasets.agreements, after: [past, agreement("2", "2026-09-15")],
            [agreement("2", "2025-01-01", "2025-03-01"), agreement("2", "2026-09-15")])
        // From two days before: people's dates begin earlier where their zone is ahead.
        #expect(over == ["2024: 12", "2025: 1 2 3"])
    }

    @Test("Dates without a first one begin with the first unit")
    func datesFromEver() async throws {
        let months = try await marks(
            Datasets.agreementBoundaries,
            after: [["agreement_id": "g", "weekday": "1", "valid_from": "2026-01-01", "valid_to": "2026-02-01"]],
            [["agreement_id": "h", "weekday": "2", "valid_to": "2025-02-01"]])
        #expect(months == ["2024: 1 2 3 4 5 6 7 8 9 10 11 12", "2025: 1 2"])
    }

    @Test("Employment: from the separation on, or from the leaving that people names where that is earlier")
    func employment() async throws {
        func separation(_ day: String, _ person: String = "p", type: String = "voluntary") -> [[String: String]] {
            [["person_id": person, "left_on": day, "separation_type": type]]
        }
        let other = separation("2024-02-01", "other")
        let people = [
            ["person_id": "p", "joined_on": "2020-01-01", "left_on": "2026-08-10"],
            ["person_id": "q", "joined_on": "2020-01-01"],
        ]
        let later = try await marks(Datasets.turnover, after: other, separation("2026-10-05"), people: people)
        #expect(later == ["2026: 8 9 10 11"])
        let earlier = try await marks(Datasets.turnover, after: other, separation("2026-07-05"), people: people)
        #expect(earlier == ["2026: 7 8 9 10 11"])
        let stillHere = try await marks(Datasets.turnover, after: other, separation("2026-10-05", "q"), people: people)
        #expect(stillHere == ["2026: 10 11"])
        let unknown = try await marks(Datasets.turnover, after: other, separation("2026-10-05", "x"), people: people)
        #expect(unknown == ["2026: 10 11"])
        let relabelled = try await marks(
            Datasets.turnover, after: separation("2026-09-30", "q"), separation("2026-09-30", "q", type: "other"),
            people: people)
        #expect(relabelled == ["2026: 9 10 11"])
    }

    @Test(
        "A whole group: one late, lost or changed answer marks the months of all answers of its survey, and no other's")
    func wholeGroup() async throws {
        let march = Company.answer("s", "t", "2026-03-31T23:59", score: "5")
        let june = Company.answer("s", "u", "2026-06-01", score: "5")
        let other = Company.answer("other", "t", "2026-01-15", score: "5")
        let late = Company.answer("s", "v", "2026-08-01", score: "5")
        #expect(try await marks(surveys, after: [march, june, other], [march, june, other]).isEmpty)
        #expect(try await marks(surveys, after: [march, june, other], [march, june, late, other]) == ["2026: 3 6 8"])
        #expect(try await marks(surveys, after: [march, june, late, other], [march, june]) == ["2026: 3 6 8"])
        let changed = march.merging(["score": "6"]) { $1 }
        #expect(try await marks(surveys, after: [march, june, other], [other, changed, june]) == ["2026: 3 6"])
        let newer = [march, june].map { $0.merging(["updated_at": "2026-10-01"]) { $1 } }
        let old = [march, june].map { $0.merging(["updated_at": "2026-09-01"]) { $1 } }
        #expect(try await marks(surveys, after: old, newer).isEmpty)
    }

    private let surveys = Datasets.satisfaction

    @Test("A survey's first answer dates the colleagues that were named in it, and until then they counted always")
    func datedBySurvey() async throws {
        func marked(
            _ dataset: Dataset, named survey: String, after first: [[String: String]], _ then: [[String: String]]
        )
            async throws -> [String]
        {
            try await MigratedDatabase.with { database in
                try await database.load(Datasets.helpRequests, [["request_id": "unit", "opened_at": "2026-01-01"]])
                try await database.load(
                    Datasets.supportTies,
                    [["survey_id": survey, "person_id": "a", "colleague_id": "b", "kind": "emotional"]])
                try await database.load(dataset, first)
                try await database.run("DELETE FROM mutuality.mark")
                try await database.load(dataset, then)
                return try await database.markedMonths(dataset)
            }
        }
        let march = Company.answer("s", "t", "2026-03-31", score: "5")
        let june = Company.answer("s", "u", "2026-06-01", score: "5")
        let other = Company.answer("other", "t", "2026-01-15", score: "5")
        #expect(
            try await marked(surveys, named: "s", after: [other], [march]) == ["2026: 1 2 3 4 5 6 7 8 9 10 11"])
        #expect(try await marked(surveys, named: "s", after: [other, march], [march, june]) == ["2026: 3 6"])
        #expect(try await marked(surveys, named: "of nobody", after: [other], [march]) == ["2026: 3"])
    }

    @Test("Calendars: from the first day on which a team or a person works by them")
    func calendars() async throws {
        let monday = ["calendar_id": "c", "weekday": "1", "starts": "09:00", "ends": "17:00"]
        let changed = [monday.merging(["ends": "18:00"]) { $1 }]
        func months(_ people: [[String: String]] = [], teams: [[String: String]] = []) async throws -> [String] {
            try await marks(Datasets.calendars, after: [monday], changed, people: people, teams: teams)
        }
        #expect(try await months().isEmpty)
        #expect(try await months(teams: [["team_id": "t", "calendar_id": "other"]]).isEmpty)
        let year = "1 2 3 4 5 6 7 8 9 10 11 12"
        #expect(
            try await months(teams: [["team_id": "t", "calendar_id": "c"]])
                == ["2024: \(year)", "2025: \(year)", "2026: 1 2 3 4 5 6 7 8 9 10 11"])
        let person = ["person_id": "p", "joined_on": "2026-09-15", "calendar_id": "c"]
        let later = ["team_id": "t", "calendar_id": "c", "valid_from": "2026-10-10"]
        #expect(try await months([person], teams: [later]) == ["2026: 9 10 11"])
    }

    @Test("Another name of a team marks nothing, though it is stored, nor does the first one; what else changes does")
    func names() async throws {
        func desk(_ name: String?, department: String = "it") -> [[String: String]] {
            var row = ["team_id": "desk", "department_id": department, "valid_from": "2026-09-15"]
            row["name"] = name
            return [row]
        }
        #expect(try await marks(Datasets.teams, after: desk("Desk"), desk("Service desk")).isEmpty)
        #expect(try await marks(Datasets.teams, after: desk(nil), desk("Desk")).isEmpty)
        #expect(try await marks(Datasets.teams, after: desk("Desk"), desk(nil)).isEmpty)
        #expect(
            try await marks(Datasets.teams, after: desk("Desk"), desk("Desk", department: "hr"))
                == ["2026: 9 10 11"])
        try await MigratedDatabase.with { database in
            try await database.load(Datasets.teams, desk("Desk"))
            let again = try await database.load(Datasets.teams, desk("Service desk"))
            #expect(again.updated == 1 && again.inserted == 0)
            #expect(
                try await database.texts("SELECT name FROM mutuality_facts.team") == [#"{"name":"Service desk"}"#])
            #expect(
                try await database.number(
                    "SELECT count(*) FROM mutuality.presence WHERE dataset = 'teams' AND column_name = 'name'") == 0)
        }
    }

    @Test("Everything: all that there is, from the first unit to now")
    func everything() async throws {
        func invited(_ number: String) -> [[String: String]] { [["survey_id": "s", "invited": number]] }
        let months = try await marks(Datasets.surveyInvitations, after: invited("5"), invited("6"))
        let year = "1 2 3 4 5 6 7 8 9 10 11 12"
        #expect(months == ["2024: \(year)", "2025: \(year)", "2026: 1 2 3 4 5 6 7 8 9 10 11"])
    }
}
