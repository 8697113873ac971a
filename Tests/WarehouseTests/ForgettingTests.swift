import Domain
import Postgres
import TestSupport
import TestValues
import Testing

@testable import Warehouse

@Suite struct ForgettingTests {
    private static let withPeople = Datasets.all.filter { $0.columns.contains { $0.type == .person } }

    /// A row about "kept" alone, and for each column of people one that names "gone" there and "kept" elsewhere.
    private static func rows(of dataset: Dataset) -> [[String: String]] {
        let people = dataset.columns.filter { $0.type == .person }.map(\.name)
        return ([nil] + people).map { gone in
            var row = dataset.sampleRow()
            for column in dataset.columns {
                if column.type == .person { row[column.name] = column.name == gone ? "gone" : "kept" }
                if column.type == .text, dataset.key.contains(column.name) { row[column.name] = gone ?? "nobody" }
            }
            return row
        }
    }

    private func forget(
        _ ids: [String], source: String? = nil, in database: MigratedDatabase, key: [UInt8] = testKeyBytes
    ) async throws -> Forgetting {
        try await database.warehouse.forget(
            ids, source: source, in: try await database.warehouse.organization(named: "acme"),
            key: try PseudonymKey(bytes: key), now: at("2026-11-02"))
    }

    @Test("Whoever is forgotten is in no dataset, as if all files were loaded once more; others keep their rows")
    func everyDataset() async throws {
        try await MigratedDatabase.with { before in
            for dataset in Self.withPeople { try await before.load(dataset, Self.rows(of: dataset)) }
            let done = try await forget([" gone "], in: before)
            #expect(done.ids == 1)
            #expect(Set(done.deleted.keys).union(done.blanked.keys) == Set(Self.withPeople.map(\.name)))
            #expect(done.blanked["help_requests"] == 2 && done.deleted["recognitions"] == 2)
            #expect(try await before.failuresOfSQLTests().isEmpty)

            try await MigratedDatabase.with { after in
                try await after.load(Datasets.people, Self.rows(of: Datasets.people))
                _ = try await forget(["gone"], in: after)
                for dataset in Self.withPeople {
                    let rows = Self.rows(of: dataset)
                    let outcome = try await after.load(dataset, rows)
                    let required = dataset.columns.filter { $0.type == .person && $0.required }.count
                    #expect(outcome.forgotten == required && outcome.read == rows.count, "\(dataset.name)")
                    #expect(try await after.dump(dataset) == before.dump(dataset), "\(dataset.name)")
                }
                #expect(
                    try await after.number("SELECT sum(forgotten) FROM mutuality.batch")
                        == Self.withPeople.map { $0.columns.filter { $0.type == .person && $0.required }.count }
                        .reduce(0, +))
                #expect(try await after.failuresOfSQLTests().isEmpty)
            }
        }
    }

    @Test("With an agreement go its boundaries, which name nobody")
    func boundaries() async throws {
        try await MigratedDatabase.with { database in
            for (agreement, person) in [("a", "gone"), ("b", "kept")] {
                var row = Datasets.agreements.sampleRow()
                (row["agreement_id"], row["person_id"]) = (agreement, person)
                try await database.load(Datasets.agreements, [row])
                row = Datasets.agreementBoundaries.sampleRow()
                row["agreement_id"] = agreement
                try await database.load(Datasets.agreementBoundaries, [row])
            }
            _ = try await forget(["gone"], in: database)
            for table in ["agreement", "agreement_boundary"] {
                #expect(
                    try await database.texts("SELECT agreement_id FROM mutuality_facts.\(table)")
                        == [#"{"agreement_id":"b"}"#])
            }
        }
    }

    @Test("One person of two sources is forgotten in both; with --source another's equal id in the next one stays")
    func sources() async throws {
        try await MigratedDatabase.with { database in
            for source in ["desk", "hr", "other"] {
                var row = Datasets.people.sampleRow()
                (row["person_id"], row["manager_id"]) = (source == "hr" ? "e-17" : "17", nil)
                try await database.load(Datasets.people, [row], source: source)
            }
            // The custodian knows that the two are one.
            try await database.run(
                """
                UPDATE mutuality.identity SET person_id = (SELECT person_id FROM mutuality.identity WHERE source_id = 1)
                WHERE source_id = 2;
                UPDATE mutuality_facts.person_spell
                SET person_id = (SELECT person_id FROM mutuality.identity WHERE source_id = 1) WHERE source_id = 2
                """)
            #expect(try await forget(["17"], source: "desk", in: database).ids == 2)
            #expect(
                try await database.texts("SELECT source_id FROM mutuality_facts.person_spell") == [#"{"source_id":3}"#])
            #expect(try await database.number("SELECT count(*) FROM mutuality.tombstone") == 2)
            #expect(try await forget(["17"], in: database).ids == 1)
            #expect(try await database.number("SELECT count(*) FROM mutuality_facts.person_spell") == 0)
            #expect(try await forget(["17"], in: database).ids == 0, "forgotten already")
            let audited = try await database.texts("SELECT action, detail FROM mutuality.audit ORDER BY audit_id")
            #expect(
                audited == [
                    #"{"action":"forget","detail":"desk"}"#, #"{"action":"forget","detail":"in every source"}"#,
                ])
        }
    }

    @Test("Of unknown ids, with another key or in an unknown source nobody is forgotten, and no message names them")
    func refusals() async throws {
        try await MigratedDatabase.with { database in
            var row = Datasets.people.sampleRow()
            row["person_id"] = "ana"
            try await database.load(Datasets.people, [row])
            let wrongKey = [UInt8](repeating: 1, count: PseudonymKey.byteCount)
            for (ids, source, key, word) in [
                (["ana", "bo"], nil, testKeyBytes, "first: 2"), (["ana"], "mail", testKeyBytes, "the sources are desk"),
                (["ana"], nil, wrongKey, "not the key"),
            ] {
                let error = await #expect(throws: WarehouseError.self) {
                    try await forget(ids, source: source, in: database, key: key)
                }
                let text = error.map { "\($0.message). \($0.mend)" } ?? ""
                #expect(text.contains(word) && !text.contains("ana") && !text.contains("bo "), "\(text)")
            }
            #expect(try await database.number("SELECT count(*) FROM mutuality_facts.person_spell") == 1)
        }
    }

    @Test("What was released is not computed again; what was computed and not released is")
    func released() async throws {
        try await MigratedDatabase.with { database in
            var row = Datasets.people.sampleRow()
            row["person_id"] = "ana"
            try await database.load(Datasets.people, [row])
            try await database.run(
                """
                DELETE FROM mutuality.mark;
                INSERT INTO mutuality.computation (organization_id, computation_id, year, known_at)
                VALUES (1, 1, 2026, '2026-11-01');
                INSERT INTO mutuality.computed (
                    organization_id, kpi, period, period_from, version, settings_sha256, computation_id,
                    released_computation_id)
                VALUES (1, 'backlog', 'month', '2026-09-01', 1, '\\x01', 1, 1),
                    (1, 'backlog', 'month', '2026-10-01', 1, '\\x01', 1, NULL);
                INSERT INTO mutuality.release (
                    organization_id, kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value,
                    statistic, first_release, version, period_to, period_end, unit, state, digest, least_people)
                VALUES (1, 'backlog', 'month', '2026-09-01', 'age', 'organization', '', '', '', 'p50', 1, 1,
                    '2026-10-01', '2026-10-01', 's', 'suppressed', '', 5)
                """)
            #expect(try await forget(["ana"], in: database).unreleased == 1)
            let lapsed = "SELECT period_from FROM mutuality.computed WHERE settings_sha256 = ''"
            #expect(try await database.texts(lapsed) == [#"{"period_from":"2026-10-01"}"#])
            #expect(try await database.number("SELECT count(*) FROM mutuality.mark") == 0)
        }
    }

    @Test("Forgetting waits for a load, a computation and a release under way")
    func waits() async throws {
        try await MigratedDatabase.with { database in
            var row = Datasets.people.sampleRow()
            row["person_id"] = "ana"
            try await database.load(Datasets.people, [row])
            let acme = try await database.warehouse.organization(named: "acme").id
            for lock in [
                AdvisoryLock.load(organization: acme), .unit(organization: acme, year: 2026),
                .release(organization: acme),
            ] {
                let holder = try await database.connect()
                _ = try await holder.query("SELECT pg_advisory_lock(\(lock.key))") { _ in true }
                let forgetting = Task { try await forget(["ana"], in: database) }
                try await holder.waitUntilBlocking()
                await holder.close()
                _ = try await forgetting.value
            }
        }
    }

    @Test("An organization is deleted from every table, and nothing of another one is")
    func organization() async throws {
        try await MigratedDatabase.with { database in
            for organization in ["acme", "umbrella"] {
                for dataset in Datasets.all {
                    try await database.load(dataset, [dataset.sampleRow()], into: organization)
                }
            }
            try await database.run(
                """
                INSERT INTO mutuality.publication SELECT organization_id, 1, '2026-11-01' FROM mutuality.organization;
                INSERT INTO mutuality.team_name
                SELECT organization_id, 'desk', release, release, called.name FROM mutuality.organization,
                    (VALUES (1, 'Desk'), (2, 'Service desk')) AS called (release, name)
                WHERE organization.name = 'acme' OR release = 1
                """)
            let tables = try await database.texts(
                """
                SELECT attrelid::regclass AS name FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
                WHERE attname = 'organization_id' AND relkind = 'r' AND relnamespace::regnamespace::text ~ '^mutuality'
                """
            ).compactMap { $0.split(separator: "\"").dropFirst(3).first.map(String.init) }
            #expect(tables.count > 35)
            func rows(_ organization: Int64) async throws -> [Int] {
                var counts: [Int] = []
                for table in tables {
                    counts.append(
                        try await database.number(
                            "SELECT count(*) FROM \(table) WHERE organization_id = \(organization)"))
                }
                return counts
            }
            let acme = try await database.warehouse.organization(named: "acme")
            let other = try await database.warehouse.organization(named: "umbrella").id
            let (first, second) = (try await rows(acme.id), try await rows(other))
            #expect(tables.contains("mutuality.team_name") && second.reduce(0, +) > Datasets.all.count)
            #expect(try await database.warehouse.remove(acme, now: at("2026-11-02")) == first.reduce(0, +))
            #expect(try await rows(acme.id).allSatisfy { $0 == 0 })
            #expect(try await rows(other) == second)
            #expect(try await database.failuresOfSQLTests().isEmpty)
        }
    }
}
