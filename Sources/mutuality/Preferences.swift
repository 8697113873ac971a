import Configuration
import Endpoint
import Foundation
import Ingestion
import Yams

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
        Preference(
            name: "log-level", note: "trace, debug, info, notice, warning, error", isSecret: false, standard: "warning"),
        Preference(
            name: "listen", note: "where \"serve\" listens", isSecret: false,
            standard: ListenAddress.standard.description),
        Preference(name: "inbox", note: "where \"nightly\" finds files to load", isSecret: false, standard: nil),
        Preference(name: "out", note: "where \"nightly\" writes the figures", isSecret: false, standard: nil),
        Preference(
            name: "reject-limit", note: "how much of a file's rejected rows is kept, such as 100MB", isSecret: false,
            standard: "1GB"),
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
        var sources = [
            Source(name: "flag", provider: Self.provider("flags", flags)),
            Source(
                name: "environment",
                provider: EnvironmentVariablesProvider(environmentVariables: environment)
                    .prefixKeys(with: "mutuality")),
        ]
        let path = file ?? environment["MUTUALITY_CONFIG"] ?? Self.standardFile(environment)
        if let path,
            file != nil || environment["MUTUALITY_CONFIG"] != nil || FileManager.default.fileExists(atPath: path)
        {
            sources.append(Source(name: path, provider: Self.provider(path, try Self.read(path))))
        }
        self.sources = sources
    }

    private static func provider(_ name: String, _ values: [String: String]) -> InMemoryProvider {
        InMemoryProvider(
            name: name,
            values: Dictionary(
                uniqueKeysWithValues: values.map {
                    (AbsoluteConfigKey([$0.key]), ConfigValue(.string($0.value), isSecret: false))
                }))
    }

    /// The configuration file: a YAML mapping of preferences to one value each, or nothing at all.
    private static func read(_ path: String) throws -> [String: String] {
        func refusal(_ line: Int?, _ what: String, mend: String) -> CommandError {
            CommandError(.configuration, "\(path)\(line.map { ":\($0)" } ?? ""): \(what)", mend: mend)
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw refusal(
                nil, "the configuration file is missing or cannot be read",
                mend: "correct its path or permissions, or name another with --config")
        }
        let node: Node?
        do { node = try Yams.compose(yaml: String(decoding: data, as: UTF8.self)) } catch {
            throw refusal(nil, "the configuration file is no YAML", mend: "write lines as organization: acme")
        }
        guard let node else { return [:] }
        guard let entries = node.mapping else {
            throw refusal(node.mark?.line, "the configuration is no mapping", mend: "write lines as organization: acme")
        }
        let known = all.map(\.name)
        var values: [String: String] = [:]
        for (key, value) in entries {
            guard let name = key.string, known.contains(name) else {
                throw refusal(
                    key.mark?.line, "there is no preference \"\(key.string ?? "")\"",
                    mend: "the preferences are \(known.joined(separator: ", "))")
            }
            guard let text = value.scalar?.string else {
                throw refusal(value.mark?.line, "\(name) takes one value", mend: "write it as text")
            }
            values[name] = text
        }
        return values
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
        return preference.standard.map { ($0, Self.defaultSource) }
    }

    private static let defaultSource = "default"

    /// Whether nobody chose a value.
    func isDefault(_ name: String) throws -> Bool {
        try Self.all.first { $0.name == name }.flatMap { try lookUp($0) }.map { $0.source == Self.defaultSource }
            ?? true
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

    /// How many bytes of a file's rejected rows are kept.
    var rejectLimit: Int {
        get throws {
            let name = "reject-limit"
            return try self[name].map { try ByteCount($0, of: name).bytes } ?? Ingestor.Options.standardRejectLimit
        }
    }

    /// Whether libpq would find a server by itself.
    var hasLibpqVariables: Bool {
        ["PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER", "PGSERVICE"].contains { environment[$0] != nil }
    }
}
