import ArgumentParser
import CMalloc
import Foundation

@main
struct Mutuality: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mutuality",
        abstract: "Measures how well the people of an organization help each other.",
        discussion: """
            Load files with "ingest", let "compute" work out what is due and release what may be shown, then "export" it \
            or "serve" it to a dashboard. "demo" does all of that with a simulated organization.

            If neither --database-url nor one of PostgreSQL's PG… variables names a server, a private PostgreSQL is \
            started for as long as a command needs it. A flag goes before the environment (MUTUALITY_…), the environment \
            before the configuration file, and the file before the default: see "mutuality config print".

            Exit codes: 0 done; 64 wrong usage; 65 wrong data; 66 no input; 69, 75 try again; 70 a fault of \
            this program; 73, 74 cannot write; 77 not permitted; 78 wrong configuration; 130, 143 interrupted.
            """,
        version: "0.1.0",
        subcommands: [
            Demo.self, Simulate.self, Ingest.self, Compute.self, Show.self, ReportCommand.self, ExportCommand.self,
            Analyze.self, Explain.self, KPIsCommand.self, Nightly.self, Serve.self,
            DatabaseCommand.self, OrganizationCommand.self, SelfCommand.self, Forget.self, ConfigCommand.self,
        ])

    static func main() async {
        // A reader that leaves is told by write's error, not by a signal.
        _ = signal(SIGPIPE, SIG_IGN)
        #if canImport(Glibc)
            // Columns are large and live briefly. Left to itself glibc takes ever larger ones from where memory is seldom
            // given back; and gives small ones back so eagerly that the kernel clears the same pages again and again.
            _ = mallopt(M_MMAP_THRESHOLD, 1 << 21)
            _ = mallopt(M_TRIM_THRESHOLD, 1 << 25)
        #endif
        do {
            let command = try parseAsRoot()
            #if canImport(Glibc)
                // A figure is made by whatever thread is free: with room of its own each would keep the most that it ever
                // needed. What serves many at once has it. This comes before there is a second thread, or not at all.
                if command is Compute || command is Nightly { _ = mallopt(M_ARENA_MAX, 1) }
            #endif
            if command is any SignalAware {
                try await run()
            } else {
                try await Interruption.obeyed { try await run() }
            }
        } catch {
            ExitStatus.exit(for: error)
        }
    }

    private static func run() async throws {
        var command = try parseAsRoot()
        if var asynchronous = command as? any AsyncParsableCommand {
            try await asynchronous.run()
        } else {
            try command.run()
        }
    }
}
