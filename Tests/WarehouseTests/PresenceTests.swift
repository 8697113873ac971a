import Domain
import Postgres
import TestSupport
import TestValues
import Testing

@testable import Warehouse

@Suite("What counts as given")
struct PresenceTests {
    private func present(_ database: MigratedDatabase) async throws -> Presence {
        let organization = try await database.warehouse.organization(named: "acme").id
        return try await database.pool.withConnection { try await FactsReader.present(organization, on: $0) }
    }

    private func load(
        _ database: MigratedDatabase, _ dataset: Dataset, _ rows: [[String: String]], named: Set<String>,
        now: String = "2026-11-01"
    ) async throws {
        try await database.load(
            dataset, from: TestRows(rows.map(dataset.row)), now: at(now),
            namedColumns: named.union(rows.flatMap(\.keys)))
    }

    private func people(_ count: Int, joined: String = "2026-01-01") -> [[String: String]] {
        (0..<count).map { ["person_id": "p\($0)", "joined_on": joined] }
    }

    @Test("A column that a file with rows names counts as given where blank is not yet, and no other does")
    func named() async throws {
        try await MigratedDatabase.with { database in
            try await load(database, Datasets.people, people(3), named: ["left_on", "level"])
            try await load(
                database, Datasets.helpRequests, [["request_id": "r", "opened_at": "2026-05-01"]],
                named: ["first_response_at", "resolved_at", "withdrawn_at"])
            let columns = try await present(database).columns(under: Settings())
            for column in ["people.left_on", "help_requests.first_response_at", "help_requests.resolved_at"] {
                #expect(columns.contains(column), "\(column)")
            }
            #expect(!columns.contains("people.level") && !columns.contains("help_requests.withdrawn_at"))
        }
    }

    @Test("A file without rows names nothing, nor does one that leaves the column out")
    func nothing() async throws {
        try await MigratedDatabase.with { database in
            try await load(database, Datasets.people, [], named: ["left_on"])
            try await load(database, Datasets.people, people(3), named: [])
            #expect(try await !present(database).columns(under: Settings()).contains("people.left_on"))
        }
    }

    @Test("left_on that is blank in 30 years of employment waits until somebody says that leavers are complete")
    func leavers() async throws {
        try await MigratedDatabase.with { database in
            // Ten people for three years less a day, and with it.
            try await load(
                database, Datasets.people, people(10, joined: "2023-11-02"), named: ["left_on"], now: "2026-10-31")
            #expect(try await present(database).columns(under: Settings()).contains("people.left_on"))
            try await database.run("DELETE FROM mutuality.mark")
            try await load(
                database, Datasets.people, people(11, joined: "2023-11-02"), named: ["left_on"], now: "2026-11-05")
            let doubtful = try await present(database)
            #expect(doubtful.mayLackLeavers && !doubtful.columns(under: Settings()).contains("people.left_on"))
            #expect(doubtful.columns(under: Settings(["leavers": "complete"])).contains("people.left_on"))
            #expect(try await !database.markedMonths(Datasets.people).isEmpty, "what it says now is to be computed")
            // One who left settles it.
            try await load(
                database, Datasets.people,
                [["person_id": "q", "joined_on": "2026-01-01", "left_on": "2026-02-01"]], named: [])
            #expect(try await present(database).columns(under: Settings()).contains("people.left_on"))
        }
    }

    @Test("first_response_at that is blank in each of 20 resolved requests was not recorded")
    func answers() async throws {
        try await MigratedDatabase.with { database in
            func requests(_ numbers: Range<Int>) -> [[String: String]] {
                numbers.map {
                    [
                        "request_id": "r\($0)", "opened_at": "2026-05-01",
                        "resolved_at": $0 < 20 ? "2026-05-02" : "2026-05-03",
                    ]
                }
            }
            let column = "help_requests.first_response_at"
            try await load(database, Datasets.helpRequests, requests(0..<19), named: ["first_response_at"])
            #expect(try await present(database).certain.contains(column))
            try await load(database, Datasets.helpRequests, requests(19..<20), named: ["first_response_at"])
            #expect(try await !present(database).certain.contains(column))
            try await load(
                database, Datasets.helpRequests,
                [["request_id": "r0", "opened_at": "2026-05-01", "first_response_at": "2026-05-01T01:00"]], named: [])
            #expect(try await present(database).certain.contains(column))
        }
    }

    @Test("A zone that is set later has the unit in which the first record then falls")
    func units() async throws {
        try await MigratedDatabase.with { database in
            try await load(
                database, Datasets.helpRequests, [["request_id": "r", "opened_at": "2025-01-01T02:39"]], named: [])
            let acme = try await database.warehouse.organization(named: "acme")
            func firstUnit() async throws -> Int {
                try await database.number("SELECT min(year) FROM mutuality.unit")
            }
            #expect(try await firstUnit() == 2025)
            try await database.warehouse.set(
                [("zone", "America/St_Johns")], from: .distantPast, of: acme, now: at("2026-11-02"))
            #expect(try await firstUnit() == 2024)
        }
    }

    @Test("A load says how many of the people in each of its columns are in people, once there are people")
    func meetings() async throws {
        try await MigratedDatabase.with { database in
            let request = [
                "request_id": "r", "opened_at": "2026-05-01", "requester_id": "p0", "helper_id": "Ana Alves",
            ]
            #expect(try await database.load(Datasets.helpRequests, [request]).meetings == [])
            let people = try await database.load(Datasets.people, people(3)).meetings
            #expect(
                people.map { "\($0.dataset) \($0.column) \($0.found) of \($0.named)" } == [
                    "help_requests requester_id 1 of 1", "help_requests helper_id 0 of 1",
                ])
            #expect(people.map(\.isDoubtful) == [false, true])
            // Another source's ids are other people.
            let other = try await database.load(
                Datasets.agreements,
                [["agreement_id": "a", "person_id": "p1", "hours_per_week": "1", "valid_from": "2026-01-01"]],
                source: "other")
            #expect(other.meetings.map(\.inPeople) == [0] && other.meetings.map(\.named) == [1])
            let led = try await database.load(
                Datasets.people, [["person_id": "p0", "joined_on": "2026-01-01", "manager_id": "Uma Pires"]])
            let managers = try #require(led.meetings.first)
            #expect(managers.dataset == "people" && managers.column == "manager_id")
            #expect((managers.found, managers.named) == (0, 1))
        }
    }

    @Test("Reopenings count as given once one is of a known request, and a load says of how many requests they are")
    func reopenings() async throws {
        try await MigratedDatabase.with { database in
            func request(_ id: String) -> [String: String] { ["request_id": id, "opened_at": "2026-05-01"] }
            func reopen(_ ids: String...) async throws -> [Meeting] {
                try await database.load(
                    Datasets.requestReopenings, ids.map { ["request_id": $0, "reopened_at": "2026-05-02"] }
                ).meetings
            }
            func isGiven() async throws -> Bool { try await present(database).has(Datasets.requestReopenings) }
            #expect(try await reopen("r1") == [])
            try await load(database, Datasets.helpRequests, [request("r2")], named: [])
            let strangers = try await reopen("r3")
            #expect(strangers.map(\.inHelpRequests) == [0] && strangers.map(\.named) == [2])
            #expect(strangers.map(\.isDoubtful) == [true] && strangers.map(\.column) == ["request_id"])
            #expect(try await !isGiven())
            // What was no data becomes some with the request.
            try await load(database, Datasets.helpRequests, [request("r3")], named: [])
            #expect(try await isGiven())
            #expect(try await reopen("r2").map(\.inHelpRequests) == [2])
        }
    }
}
