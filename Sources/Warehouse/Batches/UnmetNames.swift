import Domain
import Postgres

/// Names that one dataset has and another would have to have, so that what was loaded says nothing of them.
public struct UnmetNames: Sendable, Hashable, Encodable {
    /// Whose names they are: `survey_invitations` or `calendars`.
    public let dataset: String
    public let names: [String]
    /// What the other dataset has instead: those like the names, if there are such, or else all that the first lacks.
    public let others: [String]

    /// Surveys that people were invited to and nobody answered, while answers are of others that nobody was invited to, after
    /// a load of either; calendars that nobody works by, after a load of calendars.
    static func of(
        _ dataset: Dataset, organization: Int64, on connection: Connection
    ) async throws -> [UnmetNames] {
        switch dataset.name {
        case Datasets.surveyInvitations.name, Datasets.satisfaction.name:
            try await surveys(of: organization, on: connection)
        case Datasets.calendars.name: try await calendars(of: organization, on: connection)
        default: []
        }
    }

    private init?(_ dataset: Dataset, _ names: [String], others: [String]) {
        guard !names.isEmpty else { return nil }
        let meant = Set(names.map(CanonicalText.likeness))
        let like = others.filter { meant.contains(CanonicalText.likeness(of: $0)) }
        (self.dataset, self.names, self.others) = (dataset.name, names, like.isEmpty ? others : like)
    }

    private static func surveys(of organization: Int64, on connection: Connection) async throws -> [UnmetNames] {
        // Invitations are few, and the answers' key begins with the survey.
        let invited = try await connection.query(
            """
            SELECT DISTINCT survey_id FROM \(table: Datasets.surveyInvitations) AS invited
            WHERE organization_id = \(organization) AND NOT EXISTS (
                SELECT FROM \(table: Datasets.satisfaction) AS answer
                WHERE answer.organization_id = \(organization) AND answer.source_id = invited.source_id
                    AND answer.survey_id = invited.survey_id
            ) ORDER BY survey_id
            """
        ) { try $0.only(String.self) }
        guard !invited.isEmpty else { return [] }
        let answered = try await connection.query(
            """
            SELECT DISTINCT survey_id FROM (
                SELECT DISTINCT source_id, survey_id FROM \(table: Datasets.satisfaction)
                WHERE organization_id = \(organization)
            ) AS answered
            WHERE NOT EXISTS (
                SELECT FROM \(table: Datasets.surveyInvitations) AS invited
                WHERE invited.organization_id = \(organization) AND invited.source_id = answered.source_id
                    AND invited.survey_id = answered.survey_id
            ) ORDER BY survey_id
            """
        ) { try $0.only(String.self) }
        // Whom nobody answered yet may do so.
        guard !answered.isEmpty else { return [] }
        return [UnmetNames(Datasets.surveyInvitations, invited, others: answered)].compactMap { $0 }
    }

    private static func calendars(of organization: Int64, on connection: Connection) async throws -> [UnmetNames] {
        let unused = try await connection.query(
            """
            SELECT calendar_id FROM \(table: Datasets.calendars) WHERE organization_id = \(organization)
            EXCEPT SELECT calendar_id FROM \(table: Datasets.teams) WHERE organization_id = \(organization)
            EXCEPT SELECT calendar_id FROM \(table: Datasets.people) WHERE organization_id = \(organization)
            ORDER BY calendar_id
            """
        ) { try $0.only(String.self) }
        guard !unused.isEmpty else { return [] }
        let unknown = try await connection.query(
            """
            SELECT calendar_id FROM (
                SELECT calendar_id FROM \(table: Datasets.teams) WHERE organization_id = \(organization)
                UNION SELECT calendar_id FROM \(table: Datasets.people) WHERE organization_id = \(organization)
                EXCEPT SELECT calendar_id FROM \(table: Datasets.calendars) WHERE organization_id = \(organization)
            ) AS named
            WHERE calendar_id IS NOT NULL ORDER BY calendar_id
            """
        ) { try $0.only(String.self) }
        return [UnmetNames(Datasets.calendars, unused, others: unknown)].compactMap { $0 }
    }
}
