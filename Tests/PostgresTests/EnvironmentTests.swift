import Foundation
import Postgres
import Subprocess
import TestSupport
import Testing

@Suite("A conninfo as environment")
struct EnvironmentTests {
    @Test("URI and key/value forms become libpq's variables, decoded; what they don't name is left out")
    func forms() throws {
        let uri =
            "postgresql://ada:p%40ss%20word@db.example:5433/shop?sslmode=verify-full&keepalives=1&application_name=a"
        #expect(
            try PostgresConfiguration(conninfo: uri).environment() == [
                "PGUSER": "ada", "PGPASSWORD": "p@ss word", "PGHOST": "db.example", "PGPORT": "5433",
                "PGDATABASE": "shop", "PGSSLMODE": "verify-full", "PGAPPNAME": "a",
            ])
        let pairs = #"host=/run/pg user = ada password='it\'s \\ it' options='-c x=1' connect_timeout=3"#
        #expect(
            try PostgresConfiguration(conninfo: pairs).environment() == [
                "PGHOST": "/run/pg", "PGUSER": "ada", "PGPASSWORD": #"it's \ it"#, "PGOPTIONS": "-c x=1",
                "PGCONNECT_TIMEOUT": "3",
            ])
        #expect(try PostgresConfiguration(conninfo: "shop").environment() == ["PGDATABASE": "shop"])
        #expect(try PostgresConfiguration(conninfo: "").environment() == [:])
    }

    @Test(
        "What libpq can't read is an error that doesn't repeat it",
        arguments: ["canary=x", "host='canary", "a=canary\0"])
    func unreadable(conninfo: String) throws {
        let error = try #require(
            #expect(throws: PostgresError.self) { try PostgresConfiguration(conninfo: conninfo).environment() })
        #expect(error.code == .invalidConfiguration)
        #expect(!error.description.contains("canary"))
    }

    @Test("psql logs in by them, without an argument")
    func psql() async throws {
        let server = try await ScratchServer.shared()
        let admin = try await connect()
        try await admin.executeScript(dangerouslyRaw: "CREATE ROLE of_the_environment LOGIN")
        let host = server.directory.replacing("/", with: "%2F")
        let configuration = PostgresConfiguration(
            conninfo: "postgres://of_the_environment@\(host)/postgres")
        let variables = try configuration.environment().merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }
        let environment = Dictionary(
            uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0), $1) })
        let run = try await Subprocess.run(
            .name("psql"), arguments: ["-XtAc", "SELECT current_user"], environment: .custom(environment),
            output: .string(limit: 1 << 10), error: .string(limit: 1 << 10))
        #expect(run.standardOutput == "of_the_environment\n", "\(run.standardError)")
    }
}
