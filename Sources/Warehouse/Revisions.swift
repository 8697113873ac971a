public import Domain
import Postgres

extension Database {
    /// Days before the newest release within which a figure's change is still news: a quarter.
    private static let newsworthyDays = 92

    /// Headline figures of an organization that were shown and have changed, or were withdrawn, since a quarter before its
    /// newest release, as the reader's role sees them; each once.
    ///
    /// What is said of a figure, its signal and its verdict, is no part of it.
    public func revisions(of organization: String, judgedBy sheets: [Sheet]) async throws -> [Revision] {
        let judged = sheets.compactMap { sheet in
            sheet.judged.map { "\(sheet.id)/\($0.measure.id)/\($0.statistic.id)" }
        }
        return try await transaction(as: .reader) { connection in
            try await connection.query(
                """
                WITH said AS (
                    SELECT kpi, measure, statistic, scope, scope_id, period, period_from, state, last_release,
                        (state, version, value, lower_limit, upper_limit, n) AS content,
                        lead(first_release) OVER next AS next_release,
                        lead((state, version, value, lower_limit, upper_limit, n)) OVER next AS next_content
                    FROM kpi.figure_history
                    WHERE organization = \(organization) AND breakdown = ''
                        AND kpi || '/' || measure || '/' || statistic = ANY (\(judged))
                    WINDOW next AS (
                        PARTITION BY kpi, measure, statistic, scope, scope_id, period_from, period ORDER BY first_release
                    )
                )
                SELECT DISTINCT kpi, measure, statistic, scope, scope_id, period, period_from
                FROM said
                JOIN kpi.publication
                    ON publication.organization = \(organization) AND publication.release = said.last_release + 1
                WHERE state = 'released'
                    AND (next_release IS DISTINCT FROM last_release + 1 OR next_content IS DISTINCT FROM content)
                    AND released_at > (
                        SELECT max(released_at) FROM kpi.publication WHERE organization = \(organization)
                    ) - \(Self.newsworthyDays) * interval '1 day'
                ORDER BY kpi, scope, scope_id, period_from, period
                """
            ) { row in
                let kind = try CellColumns.required(PeriodKind(rawValue: row.decode("period")), "period")
                return Revision(
                    kpi: try row.decode("kpi"),
                    cell: Cell(
                        measure: try row.decode("measure"),
                        scope: Scope(
                            try CellColumns.required(ScopeKind(rawValue: row.decode("scope")), "scope"),
                            try row.decode("scope_id")),
                        breakdown: .none, statistic: try row.decode("statistic")),
                    period: Period(kind, containing: try row.decode("period_from")))
            }
        }
    }
}
