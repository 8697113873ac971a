import Domain
import Postgres

/// What teams are called in the release: rows are added and closed, never changed.
package enum TeamNameStore {
    /// By id, what the teams of the release are called as it stands; `nil` where nothing says.
    package static func standing(
        in organization: Int64, on connection: Connection
    ) async throws -> [String: String?] {
        let rows = try await connection.query(
            """
            SELECT team_id, name FROM mutuality.team_name
            WHERE organization_id = \(organization) AND last_release IS NULL
            """
        ) { (try $0.decode("team_id", as: String.self), try $0.decode("name", as: String?.self)) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// Those of some teams of which the release shows something.
    package static func shown(
        among teams: Set<String>, in organization: Int64, on connection: Connection
    ) async throws -> Set<String> {
        let states = PublishedFigure.State.allCases.filter(\.isShown).map(\.rawValue)
        return Set(
            try await connection.query(
                """
                SELECT DISTINCT scope_id FROM mutuality.release
                WHERE organization_id = \(organization) AND last_release IS NULL
                    AND scope = \(ScopeKind.team.rawValue) AND scope_id = ANY (\(teams.sorted()))
                    AND state = ANY (\(states))
                """
            ) { try $0.only(String.self) })
    }

    /// What sources call some teams, as they wrote it: by the newest stretch of a team's history that has a name and has
    /// begun by a day, of several sources' the one that was said last. Teams without any are missing.
    package static func told(
        of teams: Set<String>, by day: LocalDate, in organization: Int64, on connection: Connection
    ) async throws -> [String: String] {
        let rows = try await connection.query(
            """
            SELECT DISTINCT ON (team_id) team_id, name FROM \(table: Datasets.teams)
            WHERE organization_id = \(organization) AND team_id = ANY (\(teams.sorted())) AND name IS NOT NULL
                AND valid_from <= \(day)
            ORDER BY team_id, valid_from DESC, updated_at DESC NULLS LAST, batch_id DESC, source_id
            """
        ) { (try $0.decode("team_id", as: String.self), try $0.decode("name", as: String.self)) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// Closes what some teams were called, and adds what `names` are called from `release` on.
    package static func replace(
        _ teams: [String], with names: [String: String?], in organization: Int64, release: Int64,
        on connection: Connection
    ) async throws {
        _ = try await connection.execute(
            """
            UPDATE mutuality.team_name SET last_release = \(release - 1)
            WHERE organization_id = \(organization) AND last_release IS NULL AND team_id = ANY (\(teams))
            """)
        let added = names.sorted { $0.key < $1.key }
        // An array holds no NULL: an empty text stands for one.
        _ = try await connection.execute(
            """
            INSERT INTO mutuality.team_name (organization_id, team_id, first_release, name)
            SELECT \(organization), team_id, \(release), nullif(name, '')
            FROM unnest(\(added.map(\.key)), \(added.map { $0.value ?? "" })) AS added (team_id, name)
            """)
    }
}

extension Database {
    /// What an organization's published teams are called, as the reader's role sees it. `asKnownAt`: what they were called
    /// at that instant; none where no release had been made by then.
    public func teamNames(
        of organization: String, asKnownAt instant: Instant? = nil
    ) async throws -> [TeamName] {
        try await transaction(as: .reader) { connection in
            var rows: Query = "last_release IS NULL"
            if let instant {
                let newest = try await ReleaseStore.newest(of: organization, by: instant, on: connection)
                rows = "first_release <= \(newest) AND coalesce(last_release >= \(newest), true)"
            }
            return try await connection.query(
                """
                SELECT scope_id, name FROM kpi.team_name_history WHERE organization = \(organization) AND \(rows)
                ORDER BY scope_id
                """
            ) { row in
                TeamName(
                    organization: organization, team: try row.decode("scope_id"), name: try row.decode("name"))
            }
        }
    }
}
