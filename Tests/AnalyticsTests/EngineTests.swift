import Disclosure
import Domain
import KPIs
import Postgres
import TestSupport
import TestValues
import Testing
import Warehouse

@testable import Analytics

private let requests = Datasets.helpRequests

private let three: [any KPI.Type] = [TimeToFirstResponse.self, TimeToResolve.self, HelperConcentration.self]

/// A second version of a KPI, with the same figures.
private enum SecondVersion: KPI {
    static let sheet: Sheet = {
        let first = TimeToFirstResponse.sheet
        return Sheet(
            id: first.id, version: first.version + 1, title: first.title, question: first.question,
            formula: first.formula, measures: first.measures, direction: first.direction, inputs: first.inputs,
            settings: first.settings, periods: first.periods, scopes: first.scopes, breakdowns: first.breakdowns,
            unfinished: first.unfinished, missing: first.missing,
            reference: first.reference)
    }()

    static func observe(into figures: inout Assembler) { TimeToFirstResponse.observe(into: &figures) }
}

extension MigratedDatabase {
    @discardableResult
    fileprivate func compute(now: String, full: Bool = false) async throws -> Engine.Outcome {
        try await engine(three).compute(acme, now: at(now), full: full)
    }

    /// Twelve requests of January 2026: the k-th of eleven is answered after k half-hours and closed after k hours, the
    /// twelfth is open since the 20th. Twelve people ask; one helper closes five, one two, four one.
    fileprivate func loadTwelve() async throws {
        let helpers = ["a", "a", "a", "a", "a", "b", "b", "c", "d", "e", "f"]
        var rows = (1...11).map { k in
            let opened = "2026-01-\(9 + k)T00:00"
            let answered = "T\(k / 2 < 10 ? "0" : "")\(k / 2):\(k % 2 == 0 ? "00" : "30")"
            return [
                "request_id": "r\(k)", "requester_id": "asker\(k)", "helper_id": helpers[k - 1], "team_id": "t",
                "opened_at": opened, "first_response_at": String(opened.prefix(10)) + answered,
                "resolved_at": "\(opened.prefix(10))T\(k < 10 ? "0" : "")\(k):00",
            ]
        }
        rows.append(["request_id": "r12", "requester_id": "asker12", "team_id": "t", "opened_at": "2026-01-20"])
        try await load(requests, rows, now: at("2026-01-31"))
    }

    fileprivate func value(_ kpi: String, _ measure: String, _ statistic: String, _ column: String = "value")
        async throws -> Double?
    {
        try await pool.withConnection { connection in
            try await connection.query(
                """
                SELECT \(dangerouslyUnescaped: column)::double precision FROM mutuality.ledger
                WHERE kpi = \(kpi) AND measure = \(measure) AND statistic = \(statistic)
                    AND scope = 'organization' AND breakdown = ''
                    AND period = 'month' AND period_from = '2026-01-01' ORDER BY computation_id DESC LIMIT 1
                """
            ) { try $0.decode(Double?.self, at: 0) }.first ?? nil
        }
    }
}

@Suite struct EngineTests {
    @Test("Work that PostgreSQL ended for another's sake is begun anew, and other work is not")
    func begunAnew() async throws {
        var reasons: [SQLState] = [.deadlockDetected, .serializationFailure]
        let times = try await Engine.retrying { () -> Int in
            if let reason = reasons.popLast() { throw PostgresError(.sqlState(reason), "") }
            return 3
        }
        #expect(times == 3 && reasons.isEmpty)
        await #expect(throws: PostgresError.self) {
            try await Engine.retrying { () -> Int in throw PostgresError(.sqlState(.lockNotAvailable), "") }
        }
    }

    @Test("Twelve requests whose figures were worked out by hand come through to the ledger")
    func byHand() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadTwelve()
            let outcome = try await database.compute(now: "2026-02-10")
            // January of three KPIs; five weeks, from that of the 10th to that of 8 February, of the two that have weeks.
            #expect(outcome.computed == 3 + 5 * 2)
            // Twelve at risk, no censoring before the last event: S after k closes is (12-k)/12. It is at most 1/2 at
            // the sixth, 1/12 < 1/10 at the eleventh.
            #expect(try await database.value("time_to_resolve", "first_close_elapsed", "p50") == 6 * 3600)
            #expect(try await database.value("time_to_resolve", "first_close_elapsed", "p90") == 11 * 3600)
            #expect(try await database.value("time_to_resolve", "first_close_elapsed", "naive_mean") == 6 * 3600)
            #expect(try await database.value("time_to_resolve", "first_close_elapsed", "p50", "n") == 12)
            #expect(try await database.value("time_to_resolve", "first_close_elapsed", "p50", "censored") == 1)
            // Twelve askers, but six helpers.
            #expect(try await database.value("time_to_resolve", "first_close_elapsed", "p50", "people") == 6)
            #expect(try await database.value("time_to_first_response", "elapsed", "p50") == 3 * 3600)
            #expect(try await database.value("time_to_first_response", "elapsed", "p90") == 5.5 * 3600)
            // Of 1 1 1 1 2 5: 2·50/(6·11) - 7/6 = 23/66, times 6/5. The busiest of six gives 5 of 11; two give half.
            let gini = try #require(try await database.value("helper_concentration", "pieces", "gini_helpers"))
            #expect(abs(gini - 23.0 / 55) < 1e-12)
            let top = try #require(try await database.value("helper_concentration", "pieces", "top_5_percent"))
            #expect(abs(top - 5.0 / 11) < 1e-12)
            #expect(try await database.value("helper_concentration", "pieces", "absence_factor") == 2)
            // Without withdrawn_at there is no such cell.
            #expect(try await database.value("time_to_resolve", "first_close_elapsed", "withdrawn_share", "n") == nil)
            #expect(try await database.number("SELECT count(*) FROM mutuality.mark") == 0)
            #expect(try await database.failuresOfSQLTests() == [])
        }
    }

    @Test("Before its period has ended nothing is computed; a second run finds nothing due")
    func time() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadTwelve()
            // The weeks to the 11th, 18th and 25th.
            #expect(try await database.compute(now: "2026-01-31T23:59").computed == 3 * 2)
            #expect(try await database.compute(now: "2026-01-31T23:59") == Engine.Outcome())
            #expect(try await database.compute(now: "2026-02-01").computed == 3)
            #expect(try await database.compute(now: "2026-02-01") == Engine.Outcome())
            let full = try await database.compute(now: "2026-02-01", full: true)
            #expect(full.computed == 3 + 3 * 2 && full.entries == 0)
        }
    }

    @Test("Cells that vanish get an entry with n = 0, once")
    func vanished() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadTwelve()
            try await database.compute(now: "2026-02-01")
            try await database.run("UPDATE mutuality_facts.help_request SET team_id = 'u'")
            let moved = try await database.compute(now: "2026-02-01", full: true)
            #expect(moved.entries > 0)
            let left = try await database.texts(
                """
                SELECT DISTINCT n, people, value FROM mutuality.ledger WHERE scope_id = 't'
                    AND computation_id = (SELECT max(computation_id) FROM mutuality.computation)
                """)
            #expect(left == [#"{"n":0,"people":0,"value":null}"#])
            #expect(try await database.compute(now: "2026-02-01", full: true).entries == 0)
        }
    }

    @Test("Another zone computes everything anew, another version only its KPI")
    func settingsAndVersions() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadTwelve()
            try await database.compute(now: "2026-05-01")
            // January to April and the first quarter.
            let second = try await database.engine([SecondVersion.self, TimeToResolve.self, HelperConcentration.self])
                .compute(database.acme, now: at("2026-05-01"))
            // No value differs, but every entry names the version that it was computed with.
            // Four months, a quarter, and the weeks from 5 January to 26 April.
            #expect(second.computed == 5 + 16 && second.entries > 0)
            #expect(
                try await database.texts(
                    "SELECT DISTINCT version FROM mutuality.computed WHERE kpi = 'time_to_first_response'")
                    == ["{\"version\":\(SecondVersion.sheet.version)}"])
            try await database.compute(now: "2026-05-01")
            let acme = try await database.acme
            try await database.warehouse.set(
                [("zone", "Asia/Tokyo")], from: .distantPast, of: acme, now: at("2026-05-01"))
            #expect(try await database.compute(now: "2026-05-01").computed == 15 + 16 * 2)
            try await database.warehouse.set(
                [("minimum_group", "6")], from: .distantPast, of: acme, now: at("2026-05-01"))
            #expect(try await database.compute(now: "2026-05-01").computed == 0)
        }
    }

    @Test("A column that comes late changes the months before it too, without a full computation")
    func lateColumn() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadTwelve()
            try await database.compute(now: "2026-04-01")
            #expect(try await database.value("time_to_resolve", "first_close_elapsed", "withdrawn_share", "n") == nil)
            let late = ["request_id": "late", "opened_at": "2026-03-02", "withdrawn_at": "2026-03-03"]
            try await database.load(requests, [late], now: at("2026-04-01"))
            try await database.compute(now: "2026-04-01")
            #expect(try await database.value("time_to_resolve", "first_close_elapsed", "withdrawn_share", "n") == 12)
            #expect(try await database.compute(now: "2026-04-01", full: true).entries == 0)
        }
    }

    @Test("Two engines at once do the work once, with the result of one")
    func twoEngines() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadTwelve()
            let other = MigratedDatabase.pool(database.conninfo)
            let acme = try await database.acme
            async let a = database.engine(three).compute(acme, now: at("2028-01-01"))
            async let b = database.engine(three, pool: other).compute(acme, now: at("2028-01-01"))
            let (first, second) = try await (a, b)
            await other.shutdown()
            // Weeks from 5 January 2026 to 26 December 2027.
            #expect(first.computed + second.computed == 2 * 17 * 3 + 103 * 2)
            #expect(
                try await database.number("SELECT count(*) FROM mutuality.ledger") == first.entries + second.entries)
            #expect(try await database.compute(now: "2028-01-01", full: true).entries == 0)
        }
    }

    @Test("A computation that is killed leaves no lock, no entry and its marks; the next one finishes")
    func killed() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadTwelve()
            let blocker = try await database.connect()
            try await blocker.execute("BEGIN")
            try await blocker.execute("LOCK TABLE mutuality.computed IN EXCLUSIVE MODE")
            let compute = Task { try await database.compute(now: "2026-02-01") }
            try await blocker.killWaiting()
            await #expect(throws: PostgresError.self) { try await compute.value }
            try await blocker.execute("ROLLBACK")
            await blocker.close()
            #expect(
                try await database.number(
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = "
                        + "(SELECT oid FROM pg_database WHERE datname = current_database())") == 0)
            #expect(try await database.number("SELECT count(*) FROM mutuality.ledger") == 0)
            #expect(try await database.number("SELECT count(*) FROM mutuality.mark") > 0)
            #expect(try await database.compute(now: "2026-02-01").computed == 3 + 3 * 2)
        }
    }

    @Test("A release that commits while a unit is computed makes it start over, not fail")
    func releaseMeanwhile() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadTwelve()
            try await database.compute(now: "2026-02-01")
            // Without news nothing would be written.
            let late = ["request_id": "late", "requester_id": "q", "team_id": "t", "opened_at": "2026-01-11"]
            try await database.load(requests, [late], now: at("2026-02-01"))
            let blocker = try await database.connect()
            try await blocker.execute("BEGIN")
            try await blocker.execute("UPDATE mutuality.computed SET released_computation_id = computation_id")
            let compute = Task { try await database.compute(now: "2026-02-01") }
            try await blocker.waitUntilBlocking()
            try await blocker.execute("COMMIT")
            await blocker.close()
            #expect(try await compute.value.computed == 3 + 3 * 2)
        }
    }

    @Test("Ad-hoc figures are audited and leave nothing else")
    func analysis() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadTwelve()
            let window = Window(from: at("2026-01-01"), to: at("2026-02-01"), zone: .utc)
            let found = try await Analysis(warehouse: database.warehouse).figures(
                of: [TimeToResolve.self], for: database.acme, window: window, divisions: [], now: at("2026-03-01"))
            #expect(found.count == 1)
            #expect(found[0].figures.allSatisfy { $0.cell.scope == .organization && $0.cell.breakdown == .none })
            #expect(found[0].figures.contains { $0.cell.statistic == "p50" && $0.estimate.value == 6 * 3600 })
            #expect(try await database.number("SELECT count(*) FROM mutuality.audit WHERE action = 'analyze'") == 1)
            #expect(try await database.number("SELECT count(*) FROM mutuality.ledger") == 0)
        }
    }
}

/// Loads, corrections, computations and releases.
@Suite struct HistoryTests {
    private struct History {
        var numbers: SeededNumbers
        let days = ["01", "02", "14", "28"]

        mutating func date(before month: Int) -> String {
            let month = 1 + numbers.below(month)
            return "20\(24 + month / 13)-\(String(101 + (month - 1) % 12).dropFirst())-\(days[numbers.below(4)])"
        }

        mutating func request(before month: Int) -> [String: String] {
            // Short and mostly closed, so that most months stay untouched by most loads.
            let opened = day(date(before: month))
            let dates = (0..<5).map { _ in numbers.below(12) }.map {
                "\(opened.advanced(byDays: $0))T\(10 + $0):\(10 + numbers.below(50))"
            }.sorted()
            var row = [
                "request_id": "r\(numbers.below(60))", "opened_at": dates[0], "requester_id": "p\(numbers.below(20))",
            ]
            if numbers.below(5) > 0 { row["helper_id"] = "h\(numbers.below(8))" }
            if numbers.below(2) > 0 { row["team_id"] = "t\(numbers.below(3))" }
            if numbers.below(2) > 0 { row["kind"] = ["emotional", "appraisal"][numbers.below(2)] }
            if numbers.below(3) > 0 { row["first_response_at"] = dates[1] }
            if numbers.below(12) > 0 {
                row["resolved_at"] = dates[2]
                if numbers.below(8) == 0 { row["reopened_at"] = dates[3] }
                if row["reopened_at"] != nil, numbers.below(2) == 0 { row["final_closed_at"] = dates[4] }
            }
            // Two columns are given for the first time when much has been computed already.
            guard month > 12 else { return row }
            if numbers.below(8) == 0 { row["withdrawn_at"] = dates[1 + numbers.below(4)] }
            if numbers.below(4) == 0 { row["effort_minutes"] = "\(numbers.below(200)).25" }
            return row
        }

        mutating func person(before month: Int) -> [String: String] {
            [
                "person_id": numbers.below(2) == 0 ? "p\(numbers.below(20))" : "h\(numbers.below(8))",
                "team_id": "t\(numbers.below(3))", "joined_on": date(before: month), "level": "l\(numbers.below(2))",
            ]
        }
    }

    @Test("After loads, computations and releases every query of sql/tests returns nothing")
    func sqlTests() async throws {
        try await MigratedDatabase.with { database in
            var history = History(numbers: SeededNumbers(seed: 99))
            for (month, file) in [(6, 0), (12, 1), (18, 2)] {
                let now = Zone.utc.start(of: LocalDate(firstOfMonth: month + 2, year: 2024))
                try await database.load(
                    requests,
                    (0..<300).map { number in
                        history.request(before: month).merging(["request_id": "f\(file)-\(number)"]) { $1 }
                    }, now: now)
                try await database.load(Datasets.people, (0..<30).map { _ in history.person(before: month) }, now: now)
                try await database.load(
                    Datasets.teams, (0..<3).map { ["team_id": "t\($0)", "department_id": "d"] }, now: now)
                _ = try await database.engine().compute(database.acme, now: now)
                _ = try await Releaser(warehouse: database.warehouse, sheets: Catalog.all.map { $0.sheet })
                    .release(database.acme, now: now)
                #expect(try await database.failuresOfSQLTests() == [])
            }
            #expect(try await database.number("SELECT count(*) FROM kpi.figure WHERE state = 'released'") > 50)
            #expect(try await database.number("SELECT count(*) FROM kpi.figure WHERE state = 'suppressed'") > 50)
            #expect(
                try await database.number("SELECT count(*) FROM kpi.figure_history WHERE last_release IS NOT NULL") > 0)
        }
    }
}
