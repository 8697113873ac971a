import Domain
import Postgres

/// When the same bytes were loaded with the same mapping, and what came since.
public struct EarlierLoad: Sendable, Hashable {
    public let at: Instant
    /// The last file of the dataset and source that changed something since, which may have been rows of this one; `nil`
    /// without any.
    public let laterChange: LaterChange?

    public struct LaterChange: Sendable, Hashable {
        public let fileName: String
        public let at: Instant
    }
}

extension Database {
    /// The batch that a file of these bytes and this mapping was, and what came of it; `nil` where there was none.
    static func batch(
        _ description: BatchDescription, source: Int16, on connection: Connection
    ) async throws -> (batch: Int64, outcome: BatchOutcome)? {
        // Batches alone are read, not their rows: whoever loads a folder each night asks this of each file.
        try await connection.query(
            """
            SELECT known.batch_id, known.read, known.rejected, known.loaded_at, later.file_name, later.loaded_at AS later_at
            FROM mutuality.batch AS known
            LEFT JOIN LATERAL (
                SELECT file_name, loaded_at FROM mutuality.batch
                WHERE organization_id = \(description.organization.id) AND source_id = \(source)
                    AND dataset = \(description.dataset.name) AND batch_id > known.batch_id AND inserted + updated > 0
                ORDER BY batch_id DESC LIMIT 1
            ) AS later ON true
            WHERE known.organization_id = \(description.organization.id) AND known.source_id = \(source)
                AND known.dataset = \(description.dataset.name) AND known.content_sha256 = \(description.contentHash)
                AND known.mapping_sha256 = \(description.mappingHash)
            """
        ) { row in
            let read = try row.decode("read", as: Int.self)
            let rejected = try row.decode("rejected", as: Int.self)
            let laterName: String? = try row.decode("file_name")
            let laterAt: Instant? = try row.decode("later_at")
            let later = laterName.flatMap { name in laterAt.map { EarlierLoad.LaterChange(fileName: name, at: $0) } }
            let outcome = BatchOutcome(
                earlier: EarlierLoad(at: try row.decode("loaded_at"), laterChange: later), read: read, inserted: 0,
                updated: 0, rejected: rejected, duplicate: read - rejected)
            return (batch: try row.decode("batch_id", as: Int64.self), outcome: outcome)
        }.first
    }

    /// Lets a file be taken in once more: the batch that it was before keeps its fingerprint with its number behind, which
    /// is no other file's.
    static func release(
        _ description: BatchDescription, source: Int16, on connection: Connection
    ) async throws {
        _ = try await connection.execute(
            """
            UPDATE mutuality.batch SET content_sha256 = content_sha256 || int8send(batch_id)
            WHERE organization_id = \(description.organization.id) AND source_id = \(source)
                AND dataset = \(description.dataset.name) AND content_sha256 = \(description.contentHash)
                AND mapping_sha256 = \(description.mappingHash)
            """)
    }
}
