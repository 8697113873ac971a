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
    init(_ options: GlobalOptions, own: [String: String?] = [:]) throws {
        try self.init(
            preferences: options.preferences(own: own), now: options.instant(),
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
        let level = try preferences[Preferences.logLevel]
        var logger = Logger(label: "mutuality") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = quiet ? .error : level
        self.logger = logger
    }

    /// The server of the user's own; `nil` for the private one. Empty text leaves everything to libpq's variables.
    var conninfo: String? {
        get throws { try preferences[Preferences.databaseURL] ?? (preferences.hasLibpqVariables ? "" : nil) }
    }

    func embeddedServer() throws -> EmbeddedServer {
        try preferences.embeddedServer(logger: logger)
    }

    /// Lends a warehouse whose schema is this program's. The private server is migrated on the way; a server of the
    /// user's own with another schema is an error that says so.
    func use<T: Sendable>(
        deadline: Duration = Store.deadline, _ body: @Sendable (Database) async throws -> T
    ) async throws -> T {
        if let conninfo = try conninfo {
            return try await withPool(conninfo, deadline: deadline) { pool in
                try await Migrator(pool: pool, logger: logger).requireCurrent()
                return try await body(Database(pool: pool, logger: logger))
            }
        }
        return try await embeddedServer().use { conninfo in
            try await withPool(conninfo, deadline: deadline) { pool in
                let migrator = Migrator(pool: pool, logger: logger)
                if case .current = try await migrator.state() {
                } else {
                    _ = try await migrator.migrate(now: now, onlyIfNeeded: true)
                }
                return try await body(Database(pool: pool, logger: logger))
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
            throw placed(error)
        }
    }

    /// A connection string that libpq cannot read is told by who gave it.
    func placed(_ error: any Error) -> any Error {
        guard let error = error as? PostgresError, error.code == .invalidConfiguration else { return error }
        return CommandError(
            preferences.status(ofWrong: Preferences.databaseURL), error.message, mend: error.mend)
    }

    /// The key of all pseudonyms, which an organization's first load makes. A lost one cannot be made anew.
    func pseudonymKey(of organization: Organization, in warehouse: Database) async throws -> PseudonymKey {
        if let key = try pseudonymKeyIfAny() { return key }
        guard let file = try preferences.pseudonymKeyFile else { throw Self.homeless }
        guard try await !warehouse.hasPseudonyms(organization) else {
            throw CommandError(
                .configuration, "there is no key file \(file), but pseudonyms of this organization were made with one",
                mend: "put the key back there, or name its file with --pseudonym-key-file")
        }
        try PseudonymKey.create(file: file)
        if isTalkative {
            Console.error("Made the key of all pseudonyms, \(file). Back it up: nothing can be loaded without it.")
        }
        return try PseudonymKey(file: file)
    }

    /// `nil` where none was made yet. Throws where a file is named that isn't there.
    func pseudonymKeyIfAny() throws -> PseudonymKey? {
        guard let file = try preferences.pseudonymKeyFile else { return nil }
        if FileManager.default.fileExists(atPath: file) {
            return try PseudonymKey(file: file, isCredential: preferences.isCredential(file))
        }
        guard try preferences[Preferences.pseudonymKey] == nil else { throw Self.noKey(file, isNamed: true) }
        return nil
    }

    /// Throws where there is none, or one that cannot be used.
    func requirePseudonymKey() throws {
        guard let file = try preferences.pseudonymKeyFile else { throw Self.homeless }
        if try pseudonymKeyIfAny() == nil { throw Self.noKey(file, isNamed: false) }
    }

    private static func noKey(_ file: String, isNamed: Bool) -> CommandError {
        let folder = URL(filePath: file).deletingLastPathComponent().path()
        let make = "(umask 077; mkdir -p \(folder); openssl rand -hex 32 > \(file))"
        return CommandError(
            .configuration, "there is no key file \(file)",
            mend: "if data was loaded with a key, put that one there; if not, "
                + (isNamed ? "make one: \(make)" : "the first \"mutuality ingest\" makes one, or make it now: \(make)"))
    }

    private static let homeless = CommandError(
        .configuration, "there is no home directory to keep the pseudonym key in",
        mend: "name a file with --pseudonym-key-file")

    var organizationName: String {
        get throws { try preferences[Preferences.organization] }
    }

    /// Finds an organization, or makes it, and says so where there are others: the name may be misspelt.
    func organization(creating name: String, in warehouse: Database) async throws -> Organization {
        let known = try await warehouse.organizationNames()
        let organization = try await warehouse.organization(creating: name, now: now)
        if isTalkative, !known.isEmpty, !known.contains(name) {
            Console.error("Made the organization \"\(name)\". There are also \(ShortList.text(known) ?? "").")
        }
        return organization
    }
}
