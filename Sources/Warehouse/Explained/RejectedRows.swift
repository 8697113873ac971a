import Domain
import Postgres

/// Rows of a dataset that were set aside and would have counted in a period, had they been in order.
///
/// A row that was mended and loaded since is still here: its batch set it aside all the same. Of a file with very many
/// only the first are listed.
public struct RejectedRows: Sendable {
    /// Those that would have counted, newest batch first.
    public let rows: [Row]
    /// Rows that began before the period; whether they would still have counted isn't known.
    public let begunBefore: Int
    /// Rows whose beginning can't be read.
    public let undated: Int
    /// Rows that were set aside and aren't listed in the store.
    public let unlisted: Int

    public struct Row: Sendable, Hashable {
        public let batch: Int64
        public let fileName: String
        /// Where the row begins, from 1.
        public let line: Int
        public let code: String
        /// The column to look at first; empty where it is the whole row.
        public let column: String
        /// A date is its midnight in UTC; `nil` of datasets whose rows always count.
        public let countsFrom: Instant?
    }

    public var isEmpty: Bool { rows.isEmpty && begunBefore + undated + unlisted == 0 }

    static func read(
        _ stretch: RecordsInWindow, organization: Int64, on connection: Connection
    ) async throws -> RejectedRows {
        // A record of its time that is in a file loaded before the window began is not about the window.
        let earliest = stretch.isOfItsTime ? stretch.from : .distantPast
        let listed = try await connection.query(
            """
            SELECT batch_id, file_name, line, code, column_name, counts_from
            FROM mutuality.reject JOIN mutuality.batch USING (organization_id, batch_id)
            WHERE organization_id = \(organization) AND dataset = \(stretch.dataset.name)
                AND loaded_at >= \(earliest)
            ORDER BY batch_id DESC, line, code
            """
        ) { row in
            Row(
                batch: try row.decode("batch_id"), fileName: try row.decode("file_name"),
                line: try row.decode("line", as: Int.self), code: try row.decode("code"),
                column: try row.decode("column_name"),
                countsFrom: try row.decode("counts_from")
            )
        }
        let all = try await connection.queryOne(
            """
            SELECT coalesce(sum(rejected), 0)::bigint FROM mutuality.batch
            WHERE organization_id = \(organization) AND dataset = \(stretch.dataset.name)
                AND loaded_at >= \(earliest)
            """
        ) { Int(try $0.only(Int64.self)) }
        var rows: [Row] = []
        var (begunBefore, undated) = (0, 0)
        for row in listed {
            let always: Instant? = stretch.dataset.touches.beginning == nil ? .distantPast : nil
            guard let beginning = row.countsFrom ?? always else {
                undated += 1
                continue
            }
            switch stretch.rejection(beginning: beginning) {
            case .counts: rows.append(row)
            case .perhaps: begunBefore += 1
            case .countsNot: break
            }
        }
        return RejectedRows(rows: rows, begunBefore: begunBefore, undated: undated, unlisted: all - listed.count)
    }
}
