import Domain
import Postgres
import Synchronization
import TestSupport
import TestValues
import Testing

@testable import Warehouse

private let requests = Datasets.helpRequests

/// A row of `help_requests`.
func request(_ id: String, _ more: [String: String] = [:]) -> [String: String] {
    ["request_id": id, "opened_at": "2026-01-05T10:00", "requester_id": "asker-\(id)", "helper_id": "helper"]
        .merging(more) { $1 }
}

@Suite struct BatchTests {
    @Test("The direct way and the way over staging give the same table")
    func twoWays() async throws {
        let rows = (0..<50).map { number in
            request("r\(number)", ["kind": "emotional", "effort_minutes": "\(number).5", "anonymous": "true"])
        }
        let direct = try await MigratedDatabase.with { database in
            try await database.load(requests, rows)
            return try await database.dump(requests)
        }
        let staged = try await MigratedDatabase.with { database in
            try await database.load(requests, [rows[7]])
            let outcome = try await database.load(requests, rows)
            #expect(outcome.inserted == 49 && outcome.duplicate == 1 && outcome.updated == 0)
            return try await database.dump(requests)
        }
        #expect(direct.count == 50)
        #expect(direct == staged)
    }

    @Test("The same file again does nothing at all; the same rows in another file change nothing and mark nothing")
    func twice() async throws {
        try await MigratedDatabase.with { database in
            let rows = [request("a"), request("b", ["resolved_at": "2026-01-06"])]
            try await database.load(requests, rows, content: 1)
            let before = try await database.texts("SELECT * FROM mutuality_facts.help_request ORDER BY request_id")
            try await database.run("DELETE FROM mutuality.mark")

            let again = try await database.load(requests, rows, content: 1)
            #expect(again.alreadyLoaded && again.read == 2 && again.accepted == 0)
            #expect(try await database.number("SELECT count(*) FROM mutuality.batch") == 1)

            let copy = try await database.load(requests, rows, content: 2)
            #expect(!copy.alreadyLoaded && copy.duplicate == 2 && copy.accepted == 0)
            #expect(
                try await database.texts("SELECT * FROM mutuality_facts.help_request ORDER BY request_id") == before)
            #expect(try await database.number("SELECT count(*) FROM mutuality.mark") == 0)
            #expect(try await database.number("SELECT count(*) FROM mutuality.identity") == 3)
        }
    }

    @Test("The same file is taken in again where that is asked for, and says when it was loaded where it isn't")
    func again() async throws {
        try await MigratedDatabase.with { database in
            func team() async throws -> [String] {
                try await database.texts("SELECT team_id AS t FROM mutuality_facts.help_request WHERE request_id = 'a'")
            }
            let (right, wrong) = ([request("a", ["team_id": "one"])], [request("a", ["team_id": "two"])])
            let first = try await database.load(requests, right, now: at("2026-11-01"), content: 1, again: true)
            #expect(!first.alreadyLoaded && first.inserted == 1)
            let known = try await database.load(requests, right, now: at("2026-11-02"), content: 1)
            #expect(known.earlier == EarlierLoad(at: at("2026-11-01"), laterChange: nil))

            try await database.load(requests, wrong, now: at("2026-11-03"), content: 2)
            // Files of another source, and those that say nothing new, replaced nothing.
            try await database.load(requests, [request("b")], source: "other", now: at("2026-11-04"))
            try await database.load(requests, wrong, now: at("2026-11-04"), content: 3)
            let replaced = try await database.load(requests, right, now: at("2026-11-04"), content: 1).earlier
            #expect(replaced?.at == at("2026-11-01") && replaced?.laterChange?.at == at("2026-11-03"))
            #expect(replaced?.laterChange?.fileName == "test.csv")
            #expect(try await team() == [#"{"t":"two"}"#])

            for day in ["2026-11-05", "2026-11-06"] {
                let again = try await database.load(requests, right, now: at(day), content: 1, again: true)
                #expect(!again.alreadyLoaded && again.read == 1 && again.updated + again.duplicate == 1)
                #expect(try await team() == [#"{"t":"one"}"#])
                let known = try await database.load(requests, right, now: at("2026-11-07"), content: 1)
                #expect(known.earlier == EarlierLoad(at: at(day), laterChange: nil))
            }
            #expect(try await database.number("SELECT count(*) FROM mutuality.batch") == 6)
        }
    }

    @Test("The same file under another mapping is read anew, and marks what it now says otherwise")
    func otherMapping() async throws {
        try await MigratedDatabase.with { database in
            let opened = ["2026-01-05T10:00", "2026-03-05T10:00"]
            func rows(resolved: String) -> [[String: String]] {
                [
                    request("a", ["opened_at": opened[0], "resolved_at": resolved]),
                    request("b", ["opened_at": opened[1], "resolved_at": "2026-03-06"]),
                ]
            }
            try await database.load(requests, rows(resolved: "2026-01-06"), content: 1, mapping: 1)
            try await database.run("DELETE FROM mutuality.mark")
            let mended = try await database.load(requests, rows(resolved: "2026-01-07"), content: 1, mapping: 2)
            #expect(!mended.alreadyLoaded && mended.updated == 1 && mended.duplicate == 1)
            #expect(try await database.markedMonths(requests) == ["2026: 1"])
        }
    }

    @Test("Versions of a row give the same end in any order of arrival and any division into files")
    func permutations() async throws {
        let versions = [
            request("r", ["updated_at": "2026-01-06", "team_id": "one"]),
            request("r", ["updated_at": "2026-01-07", "team_id": "two"]),
            request("r", ["updated_at": "2026-01-08", "team_id": "three"]),
        ]
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
        try await MigratedDatabase.with { database in
            for (number, order) in orders.enumerated() {
                let rows = order.map { versions[$0] }
                for (kind, files) in [
                    ("each", rows.map { [$0] }), ("all", [rows]), ("two", [[rows[0]], [rows[1], rows[2]]]),
                ] {
                    for file in files { try await database.load(requests, file, source: "\(kind)-\(number)") }
                }
            }
            let ends = try await database.texts("SELECT team_id FROM mutuality_facts.help_request")
            #expect(ends == Array(repeating: #"{"team_id":"three"}"#, count: 18))
        }
    }

    @Test("Of rows without updated_at the later one stays, in one file as in several")
    func withoutUpdatedAt() async throws {
        let rows = [
            request("r", ["team_id": "one", "updated_at": "2026-03-01"]), request("r", ["team_id": "two"]),
            request("r", ["team_id": "three", "updated_at": "2026-02-01"]),
        ]
        try await MigratedDatabase.with { database in
            try await database.load(requests, rows, source: "together")
            for row in rows { try await database.load(requests, [row], source: "apart") }
            let teams = try await database.texts("SELECT team_id FROM mutuality_facts.help_request")
            #expect(teams == Array(repeating: #"{"team_id":"three"}"#, count: 2))
        }
    }

    @Test(
        "A key that repeats within a file counts once; the rest are duplicates, also where it is the server that notices",
        arguments: [100, 2, 1, 0])
    func repeatedKey(keysInMemory: Int) async throws {
        try await MigratedDatabase.with { database in
            let rows = [request("r", ["team_id": "one"]), request("s"), request("r", ["team_id": "two"])]
            let outcome = try await database.load(
                requests, from: TestRows(rows.map(requests.row)), keysInMemory: keysInMemory)
            #expect(outcome.read == 3 && outcome.inserted == 2 && outcome.duplicate == 1)
            let teams = try await database.texts(
                "SELECT team_id FROM mutuality_facts.help_request WHERE request_id = 'r'")
            #expect(teams == [#"{"team_id":"two"}"#])
        }
    }

    @Test("A first file with more keys than are kept in memory is read once; twice if one repeats, and counts once")
    func keysBeyondMemory() async throws {
        let rejects = [RowCounts.Reject(line: 9, code: "unreadable", column: "opened_at")]
        let rows = ["a", "b", "c", "d"].map {
            requests.row(["request_id": $0, "opened_at": "2026-05-01", "helper_id": $0])
        }
        for (rows, readings) in [(rows, 1), (rows + [rows[3]], 2)] {
            try await MigratedDatabase.with { database in
                let producer = CountedRows(TestRows(rows, rejects: rejects))
                let outcome = try await database.load(requests, from: producer, keysInMemory: 2)
                #expect(producer.readings == readings)
                #expect(outcome.inserted == 4 && outcome.rejected == 1 && outcome.duplicate == readings - 1)
                #expect(try await database.number("SELECT count(*) FROM mutuality_facts.help_request") == 4)
                #expect(try await database.number("SELECT count(*) FROM mutuality.reject") == 1)
                #expect(try await database.number("SELECT count(*) FROM mutuality.identity") == 4)
            }
        }
    }

    @Test("Two sources may use one key: they are two requests and two people")
    func twoSources() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(requests, [request("r")], source: "desk")
            try await database.load(requests, [request("r", ["team_id": "x"])], source: "chat")
            #expect(try await database.number("SELECT count(*) FROM mutuality_facts.help_request") == 2)
            #expect(
                try await database.number("SELECT count(DISTINCT helper_id) FROM mutuality_facts.help_request") == 2)
        }
    }

    @Test("A person's spells are replaced whole, other people's and other sources' stay")
    func spells() async throws {
        try await MigratedDatabase.with { database in
            func spell(_ person: String, _ team: String, from: String? = nil, to: String? = nil) -> [String: String] {
                var row = ["person_id": person, "team_id": team, "joined_on": "2024-01-01"]
                row["valid_from"] = from
                row["valid_to"] = to
                return row
            }
            try await database.load(
                Datasets.people,
                [spell("p", "a", to: "2025-01-01"), spell("p", "b", from: "2025-01-01"), spell("q", "a")])
            try await database.load(Datasets.people, [spell("p", "z")], source: "other")
            let outcome = try await database.load(Datasets.people, [spell("p", "c")])
            #expect(outcome.read == 1 && outcome.updated == 1 && outcome.inserted == 0)
            let teams = try await database.texts(
                "SELECT source_id, team_id FROM mutuality_facts.person_spell ORDER BY source_id, team_id")
            #expect(
                teams == [
                    #"{"source_id":1,"team_id":"a"}"#, #"{"source_id":1,"team_id":"c"}"#,
                    #"{"source_id":2,"team_id":"z"}"#,
                ])
        }
    }

    @Test("A history that was last changed before the stored one is ignored whole")
    func outdatedHistory() async throws {
        try await MigratedDatabase.with { database in
            let newer = ["person_id": "p", "team_id": "new", "joined_on": "2024-01-01", "updated_at": "2026-02-01"]
            let older = ["person_id": "p", "team_id": "old", "joined_on": "2023-01-01", "updated_at": "2026-01-01"]
            try await database.load(Datasets.people, [newer])
            try await database.run("DELETE FROM mutuality.mark")
            let outcome = try await database.load(Datasets.people, [older])
            #expect(outcome.accepted == 0 && outcome.duplicate == 1)
            #expect(
                try await database.texts("SELECT team_id FROM mutuality_facts.person_spell") == [#"{"team_id":"new"}"#])
            #expect(try await database.markedMonths().isEmpty)
        }
    }

    @Test("A file that breaks off midway leaves nothing, on either way into the table", arguments: [false, true])
    func breaksOff(overStaging: Bool) async throws {
        try await MigratedDatabase.with { database in
            _ = try await database.warehouse.organization(creating: "acme", now: at("2026-01-01"))
            if overStaging { try await database.load(requests, [request("there")]) }
            let before = try await database.everything()
            let rows = (0..<2000).map { requests.row(request("r\($0)")) }
            await #expect(throws: TestRows.Failure.self) {
                try await database.load(requests, from: TestRows(rows, failsAfter: 1500))
            }
            #expect(try await database.everything() == before)
        }
    }

    @Test("Rejects are listed with their batch, and the counts balance")
    func rejects() async throws {
        try await MigratedDatabase.with { database in
            let outcome = try await database.load(
                requests,
                from: TestRows(
                    [requests.row(request("a")), requests.row(request("a"))],
                    rejects: [
                        .init(line: 4, code: "not_a_time", column: "opened_at"),
                        .init(line: 5, code: "x", column: "", countsFrom: at("2026-01-05T08:00")),
                        .init(line: 6, code: "y", column: "", countsFrom: .distantPast),
                    ]))
            #expect(outcome.read == 5 && outcome.inserted == 1 && outcome.duplicate == 1 && outcome.rejected == 3)
            #expect(
                try await database.texts(
                    """
                    SELECT line, code, column_name, counts_from AT TIME ZONE 'UTC' AS counts_from
                    FROM mutuality.reject ORDER BY line
                    """) == [
                        #"{"line":4,"code":"not_a_time","column_name":"opened_at","counts_from":null}"#,
                        #"{"line":5,"code":"x","column_name":"","counts_from":"2026-01-05T08:00:00"}"#,
                        #"{"line":6,"code":"y","column_name":"","counts_from":"-infinity"}"#,
                    ])
        }
    }

    @Test("Loads of one organization at once come one after another and both are there")
    func atOnce() async throws {
        try await MigratedDatabase.with { database in
            let outcomes = try await withThrowingTaskGroup(of: BatchOutcome.self) { group in
                for file in 0..<4 {
                    group.addTask {
                        try await database.load(
                            requests, (0..<200).map { request("r\($0)", ["updated_at": "2026-02-0\(file + 1)"]) })
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.map(\.inserted).reduce(0, +) == 200)
            #expect(
                try await database.texts("SELECT DISTINCT updated_at::date AS day FROM mutuality_facts.help_request")
                    == [#"{"day":"2026-02-04"}"#])
            // 200 askers and one helper, each known once.
            #expect(try await database.number("SELECT count(*) FROM mutuality.identity") == 201)
        }
    }

    @Test("A backend that is killed after the rows were written leaves nothing, and the next run completes")
    func killed() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(requests, [request("there")])
            let before = try await database.everything()
            let rows = (0..<500).map { request("r\($0)") }
            let blocker = try await database.connect()
            try await blocker.execute("BEGIN")
            // Marks are written last; the load waits there.
            try await blocker.execute("LOCK TABLE mutuality.mark IN ACCESS EXCLUSIVE MODE")
            let load = Task { try await database.load(requests, rows, content: 5) }
            try await blocker.killWaiting()
            await #expect(throws: PostgresError.self) { try await load.value }
            try await blocker.execute("ROLLBACK")
            await blocker.close()
            #expect(try await database.everything() == before)

            let outcome = try await database.load(requests, rows, content: 5)
            #expect(outcome.inserted == 500 && !outcome.alreadyLoaded)
        }
    }
}

extension MigratedDatabase {
    /// Every row of every table, as `table {json}`; without what no transaction takes back (sequences).
    func everything(but left: Set<String> = []) async throws -> [String] {
        var rows: [String] = []
        let tables = try await texts(
            "SELECT relname, nspname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace "
                + "WHERE nspname ~ '^mutuality' AND relkind = 'r'")
        for table in tables.map({ $0.split(separator: "\"").map(String.init) }) where !left.contains(table[3]) {
            rows += try await texts("SELECT * FROM \(table[7]).\(table[3])").map { "\(table[3]) \($0)" }
        }
        return rows.sorted()
    }
}

/// Counts how often the store asks for its rows.
private final class CountedRows: RecordProducer {
    private let rows: TestRows
    private let count = Atomic<Int>(0)

    init(_ rows: TestRows) { self.rows = rows }

    var readings: Int { count.load(ordering: .relaxed) }

    func produce(_ append: (_ values: [Value], _ line: Int) throws -> Void) throws -> RowCounts {
        count.add(1, ordering: .relaxed)
        return try rows.produce(append)
    }
}
