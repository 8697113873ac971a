import Logging
import Postgres
import TestSupport
import Testing

@testable import Warehouse

@Suite struct CustodianTests {
    @Test("The custodian's and the owner's logins do the custodian's work, and those of other tasks do not")
    func logins() async throws {
        try await MigratedDatabase.with { database in
            for (group, isCustodian) in [
                ("owner", true), ("custodian", true), ("eraser", false), ("ingest", false), ("compute", false),
                ("reader", false),
            ] {
                let login = "\(group)_\(UInt32.random(in: .min ... .max))"
                try await database.run("CREATE ROLE \(login) LOGIN IN ROLE mutuality_\(group)")
                #expect(try await Self.isCustodian(login, in: database) == isCustodian, "\(group)")
            }
            #expect(try await database.warehouse.isCustodian())
        }
    }

    @Test("A login without any role does the custodian's work where it owns the tables")
    func owner() async throws {
        try await MigratedDatabase.with { database in
            let login = "alone_\(UInt32.random(in: .min ... .max))"
            try await database.run("CREATE ROLE \(login) LOGIN")
            #expect(try await !Self.isCustodian(login, in: database))
            try await database.run("ALTER TABLE mutuality.audit OWNER TO \(login)")
            #expect(try await Self.isCustodian(login, in: database))
            try await database.run("ALTER TABLE mutuality.audit OWNER TO mutuality_owner")
        }
    }

    private static func isCustodian(_ login: String, in database: MigratedDatabase) async throws -> Bool {
        let pool = MigratedDatabase.pool(database.conninfo.replacing("user=postgres", with: "user=\(login)"))
        do {
            let isCustodian = try await Database(pool: pool, logger: Logger(label: "test")).isCustodian()
            await pool.shutdown()
            return isCustodian
        } catch {
            await pool.shutdown()
            throw error
        }
    }
}
