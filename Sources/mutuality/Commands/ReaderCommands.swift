import ArgumentParser
import Domain
import Warehouse

extension OrganizationCommand {
    struct Grant: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a login of the database read the released figures of an organization.",
            discussion: """
                The login has to be there, and to belong to no other group than mutuality_reader: then it sees this \
                organization, and others that were granted to it, in the views of schema kpi, with "mutuality export" and \
                with "mutuality serve". See docs/readers.md.
                """)

        @Argument(help: "The login.")
        var login: String

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let store = try Store(options)
            let (login, name) = (login, try store.organizationName)
            let sql = try await store.use { warehouse in
                try await warehouse.grantReading(
                    to: login, of: try await warehouse.organization(named: name), now: store.now)
            }
            if options.json {
                return try Console.json(["organization": name, "login": login, "to_run": sql] as JSONObject)
            }
            if let sql {
                // Without it nothing is to be seen yet, so it is said to whoever asked for quiet too.
                Console.error("The group of readers lacks \(login). Have somebody who may create roles run: \(sql)")
            } else if !options.quiet {
                Console.error("\(login) may read the released figures of \(name).")
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take back what \"organization grant\" gave a login.")

        @Argument(help: "The login.")
        var login: String

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let store = try Store(options)
            let (login, name) = (login, try store.organizationName)
            let readsAnyway = try await store.use { warehouse in
                try await warehouse.revokeReading(
                    from: login, of: try await warehouse.organization(named: name), now: store.now)
            }
            if options.json {
                return try Console.json(
                    ["organization": name, "login": login, "reads_anyway": readsAnyway] as JSONObject)
            }
            if readsAnyway {
                // It isn't what was meant, so it is said to whoever asked for quiet too.
                Console.error(
                    "\(login) is no reader of \(name) any more, but may read all organizations as a member of other groups."
                )
            } else if !options.quiet {
                Console.error("\(login) may no longer read the figures of \(name).")
            }
        }
    }
}
