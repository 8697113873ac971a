import ArgumentParser
import Domain
import Foundation
import Postgres
import Warehouse

struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: "Look after the database.",
        subcommands: [Migrate.self, Status.self, Start.self, Stop.self, Psql.self])

    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Upgrade the schema to this program's version.",
            discussion: """
                This needs the right to create schemas. If you may not create roles, the SQL that makes roles and grants \
                is printed, to be run by somebody who may.
                """)

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let store = try Store(options)
            let outcome: Migrator.Outcome
            if let conninfo = try store.conninfo {
                outcome = try await store.withPool(conninfo) { pool in
                    try await Migrator(pool: pool, logger: store.logger).migrate(now: store.now)
                }
            } else {
                outcome = try await store.embeddedServer().use { conninfo in
                    try await store.withPool(conninfo) { pool in
                        try await Migrator(pool: pool, logger: store.logger).migrate(now: store.now)
                    }
                }
            }
            if options.json {
                return try Console.json(
                    ["applied": outcome.applied, "roles_to_run": outcome.rolesToRun] as JSONObject)
            }
            if !options.quiet {
                Console.error(
                    outcome.applied.isEmpty
                        ? "The schema is current." : "Applied \(outcome.applied.joined(separator: ", ")).")
            }
            if let sql = outcome.rolesToRun {
                Console.error(
                    "Roles and grants need more rights. Have somebody who has them run the SQL on standard output.")
                try Console.print(sql)
            }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show where the database is and whether it runs.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let store = try Store(options)
            let status = try await DatabaseStatus.find(store)
            if options.json { try Console.json(status) } else { try Console.print(status.text) }
        }
    }

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start the private server and keep it until \"db stop\".")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let store = try Store(options)
            try store.requirePrivate("start")
            try await store.embeddedServer().start()
            if options.json {
                try Console.json(try await DatabaseStatus.find(store))
            } else if !options.quiet {
                Console.error("The private server runs until \"mutuality db stop\".")
            }
        }
    }

    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Stop the private server.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let store = try Store(options)
            try store.requirePrivate("stop")
            try await store.embeddedServer().stop()
            if options.json {
                try Console.json(try await DatabaseStatus.find(store))
            } else if !options.quiet {
                Console.error("The private server is stopped.")
            }
        }
    }

    struct Psql: AsyncParsableCommand, SignalAware {
        static let configuration = CommandConfiguration(
            abstract: "Open psql on the database.",
            discussion: "Everything after -- is passed to psql: mutuality db psql -- -c 'TABLE kpi.publication'")

        @OptionGroup var options: GlobalOptions

        @Argument(parsing: .postTerminator, help: "Arguments for psql.")
        var arguments: [String] = []

        func run() async throws {
            let store = try Store(options)
            let code: Int32
            if let conninfo = try store.conninfo {
                // In the environment, since everybody can read a command line.
                let said: [String: String]
                do { said = try PostgresConfiguration(conninfo: conninfo).environment() } catch {
                    throw store.placed(error)
                }
                var environment = store.preferences.environment.merging(said) { $1 }
                // libpq puts a service before the variables that say what the connection string said.
                if !conninfo.isEmpty, said["PGSERVICE"] == nil { environment["PGSERVICE"] = nil }
                code = try await Terminal.run(["psql"] + arguments, environment: environment)
            } else {
                let server = try store.embeddedServer()
                code = try await server.use { conninfo in
                    try await Terminal.run(
                        try await server.clientCommand(conninfo: conninfo) + arguments,
                        environment: store.preferences.environment)
                }
            }
            guard code == 0 else { throw ExitCode(code) }
        }
    }
}

extension Store {
    fileprivate func requirePrivate(_ verb: String) throws {
        guard try conninfo == nil else {
            throw CommandError(
                .usage, "the database is a server of your own, which mutuality does not \(verb)",
                mend: "to \(verb) the private server, leave out --database-url and the PG… variables")
        }
    }
}
