import Domain
import Postgres

/// Ids that don't meet, written down with each release for those who read nothing else.
package enum UnmatchedLog {
    /// Of datasets that name people or teams and have a record that does: nothing of people where `people` was never given,
    /// nor of teams without `teams`. For a transaction of the computing role that made the release.
    package static func note(
        release: Int64, of organization: Int64, given: Presence, on connection: Connection
    ) async throws {
        for dataset in Datasets.all where given.has(dataset) {
            guard let counted = counts(of: dataset, organization, given) else { continue }
            _ = try await connection.execute(
                """
                INSERT INTO mutuality.unmatched (
                    organization_id, release, dataset, records, unknown_people, unknown_teams
                )
                SELECT \(organization), \(release), \(dataset.name), \(up("records")), \(up("unknown_people")),
                    \(up("unknown_teams"))
                FROM (\(counted)) AS counted WHERE records > 0
                """)
        }
    }

    /// Up to a whole step: a number that is not 0 stays that.
    private static func up(_ column: String) -> Query {
        let step = Int64(Unmatched.step)
        return "(\(identifier: column) + \(step - 1)) / \(step) * \(step)"
    }

    /// `nil` where the dataset can name nobody that isn't known.
    private static func counts(of dataset: Dataset, _ organization: Int64, _ given: Presence) -> Query? {
        // Whom a row of people is about is there; their manager may not be.
        let people = given.has(Datasets.people) ? dataset.people.filter { $0 != dataset.ownID } : []
        let teams = given.has(Datasets.teams) ? dataset.teams.filter { $0 != dataset.ownID } : []
        let named = people + teams
        guard !named.isEmpty else { return nil }
        let list = named.map { "record.\(identifier: $0)" as Query }.joined(by: ", ")
        return """
            SELECT count(*) FILTER (WHERE num_nonnulls(\(list)) > 0) AS records,
                \(unknown(people, in: Datasets.people, by: People.person.name, organization)) AS unknown_people,
                \(unknown(teams, in: Datasets.teams, by: Teams.team.name, organization)) AS unknown_teams
            FROM \(table: dataset) AS record WHERE organization_id = \(organization)
            """
    }

    private static func unknown(
        _ columns: [String], in known: Dataset, by id: String, _ organization: Int64
    ) -> Query {
        let conditions = columns.map { column -> Query in
            """
            record.\(identifier: column) IS NOT NULL AND NOT EXISTS (
                SELECT FROM \(table: known) AS known
                WHERE known.organization_id = \(organization) AND known.\(identifier: id) = record.\(identifier: column)
            )
            """
        }
        guard !conditions.isEmpty else { return "NULL::bigint" }
        return "count(*) FILTER (WHERE \(conditions.joined(by: " OR ")))"
    }
}

extension Dataset {
    fileprivate var people: [String] { columns.filter { $0.type == .person }.map(\.name) }
    fileprivate var teams: [String] { columns.map(\.name).filter { $0 == Teams.team.name } }

    /// The column that says of whom or what a row of people or teams is.
    fileprivate var ownID: String? {
        switch name {
        case Datasets.people.name: People.person.name
        case Datasets.teams.name: Teams.team.name
        default: nil
        }
    }
}

extension Database {
    /// What the newest release found of ids that don't meet, by dataset, as the reader's role sees it; empty where nothing
    /// names anybody, or the release is of a version before this was noted.
    public func unmatched(of organization: String) async throws -> [Unmatched] {
        try await transaction(as: .reader) { connection in
            try await connection.query(
                """
                SELECT dataset, records, unknown_people, unknown_teams FROM kpi.unmatched
                WHERE organization = \(organization) AND release = (
                    SELECT max(release) FROM kpi.publication WHERE organization = \(organization)
                )
                ORDER BY dataset
                """
            ) { row in
                Unmatched(
                    dataset: try row.decode("dataset"), records: try row.decode("records", as: Int.self),
                    people: try row.decode("unknown_people", as: Int?.self),
                    teams: try row.decode("unknown_teams", as: Int?.self))
            }
        }
    }
}
