import Domain
import Postgres

/// Rows of another dataset that a file tells beside its own (`Companion`): a batch of their own in the same transaction.
extension BatchLoader {
    /// The batch to whose rows those of a companion belong.
    struct Owner: Sendable {
        let dataset: Dataset
        let batch: Int64
        /// Whether it was loaded before, so that others may have replaced its rows since.
        let isKnown: Bool
    }

    /// SQL that names the groups that the batch tells: those of its rows and, of a companion, those of the rows that its
    /// owner wrote. Groups of rows that a newer file told are left to that.
    func groupsTold(by group: String) async throws -> Query {
        let staged: Query = "SELECT \(identifier: group) FROM staging"
        guard let owner else { return staged }
        let rows: Query = """
            \(table: owner.dataset) AS told
            WHERE told.organization_id = \(organization) AND told.source_id = \(source)
            """
        let isLeft: Query =
            owner.isKnown ? "told.batch_id <> \(owner.batch)" : "told.updated_at > staging.updated_at"
        _ = try await connection.execute(
            """
            DELETE FROM staging WHERE EXISTS (
                SELECT FROM \(rows) AND told.\(identifier: group) = staging.\(identifier: group) AND \(isLeft)
            )
            """)
        return "\(staged) UNION ALL SELECT told.\(identifier: group) FROM \(rows) AND told.batch_id = \(owner.batch)"
    }
}

extension Database {
    /// `nil` where nothing was to be done.
    static func store(
        _ companion: Companion, of owner: BatchLoader.Owner, _ description: BatchDescription, source: Int16,
        key: PseudonymKey, now: Instant, on connection: Connection
    ) async throws -> BatchOutcome.CompanionOutcome? {
        let organization = description.organization.id
        let told = description.telling(companion.dataset)
        if let known = try await batch(told, source: source, on: connection) {
            try await FreshnessLog.noteRepeated(known.batch, of: organization, now: now, on: connection)
            return nil
        }
        if !companion.isTold {
            let isThere = try await connection.queryOne(
                """
                SELECT EXISTS (
                    SELECT FROM \(table: companion.dataset)
                    WHERE organization_id = \(organization) AND source_id = \(source)
                )
                """
            ) { try $0.only(Bool.self) }
            guard isThere, !owner.isKnown else { return nil }
        }
        // What the owner left in this transaction.
        for table in ["staging", "repeated", "met", "difference"] {
            _ = try await connection.execute("DROP TABLE IF EXISTS pg_temp.\(identifier: table)")
        }
        let (_, outcome) = try await store(
            told, source: source, of: owner, key: key, now: now, from: companion.producer, on: connection)
        return BatchOutcome.CompanionOutcome(
            dataset: companion.dataset.name, inserted: outcome.inserted, updated: outcome.updated,
            duplicate: outcome.duplicate, removed: outcome.removed)
    }
}
