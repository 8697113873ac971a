import Foundation
import Logging
import Postgres

/// What holds, whether or not somebody chose it: a row for each preference, and one for the configuration file.
struct EffectivePreferences: Sendable {
    struct Row: JSONConvertible, Sendable {
        let name: String
        /// `nil` where nothing holds.
        let value: String?
        /// flag, environment, the path of the configuration file, or default.
        let source: String
        let note: String
        /// Whether a file that is looked for is there; `nil` of all that is no such file.
        var isThere: Bool?
        /// What is shown in place of a value.
        var otherwise: String?

        var json: JSONObject {
            ["name": name, "value": value, "source": source, "note": note, "is_there": isThere]
        }

        var text: String {
            let absence = isThere == false ? ", no such file yet" : ""
            return "\(name): \(value ?? "(\(otherwise ?? "not set"))")  # \(source)\(absence); \(note)"
        }
    }

    let rows: [Row]

    init(_ preferences: Preferences) throws {
        let file = preferences.file
        rows =
            [
                Row(
                    name: "config", value: file?.path, source: file?.source ?? Preferences.defaultSource,
                    note: "the configuration file (YAML)", isThere: Self.isThere(file?.path))
            ] + (try Preferences.all.map { try Self.row($0, preferences) })
    }

    private static func row(_ preference: any AnyPreference, _ preferences: Preferences) throws -> Row {
        let found = preferences.lookUp(preference)
        var value = found.map { preference.isSecret ? PostgresConfiguration.redacted($0.value) : $0.value }
        var isThere: Bool?
        var otherwise: String?
        switch preference.name {
        case Preferences.databaseURL.name:
            otherwise = preferences.hasLibpqVariables ? "the server of the PG… variables" : "a private server"
        case Preferences.dataDirectory.name:
            // Without a home there is no place either; a command that needs one says so.
            value = value ?? (try? preferences.embeddedServer(logger: Logger(label: "mutuality")))?.dataDirectory
        case Preferences.pseudonymKey.name:
            value = try preferences.pseudonymKeyFile
            isThere = Self.isThere(value)
        default: break
        }
        return Row(
            name: preference.name, value: value, source: found?.source ?? Preferences.defaultSource,
            note: preference.note, isThere: isThere, otherwise: otherwise)
    }

    private static func isThere(_ path: String?) -> Bool? { path.map { FileManager.default.fileExists(atPath: $0) } }
}

extension Preferences {
    /// The private server.
    func embeddedServer(logger: Logger) throws -> EmbeddedServer {
        try EmbeddedServer(
            dataDirectory: try self[Self.dataDirectory], environment: environment, userID: geteuid(), logger: logger)
    }
}
