import Configuration
import Endpoint
import Foundation
import SystemPackage

/// What a person or a service manager chose, and where: a flag goes before the environment, that before the file,
/// that before the default.
struct Preferences: Sendable {
    struct Preference: Sendable {
        let name: String
        let note: String
        let isSecret: Bool
        let standard: String?
    }

    /// One line a preference; `config print` lists them.
    static let all: [Preference] = [
        Preference(name: "organization", note: "whose figures", isSecret: false, standard: "default"),
        Preference(
            name: "database-url", note: "a server of your own, as libpq reads it", isSecret: true, standard: nil),
        Preference(name: "data-dir", note: "the private server's data", isSecret: false, standard: nil),
        Preference(name: "pseudonym-key-file", note: "the key of all pseudonyms", isSecret: false, standard: nil),
        Preference(name: "log-level", note: "trace, debug, info, notice, warning, error", isSecret: false, standard: "warning"),
        Preference(name: "listen", note: "where \"serve\" listens", isSecret: false, standard: ListenAddress.standard.description),
    ]

    struct Source: Sendable {
        let name: String
        let provider: any ConfigProvider
    }

    /// In order of precedence.
    private let sources: [Source]
    let environment: [String: String]

    /// Throws for a file that is named but cannot be read, for one that is no YAML, and for keys that nobody knows.
    init(flags: [String: String], file: String?, environment: [String: String]) async throws {
        self.environment = environment
        let values = Dictionary(
            uniqueKeysWithValues: flags.map { (AbsoluteConfigKey([$0.key]), ConfigValue(.string($0.value), isSecret: false)) })
        var sources = [
            Source(name: "flag", provider: InMemoryProvider(name: "flags", values: values)),
            Source(
                name: "environment",
                provider: EnvironmentVariablesProvider(environmentVariables: environment)
                    .prefixKeys(with: "mutuality")),
        ]
        let path = file ?? environment["MUTUALITY_CONFIG"] ?? Self.standardFile(environment)
        if let path, file != nil || environment["MUTUALITY_CONFIG"] != nil || FileManager.default.fileExists(atPath: path) {
            do {
                sources.append(
                    Source(name: path, provider: try await FileProvider<YAMLSnapshot>(filePath: FilePath(path))))
            } catch {
                throw CommandError(
                    .configuration, "the configuration file \(path) cannot be read as YAML",
                    mend: "correct it, or name another with --config")
            }
        }
        self.sources = sources
    }

    /// The value of a preference and the name of where it comes from.
    func lookUp(_ preference: Preference) throws -> (value: String, source: String)? {
        for source in sources {
            let result: LookupResult
            do {
                result = try source.provider.value(forKey: AbsoluteConfigKey([preference.name]), type: .string)
            } catch {
                throw CommandError(
                    .configuration, "\(preference.name) in \(source.name) is no text", mend: "write it in quotes")
            }
            if case .string(let text)? = result.value?.content { return (text, source.name) }
        }
        return preference.standard.map { ($0, "default") }
    }

    subscript(name: String) -> String? {
        get throws { try Self.all.first { $0.name == name }.flatMap { try lookUp($0) }?.value }
    }

    /// The folder of the configuration and of the pseudonym key.
    static func configurationFolder(_ environment: [String: String]) -> String? {
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return folder + "/mutuality" }
        return environment["HOME"].map { $0 + "/.config/mutuality" }
    }

    private static func standardFile(_ environment: [String: String]) -> String? {
        configurationFolder(environment).map { $0 + "/config.yaml" }
    }

    /// Whether libpq would find a server by itself.
    var hasLibpqVariables: Bool {
        ["PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER", "PGSERVICE"].contains { environment[$0] != nil }
    }
}
