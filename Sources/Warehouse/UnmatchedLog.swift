import Domain
import Postgres

/// Ids that don't meet, written down with each release for those who read nothing else.
package enum UnmatchedLog {
    /// For a transaction of the computing role that made the release.
    package static func note(
        _ entries: [Unmatched], release: Int64, of organization: Int64, on connection: Connection
    ) async throws {
        for entry in entries {
            _ = try await connection.execute(
                """
                INSERT INTO mutuality.unmatched (
                    organization_id, release, dataset, named, not_known, teams_named, teams_not_known)
                VALUES (
                    \(organization), \(release), \(entry.dataset), \(Int64(entry.named)), \(Int64(entry.unknown)),
                    \(entry.teams.map { Int64($0.named) }), \(entry.teams.map { Int64($0.unknown) }))
                """)
        }
    }
}

extension Database {
    /// What the last release that read a dataset's records found of ids that don't meet, as the reader's role sees it.
    public func unmatched(of organization: String) async throws -> [Unmatched] {
        try await transaction(as: .reader) { connection in
            try await connection.query(
                """
                SELECT DISTINCT ON (dataset) dataset, named, not_known, teams_named, teams_not_known
                FROM kpi.unmatched
                WHERE organization = \(organization)
                ORDER BY dataset, release DESC
                """
            ) { row in
                let teams = try (
                    row.decode("teams_named", as: Int?.self), row.decode("teams_not_known", as: Int?.self)
                )
                return Unmatched(
                    dataset: try row.decode("dataset"), named: try row.decode("named", as: Int.self),
                    unknown: try row.decode("not_known", as: Int.self),
                    teams: teams.0.flatMap { named in teams.1.map { .init(named: named, unknown: $0) } })
            }
        }
    }
}
