import Domain
import Postgres
import TestSupport
import TestValues
import Testing

@testable import Warehouse

private let requests = Datasets.helpRequests

private func request(_ id: String, _ opened: String, _ more: [String: String] = [:]) -> [String: String] {
    ["request_id": id, "opened_at": opened].merging(more) { $1 }
}

extension MigratedDatabase {
    /// How fresh a dataset of acme is known to be at an instant.
    fileprivate func freshness(_ dataset: Dataset = requests, at instant: String) async throws -> Freshness? {
        try await warehouse.freshness(of: "acme", now: at(instant)).first { $0.dataset == dataset.name }
    }
}

private func fresh(
    _ dataset: Dataset = requests, data: String?, success: String, expected: String?
) -> Freshness {
    Freshness(
        organization: "acme", dataset: dataset.name, lastData: data.map(day), lastSuccess: at(success),
        expectedBy: expected.map { at($0) })
}

@Suite struct FreshnessTests {
    @Test("A load says when it was, of which day its newest record speaks, and by when the next is expected")
    func load() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(
                requests, [request("a", "2026-03-01T08:00", ["resolved_at": "2026-03-04T23:59"])],
                now: at("2026-03-05T02:00"))
            let march5 = fresh(data: "2026-03-04", success: "2026-03-05T02:00", expected: "2026-03-08T02:00")
            #expect(try await database.freshness(at: "2026-03-05T02:00") == march5)
            #expect(try await database.freshness(at: "2026-03-05T01:59") == nil)

            // An older record takes nothing back.
            try await database.load(requests, [request("b", "2026-02-01")], now: at("2026-03-06T02:00"))
            #expect(
                try await database.freshness(at: "2026-03-06T02:00")
                    == fresh(data: "2026-03-04", success: "2026-03-06T02:00", expected: "2026-03-09T02:00"))
            #expect(try await database.freshness(at: "2026-03-06T01:59") == march5)
            #expect(try await database.failuresOfSQLTests() == [])
        }
    }

    @Test("The newest file again is a success, as its source was there; an older one again is none")
    func repeated() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(requests, [request("a", "2026-03-01")], now: at("2026-03-02"), content: 1)
            try await database.load(requests, [request("b", "2026-03-02")], now: at("2026-03-03"), content: 2)
            try await database.load(requests, [request("b", "2026-03-02")], now: at("2026-03-04"), content: 2)
            let march4 = fresh(data: "2026-03-02", success: "2026-03-04", expected: "2026-03-07")
            #expect(try await database.freshness(at: "2026-03-04") == march4)
            try await database.load(requests, [request("a", "2026-03-01")], now: at("2026-03-05"), content: 1)
            #expect(try await database.freshness(at: "2026-03-09") == march4)
            #expect(try await database.failuresOfSQLTests() == [])
        }
    }

    @Test("A file of which every row is rejected is no success, nor is it the second time; an empty one is")
    func rejected() async throws {
        try await MigratedDatabase.with { database in
            let broken = TestRows([], rejects: [.init(line: 2, code: "not_a_time", column: "opened_at")])
            for now in ["2026-03-01", "2026-03-02"] {
                try await database.load(requests, from: broken, now: at(now), content: 7)
                #expect(try await database.freshness(at: "2026-03-09") == nil)
            }
            try await database.load(requests, [], now: at("2026-03-03"))
            #expect(
                try await database.freshness(at: "2026-03-09")
                    == fresh(data: nil, success: "2026-03-03", expected: "2026-03-06"))
            let partly = TestRows(
                [requests.row(request("a", "2026-03-03"))], rejects: [.init(line: 3, code: "x", column: "")])
            try await database.load(requests, from: partly, now: at("2026-03-04"))
            // The broken one again, with others between: still none.
            try await database.load(requests, from: broken, now: at("2026-03-05"), content: 7)
            #expect(
                try await database.freshness(at: "2026-03-09")
                    == fresh(data: "2026-03-03", success: "2026-03-04", expected: "2026-03-07"))
            #expect(try await database.failuresOfSQLTests() == [])
        }
    }

    @Test("What lies in the future is no data yet; of comings and goings the month is told, of weekly hours nothing")
    func lastData() async throws {
        try await MigratedDatabase.with { database in
            let now = at("2026-03-20T12:00")
            try await database.load(
                requests,
                [request("a", "2026-03-20T12:00", ["updated_at": "2026-03-21"]), request("b", "2026-03-20T12:01")],
                now: now)
            try await database.load(
                Datasets.people,
                [
                    ["person_id": "a", "joined_on": "2025-01-01", "left_on": "2026-02-17"],
                    ["person_id": "b", "joined_on": "2026-04-01"],
                ], now: now)
            try await database.load(
                Datasets.calendars, [["calendar_id": "c", "weekday": "1", "starts": "09:00", "ends": "17:00"]],
                now: now)
            try await database.load(Datasets.teams, [["team_id": "t"]], now: now)
            let days = try await database.warehouse.freshness(of: "acme", now: now).map {
                "\($0.dataset) \($0.lastData?.description ?? "-")"
            }
            #expect(days == ["calendars -", "help_requests 2026-03-20", "people 2026-02-01", "teams -"])
        }
    }

    @Test("A setting changes at once by when a load is expected, and nothing of what was known before")
    func setting() async throws {
        try await MigratedDatabase.with { database in
            func set(_ name: String, _ value: String, _ now: String) async throws {
                try await database.warehouse.set(
                    [(name, value)], from: .distantPast, of: database.warehouse.organization(named: "acme"),
                    now: at(now))
            }
            func expected(_ instant: String) async throws -> Instant? {
                try await database.freshness(Datasets.people, at: instant)?.expectedBy
            }
            let joined = ["person_id": "a", "joined_on": "2025-01-01"]
            try await database.load(Datasets.people, [joined], now: at("2026-03-01"), content: 1)
            #expect(try await expected("2026-03-01") == at("2026-04-05"))
            try await set("load_days_people", "92", "2026-03-10")
            #expect(try await expected("2026-03-10") == at("2026-06-01"))
            #expect(try await expected("2026-03-09") == at("2026-04-05"))
            try await database.load(Datasets.people, [joined], now: at("2026-03-11"), content: 1)
            #expect(try await expected("2026-03-11") == at("2026-06-11"))
            try await set("load_days_people", "never", "2026-03-12")
            #expect(try await expected("2026-03-12") == nil)
            #expect(try await database.freshness(Datasets.people, at: "2026-03-12")?.isLate(at: .never) == false)
            #expect(try await expected("2026-03-11") == at("2026-06-11"))
            // Of what was never loaded nothing is expected.
            try await set("load_days_leave", "7", "2026-03-13")
            #expect(try await database.freshness(Datasets.leave, at: "2026-03-13") == nil)
            #expect(try await database.number("SELECT count(*) FROM mutuality.freshness") == 4)
            #expect(try await database.failuresOfSQLTests() == [])
        }
    }

    @Test("Organizations know nothing of each other's loads, and the view says what the program says")
    func view() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(requests, [request("a", "2026-03-01")], now: at("2026-03-02"))
            try await database.load(requests, [request("a", "2026-03-01")], now: at("2026-03-03"))
            try await database.load(requests, [request("a", "2026-01-01")], into: "other", now: at("2026-01-02"))
            #expect(
                try await database.texts(
                    """
                    SELECT organization, dataset, last_data, last_success AT TIME ZONE 'UTC' AS success,
                        expected_by AT TIME ZONE 'UTC' AS expected
                    FROM kpi.freshness ORDER BY organization
                    """) == [
                        #"{"organization":"acme","dataset":"help_requests","last_data":"2026-03-01","#
                            + #""success":"2026-03-03T00:00:00","expected":"2026-03-06T00:00:00"}"#,
                        #"{"organization":"other","dataset":"help_requests","last_data":"2026-01-01","#
                            + #""success":"2026-01-02T00:00:00","expected":"2026-01-05T00:00:00"}"#,
                    ])
            let other = try await database.warehouse.freshness(of: "other", now: at("2026-03-09"))
            #expect(other.map(\.lastSuccess) == [at("2026-01-02")])
        }
    }
}
