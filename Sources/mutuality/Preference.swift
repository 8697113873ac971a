import Domain
import Endpoint
import Ingestion
import Logging

/// What a person or a service manager chooses: its names, what holds where nobody chose, and how its text is read.
struct Preference<Value: Sendable>: AnyPreference {
    let name: String
    let note: String
    var isSecret = false
    let standard: String?
    let otherwise: String?
    /// Of no text where nothing was chosen.
    fileprivate let read: @Sendable (String?) throws -> Value

    /// `read` throws an `ExplainedError` for a text that cannot be meant.
    fileprivate init(
        _ name: String, _ note: String, standard: String, read: @escaping @Sendable (String) throws -> Value
    ) {
        (self.name, self.note, self.standard, otherwise) = (name, note, standard, nil)
        self.read = { try read($0 ?? standard) }
    }

    func check(in preferences: Preferences) throws { _ = try preferences[self] }
}

extension Preference where Value == String? {
    fileprivate init(_ name: String, _ note: String, isSecret: Bool = false, otherwise: String? = nil) {
        (self.name, self.note, self.isSecret, self.otherwise, standard) = (name, note, isSecret, otherwise, nil)
        read = { $0 }
    }
}

/// A preference, whatever the type of its values.
protocol AnyPreference: Sendable {
    var name: String { get }
    var note: String { get }
    var isSecret: Bool { get }
    /// The text where nobody chose one; `nil` where there is none, or where it depends on the machine.
    var standard: String? { get }
    /// What holds then, where it depends on the machine.
    var otherwise: String? { get }

    /// Throws where what was chosen cannot be meant.
    func check(in preferences: Preferences) throws
}

extension AnyPreference {
    var option: String { "--\(name)" }
    var variable: String { "MUTUALITY_\(name.uppercased().replacing("-", with: "_"))" }
    /// Of its option.
    var help: String { Sentence.of(standard.map { "\(note) (default: \($0))" } ?? note) }
}

extension Preferences {
    /// `config print` lists them, and docs/configuration.md.
    static let all: [any AnyPreference] = [
        organization, databaseURL, dataDirectory, pseudonymKey, logLevel, listen, inbox, out, formats, settle,
        rejectLimit,
    ]

    static let organization = Preference("organization", "whose data and figures", standard: "default") { text in
        let name = CanonicalText.of(text)
        guard !name.isEmpty else {
            throw CommandError(
                .usage, "an organization needs a name", mend: "name one with --organization, or leave it out")
        }
        return name
    }

    static let databaseURL = Preference<String?>(
        "database-url", "a PostgreSQL server of your own, as a connection string or URL of libpq", isSecret: true,
        otherwise: "the server of the PG… variables, or a private one")

    static let dataDirectory = Preference<String?>(
        "data-dir", "where the private server keeps its data",
        otherwise: "~/.local/share/mutuality; for root /var/lib/mutuality")

    static let pseudonymKey = Preference<String?>(
        "pseudonym-key-file", "the file of the key from which all pseudonyms are made",
        otherwise: "~/.config/mutuality/pseudonym.key, or systemd's credential mutuality-pseudonym-key")

    static let logLevel = Preference(
        "log-level", "how much is logged: trace, debug, info, notice, warning, error or critical", standard: "warning"
    ) { text in
        guard let level = Logger.Level(rawValue: text) else {
            throw CommandError(
                .usage, "there is no log level \"\(text)\"",
                mend: "choose from \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return level
    }

    static let listen = Preference(
        "listen", "where serve listens, as HOST:PORT", standard: ListenAddress.standard.description
    ) { try ListenAddress($0) }

    static let inbox = Preference<String?>("inbox", "where nightly finds files to load")

    static let out = Preference<String?>("out", "where nightly writes the figures")

    static let formats = Preference(
        "formats", "what nightly writes there, with commas between", standard: NightlyFormats.everything
    ) { try NightlyFormats($0) }

    /// Seconds.
    static let settle = Preference(
        "settle", "for how many seconds a file must not change before nightly loads it", standard: "60"
    ) { text in
        guard let seconds = Int(text), (0...3600).contains(seconds) else {
            throw CommandError(
                .usage, "the value \"\(text)\" of settle is not a number of seconds from 0 to 3600",
                mend: "write a number such as 60")
        }
        return seconds
    }

    /// Bytes.
    static let rejectLimit = Preference(
        "reject-limit", "how much of a file's rejected rows is kept, such as 100MB",
        standard: "\(Ingestor.Options.standardRejectLimit >> 30)GB"
    ) { text in
        guard let bytes = ByteCount.bytes(text) else {
            throw CommandError(
                .usage, "the value \"\(text)\" of reject-limit is not a number of bytes",
                mend: "write 1GB, 100MB or 4096")
        }
        return bytes
    }
}

extension Preferences {
    /// What holds. A text that cannot be meant is wrong usage in a flag, and a wrong configuration elsewhere.
    subscript<Value>(preference: Preference<Value>) -> Value {
        get throws {
            do { return try preference.read(lookUp(preference)?.value) } catch let error as any ExplainedError {
                throw CommandError(status(ofWrong: preference), error.message, mend: error.mend)
            }
        }
    }

    /// Throws for the first value that cannot be meant.
    func check() throws {
        for preference in Self.all { try preference.check(in: self) }
        if let folder = try self[Self.inbox] { _ = try Inbox(folder) }
    }
}
