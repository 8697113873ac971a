import Foundation
import Postgres
import Warehouse

/// Where the database is, whether it answers, and how old its schema is.
struct DatabaseStatus: JSONConvertible, Sendable {
    enum State: String, Encodable {
        case absent, stopped, running, changing, unreachable, unusable
    }

    let state: State
    let databaseURL: String?
    let serverVersion: String?
    let schemaVersion: Int?
    private let detail: String?
    /// Why it cannot be used; `nil` where it can.
    let error: (any Error)?
    /// Of the private server.
    private var dataDirectory: String?

    var json: JSONObject {
        [
            "state": state, "database_url": databaseURL, "server_version": serverVersion,
            "schema_version": schemaVersion,
        ]
    }

    var text: String {
        [
            "state: \(state.rawValue)", databaseURL.map { "database: \($0)" },
            dataDirectory.map { "data: \($0)" }, serverVersion.map { "server: PostgreSQL \($0)" },
            schemaVersion.map { "schema: \($0)" }, detail, error.map(ErrorText.of),
        ].compactMap { $0 }.joined(separator: "\n")
    }

    static func find(_ store: Store) async throws -> DatabaseStatus {
        if let conninfo = try store.conninfo {
            return await ask(conninfo, shownAs: PostgresConfiguration.redacted(conninfo), store)
        }
        let server = try store.embeddedServer()
        var status =
            switch server.status() {
            case .absent: with(.absent, detail: "The first command makes the private server.")
            case .stopped(let version): with(.stopped, version: version)
            case .changing(let version): with(.changing, version: version)
            case .unusable(let error): with(.unusable, error: error)
            case .running: try await server.use { conninfo in await ask(conninfo, shownAs: conninfo, store) }
            }
        status.dataDirectory = server.dataDirectory
        return status
    }

    private static func with(
        _ state: State, url: String? = nil, version: String? = nil, schema: Int? = nil, detail: String? = nil,
        error: (any Error)? = nil
    ) -> DatabaseStatus {
        DatabaseStatus(
            state: state, databaseURL: url, serverVersion: version, schemaVersion: schema, detail: detail, error: error)
    }

    private static func ask(_ conninfo: String, shownAs url: String, _ store: Store) async -> DatabaseStatus {
        do {
            return try await store.withPool(conninfo) { pool in
                let migrator = Migrator(pool: pool, logger: store.logger)
                let version = try await migrator.serverVersion()
                switch try await migrator.state() {
                case .empty: return with(.running, url: url, version: version)
                case .old(let schema, _), .newer(let schema, _), .current(let schema):
                    return with(.running, url: url, version: version, schema: schema)
                case .superseded:
                    return with(.unusable, url: url, version: version, error: Migrator.superseded)
                }
            }
        } catch {
            return with(.unreachable, url: url, error: error)
        }
    }
}
