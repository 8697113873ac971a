import ArgumentParser
import Domain
import Foundation
import Warehouse

struct Forget: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Forget a person: who they are, the records about them, and their part in those of others.",
        discussion: """
            Later loads of the sources that know the id leave the person out. What was released stays as it is; figures \
            that were computed and not yet released are computed anew. Files beside the database are yours to delete. \
            See docs/forgetting.md.
            """)

    @Argument(help: "The person's id as the files have it, or - for ids on standard input, one a line.")
    var person: String

    @Option(help: "The source that knows the person by this id (default: every source).")
    var source: String?

    @OptionGroup var options: GlobalOptions

    /// What frees the data files, as advice.
    static let vacuum = "The data files are free of it after VACUUM FULL: see docs/forgetting.md."

    func run() async throws {
        let store = try Store(options)
        let ids = person == "-" ? Self.lines() : [person]
        guard ids.contains(where: { !CanonicalText.of($0).isEmpty }) else {
            throw CommandError(
                .usage, "there is no id to forget", mend: "give one, or write one a line to standard input")
        }
        try store.requirePseudonymKey()
        guard let key = try store.pseudonymKeyIfAny() else { return }
        let (name, source) = (try store.organizationName, source)
        let done = try await store.use { warehouse in
            try await warehouse.forget(
                ids, source: source.map(CanonicalText.of), in: try await warehouse.organization(named: name), key: key,
                now: store.now)
        }
        if options.json {
            return try Console.json(
                [
                    "ids": done.ids, "deleted": done.deleted, "blanked": done.blanked,
                    "unreleased_periods": done.unreleased,
                ] as JSONObject)
        }
        if !options.quiet { Console.error(Self.text(done)) }
    }

    private static func lines() -> [String] {
        var lines: [String] = []
        while let line = readLine() { lines.append(line) }
        return lines.filter { !CanonicalText.of($0).isEmpty }
    }

    private static func text(_ done: Forgetting) -> String {
        guard done.ids > 0 else { return "Forgotten before, nothing to do." }
        func list(_ rows: [String: Int]) -> String {
            rows.sorted { $0.key < $1.key }.map { "\($0.value) of \($0.key)" }.joined(separator: ", ")
        }
        var lines = ["Forgot \(counted(done.ids, "id", "ids"))."]
        if !done.deleted.isEmpty { lines.append("Rows deleted: \(list(done.deleted)).") }
        if !done.blanked.isEmpty { lines.append("Rows that stay without them: \(list(done.blanked)).") }
        if done.unreleased > 0 {
            lines.append("The next \"mutuality compute\" computes anew what was not released yet.")
        }
        return (lines + [vacuum]).joined(separator: " ")
    }
}
