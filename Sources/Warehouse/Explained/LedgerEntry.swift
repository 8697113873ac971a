import Domain
import Postgres

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

        package init(
            estimate: Estimate, n: Int, censored: Int?, coverage: Double?, version: Int, settingsVersion: String,
            knownAt: Instant
        ) {
            self.estimate = estimate
            self.n = n
            self.censored = censored
            self.coverage = coverage
            self.version = version
            self.settingsVersion = settingsVersion
            self.knownAt = knownAt
        }

        /// From the columns that a cell's content has in the ledger, each with a prefix: `old_` of what was replaced.
        init(_ row: Postgres.Row, prefix: String = "") throws {
            func column<T: PostgresDecodable>(_ name: String) throws -> T { try row.decode(prefix + name) }
            self.init(
                estimate: Estimate(
                    try column("value"), lower: try column("lower_limit"), upper: try column("upper_limit")),
                n: Int(try column("n") as Int64), censored: (try column("censored") as Int64?).map(Int.init),
                coverage: try column("coverage"), version: Int(try column("version") as Int32),
                settingsVersion: (try column("settings_sha256") as [UInt8]).hexadecimal,
                knownAt: (try column("known_at") as PostgresTimestamp).instant)
        }
    }

    /// The last entries of the cells that are asked for, in the cells' order.
    package static func read(
        _ question: Question, organization: Int64, on connection: Connection
    ) async throws -> [LedgerEntry] {
        try await connection.query(
            """
            SELECT DISTINCT ON (measure, breakdown, breakdown_value, statistic)
                measure, breakdown, breakdown_value, statistic, unit, people, value, lower_limit, upper_limit, n,
                censored, coverage, version, settings_sha256, known_at, refusal
            FROM mutuality.ledger
            WHERE organization_id = \(organization) AND \(question.isOfScope)
            ORDER BY measure, breakdown, breakdown_value, statistic, computation_id DESC
            """
        ) { row in
            LedgerEntry(
                cell: try question.cell(row), unit: try CellColumns.unit(row), content: try Content(row),
                refusal: try row.decode("refusal", as: String?.self).map {
                    try CellColumns.required(Refusal(rawValue: $0), "refusal")
                },
                people: Int(try row.decode("people", as: Int64.self)))
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

    /// The cell of a row of its scope.
    func cell(_ row: Postgres.Row) throws -> Cell {
        Cell(
            measure: try row.decode("measure"), scope: scope,
            breakdown: Breakdown(try row.decode("breakdown"), try row.decode("breakdown_value")),
            statistic: try row.decode("statistic"))
    }
}
