import Foundation
import Yams

/// What a person or a service manager chose, and where: a flag goes before the environment, that before the file,
/// that before the default.
struct Preferences: Sendable {
    /// In order of precedence: the name of where they come from, and the texts by the preferences' names.
    private let sources: [(name: String, values: [String: String])]
    /// Without those of our variables that are empty: they count as not set.
    let environment: [String: String]
    /// Where the configuration file is, or would be, and who says so; `nil` without a home.
    let file: (path: String, source: String)?

    /// `flags`: by the preferences' names.
    ///
    /// Throws for a file that is named but cannot be read, for one that is no YAML, and for keys that nobody knows.
    init(flags: [String: String], file: String?, environment: [String: String]) throws {
        let environment = environment.filter { !$0.key.hasPrefix("MUTUALITY_") || !$0.value.isEmpty }
        let chosen = Self.all.compactMap { preference in
            environment[preference.variable].map { (preference.name, $0) }
        }
        var sources = [(Self.flag, flags), (Self.variables, Dictionary(uniqueKeysWithValues: chosen))]
        let named = file.map { ($0, Self.flag) } ?? environment["MUTUALITY_CONFIG"].map { ($0, Self.variables) }
        self.file = named ?? Self.folder(environment).map { ($0 + "/config.yaml", Self.defaultSource) }
        if let path = self.file?.path, named != nil || FileManager.default.fileExists(atPath: path) {
            sources.append((path, try Self.read(path)))
        }
        self.environment = environment
        self.sources = sources
    }

    /// The configuration file: a YAML mapping of preferences to one value each, or nothing at all.
    private static func read(_ path: String) throws -> [String: String] {
        func refusal(_ line: Int?, _ what: String, mend: String) -> CommandError {
            CommandError(
                .configuration, at: path.isEmpty ? nil : path + (line.map { ":\($0)" } ?? ""), what, mend: mend)
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

    /// The text of a preference and the name of where it comes from.
    func lookUp(_ preference: any AnyPreference) -> (value: String, source: String)? {
        for source in sources {
            if let text = source.values[preference.name] { return (text, source.name) }
        }
        return preference.standard.map { ($0, Self.defaultSource) }
    }

    private static let flag = "flag"
    private static let variables = "environment"
    static let defaultSource = "default"

    /// What a command ends with for a value that cannot be: a flag is wrong usage, all else a wrong configuration.
    func status(ofWrong preference: any AnyPreference) -> ExitStatus {
        lookUp(preference)?.source == Self.flag ? .usage : .configuration
    }

    /// Whether nobody chose a value.
    func isDefault(_ preference: any AnyPreference) -> Bool {
        lookUp(preference).map { $0.source == Self.defaultSource } ?? true
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
            if let chosen = try self[Self.pseudonymKey] { return chosen }
            let credential = environment["CREDENTIALS_DIRECTORY"].map { $0 + "/mutuality-pseudonym-key" }
            if let credential, FileManager.default.fileExists(atPath: credential) { return credential }
            return Self.folder(environment).map { $0 + "/pseudonym.key" }
        }
    }

    /// Whether systemd keeps a file for this service alone.
    func isCredential(_ file: String) -> Bool {
        environment["CREDENTIALS_DIRECTORY"].map { file.hasPrefix($0 + "/") } ?? false
    }

    /// Whether libpq would find a server by itself.
    var hasLibpqVariables: Bool {
        ["PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER", "PGSERVICE"].contains { environment[$0] != nil }
    }
}
