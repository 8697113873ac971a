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
        var isSecret = false
        /// The value where nobody chose one; `nil` where there is none, or where it depends on the machine.
        var standard: String?
        /// What holds then, where it depends on the machine.
        var otherwise: String?

        var option: String { "--\(name)" }
        var variable: String { "MUTUALITY_\(name.uppercased().replacing("-", with: "_"))" }
    }

    /// One line a preference; `config print` lists them, and docs/configuration.md.
    static let all: [Preference] = [
        Preference(name: "organization", note: "whose data and figures", standard: "default"),
        Preference(
            name: "database-url", note: "a PostgreSQL server of your own, as a connection string or URL of libpq",
            isSecret: true, otherwise: "the server of the PG… variables, or a private one"),
        Preference(
            name: "data-dir", note: "where the private server keeps its data",
            otherwise: "~/.local/share/mutuality; for root /var/lib/mutuality"),
        Preference(
            name: "pseudonym-key-file", note: "the file of the key from which all pseudonyms are made",
            otherwise: "~/.config/mutuality/pseudonym.key, or systemd's credential mutuality-pseudonym-key"),
        Preference(
            name: "log-level", note: "trace, debug, info, notice, warning, error or critical", standard: "warning"),
        Preference(
            name: "listen", note: "where serve listens, as HOST:PORT", standard: ListenAddress.standard.description),
        Preference(name: "inbox", note: "where nightly finds files to load"),
        Preference(name: "out", note: "where nightly writes the figures"),
        Preference(
            name: "settle", note: "for how many seconds a file must not change before nightly loads it", standard: "60"),
        Preference(
            name: "reject-limit", note: "how much of a file's rejected rows is kept, such as 100MB", standard: "1GB"),
    ]

    struct Source: Sendable {
        let name: String
        let provider: any ConfigProvider
    }

    /// In order of precedence.
    private let sources: [Source]
    let environment: [String: String]
    /// Where the configuration file is, or would be, and who says so; `nil` without a home.
    let file: (path: String, source: String)?

    /// Throws for a file that is named but cannot be read, for one that is no YAML, and for keys that nobody knows.
    init(flags: [String: String], file: String?, environment: [String: String]) async throws {
        self.environment = environment
        var sources = [
            Source(name: Self.flag, provider: Self.provider("flags", flags)),
            Source(
                name: Self.variables,
                provider: EnvironmentVariablesProvider(environmentVariables: environment)
                    .prefixKeys(with: "mutuality")),
        ]
        let named = file.map { ($0, Self.flag) } ?? environment["MUTUALITY_CONFIG"].map { ($0, Self.variables) }
        self.file = named ?? Self.folder(environment).map { ($0 + "/config.yaml", Self.defaultSource) }
        if let path = self.file?.path, named != nil || FileManager.default.fileExists(atPath: path) {
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
            CommandError(.configuration, at: path + (line.map { ":\($0)" } ?? ""), what, mend: mend)
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw refusal(
                nil, "the configuration file is missing or cannot be read",
                mend: "correct its path or permissions, or name another with --config")
        }
        let node: Node?
        do { node = try Yams.compose(yaml: String(decoding: data, as: UTF8.self)) } catch {
            throw refusal(nil, "this is not YAML", mend: "write lines such as organization: acme")
        }
        guard let node else { return [:] }
        guard let entries = node.mapping else {
            throw refusal(
                node.mark?.line, "this is not a list of names and values",
                mend: "write lines such as organization: acme")
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
                throw refusal(value.mark?.line, "\"\(name)\" takes one value", mend: "write it as text")
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
                    .configuration, "\"\(preference.name)\" in \(source.name) is not text", mend: "write it in quotes")
            }
            if case .string(let text)? = result.value?.content { return (text, source.name) }
        }
        return preference.standard.map { ($0, Self.defaultSource) }
    }

    private static let flag = "flag"
    private static let variables = "environment"
    static let defaultSource = "default"

    /// What a command ends with for a value that cannot be: a flag is wrong usage, all else a wrong configuration.
    func status(ofWrong name: String) -> ExitStatus {
        let preference = Self.all.first { $0.name == name }
        let source = preference.flatMap { try? lookUp($0) }?.source
        return source == Self.flag ? .usage : .configuration
    }

    /// Whether nobody chose a value.
    func isDefault(_ name: String) throws -> Bool {
        try Self.all.first { $0.name == name }.flatMap { try lookUp($0) }.map { $0.source == Self.defaultSource }
            ?? true
    }

    subscript(name: String) -> String? {
        get throws { try Self.all.first { $0.name == name }.flatMap { try lookUp($0) }?.value }
    }

    /// The folder of the configuration and of the pseudonym key.
    private static func folder(_ environment: [String: String]) -> String? {
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return folder + "/mutuality" }
        return environment["HOME"].map { $0 + "/.config/mutuality" }
    }

    /// Where the key of all pseudonyms is, or would be: the file that was chosen, a systemd credential, or the
    /// configuration folder. `nil` without a home.
    var pseudonymKeyFile: String? {
        get throws {
            if let chosen = try self["pseudonym-key-file"] { return chosen }
            let credential = environment["CREDENTIALS_DIRECTORY"].map { $0 + "/mutuality-pseudonym-key" }
            if let credential, FileManager.default.fileExists(atPath: credential) { return credential }
            return Self.folder(environment).map { $0 + "/pseudonym.key" }
        }
    }

    /// Whether systemd keeps a file for this service alone.
    func isCredential(_ file: String) -> Bool {
        environment["CREDENTIALS_DIRECTORY"].map { file.hasPrefix($0 + "/") } ?? false
    }

    /// Seconds for which a file must not change before a night loads it.
    var settle: Int {
        get throws {
            let name = "settle"
            guard let text = try self[name], let seconds = Int(text), (0...3600).contains(seconds) else {
                throw CommandError(
                    status(ofWrong: name),
                    "the value \"\(try self[name] ?? "")\" of \(name) is not a number of seconds from 0 to 3600",
                    mend: "write a number such as 60")
            }
            return seconds
        }
    }

    /// How many bytes of a file's rejected rows are kept.
    var rejectLimit: Int {
        get throws {
            let name = "reject-limit"
            return try self[name].map { try ByteCount($0, of: name, whereWrong: status(ofWrong: name)).bytes }
                ?? Ingestor.Options.standardRejectLimit
        }
    }

    /// Throws for the first value that cannot be.
    func check() throws {
        _ = try settle
        _ = try rejectLimit
        if let address = try self["listen"] { _ = try ListenAddress(address) }
        if let folder = try self["inbox"] { _ = try Inbox(folder) }
    }

    /// Whether libpq would find a server by itself.
    var hasLibpqVariables: Bool {
        ["PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER", "PGSERVICE"].contains { environment[$0] != nil }
    }
}
