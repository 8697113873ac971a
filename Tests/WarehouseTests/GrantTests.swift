import Domain
import Logging
import Postgres
import TestSupport
import Testing

@testable import Warehouse

@Suite struct GrantTests {
    /// What each role may do with every table of facts.
    private static let rightsOnFacts = [
        "mutuality_ingest": "rawd", "mutuality_compute": "r", "mutuality_custodian": "r", "mutuality_eraser": "rwd",
    ]

    /// What each role may do with other tables, whole; r SELECT, a INSERT, w UPDATE, d DELETE, as PostgreSQL abbreviates.
    /// Nothing that is not here. Rights on single columns are in `columnRights`.
    private static let rights: [String: [String: String]] = [
        "mutuality_ingest": [
            "organization": "ra", "source": "ra", "pseudonym_key": "ra", "reject": "ra", "unit": "ra", "batch": "raw",
            "presence": "raw", "identity": "a", "tombstone": "r", "setting": "r", "mark": "a", "survey_key": "rad",
            "freshness": "ra", "reader": "r", "target": "r",
        ],
        "mutuality_compute": [
            "organization": "r", "setting": "r", "presence": "r", "unit": "ra", "computation": "ra",
            "ledger_page": "rad",
            "computation_cause": "ra", "publication": "ra", "mark": "rad", "computed": "raw", "release": "ra",
            "kpi_input": "rad", "chart_page": "rad", "team_name": "ra", "reader": "r", "target": "r",
            "unmatched": "a",
        ],
        "mutuality_custodian": [
            "organization": "ra", "source": "r", "identity": "r", "presence": "r", "unit": "ra", "ledger": "r",
            "ledger_page": "r", "restatement": "r", "computation": "r", "computation_cause": "r", "batch": "r",
            "reject": "r", "release": "r", "computed": "r", "audit": "ra", "setting": "raw", "mark": "a",
            "freshness": "ra", "reader": "rad", "unrestricted": "r", "target": "ra",
        ],
        "mutuality_eraser": [
            "organization": "rd", "source": "rd", "unit": "rd", "pseudonym_key": "rd", "computed": "rd",
            "tombstone": "rad", "audit": "ad", "identity": "d", "setting": "rawd", "batch": "d", "reject": "d",
            "presence": "rd", "mark": "d", "survey_key": "d", "freshness": "d", "reader": "d", "computation": "d",
            "computation_cause": "d", "ledger_page": "d", "publication": "d", "release": "d", "kpi_input": "d",
            "chart_page": "d", "team_name": "d", "target": "d", "unmatched": "d",
        ],
    ]

    @Test("Each role has exactly its rights on every table and view")
    func matrix() async throws {
        try await MigratedDatabase.with { database in
            let rows = try await database.pool.withConnection { connection in
                try await connection.query(
                    """
                    SELECT rolname::text, nspname::text, relname::text,
                        concat(
                            CASE WHEN has_table_privilege(rolname, c.oid, 'SELECT') THEN 'r' END,
                            CASE WHEN has_table_privilege(rolname, c.oid, 'INSERT') THEN 'a' END,
                            CASE WHEN has_table_privilege(rolname, c.oid, 'UPDATE') THEN 'w' END,
                            CASE WHEN has_table_privilege(rolname, c.oid, 'DELETE') THEN 'd' END,
                            CASE WHEN has_table_privilege(rolname, c.oid, 'TRUNCATE, REFERENCES, TRIGGER') THEN 'X' END)
                    FROM pg_roles, pg_class AS c JOIN pg_namespace ON pg_namespace.oid = relnamespace
                    WHERE rolname ~ '^mutuality_' AND rolname <> 'mutuality_owner'
                        AND nspname IN ('mutuality', 'mutuality_facts', 'kpi') AND relkind IN ('r', 'v', 'p', 'm', 'f')
                    """
                ) { row in try (0..<4).map { try row.decode(String.self, at: $0) } }
            }
            #expect(rows.count > 5 * 20)
            for row in rows {
                let (role, schema, name, found) = (row[0], row[1], row[2], row[3])
                let given = (schema == Dataset.schema ? Self.rightsOnFacts[role] : Self.rights[role]?[name]) ?? ""
                // What is published is for readers and the custodian; which schema it is, everybody has to know.
                let isReader = ["mutuality_reader", "mutuality_custodian"].contains(role) || name == "schema_version"
                let expected = schema == "kpi" ? isReader ? "r" : "" : given
                #expect(found == expected, "\(role) on \(schema).\(name)")
            }
        }
    }

    @Test("Rights on single columns are those that the roles need, and the sealed ids are not among them")
    func columns() async throws {
        try await MigratedDatabase.with { database in
            let rights = try await database.texts(
                """
                SELECT grantee, table_name, column_name, privilege_type FROM information_schema.role_column_grants
                WHERE grantee ~ '^mutuality_' AND grantee <> 'mutuality_owner'
                    AND (grantee, table_name) IN (
                        ('mutuality_ingest', 'identity'), ('mutuality_compute', 'release'),
                        ('mutuality_compute', 'team_name'),
                        ('mutuality_custodian', 'computed'), ('mutuality_eraser', 'identity'),
                        ('mutuality_eraser', 'computed'))
                    AND NOT (table_name IN ('release', 'team_name') AND privilege_type <> 'UPDATE')
                    AND NOT (table_name = 'computed' AND privilege_type <> 'UPDATE')
                    AND NOT (table_name = 'identity' AND privilege_type <> 'SELECT')
                ORDER BY table_name, column_name
                """)
            #expect(
                rights.map { $0.split(separator: "\"").filter { $0.count > 1 || $0 == "n" } }.map {
                    "\($0[3]).\($0[5]) \($0[7])"
                }
                    == [
                        "computed.released_computation_id UPDATE", "computed.released_computation_id UPDATE",
                        "computed.settings_sha256 UPDATE", "identity.native_hmac SELECT",
                        "identity.native_hmac SELECT", "identity.organization_id SELECT",
                        "identity.organization_id SELECT", "identity.person_id SELECT", "identity.person_id SELECT",
                        "identity.source_id SELECT", "identity.source_id SELECT",
                        "release.censored UPDATE", "release.coverage UPDATE", "release.last_release UPDATE",
                        "release.lower_limit UPDATE", "release.n UPDATE", "release.reference UPDATE",
                        "release.signal UPDATE", "release.state UPDATE", "release.upper_limit UPDATE",
                        "release.value UPDATE", "release.verdict UPDATE", "team_name.last_release UPDATE",
                    ])
        }
    }

    @Test(
        "As reader nothing but the views answers",
        arguments: [
            "SELECT * FROM mutuality.release", "SELECT * FROM mutuality.ledger", "SELECT digest FROM mutuality.release",
            "SELECT * FROM mutuality.identity", "SELECT * FROM mutuality_facts.person_spell",
            "SELECT count(*) FROM mutuality_facts.help_request", "SELECT 1 FROM mutuality.mark",
            "TABLE mutuality.organization", "TABLE mutuality.migration",
            "SELECT 'mutuality.release'::regclass::text FROM mutuality.release",
            "COPY mutuality_facts.help_request TO STDOUT", "COPY (SELECT * FROM mutuality.ledger) TO STDOUT",
            "SELECT digest FROM kpi.figure", "SELECT people FROM kpi.figure", "SELECT digest FROM kpi.figure_history",
            "SELECT organization_id FROM kpi.figure", "SELECT * FROM mutuality.team_name",
            "INSERT INTO kpi.publication VALUES ('a', 1, now())",
            "UPDATE kpi.figure SET value = 1", "DELETE FROM kpi.figure_history", "TRUNCATE mutuality.release",
            "CREATE TABLE mutuality.mine (a int)", "CREATE VIEW kpi.mine AS SELECT 1", "DROP VIEW kpi.figure",
            "ALTER VIEW kpi.figure OWNER TO mutuality_reader",
            "CREATE FUNCTION kpi.f() RETURNS int AS 'SELECT 1' LANGUAGE sql",
            "SELECT mutuality.distribute('kpi.figure')", "GRANT SELECT ON mutuality.release TO mutuality_reader",
            "SET ROLE mutuality_owner", "SET ROLE mutuality_compute", "SET SESSION AUTHORIZATION postgres",
            "CREATE OR REPLACE VIEW kpi.figure AS SELECT 1", "LOCK TABLE mutuality.release",
            "SELECT pg_read_file('/etc/passwd')", "SELECT * FROM pg_authid", "SELECT * FROM pg_statistic",
            "EXPLAIN ANALYZE SELECT * FROM mutuality.identity", "COMMENT ON VIEW kpi.figure IS 'x'",
            "ALTER TABLE mutuality.release ENABLE ROW LEVEL SECURITY",
            "DO $$ BEGIN PERFORM 1 FROM mutuality.ledger; END $$",
            "COPY kpi.figure FROM PROGRAM 'id'", "VACUUM FULL mutuality.release; SELECT * FROM mutuality.release",
        ])
    func hostile(statement: String) async throws {
        let login = try await Self.readersLogin()
        try await MigratedDatabase.with { database in
            let connection = try await Connection.connect(
                PostgresConfiguration(conninfo: database.conninfo.replacing("user=postgres", with: "user=\(login)")),
                logger: Logger(label: "test"))
            #expect(try await connection.query("SELECT 1 FROM kpi.figure") { _ in 1 }.isEmpty)
            await #expect(throws: PostgresError.self) {
                try await connection.executeScript(dangerouslyRaw: statement)
            }
            await connection.close()
        }
    }

    /// A login of the server that is in the readers' group and in no other.
    private static func readersLogin() async throws -> String { try await login.value }

    private static let login = Task {
        let database = try await MigratedDatabase.fresh()
        let name = "reader_\(UInt32.random(in: .min ... .max))"
        try await database.run("CREATE ROLE \(name) LOGIN; GRANT mutuality_reader TO \(name)")
        await database.pool.shutdown()
        return name
    }

    @Test("The views hide who stands behind a figure")
    func views() async throws {
        try await MigratedDatabase.with { database in
            let hidden = try await database.number(
                """
                SELECT count(*) FROM information_schema.columns WHERE table_schema = 'kpi'
                AND (column_name ~ 'digest|people|person|computation|_id$' AND column_name <> 'scope_id')
                """)
            #expect(hidden == 0)
        }
    }
}
