import Domain
import Foundation
import Logging
import Postgres
import TestSupport
import TestValues
import Testing

@testable import Warehouse

/// Two organizations in a database, and a login that reads one of them.
@Suite struct ReadersTests {
    /// What stands in columns of the other organization, as it would be printed. Numbers too long for a process or a table.
    private static let planted = [
        "umbrella", "canary", "1313373137", "1987650311", "1998-07", "1997-05", "1996-03", "1371995305", "0.424242",
        "deadbeef",
    ]

    @Test("Nothing that a reader tries gives away another organization, and its own figures stay what they are")
    func hostile() async throws {
        try await Self.withReader { database, login in
            let mine = "SELECT organization, scope_id, value, stale FROM kpi.figure"
            let own = try Self.said(to: database, as: login, mine)
            #expect(own == "acme|platform|12.5|\n")
            for view in ["team_name", "team_name_history"] {
                let names = try Self.said(to: database, as: login, "SELECT organization, name FROM kpi.\(view)")
                #expect(names == "acme|Platform\n")
            }
            let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Readers/hostile.sql")
            let statements = try String(contentsOf: file, encoding: .utf8).split(separator: "\n\n").dropFirst()
            #expect(statements.count > 200)
            for statement in statements {
                let said = try Self.said(to: database, as: login, String(statement))
                for value in Self.planted where said.localizedCaseInsensitiveContains(value) {
                    Issue.record("\(value) came out: \(statement)\n\(said.prefix(2_000))")
                }
            }
            #expect(try Self.said(to: database, as: login, mine) == own)
        }
    }

    @Test(
        "A plan says no more of what another organization has than of what nobody has",
        arguments: [
            ("organization = 'GUESS'", "umbrella", "nobody-2"), ("organization > 'GUESS'", "bbb", "vvv"),
            ("scope_id = 'GUESS'", "canary-team", "nobody-team"), ("scope_id < 'GUESS'", "ddd", "aaa"),
            ("scope_id LIKE 'GUESS%'", "canary", "nobody"), ("value > GUESS", "1313373000", "1313374000"),
            ("n = GUESS", "1987650311", "1223450311"), ("period_from = 'GUESS'", "1998-07-01", "1898-07-01"),
            ("statistic IS NOT NULL AND breakdown_value = 'GUESS'", "canary-part", "nobody-part"),
        ])
    func plans(condition: String, held: String, free: String) async throws {
        try await Self.withReader { database, login in
            for view in ["figure", "figure_history"] {
                for setting in [
                    "work_mem", "enable_nestloop", "enable_indexscan", "enable_bitmapscan", "enable_seqscan",
                ] {
                    func plan(_ guess: String) throws -> String {
                        try Self.said(
                            to: database, as: login,
                            """
                            SET jit = off; SET \(setting) = \(setting == "work_mem" ? "'4MB'" : "off");
                            EXPLAIN (ANALYZE, TIMING off, SUMMARY off)
                            SELECT * FROM kpi.\(view) WHERE \(condition.replacing("GUESS", with: guess))
                            """
                        ).replacing(guess, with: "GUESS").replacing(Self.countedLogins, with: "")
                    }
                    // Tests beside this one make and drop logins meanwhile.
                    let isEqual = try (0..<50).contains { _ in try plan(held) == plan(free) }
                    #expect(try isEqual && plan(held).contains("actual rows=0"), "\(view), \(setting)")
                }
            }
        }
    }

    @Test("A reader sees what was granted, and no more after it was revoked; an unknown or powerful login is refused")
    func grants() async throws {
        try await Self.withReader { database, login in
            let (warehouse, now) = (database.warehouse, at("2026-03-01"))
            let acme = try await warehouse.organization(named: "acme")
            let umbrella = try await warehouse.organization(named: "umbrella")
            let names = "SELECT organization FROM kpi.organization ORDER BY 1"
            #expect(try Self.said(to: database, as: login, names) == "acme\n")
            #expect(try await warehouse.grantReading(to: login, of: umbrella, now: now) == nil)
            #expect(try Self.said(to: database, as: login, names) == "acme\numbrella\n")
            #expect(try await warehouse.readers(of: umbrella).map(\.login) == ["other_reader", login])
            for organization in [acme, umbrella] {
                #expect(try await !warehouse.revokeReading(from: login, of: organization, now: now))
            }
            #expect(try Self.said(to: database, as: login, names).isEmpty)
            let audited = try await database.texts(
                "SELECT action, detail FROM mutuality.audit WHERE action <> 'canary' ORDER BY audit_id")
            #expect(
                audited.map { $0.contains("grant") } == [true, true, false, false]
                    && audited.allSatisfy { $0.contains(login) })

            let (maker, files) = (
                "maker_\(UInt32.random(in: .min ... .max))", "files_\(UInt32.random(in: .min ... .max))"
            )
            try await database.run(
                "CREATE ROLE \(maker) LOGIN CREATEROLE; CREATE ROLE \(files) LOGIN IN ROLE pg_read_server_files")
            for (other, word) in [
                ("nobody's", "CREATE ROLE \"nobody's\" LOGIN"),
                ("mutuality_reader", "ALTER ROLE \"mutuality_reader\" LOGIN"),
                ("postgres", "all organizations"), (maker, "may create roles"), (files, "may create roles, or use"),
            ] {
                let error = await #expect(throws: WarehouseError.self) {
                    try await warehouse.grantReading(to: other, of: acme, now: now)
                }
                #expect(error.map { "\($0.message) \($0.mend)".contains(word) } == true)
            }
            await #expect(throws: WarehouseError.self) {
                try await warehouse.revokeReading(from: login, of: acme, now: now)
            }
        }
    }

    @Test("Whoever reads as a member of another group still does after it was revoked, and that is said")
    func stillReading() async throws {
        try await Self.withReader { database, login in
            let acme = try await database.warehouse.organization(named: "acme")
            try await database.run("GRANT mutuality_compute TO \(login)")
            #expect(try await database.warehouse.revokeReading(from: login, of: acme, now: at("2026-03-01")))
        }
    }

    @Test("Who owns the tables, computes or is a custodian sees all organizations, in the reader's role too")
    func unrestricted() async throws {
        try await Self.withReader { database, _ in
            for group in ["mutuality_owner", "mutuality_compute", "mutuality_custodian"] {
                let login = "member_\(UInt32.random(in: .min ... .max))"
                try await database.run("CREATE ROLE \(login) LOGIN NOINHERIT IN ROLE \(group), mutuality_reader")
                let said = try Self.said(
                    to: database, as: login, "SET ROLE mutuality_reader; SELECT organization FROM kpi.organization")
                #expect(said == "SET\nacme\numbrella\n", "\(group)")
            }
            for group in ["mutuality_ingest", "mutuality_eraser"] {
                let login = "member_\(UInt32.random(in: .min ... .max))"
                try await database.run("CREATE ROLE \(login) LOGIN IN ROLE \(group), mutuality_reader")
                #expect(try Self.said(to: database, as: login, "TABLE kpi.organization").isEmpty, "\(group)")
            }
        }
    }

    @Test("An export scans an organization's rows by their index, and no other's")
    func index() async throws {
        try await Self.withReader { database, login in
            try await database.run(
                """
                INSERT INTO mutuality.organization SELECT i, 'more' || i, now() FROM generate_series(10, 40) AS i;
                INSERT INTO mutuality.release (
                    organization_id, kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value,
                    statistic, first_release, version, period_to, period_end, unit, state, digest, least_people)
                SELECT i, 'k', 'month', '2026-01-01', 'm', 'team', n::text, '', '', 'p50', 1, 1, '2026-02-01', now(), 's',
                    'suppressed', '', 5
                FROM generate_series(10, 40) AS i, generate_series(1, 1000) AS n;
                ANALYZE mutuality.organization, mutuality.release
                """)
            for (user, organization) in [(login, "acme"), ("postgres", "more20")] {
                let plan = try Self.said(
                    to: database, as: user,
                    "EXPLAIN SELECT kpi, value FROM kpi.figure WHERE organization = '\(organization)' ORDER BY kpi")
                #expect(plan.contains("release_one_row_a_cell") && !plan.contains("Seq Scan on release"), "\(plan)")
            }
        }
    }

    /// What a plan says of how many logins there are; other tests make some.
    private static var countedLogins: Regex<Substring> {
        /Scan on pg_authid.*\n +Filter: .*\n +Rows Removed by Filter: \d+/
    }

    /// Everything that psql prints, unaligned and without heads, errors and notices too.
    private static func said(
        to database: MigratedDatabase, as login: String, _ statements: String
    ) throws -> String {
        let conninfo = database.conninfo.replacing("user=postgres", with: "user=\(login)")
        let result = try Tool.run(
            ["psql", "-XAt", "-v", "VERBOSITY=verbose", "-d", conninfo], input: Array((statements + "\n;\n").utf8))
        return String(decoding: result.output, as: UTF8.self) + result.errors
    }

    /// The reader may read "acme", which has one figure; "umbrella" has 3,000, so that there are statistics.
    private static func withReader(
        _ body: @Sendable (_ database: MigratedDatabase, _ login: String) async throws -> Void
    ) async throws {
        let login = "reader_\(UInt32.random(in: .min ... .max))"
        try await MigratedDatabase.with { database in
            for name in ["acme", "umbrella"] {
                _ = try await database.warehouse.organization(creating: name, now: at("2026-01-01"))
            }
            try await database.run(
                """
                CREATE ROLE \(login) LOGIN;
                DO $$ BEGIN CREATE ROLE other_reader LOGIN; 
                EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
                INSERT INTO mutuality.reader SELECT organization_id, 'other_reader', '1997-05-05'
                FROM mutuality.organization WHERE name = 'umbrella';
                INSERT INTO mutuality.publication VALUES
                    (1, 1, '2026-02-04'), (2, 1, '1997-05-05'), (2, 1371995305, '1997-05-06');
                INSERT INTO mutuality.source VALUES (2, 1, 'canary-desk');
                INSERT INTO mutuality.identity VALUES (2, 1, '\\xdeadbeef', 1987650311, '\\xdeadbeef');
                INSERT INTO mutuality.setting VALUES (2, 'zone', '1997-05-05', 'canary/zone', '1997-05-05');
                INSERT INTO mutuality.target VALUES
                    (1, 1371995304, 'backlog', 'age', 'p50', '2026-01-01', 86400, '2026-01-01'),
                    (2, 1371995305, 'canary_kpi', 'canary', 'canary', '1997-05-05', 1313373137, '1997-05-05');
                INSERT INTO mutuality.audit (organization_id, at, actor, action, detail)
                VALUES (2, '1997-05-05', 'canary', 'canary', 'canary');
                INSERT INTO mutuality.batch VALUES
                    (2, 1371995305, 1, 'teams', '\\xdeadbeef', '\\xdeadbeef', 'canary.csv', '1997-05-05', 1, 1, 0, 0,
                        0);
                INSERT INTO mutuality_facts.team (organization_id, source_id, team_id, valid_from, batch_id)
                VALUES (2, 1, 'canary-team', '1998-07-01', 1371995305);
                INSERT INTO mutuality.team_name VALUES (1, 'platform', 1, NULL, 'Platform'),
                    (2, 'canary-team', 1, 1371995304, 'canary'), (2, 'canary-team', 1371995305, NULL, 'canary''s');
                INSERT INTO mutuality.kpi_input VALUES (1, 'backlog', 'teams'), (2, 'canary_kpi', 'canary_data');
                INSERT INTO mutuality.unmatched VALUES
                    (1, 1, 'leave', 20, 5, 3, 1), (2, 1371995305, 'canary_data', 1371995305, 0, 1371995304, 0);
                INSERT INTO mutuality.freshness (organization_id, freshness_id, dataset, known_at, last_data, last_success)
                VALUES (1, 1994, 'teams', '2026-02-01', '2026-01-01', '2026-02-03'),
                    (2, 1371995305, 'canary_data', '1997-05-05', '1996-03-03', '1997-05-05');
                INSERT INTO mutuality.release (
                    organization_id, kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value,
                    statistic, first_release, last_release, version, period_to, period_end, unit, state, value, lower_limit,
                    upper_limit, n, censored, coverage, signal, digest, least_people)
                VALUES (1, 'backlog', 'month', '2026-01-01', 'age', 'team', 'platform', '', '', 'p50', 1, NULL, 1,
                    '2026-02-01', '2026-02-01', 's', 'released', 12.5, 11, 14, 40, 0, 1, NULL, '\\x00', 5);
                INSERT INTO mutuality.release (
                    organization_id, kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value,
                    statistic, first_release, last_release, version, period_to, period_end, unit, state, value, lower_limit,
                    upper_limit, n, censored, coverage, signal, digest, least_people)
                SELECT 2, 'canary_kpi', 'month', '1998-07-01', 'canary_' || i % 2, 'team',
                    'canary-team' || CASE WHEN i % 3 > 0 THEN '' ELSE i::text END, 'kind', 'canary-part', 'canary' || i,
                    1371995305, CASE WHEN i % 5 = 0 THEN 1371995306 END, 1371995305, '1998-08-01', '1998-08-01', 'canary',
                    'released', 1313373137 + i / 1e6, 1313373137, 1313373137, 1987650311, 1987650311, 0.424242,
                    'canary', '\\xdeadbeef', 1371995305
                FROM generate_series(1, 3000) AS i;
                ANALYZE
                """)
            let acme = try await database.warehouse.organization(named: "acme")
            _ = try await database.warehouse.grantReading(to: login, of: acme, now: at("2026-02-01"))
            try await body(database, login)
            try await database.run("DROP OWNED BY \(login)")
        }
    }
}
