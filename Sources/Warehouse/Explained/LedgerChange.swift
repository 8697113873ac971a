import Domain
import Postgres

/// A change of what a cell says in the ledger, and the computation that found it.
package struct LedgerChange: Sendable {
    package let cell: Cell
    package let unit: FigureUnit
    package let computation: Int64
    package let old: LedgerEntry.Content
    package let new: LedgerEntry.Content

    /// Of the cells that are asked for, in the order of computations.
    package static func read(
        _ question: Question, organization: Int64, on connection: Connection
    ) async throws -> [LedgerChange] {
        try await connection.query(
            """
            SELECT measure, breakdown, breakdown_value, statistic, unit, computation_id,
                old_value, old_lower_limit, old_upper_limit, old_n, old_censored, old_coverage, old_version,
                old_settings_sha256, old_known_at,
                value, lower_limit, upper_limit, n, censored, coverage, version, settings_sha256, known_at
            FROM mutuality.restatement
            WHERE organization_id = \(organization) AND \(question.isOfScope)
            ORDER BY computation_id
            """
        ) { row in
            LedgerChange(
                cell: try question.cell(row), unit: try CellColumns.unit(row),
                computation: try row.decode("computation_id"), old: try LedgerEntry.Content(row, prefix: "old_"),
                new: try LedgerEntry.Content(row))
        }.filter { question.concerns($0.cell) }
    }
}

/// An entry of `computation_cause`: a mark that a computation read.
package struct RecordedCause: Sendable {
    package enum Kind: String, Sendable {
        case load, full
    }

    package let kind: Kind
    package let dataset: String
    /// As in a mark.
    package let months: Int32
    package let batch: (id: Int64, fileName: String, loadedAt: Instant)?

    package init(kind: Kind, dataset: String, months: Int32, batch: (id: Int64, fileName: String, loadedAt: Instant)?) {
        self.kind = kind
        self.dataset = dataset
        self.months = months
        self.batch = batch
    }

    /// By computation; of one, in the order of the batches.
    package static func read(
        of computations: Set<Int64>, organization: Int64, on connection: Connection
    ) async throws -> [Int64: [RecordedCause]] {
        let rows = try await connection.query(
            """
            SELECT computation_id, cause, computation_cause.dataset, months, batch.batch_id, batch.file_name,
                batch.loaded_at
            FROM mutuality.computation_cause
            LEFT JOIN mutuality.batch USING (organization_id, batch_id)
            WHERE organization_id = \(organization) AND computation_id = ANY (\(Array(computations)))
            ORDER BY mark_id
            """
        ) { row in
            let batch: (id: Int64, fileName: String, loadedAt: Instant)? = try row.decode("batch_id", as: Int64?.self)
                .map {
                    ($0, try row.decode("file_name"), try row.decode("loaded_at", as: PostgresTimestamp.self).instant)
                }
            return (
                computation: try row.decode("computation_id", as: Int64.self),
                cause: RecordedCause(
                    kind: try CellColumns.required(Kind(rawValue: row.decode("cause")), "cause"),
                    dataset: try row.decode("dataset"), months: try row.decode("months"), batch: batch)
            )
        }
        return Dictionary(grouping: rows, by: \.computation).mapValues { $0.map(\.cause) }
    }
}
