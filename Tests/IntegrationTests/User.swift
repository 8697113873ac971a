import Foundation
import Testing

/// Somebody at a shell of their own: a home, a working directory, an environment without anything of this process's.
final class User: Sendable {
    /// Below /tmp, where PostgreSQL's account can reach the data.
    let folder: URL
    let dataDirectory: String
    private let environment: [String: String]

    /// Everything is done as at this instant, unless a test says otherwise.
    static let now = "2026-03-05T08:00:00Z"

    /// - Parameter dataDirectory: of the private server; by default one of the user's own.
    init(dataDirectory: String? = nil, environment more: [String: String] = [:]) throws {
        folder = URL(filePath: "/tmp/mutuality-it-\(UUID().uuidString.prefix(8))", directoryHint: .isDirectory)
        for name in ["home", "work", "logs"] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: name), withIntermediateDirectories: true)
        }
        self.dataDirectory = dataDirectory ?? folder.appending(path: "data").path()
        environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "LANG": "C.UTF-8",
            "HOME": folder.appending(path: "home").path(), "MUTUALITY_DATA_DIR": self.dataDirectory,
            // The files of tests are complete.
            "MUTUALITY_SETTLE": "0",
        ].merging(more) { $1 }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    // MARK: Files

    func path(_ name: String) -> URL { folder.appending(path: "work/\(name)") }

    func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }

    func write(_ name: String, _ data: Data) throws { try data.write(to: path(name)) }

    func read(_ name: String) throws -> String { String(decoding: try Data(contentsOf: path(name)), as: UTF8.self) }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name).path()) }

    // MARK: Commands

    /// Starts the program; `wrapper` goes before it, as setpriv with its options.
    ///
    /// - Parameters:
    ///   - variables: go over the user's own; `nil` takes one away.
    ///   - input: the file that standard input comes from.
    ///   - byTheClock: it is told no time.
    func start(
        _ arguments: [String], variables: [String: String?] = [:], input: String? = nil, wrapper: [String] = [],
        byTheClock: Bool = false
    ) throws -> Running {
        let isDated = byTheClock || !Set(arguments).isDisjoint(with: ["--now", "--version", "help", "--help"])
        // What follows -- is not for the program.
        let terminator = arguments.firstIndex(of: "--") ?? arguments.endIndex
        let dated = arguments[..<terminator] + (isDated ? [] : ["--now", Self.now]) + arguments[terminator...]
        return try start(command: wrapper + [Program.path()] + dated, variables: variables, input: input)
    }

    /// Starts any program; the folders of `path` go before PATH.
    func start(
        command: [String], path folders: [String] = [], variables: [String: String?] = [:], input: String? = nil
    ) throws -> Running {
        var environment = variables.reduce(into: environment) { $0[$1.key] = $1.value }
        environment["PATH"] = (folders + [environment["PATH"] ?? ""]).joined(separator: ":")
        return try Running(
            command, environment: environment, folder: folder.appending(path: "work"),
            log: folder.appending(path: "logs/\(UUID().uuidString)"), input: input.map(path))
    }

    /// Runs the program to its end.
    func run(
        _ arguments: String..., variables: [String: String?] = [:], input: String? = nil, wrapper: [String] = []
    ) async throws -> Program.Outcome {
        try await start(arguments, variables: variables, input: input, wrapper: wrapper).outcome()
    }

    /// Runs a step that a test takes for granted.
    @discardableResult
    func must(
        _ arguments: String..., variables: [String: String?] = [:], input: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Program.Outcome {
        let outcome = try await start(arguments, variables: variables, input: input).outcome()
        try #require(
            outcome.code == 0, "\(arguments.joined(separator: " ")): \(outcome.errors)", sourceLocation: sourceLocation)
        return outcome
    }

    /// The rows of a query, columns apart by |.
    func query(_ sql: String, variables: [String: String?] = [:]) async throws -> [String] {
        try await must("db", "psql", "--", "-XAtc", sql, variables: variables).lines
    }

    /// How much of an organization is stored: help requests, batches, people's identities.
    func stored(of organization: String, variables: [String: String?] = [:]) async throws -> [String] {
        try await query(
            ["mutuality_facts.help_request", "mutuality.batch", "mutuality.identity"].map {
                "SELECT count(*) FROM \($0) JOIN mutuality.organization USING (organization_id) "
                    + "WHERE name = '\(organization)'"
            }.joined(separator: " UNION ALL "), variables: variables)
    }
}

/// Processes of a private server, by the data directory on their command lines.
enum Servers {
    static func count(of dataDirectory: String) -> Int {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.filter { process in
            guard Int32(process) != nil, let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline")
            else { return false }
            let text = String(decoding: line, as: UTF8.self)
            return text.contains("postgres") && text.contains(dataDirectory)
        }.count
    }
}
