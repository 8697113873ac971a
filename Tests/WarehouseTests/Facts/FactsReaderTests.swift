import Domain
import Postgres
import TestSupport
import TestValues
import Testing

@testable import Warehouse

/// What is read back of `Company` for May 2026, written down by hand.
@Suite struct FactsReaderTests {
    @Test("Every dataset is read back as columns: within the window, people and texts by name")
    func everything() async throws {
        let words = try await MigratedDatabase.with { database in
            try await database.loadCompany()
            #expect(try await database.failuresOfSQLTests().isEmpty)
            return try await database.factsInWords()
        }
        #expect(
            words.requests == [
                "ann bob web emotional chat high 2026-05-01T00:00 2026-05-01T01:00 2026-05-01T02:00 2026-05-03T00:00 "
                    + "2026-05-04T00:00 2026-05-05T00:00 12.5 yes 2026-05-05T00:00 2026-04-30T00:00",
                "cat - - - - - 2026-05-02T00:00 - - - - - - - - 2026-06-01T00:00",
                "dan - - - - - 2026-05-03T00:00 - 2026-05-04T00:00 - - - - - 2026-05-04T00:00 -",
                "fay - - - - - 2026-05-03T00:00 2026-05-06T00:00 2026-05-04T00:00 - - - - - 2026-05-06T00:00 -",
            ])
        #expect(
            words.waits == [
                "ann 2026-05-01T00:00 2026-05-01T00:30 2026-05-01T00:45",
                "cat 2026-05-02T00:00 2026-05-03T00:00 2026-05-04T00:00", "cat 2026-05-02T00:00 2026-05-05T00:00 -",
            ])
        #expect(
            words.contributions == [
                "bob cat yes cat - 2026-01-01T00:00 2026-05-09T00:00 30.0 appraisal -1.0",
                "dan - no - - - 2026-05-08T00:00 - - -",
                "dan - yes ann emotional 2026-05-01T00:00 2026-05-08T00:00 - - -",
            ])
        #expect(
            words.recognitions == [
                "ann bob 2026-05-31T23:59 helping", "fay ann 2026-05-01T00:00 -",
            ])
        #expect(
            words.answers == [
                "1/spring enps/recommend 3.0 0.0 10.0 2026-05-02T00:00 web product senior Porto comment",
                "1/spring enps/recommend 9.0 0.0 10.0 2026-04-28T00:00 - - - - -",
            ])
        #expect(
            words.spells == [
                "ann web - - 2020-01-01 2020-01-01 2025-06-01 infinity - -",
                "ann ops - - 2020-01-01 2025-06-01 infinity infinity - -",
                // The separation stands over what people says.
                "bob web product senior 2024-03-01 2024-03-01 2026-08-01 2026-08-01 nights Europe/Paris",
            ])
        #expect(words.separations == ["bob 2026-08-01 voluntary yes", "zed 2025-02-01 - -"])
        #expect(
            words.teams == [
                "web lab -infinity 2025-01-01 office Europe/Lisbon", "web product 2025-01-01 infinity - -",
            ])
        #expect(words.agreements == ["bob 4.0 2026-03-01 infinity", "dan 1.0 2025-01-01 infinity"])
        // A boundary that lasts is read with each stretch of its agreement.
        #expect(words.boundaries == ["bob 5 22:0 6:0 2026-01-01 2026-02-01", "bob 5 22:0 6:0 2026-03-01 infinity"])
        #expect(
            words.calendars == [
                "nights Europe/Paris 7 22:0 6:0 but ",
                "office - 1 9:0 12:0, 1 13:0 24:0, 2 9:0 17:0 but 2026-05-01, 2026-12-25",
            ])
        #expect(words.leave == ["bob 2026-05-04 2026-05-09", "eve 2026-05-01 2026-06-01"])
    }

    @Test("Boundaries are cut to their agreement, which pauses in February; the one of Mondays lies in that pause")
    func boundaries() async throws {
        let words = try await MigratedDatabase.with { database in
            try await database.loadCompany()
            return try await database.factsInWords(from: "2026-01-01", to: "2026-06-01")
        }
        #expect(
            words.agreements == [
                "bob 2.5 2026-01-01 2026-02-01", "bob 4.0 2026-03-01 infinity", "dan 1.0 2025-01-01 infinity",
            ])
        #expect(
            words.boundaries == [
                "bob 5 22:0 6:0 2026-01-01 2026-02-01", "bob - 0:0 24:0 2026-01-15 2026-02-01",
                "bob - 0:0 24:0 2026-03-01 2026-03-15", "bob 5 22:0 6:0 2026-03-01 infinity",
            ])
    }

    @Test("What counts by days is read of those that are needed, in any zone, and what always was or never ends")
    func days() async throws {
        let words = try await MigratedDatabase.with { database in
            func leave(_ person: String, _ from: String, _ to: String) -> [String: String] {
                ["person_id": person, "valid_from": from, "valid_to": to]
            }
            try await database.load(
                Datasets.leave,
                [
                    leave("over", "2026-04-20", "2026-04-29"), leave("still", "2026-04-20", "2026-05-01"),
                    leave("late", "2026-06-01", "2026-06-09"), leave("after", "2026-06-04", "2026-06-09"),
                    leave("all along", "2026-01-01", "2027-01-01"),
                ])
            return try await database.factsInWords()
        }
        #expect(
            words.leave.sorted() == [
                "all along 2026-01-01 2027-01-01", "late 2026-06-01 2026-06-09", "still 2026-04-20 2026-05-01",
            ])
    }

    @Test("Sheets of one survey share a token each, and a token of another survey is another number")
    func tokens() async throws {
        try await MigratedDatabase.with { database in
            var rows = Company.rows(of: Datasets.satisfaction)
            rows.append(rows[0].merging(["item": "other"]) { $1 })
            try await database.load(Datasets.satisfaction, rows)
            let facts = try await database.facts(from: "2026-04-01", to: "2026-06-02")
            let rowsRead = facts.rows(of: Datasets.satisfaction)
            #expect(rowsRead.count == 6)
            let (surveys, tokens) = (facts[Satisfaction.survey], facts[Satisfaction.token])
            let answers = rowsRead.map { (survey: surveys[$0], token: tokens[$0]) }
            let sheets = Dictionary(grouping: answers, by: \.survey).mapValues { pairs in
                Set(pairs.map(\.token)).count
            }
            let sheetsBySurvey = Dictionary(uniqueKeysWithValues: sheets.map { (facts.symbols[$0], $1) })
            #expect(sheetsBySurvey == ["1/spring": 2, "1/over": 1, "1/running": 2])
            #expect(Set(answers.map(\.token)).count == 5)
        }
    }

    @Test("The order in which files come, and rows within them, changes nothing that is read")
    func anyOrder() async throws {
        let inOrder = try await MigratedDatabase.with { database in
            try await database.loadCompany()
            return try await database.factsInWords()
        }
        for seed in 1...2 as ClosedRange<UInt64> {
            let shuffled = try await MigratedDatabase.with { database in
                var numbers = SeededNumbers(seed: seed)
                for (dataset, rows) in Company.rows.shuffled(using: &numbers) {
                    try await database.load(dataset, rows.shuffled(using: &numbers))
                }
                return try await database.factsInWords()
            }
            #expect(shuffled == inOrder)
        }
    }

    @Test("A request that was over is read again where it was reopened, with each of its reopenings")
    func reopened() async throws {
        try await MigratedDatabase.with { database in
            func request(_ id: String) -> [String: String] {
                ["request_id": id, "opened_at": "2026-01-01", "resolved_at": "2026-01-02"]
            }
            try await database.load(Datasets.helpRequests, ["may", "april", "june", "never", "at once"].map(request))
            try await database.load(
                Datasets.requestReopenings,
                [
                    ["request_id": "may", "reopened_at": "2026-03-01", "closed_at": "2026-03-02"],
                    ["request_id": "may", "reopened_at": "2026-04-01", "closed_at": "2026-05-02"],
                    ["request_id": "april", "reopened_at": "2026-04-01", "closed_at": "2026-04-02"],
                    ["request_id": "june", "reopened_at": "2026-06-01"],
                    ["request_id": "at once", "reopened_at": "2026-04-01", "closed_at": "2026-04-01"],
                ])
            let facts = try await database.facts(from: "2026-05-01", to: "2026-06-01")
            let lists = facts.lists(ofAsked: HelpRequests.reopenings)
            let rows = facts.rows(of: Datasets.helpRequests).sorted { lists[$0].count > lists[$1].count }
            // A close at the instant of the reopening came before it.
            #expect(rows.map { lists[$0].count } == [2, 1])
            #expect(
                rows.map { facts[HelpRequests.endedAt][$0] } == [at("2026-05-02"), .never])
            #expect(Set(lists[rows[0]].map(\.from)) == [at("2026-03-01"), at("2026-04-01")])
        }
    }

    @Test("The same rows in another file and order change nothing and mark nothing", arguments: Datasets.all)
    func twice(dataset: Dataset) async throws {
        try await MigratedDatabase.with { database in
            let rows = Company.rows(of: dataset)
            let first = try await database.load(dataset, rows)
            #expect(first.inserted == rows.count)
            // Of what counts when it is told last, the table keeps where that was.
            let untouched = Set(["batch", "mark", "freshness"] + (dataset.toldOf == nil ? [] : [dataset.table]))
            let (before, told) = (try await database.everything(but: untouched), try await database.dump(dataset))
            try await database.run("DELETE FROM mutuality.mark")
            let again = try await database.load(dataset, rows.reversed())
            #expect(again.duplicate == rows.count && again.accepted == 0 && !again.alreadyLoaded)
            #expect(try await database.everything(but: untouched) == before)
            #expect(try await database.dump(dataset) == told)
            #expect(try await database.markedMonths().isEmpty)
        }
    }

    @Test("Corrections are read: each dataset in its way, rows alone or all that belong together")
    func corrections() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadCompany()
            try await database.load(
                Datasets.recognitions,
                [["recognition_id": "10", "giver_id": "fay", "receiver_id": "bob", "given_at": "2026-05-02"]])
            try await database.load(
                Datasets.helpContributions,
                [["contribution_id": "early", "helper_id": "dan", "started_at": "2026-04-30"]])
            try await database.load(Datasets.turnover, [["person_id": "zed", "left_on": "2025-03-01"]])
            // Groups: what the file names and lacks is gone; what it doesn't name stays.
            try await database.load(Datasets.requestWaits, [["request_id": "b", "wait_from": "2026-05-07"]])
            try await database.load(
                Datasets.leave, [["person_id": "bob", "valid_from": "2026-05-05", "valid_to": "2026-05-09"]])
            try await database.load(
                Datasets.agreementBoundaries, [["agreement_id": "g", "starts": "12:00", "ends": "13:00"]])
            try await database.load(Datasets.calendarHolidays, [["calendar_id": "office", "holiday": "2026-06-10"]])
            try await database.load(
                Datasets.calendars, [["calendar_id": "office", "weekday": "3", "starts": "08:00", "ends": "09:00"]])
            try await database.load(
                Datasets.agreements,
                [["agreement_id": "g", "person_id": "dan", "hours_per_week": "3", "valid_from": "2026-05-01"]])
            try await database.load(
                Datasets.satisfaction, [Company.answer("spring", "t9", "2026-05-20", score: "7")])

            let words = try await database.factsInWords()
            #expect(words.recognitions == ["ann bob 2026-05-31T23:59 helping", "fay bob 2026-05-02T00:00 -"])
            #expect(words.requests[0].hasSuffix("12.5 yes 2026-05-05T00:00 2026-05-08T00:00"))
            // Another day is another separation: the source has to take the wrong one back.
            #expect(
                words.separations == ["bob 2026-08-01 voluntary yes", "zed 2025-02-01 - -", "zed 2025-03-01 - -"])
            #expect(
                words.waits == [
                    "ann 2026-05-01T00:00 2026-05-01T00:30 2026-05-01T00:45", "cat 2026-05-02T00:00 2026-05-07T00:00 -",
                ])
            #expect(words.leave == ["bob 2026-05-05 2026-05-09", "eve 2026-05-01 2026-06-01"])
            #expect(words.agreements == ["dan 1.0 2025-01-01 infinity", "dan 3.0 2026-05-01 infinity"])
            #expect(words.boundaries == ["dan - 12:0 13:0 2026-05-01 infinity"])
            #expect(
                words.calendars == ["nights Europe/Paris 7 22:0 6:0 but ", "office - 3 8:0 9:0 but 2026-06-10"])
            #expect(words.answers == ["1/spring enps/recommend 7.0 0.0 10.0 2026-05-20T00:00 - - - - -"])
        }
    }

    @Test("Calendars of several sources: hours of the first source that gives them, holidays of all")
    func calendarsOfSources() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadCompany()
            try await database.load(
                Datasets.calendars,
                [
                    ["calendar_id": "office", "weekday": "1", "starts": "08:00", "ends": "20:00"],
                    ["calendar_id": "field", "weekday": "1", "starts": "08:00", "ends": "20:00"],
                ], source: "other")
            try await database.load(
                Datasets.calendarHolidays,
                [
                    ["calendar_id": "office", "holiday": "2026-05-01"],
                    ["calendar_id": "nights", "holiday": "2026-05-01"],
                ], source: "other")
            #expect(
                try await database.factsInWords().calendars == [
                    "field - 1 8:0 20:0 but ", "nights Europe/Paris 7 22:0 6:0 but 2026-05-01",
                    "office - 1 9:0 12:0, 1 13:0 24:0, 2 9:0 17:0 but 2026-05-01, 2026-12-25",
                ])
        }
    }

    @Test("What belongs together is in one source: another source's requests, agreements and surveys are others")
    func sources() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadCompany()
            try await database.load(
                Datasets.helpContributions,
                [["contribution_id": "1", "request_id": "b", "helper_id": "x", "started_at": "2026-05-01"]],
                source: "other")
            try await database.load(
                Datasets.requestWaits, [["request_id": "a", "wait_from": "2026-05-01"]], source: "other")
            try await database.load(Datasets.agreementBoundaries, [["agreement_id": "h"]], source: "other")
            try await database.load(
                Datasets.satisfaction, [Company.answer("spring", "t1", "2026-05-02", score: "1")], source: "other")
            let words = try await database.factsInWords()
            #expect(words.requests[1].hasSuffix("2026-06-01T00:00"))
            #expect(words.contributions.last == "x - yes - - - 2026-05-01T00:00 - - -")
            #expect(words.waits.count == 3)
            #expect(!words.boundaries.contains { $0.hasPrefix("dan") })
            #expect(words.answers.map { $0.prefix(8) } == ["1/spring", "1/spring", "2/spring"])
        }
    }

    @Test("Tables of datasets that the organization lacks are not asked")
    func onlyWhatIsThere() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(Datasets.helpRequests, Company.rows(of: Datasets.helpRequests))
            for dataset in Datasets.all where dataset.name != Datasets.helpRequests.name {
                try await database.run("DROP TABLE \(dataset.qualifiedTable)")
            }
            let words = try await database.factsInWords()
            #expect(words.requests.map { $0.hasSuffix(" -") } == [true, true, true, true])
        }
    }

    @Test("Beginnings of what has always been so lie in the distant past; others where their records begin")
    func beginnings() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadCompany()
            let organization = try await database.warehouse.organization(named: "acme").id
            let beginnings = try await database.pool.withConnection { connection in
                try await FactsReader.beginnings(of: organization, on: connection)
            }
            #expect(
                beginnings.filter { Company.rows.map(\.dataset.name).contains($0.key) } == [
                    "teams": .date(.distantPast), "people": .date(day("2020-01-01")),
                    "turnover": .date(day("2025-02-01")), "help_requests": .instant(at("2026-01-01")),
                    "request_waits": .instant(at("2026-01-01")), "help_contributions": .instant(at("2026-04-30")),
                    "satisfaction": .instant(at("2026-04-28")), "survey_invitations": .date(.distantPast),
                    "agreements": .date(day("2025-01-01")), "agreement_boundaries": .date(.distantPast),
                    "calendars": .date(.distantPast), "calendar_holidays": .date(day("2026-05-01")),
                    "leave": .date(day("2026-02-01")), "recognitions": .instant(at("2026-05-01")),
                ])
        }
    }
}
