import Foundation
import Postgres
import TestSupport
import TestValues
import Testing
import Warehouse

/// Several processes that share the work of one database, and some that are killed at it.
@Suite(.timeLimit(.minutes(60))) struct FleetTests {
    private let server: ScratchServer
    private let user: User

    init() async throws {
        server = try await ScratchServer.shared()
        user = try User()
    }

    private static let now = "2026-03-05T08:00:00Z"

    /// A database with the records of sixty people over four months, to make copies of.
    private func loaded() async throws -> String {
        let database = try await MigratedDatabase.fresh()
        await database.pool.shutdown()
        try await user.simulate()
        for dataset in ["teams", "people", "help_requests"] {
            try await user.must(
                "ingest", "--database-url", database.conninfo, "--dataset", dataset, "records/\(dataset).csv")
        }
        return database.conninfo
    }

    private func copy(of conninfo: String) async throws -> MigratedDatabase {
        let name = try #require(conninfo.split(separator: "dbname=").last)
        let copy = try await server.freshDatabase(template: String(name))
        return MigratedDatabase(conninfo: copy, pool: MigratedDatabase.pool(copy))
    }

    private func start(_ database: MigratedDatabase, _ more: String...) throws -> Running {
        try user.start(["compute", "--json", "--database-url", database.conninfo, "--now", Self.now] + more)
    }

    private struct Report: Decodable { let computed: Int }

    /// Every value that holds, as one hash; how many there are and how many marks wait.
    private func state(_ database: MigratedDatabase) async throws -> [String] {
        try await database.texts(
            """
            SELECT md5(string_agg(cell::text, E'\\n' ORDER BY cell::text)) AS hash, count(*),
                (SELECT count(*) FROM mutuality.mark) AS marks
            FROM (
                SELECT DISTINCT ON (kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value, statistic)
                    kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value, statistic, value,
                    lower_limit, upper_limit, n, censored, coverage, people, digest
                FROM mutuality.ledger
                ORDER BY kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value, statistic,
                    computation_id DESC
            ) AS cell
            """)
    }

    @Test("One, two, four and eight processes give one result, and compute each figure once")
    func anyNumber() async throws {
        let conninfo = try await loaded()
        var states: Set<[String]> = []
        var counts: Set<Int> = []
        for processes in [1, 2, 4, 8] {
            let database = try await copy(of: conninfo)
            let runs = try (0..<processes).map { _ in try start(database) }
            var computed = 0
            for run in runs {
                let outcome = try await run.outcome()
                #expect(outcome.code == 0, "\(outcome.errors)")
                computed += try outcome.json(Report.self).computed
            }
            counts.insert(computed)
            states.insert(try await state(database))
            await database.pool.shutdown()
        }
        #expect(states.count == 1 && counts.count == 1 && (counts.first ?? 0) > 100)
        #expect(states.first?.first?.hasSuffix("\"marks\":0}") == true)
    }

    @Test("Processes killed at any point are taken over, and the result is that of one that wasn't disturbed")
    func killed() async throws {
        let conninfo = try await loaded()
        let calm = try await copy(of: conninfo)
        #expect(try await start(calm).outcome().code == 0)
        let expected = try await state(calm)
        await calm.pool.shutdown()

        let database = try await copy(of: conninfo)
        var numbers = SeededNumbers(seed: 4)
        for _ in 0..<12 {
            let victims = try (0..<2).map { _ in try start(database, "--full") }
            for victim in victims {
                try await Task.sleep(for: .milliseconds(20 + numbers.below(400)))
                victim.send(SIGKILL)
            }
            for victim in victims { _ = try await victim.outcome() }
        }
        let heirs = try (0..<2).map { _ in try start(database) }
        for heir in heirs { #expect(try await heir.outcome().code == 0) }
        #expect(try await state(database) == expected)
        #expect(try await database.failuresOfSQLTests() == [])
        await database.pool.shutdown()
    }

    private func ingest(_ names: String..., into database: MigratedDatabase) async throws {
        try user.write("a.csv", Sample.file(Sample.good))
        for name in names {
            try await user.must(
                "ingest", "--database-url", database.conninfo, "--organization", name, "--dataset", "help_requests",
                "a.csv")
        }
    }

    private static let computed = "SELECT count(DISTINCT organization_id) FROM mutuality.ledger"

    @Test("compute --watch takes on what comes, of every organization, until it is stopped; no lost connection ends it")
    func watch() async throws {
        let database = try await MigratedDatabase.fresh()
        let watchers = try (0..<2).map { _ in try start(database, "--watch", "--every-organization") }
        try await ingest("acme", "zeta", into: database)
        func isDone(_ organizations: Int) async throws -> Bool {
            let marks = try await database.number("SELECT count(*) FROM mutuality.mark")
            let released = try await database.number(
                """
                SELECT count(DISTINCT organization_id) FROM mutuality.computed WHERE released_computation_id IS NOT NULL
                """)
            return try await database.number(Self.computed) == organizations && marks == 0 && released == organizations
        }
        try await watchers[0].wait(for: "both organizations") { try await isDone(2) }
        _ = try await database.texts(
            """
            SELECT pg_terminate_backend(pid) AS is_gone FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """)
        try await ingest("eta", into: database)
        try await watchers[0].wait(for: "the third organization") { try await isDone(3) }
        for watcher in watchers {
            watcher.send(SIGTERM)
            let outcome = try await watcher.outcome()
            #expect(outcome.code == 143, "\(outcome.errors)")
        }
        await database.pool.shutdown()
    }
    @Test("Who is at one organization keeps nobody from the others", arguments: ["--watch", "--quiet"])
    func held(flag: String) async throws {
        let database = try await MigratedDatabase.fresh()
        try await ingest("acme", "zeta", into: database)
        let acme = Int64(
            try await database.number("SELECT organization_id FROM mutuality.organization WHERE name = 'acme'"))
        let years = 2020...2026
        try await database.pool.withConnection { connection in
            for year in years {
                let key = AdvisoryLock.unit(organization: acme, year: year).key
                _ = try await connection.query("SELECT pg_advisory_lock(\(key))") { _ in true }
            }
            let run = try start(database, "--every-organization", flag)
            try await run.wait(for: "the other organization") {
                try await database.number(Self.computed) == 1
            }
            #expect(
                try await database.number("SELECT count(*) FROM mutuality.ledger WHERE organization_id = \(acme)") == 0)
            for year in years {
                let key = AdvisoryLock.unit(organization: acme, year: year).key
                _ = try await connection.query("SELECT pg_advisory_unlock(\(key))") { _ in true }
            }
            try await run.wait(for: "the first organization") { try await database.number(Self.computed) == 2 }
            if flag == "--watch" { run.send(SIGTERM) }
            #expect(try await run.outcome().code == (flag == "--watch" ? 143 : 0))
        }
        await database.pool.shutdown()
    }
}
