import ArgumentParser
import Domain
import Foundation
import Ingestion
import Warehouse

struct Nightly: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Do one night's work: load the files in the inbox, compute, release and export.",
        discussion: """
            The beginning of a file's name says how it is read: tickets-2026-11.csv by mappings/tickets.yaml in the inbox, \
            people.csv as the dataset "people". Loaded files move to done/, and rejected rows go to rejected/. Then kpis.csv, \
            kpis.prom, kpis.xlsx and report.html are replaced, each in one step. If something fails, you are told, the former exports stay as they \
            were, and the next night does what is left. An organization has one night at a time. See docs/nightly.md.
            """)

    @Option(help: "The folder of the files to load.", completion: .directory)
    var inbox: String?

    @Option(help: "The folder of the exports. It is made if it is missing.", completion: .directory)
    var out: String?

    @Option(help: .init(Preferences.formats.help))
    var formats: String?

    @Option(help: "Seconds for which a file must not change before it is loaded (default: 60); 0 loads it as it is.")
    var settle: Int?

    @Option(help: .init(Preferences.rejectLimit.help))
    var rejectLimit: String?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let store = try Store(
            options,
            own: [
                Preferences.inbox.name: inbox, Preferences.out.name: out,
                Preferences.formats.name: formats,
                Preferences.settle.name: settle.map(String.init), Preferences.rejectLimit.name: rejectLimit,
            ])
        let inbox = try Inbox(try Self.folder(Preferences.inbox, in: store.preferences))
        let out = try Self.folder(Preferences.out, in: store.preferences)
        let name = try store.organizationName
        let voice = Night.Voice(
            isTalkative: !options.quiet && !options.json, progress: ProgressLine(quiet: options.quiet))
        let formats = try store.preferences[Preferences.formats]
        let settle = try store.preferences[Preferences.settle]
        _ = try store.preferences[Preferences.rejectLimit]
        guard URL(filePath: out).standardized != URL(filePath: inbox.folder).standardized else {
            throw CommandError(.usage, "the exports would go into the inbox", mend: "name another folder with --out")
        }
        let report = try await store.use { warehouse in
            let organization = try await store.organization(creating: name, in: warehouse)
            let report = try await warehouse.inSoleNight(of: organization) { lock in
                await Night(
                    store: store, warehouse: warehouse, organization: organization, inbox: inbox, out: out,
                    formats: formats, settle: settle, lock: lock, voice: voice
                ).run()
            }
            guard let report else {
                throw CommandError(
                    .tryAgain, "another nightly run of \"\(name)\" is in progress", mend: "try again when it has ended")
            }
            return report
        }
        try Task.checkCancellation()
        if options.json { try Console.json(report) }
        if report.exitCode != 0 { throw ExitCode(report.exitCode) }
    }

    private static func folder(_ preference: Preference<String?>, in preferences: Preferences) throws -> String {
        let option = preference.option
        guard let folder = try preferences[preference], !folder.isEmpty else {
            throw CommandError(
                .usage, "no folder is given for \(option)",
                mend: "give one with \(option), \(preference.variable), or \(preference.name) in the configuration file"
            )
        }
        return folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    }
}
