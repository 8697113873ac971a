import Domain
import Postgres

/// A login of the group of readers, and an organization whose released figures it may see.
public struct Reader: Sendable {
    public let login: String
    /// Since when.
    public let grantedAt: Instant
}

extension Database {
    /// Of an organization, in the order of their names.
    public func readers(of organization: Organization) async throws -> [Reader] {
        try await pool.withConnection { connection in
            try await connection.query(
                """
                SELECT login, granted_at FROM mutuality.reader WHERE organization_id = \(organization.id)
                ORDER BY login
                """
            ) { Reader(login: try $0.decode("login"), grantedAt: try $0.decode("granted_at")) }
        }
    }

    /// Lets a login see what an organization has released, and makes it a member of the group of readers.
    ///
    /// Returns the SQL that somebody with more rights has to run where this login may not give membership; `nil` where
    /// all is done. Throws for what is no login, and for one that may see all organizations anyway.
    public func grantReading(to login: String, of organization: Organization, now: Instant) async throws -> String? {
        try await transaction(as: .custodian) { connection in
            let logins = try await connection.query(
                """
                SELECT rolcanlogin AS is_login, rolcreaterole OR EXISTS (
                    SELECT FROM pg_roles AS held
                    WHERE held.rolname IN (
                        'pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files'
                    ) AND pg_has_role(pg_roles.oid, held.oid, 'MEMBER')
                ) AS can_help_itself
                FROM pg_roles WHERE rolname = \(login)
                """
            ) {
                (
                    isLogin: try $0.decode("is_login", as: Bool.self),
                    helps: try $0.decode("can_help_itself", as: Bool.self)
                )
            }
            guard let found = logins.first, found.isLogin else {
                let statement = logins.isEmpty ? "CREATE" : "ALTER"
                throw WarehouseError(
                    .reader, "there is no login \"\(login)\"" + (logins.isEmpty ? "" : ", only a role of that name"),
                    mend:
                        "first, as somebody who may create roles: \(statement) ROLE \(Query.quoted(identifier: login)) LOGIN"
                )
            }
            guard try await !Self.isUnrestricted(login, on: connection) else {
                throw WarehouseError(
                    .reader, "the login \"\(login)\" may read the figures of all organizations anyway",
                    mend: "give readers a login that belongs to no other group than \(Role.reader.name)")
            }
            guard !found.helps else {
                throw WarehouseError(
                    .reader,
                    "the login \"\(login)\" may create roles, or use the server's files: it can read everything",
                    mend: "give readers a login that may do nothing else")
            }
            _ = try await connection.execute(
                """
                INSERT INTO mutuality.reader (organization_id, login, granted_at)
                VALUES (\(organization.id), \(login), \(now))
                ON CONFLICT (organization_id, login) DO NOTHING
                """)
            try await Self.audit("organization grant", login, organization.id, now, on: connection)
        }
        return try await addToReaders(login)
    }

    private static func isUnrestricted(_ login: String, on connection: Connection) async throws -> Bool {
        try await connection.queryOne(
            "SELECT EXISTS (SELECT FROM mutuality.unrestricted WHERE login = \(login)) AS is_unrestricted"
        ) { try $0.only(Bool.self) }
    }

    /// Returns whether the login may read all organizations anyway, as a member of another group. Throws where it was no
    /// reader of the organization.
    public func revokeReading(
        from login: String, of organization: Organization, now: Instant
    ) async throws -> Bool {
        try await transaction(as: .custodian) { connection in
            let revoked = try await connection.query(
                """
                DELETE FROM mutuality.reader WHERE organization_id = \(organization.id) AND login = \(login)
                RETURNING login
                """
            ) { _ in true }
            guard !revoked.isEmpty else {
                throw WarehouseError(
                    .reader, "\"\(login)\" is no reader of the organization \"\(organization.name)\"",
                    mend: "\"mutuality organization show\" lists who is")
            }
            try await Self.audit("organization revoke", login, organization.id, now, on: connection)
            return try await Self.isUnrestricted(login, on: connection)
        }
    }

    private func addToReaders(_ login: String) async throws -> String? {
        try await pool.withConnection { connection in
            let member = try await connection.query(
                "SELECT FROM pg_roles WHERE rolname = \(Role.reader.name) AND pg_has_role(\(login), oid, 'MEMBER')"
            ) { _ in true }
            guard member.isEmpty else { return nil }
            do {
                _ = try await connection.execute("GRANT \(identifier: Role.reader.name) TO \(identifier: login)")
                return nil
            } catch let error as PostgresError
                where [.insufficientPrivilege, .undefinedObject].contains(error.sqlState)
            {
                return "GRANT \(Role.reader.name) TO \(Query.quoted(identifier: login))"
            }
        }
    }

    /// Throws `nothingToRead` for a login that can do nothing but read.
    func requireMoreThanReading(organization name: String) async throws {
        let logins = try await pool.withConnection { connection in
            try await connection.query(
                """
                SELECT session_user::text FROM pg_namespace
                WHERE nspname = 'mutuality' AND NOT has_schema_privilege(session_user, oid, 'USAGE')
                """
            ) { try $0.only(String.self) }
        }
        guard let login = logins.first else { return }
        throw WarehouseError(
            .nothingToRead, "the login \"\(login)\" may read no organization's figures",
            mend: "ask the database's owner to run: mutuality organization grant \(login) --organization \(name)")
    }
}
