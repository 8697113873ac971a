import Domain
import Postgres

/// What an organization ever gave, and since when.
extension FactsReader {
    /// Years of employment without a single day of leaving from which on it is more likely that leavers were left out.
    /// A convention: with a turnover of a tenth a year, three would have left.
    private static let yearsWithoutLeavers = 30
    private static let daysPerYear = 365.25
    /// Resolved requests without a single answer from which on answers were not written down. A convention.
    private static let resolvedWithoutAnswer: Int64 = 20

    package static func present(_ organization: Int64, on connection: Connection) async throws -> Presence {
        let columns = try await connection.query(
            """
            SELECT dataset, column_name, is_blank FROM mutuality.presence WHERE organization_id = \(organization)
            """
        ) { row in
            (
                dataset: try row.decode("dataset", as: String.self),
                name: try row.decode("column_name", as: String.self),
                isBlank: try row.decode("is_blank", as: Bool.self)
            )
        }
        var certain: Set<String> = []
        var lackLeavers = false
        let reopenings = Datasets.requestReopenings.name
        var haveReopenings = columns.contains { $0.dataset == reopenings }
        if haveReopenings { haveReopenings = try await areReopened(in: organization, on: connection) }
        for column in columns where haveReopenings || column.dataset != reopenings {
            certain.insert(column.dataset)
            let name = "\(column.dataset).\(column.name)"
            switch name {
            case "people.left_on" where column.isBlank:
                lackLeavers = try await mayLackLeavers(in: organization, on: connection)
                if !lackLeavers { certain.insert(name) }
            case "help_requests.first_response_at" where column.isBlank:
                if try await mayHaveAnswers(in: organization, on: connection) { certain.insert(name) }
            default: certain.insert(name)
            }
        }
        return Presence(certain: certain, mayLackLeavers: lackLeavers)
    }

    /// Whoever is still there was there on the day of the last file that said so. So it hangs on what is stored and on
    /// no clock.
    private static func mayLackLeavers(in organization: Int64, on connection: Connection) async throws -> Bool {
        let days = try await connection.queryOne(
            """
            SELECT coalesce(sum(greatest(0, least(valid_to, told_on) - valid_from)), 0)::bigint
            FROM \(table: Datasets.people)
            CROSS JOIN (
                SELECT max(loaded_at AT TIME ZONE 'UTC')::date AS told_on FROM mutuality.batch
                WHERE organization_id = \(organization) AND dataset = \(Datasets.people.name)
            ) AS batch
            WHERE organization_id = \(organization)
            """
        ) { try $0.only(Int64.self) }
        return Double(days) >= Double(yearsWithoutLeavers) * daysPerYear
    }

    private static func mayHaveAnswers(in organization: Int64, on connection: Connection) async throws -> Bool {
        try await connection.queryOne(
            """
            SELECT count(*) < \(resolvedWithoutAnswer) FROM (
                SELECT FROM \(table: Datasets.helpRequests) WHERE organization_id = \(organization) AND resolved_at IS NOT NULL
                LIMIT \(resolvedWithoutAnswer)
            ) AS resolved
            """
        ) { try $0.only(Bool.self) }
    }

    /// Whether a reopening is of a request that is known: the others say nothing.
    private static func areReopened(in organization: Int64, on connection: Connection) async throws -> Bool {
        try await connection.queryOne(
            """
            SELECT EXISTS (
                SELECT FROM \(table: Datasets.requestReopenings) AS told
                JOIN \(table: Datasets.helpRequests) AS asked USING (organization_id, source_id, request_id)
                WHERE organization_id = \(organization)
            )
            """
        ) { try $0.only(Bool.self) }
    }

    /// When the first record of each dataset begins to count; datasets without records are missing.
    package static func beginnings(
        of organization: Int64, on connection: Connection
    ) async throws -> [String: Beginning] {
        let rows = try await connection.query(
            """
            SELECT dataset, min(since) AS since, min(since_instant) AS since_instant FROM mutuality.presence
            WHERE organization_id = \(organization) GROUP BY dataset
            """
        ) { row in
            let date = try row.decode("since", as: LocalDate?.self)
            let instant = try row.decode("since_instant", as: Instant?.self)
            return (
                try row.decode("dataset", as: String.self),
                date.map(Beginning.date) ?? .instant(instant ?? .distantPast)
            )
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
