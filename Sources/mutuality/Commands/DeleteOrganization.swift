import ArgumentParser
import Domain
import Warehouse

extension OrganizationCommand {
    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete an organization with all that was loaded, computed and released.",
            discussion: """
                In one transaction, and for good. Exports, reject files and backups are yours to delete; see \
                docs/forgetting.md.
                """)

        @Argument(help: "The organization.")
        var name: String

        @Flag(help: "Do it.")
        var yes = false

        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard yes else {
                throw ValidationError("This deletes all of \"\(name)\", and cannot be undone. Say --yes to do it.")
            }
        }

        func run() async throws {
            let store = try Store(options)
            let name = name
            let rows = try await store.use { warehouse in
                try await warehouse.remove(try await warehouse.organization(named: name), now: store.now)
            }
            if options.json { return try Console.json(["organization": name, "rows": rows] as JSONObject) }
            if !options.quiet { Console.error("Deleted \(name): \(counted(rows, "row", "rows")). \(Forget.vacuum)") }
        }
    }
}
