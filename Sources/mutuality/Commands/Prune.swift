import ArgumentParser
import Domain
import Warehouse

extension OrganizationCommand {
    struct Prune: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete the records that are older than the organization keeps them.",
            discussion: """
                How long is said by the settings keep_months_DATASET. Figures that would need such records are fixed: they \
                stay as they were computed and released, whatever is loaded or set later. Records that figures of this year \
                can need stay. "nightly" does the same. See docs/forgetting.md.
                """)

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let store = try Store(options)
            let name = try store.organizationName
            let pruning = try await store.use { warehouse in
                try await warehouse.prune(try await warehouse.organization(named: name), now: store.now)
            }
            if options.json {
                return try Console.json(
                    [
                        "deleted": pruning?.deleted ?? [:], "ids": pruning?.ids ?? 0,
                        "fixed_before": pruning?.fixedBefore.description,
                    ] as JSONObject)
            }
            if !options.quiet {
                Console.error(pruning.map(Self.text) ?? "All is kept for good: see keep_months_DATASET.")
            }
        }

        static func text(_ pruning: Pruning) -> String {
            let fixed = "Figures of periods that begin before \(pruning.fixedBefore) are fixed."
            guard !pruning.isEmpty else { return "Nothing to delete. \(fixed)" }
            var deleted = pruning.deleted.sorted { $0.key < $1.key }.map { "\($0.value) of \($0.key)" }
            if pruning.ids > 0 {
                deleted.append("\(counted(pruning.ids, "id", "ids")) of people whom no record names any more")
            }
            return "Deleted \(deleted.joined(separator: ", ")). \(fixed) \(Forget.vacuum)"
        }
    }
}
