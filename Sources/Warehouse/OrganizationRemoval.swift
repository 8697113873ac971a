import Domain
import Postgres

extension Database {
    /// Deletes an organization: its rows in all tables, its settings, pseudonyms and releases among them, in one
    /// transaction. Returns how many rows those were. Throws `unknownOrganization` where there is none of that name.
    public func remove(_ organization: Organization, now: Instant) async throws -> Int {
        try await transaction(as: .eraser) { connection in
            try await AdvisoryLock.night(organization: organization.id).holdInTransaction(on: connection)
            try await Self.waitForOthers(in: organization.id, now: now, on: connection)
            try await AdvisoryLock.release(organization: organization.id).holdInTransaction(on: connection)
            // What others refer to goes after them.
            let tables = try await connection.query(
                """
                SELECT nspname::text AS schema, relname::text AS name
                FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'organization_id'
                WHERE nspname IN ('mutuality', \(Dataset.schema)) AND relkind IN ('r', 'p')
                ORDER BY array_position(
                    ARRAY['computation', 'batch', 'source', 'unit', 'organization'], relname::text) NULLS FIRST
                """
            ) { (schema: try $0.decode("schema", as: String.self), name: try $0.decode("name", as: String.self)) }
            var rows = 0
            for table in tables {
                rows += try await connection.execute(
                    """
                    DELETE FROM \(identifier: table.schema).\(identifier: table.name)
                    WHERE organization_id = \(organization.id)
                    """)
            }
            return rows
        }
    }
}
