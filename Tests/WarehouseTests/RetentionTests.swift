import Domain
import Postgres
import TestSupport
import TestValues
import Testing

@testable import Warehouse

@Suite struct RetentionTests {
    private let now = at("2026-11-15")

    private func keep(_ months: [String: Int], in database: MigratedDatabase) async throws {
        let acme = try await database.warehouse.organization(creating: "acme", now: now)
        let settings = months.map { (name: "keep_months_\($0.key)", value: "\($0.value)") }
        try await database.warehouse.set(settings, from: .distantPast, of: acme, now: now)
    }

    /// As if all that was loaded had been computed.
    private func prune(_ database: MigratedDatabase) async throws -> Pruning? {
        try await database.run("DELETE FROM mutuality.mark")
        return try await database.warehouse.prune(try await database.warehouse.organization(named: "acme"), now: now)
    }

    private func request(
        _ id: String, closed: String?, asker: String = "r", helper: String = "h"
    ) -> [String: String] {
        var row = ["request_id": id, "opened_at": "2020-01-01", "helper_id": helper, "requester_id": asker]
        row["resolved_at"] = closed
        return row
    }

    private func contribution(_ id: String, of request: String, at instant: String) -> [String: String] {
        ["contribution_id": id, "request_id": request, "helper_id": "h", "started_at": instant]
    }

    private func reopening(of request: String, _ month: String) -> [String: String] {
        ["request_id": request, "reopened_at": "\(month)-02", "closed_at": "\(month)-03"]
    }

    private func ids(_ table: String, _ column: String, in database: MigratedDatabase) async throws -> [String] {
        try await database.texts("SELECT \(column) AS id FROM mutuality_facts.\(table) ORDER BY 1")
            .compactMap { $0.split(separator: "\"").dropFirst(3).first.map(String.init) }
    }

    @Test("Rows that are over and old go, those that figures may still need stay, and later loads bring none back")
    func rows() async throws {
        try await MigratedDatabase.with { database in
            let requests = [
                request("open", closed: nil), request("old", closed: "2022-05-01"),
                request("late", closed: "2024-11-15"), request("named later", closed: "2022-05-01"),
            ]
            let contributions = [
                contribution("old", of: "old", at: "2022-04-01"),
                contribution("late", of: "named later", at: "2024-12-01"),
                contribution("of open", of: "open", at: "2022-04-01"),
                contribution("of nobody", of: "x", at: "2022-04-01"),
            ]
            func load() async throws -> [BatchOutcome] {
                [
                    try await database.load(Datasets.helpRequests, requests),
                    try await database.load(Datasets.helpContributions, contributions),
                ]
            }
            #expect(try await load().map(\.inserted) == [4, 4])
            #expect(try await prune(database) == nil, "all is kept for good")
            try await keep(["help_requests": 24, "help_contributions": 24], in: database)
            #expect(try await load().map(\.duplicate) == [4, 4])
            let pruning = try #require(try await prune(database))
            #expect(pruning.deleted == ["help_requests": 1, "help_contributions": 2] && pruning.ids == 0)
            // 368 days before it begins the oldest month that is kept.
            #expect(pruning.fixedBefore == day("2025-11-04"))
            for _ in 0..<2 {
                #expect(try await ids("help_request", "request_id", in: database) == ["late", "named later", "open"])
                #expect(try await ids("help_contribution", "contribution_id", in: database) == ["late", "of open"])
                #expect(try await load().map(\.duplicate) == [4, 4])
            }
            #expect(try await database.number("SELECT count(*) FROM mutuality.mark") == 0)
            #expect(try await prune(database)?.isEmpty == true)
            #expect(try await database.failuresOfSQLTests().isEmpty)
            #expect(
                try await database.texts("SELECT action, detail FROM mutuality.audit WHERE action LIKE '%prune'")
                    == [#"{"action":"organization prune","detail":"fixed_before=2025-11-04 from -infinity"}"#])
        }
    }

    @Test("A correction that ends a row long ago is taken in, and the row goes with the next pruning")
    func corrections() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(Datasets.helpRequests, [request("open", closed: nil)])
            try await keep(["help_requests": 24], in: database)
            #expect(try await prune(database)?.isEmpty == true)
            let told = [request("twice", closed: nil), request("twice", closed: "2022-05-01")]
            let twice = try await database.load(Datasets.helpRequests, told)
            #expect(twice.inserted == 0 && twice.duplicate == 2, "its last line says that it is over")
            let ended = try await database.load(Datasets.helpRequests, [request("open", closed: "2022-05-01")])
            #expect(ended.updated == 1)
            #expect(try await prune(database)?.deleted == ["help_requests": 1])
        }
    }

    @Test("Whom no row names any more is forgotten, and a load of old rows makes them no pseudonym")
    func people() async throws {
        try await MigratedDatabase.with { database in
            let rows = [
                request("old", closed: "2022-05-01", asker: "gone", helper: "both"),
                request("new", closed: "2026-05-01", asker: "both", helper: "stays"),
            ]
            try await database.load(Datasets.helpRequests, rows)
            try await keep(["help_requests": 24], in: database)
            #expect(try await prune(database)?.ids == 1)
            for _ in 0..<2 {
                #expect(try await database.number("SELECT count(*) FROM mutuality.identity") == 2)
                try await database.load(Datasets.helpRequests, rows)
            }
            let newer = try await database.load(
                Datasets.helpRequests, [request("newer", closed: "2026-06-01", asker: "gone")])
            #expect(newer.inserted == 1)
            #expect(try await database.number("SELECT count(*) FROM mutuality.identity") == 4)
            #expect(try await database.failuresOfSQLTests().isEmpty)
        }
    }

    @Test("Which rows of that time were set aside goes too")
    func rejects() async throws {
        try await MigratedDatabase.with { database in
            let begun = [at("2022-05-01"), at("2026-05-01"), nil]
            let rejects = begun.enumerated().map {
                RowCounts.Reject(line: $0.offset + 2, code: "bad", column: "x", countsFrom: $0.element)
            }
            try await database.load(Datasets.helpRequests, from: TestRows([], rejects: rejects))
            try await keep(["help_requests": 24], in: database)
            _ = try await prune(database)
            #expect(
                try await database.texts("SELECT line FROM mutuality.reject ORDER BY 1")
                    == [#"{"line":3}"#, #"{"line":4}"#])
        }
    }

    @Test("What shows that reopenings are given stays, since figures would else say that they are not")
    func presence() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(
                Datasets.helpRequests, [request("old", closed: "2022-01-01"), request("new", closed: "2026-01-01")])
            try await database.load(Datasets.requestReopenings, [reopening(of: "old", "2022-02")])
            try await keep(["help_requests": 24], in: database)
            #expect(try await prune(database)?.isEmpty == true)
            try await database.load(Datasets.requestReopenings, [reopening(of: "new", "2026-02")])
            #expect(try await prune(database)?.deleted == ["help_requests": 1])
        }
    }

    @Test("A survey goes whole, after its last answer, and its key does not come back")
    func surveys() async throws {
        try await MigratedDatabase.with { database in
            func answer(_ survey: String, _ token: String, _ instant: String) -> [String: String] {
                [
                    "survey_id": survey, "response_token": token, "instrument": "enps", "item": "recommend",
                    "score": "9", "scale_min": "0", "scale_max": "10", "submitted_at": instant,
                ]
            }
            let answers = [
                answer("old", "a", "2022-01-01"), answer("old", "b", "2022-02-01"),
                answer("long", "a", "2022-01-01"), answer("long", "b", "2026-10-01"),
                answer("within", "a", "2022-05-01"),
            ]
            try await database.load(Datasets.satisfaction, answers)
            try await keep(["satisfaction": 54], in: database)
            #expect(
                try await prune(database)?.deleted == ["satisfaction": 2], "54 months before November 2026 is May 2022")
            for _ in 0..<2 {
                #expect(try await ids("survey_answer", "survey_id", in: database) == ["long", "long", "within"])
                try await database.load(Datasets.satisfaction, answers)
            }
            #expect(try await database.number("SELECT count(*) FROM mutuality.survey_key WHERE survey_id = 'old'") == 0)
        }
    }

    @Test("Of stretches each goes by itself, and what a file no longer tells of a person goes as ever")
    func stretches() async throws {
        try await MigratedDatabase.with { database in
            func absence(_ from: String, _ to: String?) -> [String: String] {
                var row = ["person_id": "p", "valid_from": from]
                row["valid_to"] = to
                return row
            }
            let old = absence("2022-05-01", "2022-06-01")
            let all = [old, absence("2026-05-01", "2026-06-01"), absence("2020-01-01", nil)]
            try await database.load(Datasets.leave, all)
            try await keep(["leave": 24], in: database)
            #expect(try await prune(database)?.deleted == ["leave": 1])
            let again = try await database.load(Datasets.leave, all)
            #expect(again.duplicate == 3 && again.removed == 0)
            #expect(try await database.load(Datasets.leave, [old]).removed == 2)
            #expect(try await database.number("SELECT count(*) FROM mutuality_facts.leave_spell") == 0)
        }
    }

    @Test("What figures of this year can need stays, however few the months, and in January of last year's too")
    func thisYear() async throws {
        let history = SettingsHistory(
            entries: [.init(name: "keep_months_leave", validFrom: .distantPast, value: "0", setAt: .distantPast)])
        func due(_ now: String) -> LocalDate? { Retention(history, now: at(now)).due }
        #expect(due("2026-11-15") == day("2026-01-01"))
        #expect(due("2027-02-28") == day("2026-01-01"))
        #expect(due("2027-03-15") == day("2027-01-01"))
        #expect(Retention(history, now: now).limit(of: Datasets.leave) == nil, "nothing was fixed yet")
    }

    @Test("Nothing is deleted before what was loaded is computed, and nobody sets what is fixed")
    func refusals() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(Datasets.helpRequests, [request("old", closed: "2022-05-01")])
            try await keep(["help_requests": 24], in: database)
            let acme = try await database.warehouse.organization(named: "acme")
            await #expect { try await database.warehouse.prune(acme, now: now) } throws: {
                ($0 as? WarehouseError)?.kind == .notComputed
            }
            #expect(try await database.number("SELECT count(*) FROM mutuality_facts.help_request") == 1)
            await #expect {
                try await database.warehouse.set(
                    [("fixed_before", "2020-01-01")], from: .distantPast, of: acme, now: now)
            } throws: { "\($0)".contains("organization prune") }
        }
    }
}
