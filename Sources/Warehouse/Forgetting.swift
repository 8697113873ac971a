import Domain
import Postgres

/// What was done to forget people.
public struct Forgetting: Sendable {
    /// Ids, of all sources, that lead to nobody any more.
    public internal(set) var ids = 0
    /// Rows that were deleted, by dataset; datasets without any are missing.
    public internal(set) var deleted: [String: Int] = [:]
    /// Columns of rows about others that are unknown now, by dataset.
    public internal(set) var blanked: [String: Int] = [:]
    /// KPI periods that were computed and not released yet: they are to be computed anew.
    public internal(set) var unreleased = 0
}

extension Database {
    /// Forgets those who have these native ids, in one source or in all: deletes who they are, the rows that are about them,
    /// and their part in rows about others, and leaves tombstones, so that later loads leave them out. All or nobody.
    ///
    /// What was released stays, and is not computed again for this; what was computed and not released is.
    ///
    /// Whoever is forgotten already is no fault. Throws `unknownPerson` where an id is neither known nor forgotten, and says
    /// which by their positions: an error holds no personal data.
    public func forget(
        _ nativeIDs: [String], source: String? = nil, in organization: Organization, key: PseudonymKey, now: Instant
    ) async throws -> Forgetting {
        try await transaction(as: .eraser) { connection in
            try await Self.waitForOthers(in: organization.id, now: now, on: connection)
            // A release under way would yet show what was computed with them.
            try await AdvisoryLock.release(organization: organization.id).holdInTransaction(on: connection)
            try await key.requireOwn(of: organization.id, on: connection)
            let sources = try await Self.sources(source, of: organization, on: connection)
            let names = nativeIDs.map(CanonicalText.of).enumerated().flatMap { position, id in
                sources.map { source in
                    Name(
                        position: Int32(position), source: source,
                        hmac: key.name(organization: organization.id, source: source, nativeID: id).hexadecimal)
                }
            }
            let named: Query = """
                (
                    SELECT position, source_id, decode(hmac, 'hex') AS native_hmac
                    FROM unnest(\(names.map(\.position)), \(names.map(\.source)), \(names.map(\.hmac)))
                        AS name (position, source_id, hmac)
                )
                """
            try await Self.requireKnown(nativeIDs.count, named, in: organization.id, on: connection)
            let people = try await connection.query(
                """
                SELECT DISTINCT person_id FROM mutuality.identity JOIN \(named) AS named USING (source_id, native_hmac)
                WHERE organization_id = \(organization.id)
                """
            ) { try $0.only(Int64.self) }
            guard !people.isEmpty else { return Forgetting() }
            let forgotten = try await Eraser(organization: organization.id, connection: connection)
                .forget(people, now: now)
            try await Self.audit("forget", source ?? "in every source", organization.id, now, on: connection)
            return forgotten
        }
    }

    private struct Name {
        let position: Int32
        let source: Int16
        let hmac: String
    }

    /// A load under way has read who was forgotten before it, and a computation the facts. Held to the end of the
    /// transaction.
    static func waitForOthers(in organization: Int64, now: Instant, on connection: Connection) async throws {
        try await AdvisoryLock.load(organization: organization).holdInTransaction(on: connection)
        // In some zone it is the next year already.
        let last = Zone.utc.date(at: now).year + 1
        for year in try await Ledger.units(of: organization, upTo: last, on: connection) {
            try await AdvisoryLock.unit(organization: organization, year: year).holdInTransaction(on: connection)
        }
    }

    /// Numbers of all sources, or of the one of a name; throws where there is none.
    static func sources(
        _ name: String?, of organization: Organization, on connection: Connection
    ) async throws -> [Int16] {
        let sources = try await connection.query(
            "SELECT source_id, name FROM mutuality.source WHERE organization_id = \(organization.id) ORDER BY name"
        ) { (id: try $0.decode("source_id", as: Int16.self), name: try $0.decode("name", as: String.self)) }
        guard let name else { return sources.map(\.id) }
        guard let source = sources.first(where: { $0.name == name }) else {
            throw WarehouseError(
                .unknownPerson, "there is no source \"\(name)\"",
                mend: "the sources are \(sources.map(\.name).joined(separator: ", "))")
        }
        return [source.id]
    }

    private static func requireKnown(
        _ count: Int, _ named: Query, in organization: Int64, on connection: Connection
    ) async throws {
        let unknown = try await connection.query(
            """
            SELECT position + 1 AS position FROM \(named) AS named
            LEFT JOIN (
                SELECT source_id, native_hmac, true AS is_known FROM mutuality.identity
                WHERE organization_id = \(organization)
                UNION
                SELECT source_id, native_hmac, true FROM mutuality.tombstone WHERE organization_id = \(organization)
            ) AS known USING (source_id, native_hmac)
            GROUP BY position HAVING count(is_known) = 0 ORDER BY position
            """
        ) { Int(try $0.only(Int32.self)) }
        guard !unknown.isEmpty || count == 0 else { return }
        let listed = unknown.prefix(10).map(String.init).joined(separator: ", ")
        let which = count == 1 ? "the id is known" : "\(unknown.count) of the \(count) ids are known (first: \(listed))"
        throw WarehouseError(
            .unknownPerson, "in none of the sources \(which), so nobody was forgotten",
            mend: "write ids as the files have them")
    }
}

/// Deletes people from the facts. What is theirs follows from the descriptors: a row of a dataset whose column of people
/// is required is about them, and goes; in a column that isn't, they are part of a row about others, which stays without
/// them. So it is the same as if all files were loaded once more.
private struct Eraser {
    let organization: Int64
    let connection: Connection

    func forget(_ people: [Int64], now: Instant) async throws -> Forgetting {
        var done = Forgetting()
        for dataset in Datasets.all {
            let columns = dataset.columns.filter { $0.type == .person }
            for column in columns where column.required {
                done.deleted[dataset.name, default: 0] += try await delete(from: dataset, people, column.name)
            }
            for column in columns where !column.required {
                done.blanked[dataset.name, default: 0] += try await connection.execute(
                    """
                    UPDATE \(table: dataset) SET \(identifier: column.name) = NULL
                    WHERE organization_id = \(organization) AND \(identifier: column.name) = ANY (\(people))
                    """)
            }
        }
        for keep in [\Forgetting.deleted, \Forgetting.blanked] {
            done[keyPath: keep] = done[keyPath: keep].filter { $0.value > 0 }
        }
        _ = try await connection.execute(
            """
            INSERT INTO mutuality.tombstone (organization_id, source_id, native_hmac, forgotten_at)
            SELECT organization_id, source_id, native_hmac, \(now) FROM mutuality.identity
            WHERE organization_id = \(organization) AND person_id = ANY (\(people))
            ON CONFLICT (organization_id, source_id, native_hmac) DO NOTHING
            """)
        done.ids = try await connection.execute(
            "DELETE FROM mutuality.identity WHERE organization_id = \(organization) AND person_id = ANY (\(people))")
        done.unreleased = try await connection.execute(
            """
            UPDATE mutuality.computed SET settings_sha256 = '', released_computation_id = NULL
            WHERE organization_id = \(organization) AND settings_sha256 <> '' AND NOT EXISTS (
                SELECT FROM mutuality.release
                WHERE release.organization_id = \(organization) AND release.kpi = computed.kpi
                    AND release.period = computed.period AND release.period_from = computed.period_from
            )
            """)
        return done
    }

    /// With them go the rows of datasets that name nobody and tell more of what is deleted, as the boundaries of an
    /// agreement.
    private func delete(from dataset: Dataset, _ people: [Int64], _ column: String) async throws -> Int {
        for key in dataset.key where dataset.index(of: key).map({ dataset.columns[$0].type == .text }) ?? false {
            for other in Datasets.all
            where other.replacement.group == key && !other.columns.contains(where: { $0.type == .person }) {
                _ = try await connection.execute(
                    """
                    DELETE FROM \(table: other) AS more USING \(table: dataset) AS row
                    WHERE more.organization_id = \(organization) AND row.organization_id = \(organization)
                        AND row.source_id = more.source_id AND row.\(identifier: key) = more.\(identifier: key)
                        AND row.\(identifier: column) = ANY (\(people))
                    """)
            }
        }
        return try await connection.execute(
            """
            DELETE FROM \(table: dataset)
            WHERE organization_id = \(organization) AND \(identifier: column) = ANY (\(people))
            """)
    }
}
