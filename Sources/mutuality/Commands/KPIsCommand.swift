import ArgumentParser
import Domain
import KPIs
import Postgres
import Warehouse

struct KPIsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kpis", abstract: "List all KPIs: which your data can answer, and what the others lack.",
        discussion: """
            A KPI can be answered where its headline figure has all the data that it needs, or has been released. Of the \
            others it says which dataset, column or item of a survey is lacking, and which datasets would add the most. \
            Before anything is loaded it lists what each KPI tells and needs. docs/kpis/README.md has all of it on one page.
            """)

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let store = try Store(options)
        let name = try store.organizationName
        let list =
            try await Self.list(of: name, in: store)
            ?? KPIList(organization: nil, Answerable(Self.sheets, present: []))
        if options.json { try Console.json(list.json) } else { try Console.print(list.text) }
    }

    private static let sheets = Catalog.all.map { $0.sheet }

    /// `nil` where there is no database yet, or no organization in it.
    private static func list(of name: String, in store: Store) async throws -> KPIList? {
        guard try await hasDatabase(store) else { return nil }
        return try await store.use { warehouse in
            do {
                try await warehouse.requirePublished(organization: name)
            } catch let error as WarehouseError where error.kind == .unknownOrganization {
                if try await warehouse.organizationNames().isEmpty { return nil }
                throw error
            }
            guard try await warehouse.isCustodian() else {
                throw CommandError(
                    .notPermitted, "only the custodian may know which data there is",
                    mend: "connect with one that belongs to mutuality_custodian; docs/kpis/README.md lists all KPIs")
            }
            let organization = try await warehouse.organization(named: name)
            return try await warehouse.transaction(as: .custodian, isolation: .repeatableRead) { connection in
                let answerable = try await Answerable.read(sheets, of: organization, now: store.now, on: connection)
                return KPIList(
                    organization: name, answerable,
                    unshown: try await Unshown.read(answerable, of: organization, now: store.now, on: connection))
            }
        }
    }

    /// Whoever only looks makes no private server, and migrates no server of their own.
    private static func hasDatabase(_ store: Store) async throws -> Bool {
        guard let conninfo = try store.conninfo else {
            if case .absent = try store.embeddedServer().status() { return false }
            return true
        }
        return try await store.withPool(conninfo) { pool in
            try await Migrator(pool: pool, logger: store.logger).state() != .empty
        }
    }
}
