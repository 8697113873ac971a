import Domain
import Postgres

/// What the ledger holds of a figure of the whole organization in the period that has the most records of it: where even
/// that one isn't shown, it tells why none is.
package struct FullestEntry: Sendable {
    package let kpi: String
    package let period: Period
    package let cell: Cell
    package let unit: FigureUnit
    package let n: Int
    package let hasValue: Bool
    package let coverage: Double?
    package let refusal: Refusal?

    /// By KPI, of several figures the one with the most records; nothing of a KPI of which no period has any.
    package static func read(
        of figures: [Answerable.Figure], organization: Int64, on connection: Connection
    ) async throws -> [String: FullestEntry] {
        guard !figures.isEmpty else { return [:] }
        // Of several that have as many: the whole, then the newest.
        let entries = try await connection.query(
            """
            WITH latest AS (
                SELECT DISTINCT ON (
                        kpi, period, period_from, measure, breakdown, breakdown_value, statistic
                    ) *
                FROM mutuality.ledger
                WHERE organization_id = \(organization) AND scope = \(ScopeKind.organization.rawValue)
                    AND kpi = ANY (\(figures.map(\.kpi)))
                    AND (kpi, measure, statistic) IN (
                        SELECT * FROM unnest(
                            \(figures.map(\.kpi)), \(figures.map(\.measure)), \(figures.map(\.statistic)))
                    )
                ORDER BY kpi, period, period_from, measure, breakdown, breakdown_value, statistic,
                    computation_id DESC
            )
            SELECT DISTINCT ON (kpi) kpi, period, period_from, measure, breakdown, breakdown_value, statistic, unit,
                n, value IS NOT NULL AS has_value, coverage, refusal
            FROM latest WHERE n > 0
            ORDER BY kpi, n DESC, breakdown, breakdown_value, period_from DESC, period
            """
        ) { row in
            let kind = try CellColumns.required(PeriodKind(rawValue: row.decode("period", as: String.self)), "period")
            let from = try row.decode("period_from", as: PostgresDate.self).localDate
            return FullestEntry(
                kpi: try row.decode("kpi"), period: Period(kind, containing: from),
                cell: Cell(
                    measure: try row.decode("measure"), scope: .organization,
                    breakdown: Breakdown(try row.decode("breakdown"), try row.decode("breakdown_value")),
                    statistic: try row.decode("statistic")),
                unit: try CellColumns.unit(row), n: try row.decode("n", as: Int.self),
                hasValue: try row.decode("has_value"),
                coverage: try row.decode("coverage"),
                refusal: try row.decode("refusal", as: String?.self).map {
                    try CellColumns.required(Refusal(rawValue: $0), "refusal")
                })
        }
        return Dictionary(uniqueKeysWithValues: entries.map { ($0.kpi, $0) })
    }
}
