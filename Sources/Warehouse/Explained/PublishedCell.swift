import Domain
import Postgres

/// What a cell said to the world, release by release. What was hidden has no counts here either.
public struct PublishedCell: Sendable {
    public let cell: Cell
    public let unit: FigureUnit
    /// The instant at which the period ends, in the organization's zone.
    public let periodEnd: Instant
    /// Oldest first; at least one.
    public let statements: [Statement]

    /// What it said from one release to another.
    public struct Statement: Sendable, Hashable {
        public let state: PublishedFigure.State
        public let version: Int
        public let estimate: Estimate
        public let n: Int?
        public let censored: Int?
        public let coverage: Double?
        public let signal: String?
        /// What it is held against.
        public let reference: Double?
        public let verdict: Verdict?
        public let firstRelease: Int64
        /// When `firstRelease` came out.
        public let releasedAt: Instant
        /// `nil` while it stands.
        public let lastRelease: Int64?
    }

    /// What it says now; `nil` where it is listed no longer.
    public var standing: Statement? { statements.last { $0.lastRelease == nil } }

    /// The changes of what it showed: each value that was released, with the one that followed it, or `nil` where the last
    /// one is shown no longer.
    public var changes: [(old: Statement, new: Statement?)] {
        let shown = statements.filter { $0.state == .released }
        let followed = zip(shown, shown.dropFirst()).filter { old, new in
            old.estimate != new.estimate || old.n != new.n || old.version != new.version
        }.map { (old: $0, new: Optional($1)) }
        guard let last = shown.last, last.lastRelease != nil else { return followed }
        return followed + [(old: last, new: nil)]
    }
}

extension PublishedCell {
    /// Of the cells that are asked for, in their order, as every reader sees them.
    package static func read(
        _ question: Question, of organization: String, on connection: Connection
    ) async throws -> [PublishedCell] {
        let statements = try await connection.query(
            """
            SELECT measure, breakdown, breakdown_value, statistic, unit, state, version, value, lower_limit, upper_limit,
                n, censored, coverage, signal, reference, verdict, first_release, released_at, last_release, period_end
            FROM kpi.figure_history AS figure
            JOIN kpi.publication
                ON publication.organization = figure.organization AND publication.release = figure.first_release
            WHERE figure.organization = \(organization) AND \(question.isOfScope)
            ORDER BY first_release
            """
        ) { row in
            (
                cell: try question.cell(row), unit: try CellColumns.unit(row),
                periodEnd: try row.decode("period_end", as: Instant.self),
                statement: Statement(
                    state: try CellColumns.required(PublishedFigure.State(rawValue: row.decode("state")), "state"),
                    version: try row.decode("version"),
                    estimate: Estimate(
                        try row.decode("value"), lower: try row.decode("lower_limit"),
                        upper: try row.decode("upper_limit")),
                    n: try row.decode("n"),
                    censored: try row.decode("censored"),
                    coverage: try row.decode("coverage"), signal: try row.decode("signal"),
                    reference: try row.decode("reference"), verdict: try CellColumns.verdict(row),
                    firstRelease: try row.decode("first_release"),
                    releasedAt: try row.decode("released_at"),
                    lastRelease: try row.decode("last_release"))
            )
        }
        return Dictionary(grouping: statements.filter { question.concerns($0.cell) }, by: \.cell)
            .map { cell, rows in
                let newest = rows[rows.count - 1]
                return PublishedCell(
                    cell: cell, unit: newest.unit, periodEnd: newest.periodEnd, statements: rows.map(\.statement))
            }
            .sorted { $0.cell < $1.cell }
    }
}
