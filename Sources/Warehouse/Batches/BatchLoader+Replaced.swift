import Domain
import Postgres

extension BatchLoader {
    /// What groups lose that the batch names: rows that it has no longer, under any key; `nil` if there are none. To be
    /// asked before `difference` is applied.
    ///
    /// In `rekeyed` surveys no token is what it was, so an item lacks what it has less.
    func replacedByDifference(by group: String, rekeyed: [String]) async throws -> BatchOutcome.Replaced? {
        let isRekeyed: Query = rekeyed.isEmpty ? "false" : "gone.\(identifier: group) = ANY(\(rekeyed))"
        let byKey: Query = """
            SELECT \(identifier: group) AS name, count(*) AS missing
            FROM difference AS gone
            WHERE NOT is_new AND NOT \(isRekeyed) AND NOT EXISTS (
                SELECT FROM difference AS added
                WHERE added.is_new AND \(dangerouslyUnescaped: same("added", "gone"))
            )
            GROUP BY \(identifier: group)
            """
        let byItem: Query = """
            SELECT survey_id AS name, sum(fewer) AS missing
            FROM (
                SELECT survey_id, count(*) FILTER (WHERE NOT is_new) - count(*) FILTER (WHERE is_new) AS fewer
                FROM difference AS gone WHERE \(isRekeyed) GROUP BY survey_id, instrument, item
            ) AS item
            WHERE fewer > 0 GROUP BY survey_id
            """
        let lost: Query = rekeyed.isEmpty ? byKey : "\(byKey) UNION ALL \(byItem)"
        let removed = try await connection.queryOne(
            "SELECT coalesce(sum(missing), 0)::bigint FROM (\(lost)) AS lost"
        ) { Int(try $0.only(Int64.self)) }
        guard removed > 0 else { return nil }
        let (earlier, incoming) = try await connection.queryOne(
            """
            WITH lost AS (\(lost))
            SELECT
                (
                    SELECT count(*) FROM \(dangerouslyUnescaped: shape.table)
                    WHERE organization_id = \(organization) AND source_id = \(source)
                        AND \(identifier: group) IN (SELECT name FROM lost)
                ) AS earlier,
                (SELECT count(*) FROM staging WHERE \(identifier: group) IN (SELECT name FROM lost)) AS incoming
            """
        ) { (try $0.decode("earlier", as: Int.self), try $0.decode("incoming", as: Int.self)) }
        var surveys: [String] = []
        if group == BatchOutcome.Replaced.namedGroup {
            surveys = try await connection.query("SELECT name FROM (\(lost)) AS lost ORDER BY name") {
                try $0.only(String.self)
            }
        }
        return BatchOutcome.Replaced(removed: removed, earlier: earlier, incoming: incoming, surveys: surveys)
    }
}
