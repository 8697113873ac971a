import Domain
import Foundation
import Logging
import Postgres
import Warehouse

/// Opens the database that the preferences name, for as long as a command needs it.
struct Store: Sendable {
    let preferences: Preferences
    let now: Instant
    /// Whether `--now` said so.
    let isNowGiven: Bool
    let logger: Logger
    private let isTalkative: Bool

    /// `own`: the command's own preferences, see `GlobalOptions`.
    init(_ options: GlobalOptions, own: [String: String?] = [:]) async throws {
        try self.init(
            preferences: await options.preferences(own: own), now: options.instant(),
            isNowGiven: options.now != nil, quiet: options.quiet,
            isTalkative: !options.quiet && !options.json)
    }

    private init(
        preferences: Preferences, now: Instant, isNowGiven: Bool, quiet: Bool, isTalkative: Bool
    ) throws {
        self.isNowGiven = isNowGiven
        self.isTalkative = isTalkative
        self.preferences = preferences
        self.now = now
        let name = try preferences["log-level"] ?? "warning"
        guard let level = Logger.Level(rawValue: name) else {
            throw CommandError(
                .configuration, "log-level \"\(name)\" does not exist",
                mend: "choose one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        var logger = Logger(label: "mutuality") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = quiet ? .error : level
        self.logger = logger
    }

    /// The server of the user's own; `nil` for the private one. Empty text leaves everything to libpq's variables.
    var conninfo: String? {
        get throws { try preferences["database-url"] ?? (preferences.hasLibpqVariables ? "" : nil) }
    }

    func embeddedServer() throws -> EmbeddedServer {
        try EmbeddedServer(
            dataDirectory: try preferences["data-dir"], environment: preferences.environment, userID: geteuid(),
            logger: logger)
    }

    /// Lends a warehouse whose schema is this program's. The private server is migrated on the way; a server of the
    /// user's own with another schema is an error that says so.
    func use<T: Sendable>(
        deadline: Duration = Store.deadline, _ body: @Sendable (Warehouse) async throws -> T
    ) async throws -> T {
        if let conninfo = try conninfo {
            return try await withPool(conninfo, deadline: deadline) { pool in
                try await Migrator(pool: pool, logger: logger).requireCurrent()
                return try await body(Warehouse(pool: pool, logger: logger))
            }
        }
        return try await embeddedServer().use { conninfo in
            try await withPool(conninfo, deadline: deadline) { pool in
                let migrator = Migrator(pool: pool, logger: logger)
                if case .current = try await migrator.state() {
                } else {
                    _ = try await migrator.migrate(now: now, onlyIfNeeded: true)
                }
                return try await body(Warehouse(pool: pool, logger: logger))
            }
        }
    }

    /// Connections at once: one that works, one that looks after a lock or a snapshot, one that holds a night's lock.
    private static let connections = 3

    /// How long one statement, or one wait within a COPY, may take before the server counts as gone. The longest
    /// that work as it should are the merge of a large file and the wait for another process's computation.
    static let deadline = Duration.seconds(1800)

    func withPool<T>(
        _ conninfo: String, deadline: Duration = Store.deadline, _ body: (Pool) async throws -> T
    ) async throws -> T {
        let pool = Pool(
            PostgresConfiguration(conninfo: conninfo, deadline: deadline), maximum: Self.connections, logger: logger)
        do {
            let value = try await body(pool)
            await pool.shutdown()
            return value
        } catch {
            await pool.shutdown()
            throw error
        }
    }

    /// The key of all pseudonyms: `--pseudonym-key-file`, a systemd credential, or the configuration folder, where
    /// an organization's first load makes one. A lost one cannot be made anew.
    func pseudonymKey(of organization: Organization, in warehouse: Warehouse) async throws -> PseudonymKey {
        if let key = try pseudonymKeyIfAny() { return key }
        guard try await !warehouse.hasPseudonyms(organization) else {
            throw CommandError(
                .configuration, "the key of the organization's pseudonyms is not where keys are looked for",
                mend: "put it back, or name its file with --pseudonym-key-file")
        }
        guard let file = standardKeyFile else {
            throw CommandError(
                .configuration, "there is no home directory to keep the pseudonym key in",
                mend: "name a file with --pseudonym-key-file")
        }
        try PseudonymKey.create(file: file)
        if isTalkative {
            Console.error("made the key of all pseudonyms, \(file): back it up, nothing can be loaded without it")
        }
        return try PseudonymKey(file: file)
    }

    /// `nil` where none was made yet.
    func pseudonymKeyIfAny() throws -> PseudonymKey? {
        if let file = try preferences["pseudonym-key-file"] { return try PseudonymKey(file: file) }
        let credential = preferences.environment["CREDENTIALS_DIRECTORY"].map { $0 + "/mutuality-pseudonym-key" }
        let file = [credential, standardKeyFile].compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0) }
        return try file.map { try PseudonymKey(file: $0) }
    }

    private var standardKeyFile: String? {
        Preferences.configurationFolder(preferences.environment).map { $0 + "/pseudonym.key" }
    }

    var organizationName: String { get throws { try preferences["organization"] ?? "default" } }
}
