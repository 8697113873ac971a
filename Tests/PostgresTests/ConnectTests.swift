import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@Suite("Connecting")
struct ConnectTests {
    private func refusal(_ conninfo: String) async -> PostgresError? {
        await postgresError { _ = try await connect(conninfo) }
    }

    @Test("A refused login has the server's code, a mend, and no password")
    func refusedLogin() async throws {
        let server = try await ScratchServer.shared()
        let admin = try await connect()
        let role = ScratchServer.passwordRole
        try await admin.executeScript(
            dangerouslyRaw: "DROP ROLE IF EXISTS \(role); CREATE ROLE \(role) LOGIN PASSWORD 'right-a81f'")
        let base = "host=\(server.directory) dbname=postgres user=\(role)"
        let wrong = try #require(await refusal("\(base) password=canary-wrong"))
        #expect(wrong.sqlState == .invalidPassword)
        #expect(wrong.mend.contains("password"))
        #expect(!wrong.description.contains("canary"))
        #expect(await refusal(base)?.description.contains("password") == true)
        let right = try await connect("\(base) password=right-a81f")
        #expect(try await right.execute("SELECT 1") == 1)
        let missing = await refusal("host=\(server.directory) user=postgres dbname=nowhere")
        #expect(missing?.sqlState == .unknownDatabase)
        let noRole = await refusal("host=\(server.directory) user=nobody_here dbname=postgres")
        #expect(noRole?.sqlState == .invalidAuthorization)
    }

    @Test("Where no server is, the error says connection refused and can be tried again")
    func nobody() async {
        for conninfo in ["host=/tmp/mutuality-no-such-directory", "host=127.0.0.1 port=1 password=canary"] {
            let error = await refusal(conninfo)
            #expect(error?.code == .connectionRefused)
            #expect(error?.isRetryable == true)
            #expect(error?.description.contains("canary") == false)
        }
    }

    @Test(
        "A conninfo that libpq can't read is an error that doesn't repeat it",
        arguments: ["canary=x", "host=x password", "postgres://user:%00canary@host/db", "host='canary", "a=\0"])
    func unreadable(conninfo: String) async {
        let error = await refusal(conninfo)
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.description.contains("canary") == false)
    }

    @Test(
        "Where libpq takes a part of an unencoded password for a host or a port, the error doesn't repeat it",
        arguments: ["u:x@canary@h", "u:canary/x@h", "u:canary?x@h", "u:x@canary:1@h:2", "user:canary@host:port/db"])
    func misread(uri: String) async {
        let error = await refusal("postgres://\(uri)")
        #expect(error?.code == .connectionRefused || error?.code == .invalidConfiguration)
        #expect(error?.description.contains("canary") == false, "\(error.map { "\($0)" } ?? "no error")")
    }

    @Test("A configuration hides its conninfo when printed")
    func printed() {
        let configuration = PostgresConfiguration(conninfo: "password=canary")
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(!"\(configuration)\(String(reflecting: configuration))\(dumped)".contains("canary"))
    }

    @Test("The application's name is a fallback for the conninfo's; the encoding is UTF-8 whatever that says")
    func applicationName() async throws {
        let conninfo = try await ScratchServer.shared().conninfo(database: "postgres")
        for (conninfo, name) in [
            (conninfo, "mutuality"), ("\(conninfo) application_name=mine client_encoding=LATIN1", "mine"),
        ] {
            let connection = try await connect(conninfo)
            let found = try await connection.queryOne(
                "SELECT current_setting('application_name'), current_setting('client_encoding')"
            ) { (try $0.decode(String.self, at: 0), try $0.decode(String.self, at: 1)) }
            #expect(found == (name, "UTF8"))
        }
    }

    @Test("The process is known until it is closed; closing twice is once")
    func facts() async throws {
        let connection = try await connect()
        let told = try await connection.queryOne("SELECT pg_backend_pid()") { try $0.decode(Int32.self, at: 0) }
        #expect(await connection.backendPID == told)
        await connection.close()
        await connection.close()
        #expect(await connection.backendPID == nil)
        let error = await postgresError { try await connection.execute("SELECT 1") }
        #expect(error?.code == .connectionClosed)
    }

    @Test("An empty conninfo means PG* variables, a service file and .pgpass")
    func environment() async throws {
        let server = try await ScratchServer.shared()
        let database = try await server.freshDatabase()
        let admin = try await connect(database)
        try await admin.executeScript(dangerouslyRaw: "CREATE ROLE of_the_service LOGIN")
        let files = FileManager.default.temporaryDirectory.appending(path: "mutuality-pg-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: files, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: files) }
        let service = files.appending(path: "service.conf")
        let settings = database.replacing("user=postgres", with: "user=of_the_service")
        try "[scratch]\n\(settings.replacing(" ", with: "\n"))\n".write(to: service, atomically: true, encoding: .utf8)
        // In a process of its own: the environment belongs to all threads.
        await #expect(processExitsWith: .success) {
            [path = service.path() as String, directory = server.directory as String] in
            setenv("PGSERVICEFILE", path, 1)
            setenv("PGSERVICE", "scratch", 1)
            let byService = try await connect("")
            let user = try await byService.queryOne("SELECT current_user::text") { try $0.decode(String.self, at: 0) }
            #expect(user == "of_the_service")
            unsetenv("PGSERVICE")
            setenv("PGHOST", directory, 1)
            setenv("PGUSER", "postgres", 1)
            setenv("PGDATABASE", "postgres", 1)
            setenv("PGAPPNAME", "from-environment", 1)
            let byVariables = try await connect("")
            let name = try await byVariables.queryOne("SELECT current_setting('application_name')") {
                try $0.decode(String.self, at: 0)
            }
            #expect(name == "from-environment")
        }
    }

    @Test("A password comes from .pgpass")
    func passwordFile() async throws {
        let server = try await ScratchServer.start()
        let admin = try await server.connect(database: "postgres")
        let role = ScratchServer.passwordRole
        try await admin.executeScript(dangerouslyRaw: "CREATE ROLE \(role) LOGIN PASSWORD 'right-a81f'")
        let file = FileManager.default.temporaryDirectory.appending(path: "pgpass-\(UUID().uuidString)").path()
        let entry = "*:*:*:\(role):right-a81f\n"
        #expect(
            FileManager.default.createFile(
                atPath: file, contents: Data(entry.utf8), attributes: [.posixPermissions: 0o600]))
        defer { try? FileManager.default.removeItem(atPath: file) }
        await #expect(processExitsWith: .success) {
            [file = file as String, directory = server.directory as String, role = role as String] in
            setenv("PGPASSFILE", file, 1)
            let connection = try await connect("host=\(directory) dbname=postgres user=\(role)")
            #expect(try await connection.execute("SELECT 1") == 1)
        }
        server.stop()
    }

    @Test("Notices reach the log by their severity, without data")
    func notices() async throws {
        let recorder = LogRecorder()
        let connection = try await connect(logger: recorder.logger)
        try await connection.executeScript(
            dangerouslyRaw: """
                SET client_min_messages = debug1;
                DO $$ BEGIN
                    RAISE WARNING 'beware' USING DETAIL = 'canary';
                    RAISE NOTICE 'by the way';
                    RAISE INFO 'for information';
                    RAISE DEBUG 'for the curious';
                END $$
                """)
        let found = recorder.entries.filter { !$0.text.contains("mutuality") }
        for (level, text) in [
            (Logger.Level.warning, "beware"), (.notice, "by the way"), (.info, "for information"),
            (.debug, "for the curious"),
        ] {
            #expect(found.contains { $0.level == level && $0.text.contains(text) }, "\(text)")
        }
        #expect(!recorder.entries.contains { $0.text.contains("canary") })
    }
}
