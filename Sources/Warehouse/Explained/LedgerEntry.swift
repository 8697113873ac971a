import Domain
import Postgres
import Warehouse

/// What the ledger holds of a cell, and with what it was computed.
public struct LedgerEntry: Sendable, Hashable {
    public let cell: Cell
    public let unit: FigureUnit
    public let content: Content
    /// Why there is no value, where one is refused.
    public let refusal: Refusal?
    /// Distinct people behind it, of several roles the fewest.
    public let people: Int

    /// A value of a cell as one computation found it.
    public struct Content: Sendable, Hashable {
        public let estimate: Estimate
        public let n: Int
        public let censored: Int?
        public let coverage: Double?
        /// Of the definition.
        public let version: Int
        /// SHA-256 of the settings that it used, in hexadecimal.
        public let settingsVersion: String
        public let knownAt: Instant

        /// From eight columns on: value, limits, n, censored, coverage, version, hash as text, known_at.
        static func decode(_ row: Row, from column: Int) throws -> Content {
            Content(
                estimate: Estimate(
                    try row.decode(Double?.self, at: column), lower: try row.decode(Double?.self, at: column + 1),
                    upper: try row.decode(Double?.self, at: column + 2)),
                n: Int(try row.decode(Int64.self, at: column + 3)),
                censored: try row.decode(Int64?.self, at: column + 4).map(Int.init),
                coverage: try row.decode(Double?.self, at: column + 5),
                version: Int(try row.decode(Int32.self, at: column + 6)),
                settingsVersion: try row.decode(String.self, at: column + 7),
                knownAt: try row.decode(PostgresTimestamp.self, at: column + 8).instant)
        }
    }

    /// The last entries of the cells that are asked for, in the cells' order.
    static func read(
        _ question: Question, organization: Int64, on connection: Connection
    ) async throws -> [LedgerEntry] {
        try await connection.query(
            """
            SELECT DISTINCT ON (measure, breakdown, breakdown_value, statistic)
                measure, breakdown, breakdown_value, statistic, unit, people, value, lower_limit, upper_limit, n,
                censored, coverage, version, encode(settings_sha256, 'hex'), known_at, refusal
            FROM mutuality.ledger
            WHERE organization_id = \(organization) AND \(question.isOfScope)
            ORDER BY measure, breakdown, breakdown_value, statistic, computation_id DESC
            """
        ) { row in
            LedgerEntry(
                cell: try question.cell(row), unit: try FigureUnit.decode(row, at: 4),
                content: try Content.decode(row, from: 6),
                refusal: try row.decode(String?.self, at: 15).map {
                    try CellColumns.required(Refusal(rawValue: $0), "refusal")
                },
                people: Int(try row.decode(Int64.self, at: 5)))
        }
        .filter { question.concerns($0.cell) }.sorted { $0.cell < $1.cell }
    }
}

extension Question {
    /// SQL over what names cells as ledger and release do, but for the organization.
    var isOfScope: Query {
        """
        kpi = \(sheet.id) AND period = \(period.kind.rawValue) AND period_from = \(period.from.postgresDate)
            AND scope = \(scope.kind.rawValue) AND scope_id = \(scope.id)
        """
    }

    /// From the first four columns: measure, breakdown, breakdown_value, statistic.
    func cell(_ row: Row) throws -> Cell {
        Cell(
            measure: try row.decode(String.self, at: 0), scope: scope,
            breakdown: Breakdown(try row.decode(String.self, at: 1), try row.decode(String.self, at: 2)),
            statistic: try row.decode(String.self, at: 3))
    }
}

extension FigureUnit {
    static func decode(_ row: Row, at column: Int) throws -> FigureUnit {
        try CellColumns.required(FigureUnit(rawValue: row.decode(String.self, at: column)), "unit")
    }
}
