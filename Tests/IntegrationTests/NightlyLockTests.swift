import Foundation
import Postgres
import TestSupport
import Testing
import Warehouse

/// One night of an organization at a time, and nights that are disturbed in their middle.
@Suite(.timeLimit(.minutes(60))) struct NightlyLockTests {
    @Test("A second night of the organization leaves at once with 75 and says what to do; another organization's runs")
    func twoAtOnce() async throws {
        let scene = try await Scene(ScratchServer.shared())
        let (holder, night) = try await scene.heldUp()
        let second = try await scene.night().outcome()
        #expect(second.code == 75 && second.output.isEmpty)
        #expect(
            second.errors
                == "mutuality: Another nightly run of \"default\" is in progress. Try again when it has ended.\n")
        try scene.user.makeFolder("elsewhere")
        try await scene.user.must(
            "nightly", "--organization", "other", "--inbox", "elsewhere", "--out", "other")
        await holder.close()
        #expect(try await night.outcome().code == 0)
        #expect(try await scene.night().outcome().code == 0)
    }

    @Test("The lock dies with its holder: after kill -9 the next night does the work")
    func killedHolder() async throws {
        let scene = try await Scene(ScratchServer.shared())
        let (holder, night) = try await scene.heldUp()
        night.send(SIGKILL)
        #expect(try await night.outcome().code == -SIGKILL)
        await holder.close()
        // The server notices the end of the connection by itself, a moment later.
        var outcome = try await scene.night().outcome()
        for _ in 0..<600 where outcome.code == 75 {
            try await Task.sleep(for: .milliseconds(100))
            outcome = try await scene.night().outcome()
        }
        #expect(outcome.code == 0, "\(outcome.errors)")
        try await scene.expectAllIsDone()
    }

    @Test("A connection that the server ends costs its file one night, and nothing else: 75")
    func lostConnection() async throws {
        let scene = try await Scene(ScratchServer.shared())
        let (holder, night) = try await scene.heldUp("--json")
        let former = try scene.user.exports()
        for process in try await scene.waiting(holder) {
            _ = try await holder.query("SELECT pg_terminate_backend(\(process))") { _ in true }
        }
        let outcome = try await night.outcome()
        #expect(outcome.code == 75 && outcome.errors.hasPrefix("mutuality: inbox/help_requests.csv: "))
        let report = try outcome.json(NightJSON.self)
        #expect(report.stages.map(\.exitCode) == [75, 0, 0, 0])
        #expect(report.files.map(\.movedTo) == [nil])
        #expect(try scene.user.exports() == former)
        await holder.close()
        #expect(try await scene.night().outcome().code == 0)
        try await scene.expectAllIsDone()
    }

    @Test("Where the database goes, no more is tried, and files and exports stay as they were: 69")
    func lostDatabase() async throws {
        let server = try await ScratchServer.start()
        let scene = try await Scene(server)
        let (_, night) = try await scene.heldUp("--json")
        let former = try scene.user.exports()
        server.stop()
        let outcome = try await night.outcome()
        #expect(outcome.code == 69 && outcome.errors.contains("mutuality: ingest: "), "\(outcome.errors)")
        let report = try outcome.json(NightJSON.self)
        #expect(report.stages.map(\.outcome) == ["failed", "not_run", "not_run", "not_run"])
        #expect(report.stages.map { $0.seconds == nil } == [false, true, true, true] && report.compute == nil)
        #expect(try scene.user.exports() == former)
        #expect(scene.user.exists("inbox/help_requests.csv"))
    }

    @Test("Ctrl-C ends a night in order, and the next takes up what it was at")
    func interrupted() async throws {
        let scene = try await Scene(ScratchServer.shared())
        let (holder, night) = try await scene.heldUp()
        night.send(SIGINT)
        let outcome = try await night.outcome()
        #expect(outcome.code == 130 && outcome.errors == "mutuality: Interrupted.\n", "\(outcome.errors)")
        await holder.close()
        #expect(try await scene.night().outcome().code == 0)
        try await scene.expectAllIsDone()
    }
}

/// A database in which a first night was, and a file for the second.
private struct Scene {
    let user: User
    private let server: ScratchServer
    private let database: String
    private let organization: Int64

    init(_ server: ScratchServer) async throws {
        self.server = server
        let conninfo = try await server.freshDatabase()
        database = try #require(conninfo.split(separator: "dbname=").last.map(String.init))
        user = try User(environment: ["MUTUALITY_DATABASE_URL": conninfo])
        try await user.must("db", "migrate")
        try user.makeFolder("inbox")
        try user.write("inbox/teams.csv", "team_id,department_id\nplatform,engineering\n")
        try await user.must("nightly", "--inbox", "inbox", "--out", "figures")
        organization = try #require(
            try await user.query("SELECT organization_id FROM mutuality.organization").first.flatMap { Int64($0) })
        try user.write("inbox/help_requests.csv", Sample.file(Sample.good))
    }

    func night(_ more: String...) throws -> Running {
        try user.start(["nightly", "--inbox", "inbox", "--out", "figures"] + more)
    }

    /// A night that waits for the lock of loads, and the connection that has it until it is closed.
    func heldUp(_ more: String...) async throws -> (holder: Connection, night: Running) {
        let holder = try await server.connect(database: database)
        let key = AdvisoryLock.load(organization: organization).key
        _ = try await holder.query("SELECT pg_advisory_lock(\(key))") { _ in true }
        let night = try user.start(["nightly", "--inbox", "inbox", "--out", "figures"] + more)
        try await night.wait(for: "the night to come to its load") { try await !waiting(holder).isEmpty }
        return (holder, night)
    }

    /// The server's processes that wait for a lock in this database.
    func waiting(_ connection: Connection) async throws -> [Int32] {
        try await connection.query(
            """
            SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """
        ) { try $0.decode(Int32.self, at: 0) }
    }

    func expectAllIsDone(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        #expect(try user.names(in: "inbox") == ["done", "rejected"], sourceLocation: sourceLocation)
        #expect(
            try user.loaded() == ["help_requests.csv", "teams.csv"], sourceLocation: sourceLocation)
        #expect(try await user.stored(of: "default")[0] == "1", sourceLocation: sourceLocation)
    }
}
