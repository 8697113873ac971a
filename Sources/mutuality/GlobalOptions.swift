import ArgumentParser
import Domain
import Foundation

/// The options that every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(help: .init(Preferences.organization.help))
    var organization: String?

    @Option(help: .init(Preferences.databaseURL.help))
    var databaseUrl: String?

    @Option(help: .init(Preferences.dataDirectory.help), completion: .directory)
    var dataDir: String?

    @Option(help: .init(Preferences.pseudonymKey.help), completion: .file())
    var pseudonymKeyFile: String?

    @Option(help: "The configuration file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    @Option(help: "Act as if it were this time: 2026-03-01T08:00:00Z.", transform: Moment.argument)
    var now: Instant?

    @Option(help: .init(Preferences.logLevel.help))
    var logLevel: String?

    @Flag(help: "Print nothing but errors.")
    var quiet = false

    @Flag(help: "Print the outcome as JSON on standard output.")
    var json = false

    /// `own`: those preferences for which not every command has an option, such as `listen`.
    func preferences(own: [String: String?] = [:]) throws -> Preferences {
        let flags = [
            Preferences.organization.name: organization, Preferences.databaseURL.name: databaseUrl,
            Preferences.dataDirectory.name: dataDir, Preferences.pseudonymKey.name: pseudonymKeyFile,
            Preferences.logLevel.name: logLevel,
        ]
        return try Preferences(
            flags: flags.merging(own) { $1 }.compactMapValues { $0 }, file: config,
            environment: ProcessInfo.processInfo.environment)
    }

    /// The instant of the command.
    func instant() -> Instant { now ?? Self.clock() }

    /// The one place where the clock is read.
    static func clock() -> Instant {
        Instant(microseconds: Int64(Date().timeIntervalSince1970 * Double(Instant.microsecondsPerSecond)))
    }
}
