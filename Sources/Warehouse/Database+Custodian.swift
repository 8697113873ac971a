import Domain
import Postgres

extension Database {
    /// Whether the login may do the custodian's work: it belongs to that role or owns the tables, as where the roles were
    /// never made. Any login may ask. Who may only write the audit log, as the eraser, is none.
    public func isCustodian() async throws -> Bool {
        try await pool.withConnection { connection in
            try await connection.queryOne(
                """
                SELECT EXISTS (
                    SELECT FROM pg_roles
                    WHERE rolname = \(Role.custodian.name) AND pg_has_role(current_user, oid, 'MEMBER')
                ) OR EXISTS (
                    SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                    WHERE nspname = 'mutuality' AND relname = 'audit'
                        AND pg_has_role(current_user, pg_class.relowner, 'USAGE')
                )
                """
            ) { try $0.only(Bool.self) }
        }
    }

    /// Departments and teams of which an organization publishes anything, hidden figures included, as readers know them.
    public func publishedScopes(of organization: String) async throws -> [Scope] {
        try await transaction(as: .reader) { connection in
            try await connection.query(
                "SELECT DISTINCT scope, scope_id FROM kpi.figure_history WHERE organization = \(organization)"
            ) { row in
                Scope(
                    try CellColumns.required(ScopeKind(rawValue: row.decode("scope", as: String.self)), "scope"),
                    try row.decode("scope_id", as: String.self))
            }.sorted()
        }
    }
}
