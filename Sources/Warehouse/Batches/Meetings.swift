import Domain
import Postgres

/// How many of the people whom a column of a dataset names are in `people`, of the requests in `help_requests`, or of the
/// teams in `teams` or `people`.
public struct Meeting: Sendable, Hashable, Encodable {
    public let dataset: String
    public let column: String
    public let named: Int
    /// Of people; `nil` of others.
    public let inPeople: Int?
    /// Of requests; `nil` of others.
    public let inHelpRequests: Int?
    /// Of teams, in `teams` or `people`; `nil` of others.
    public let inTeams: Int?

    package init(
        dataset: String, column: String, named: Int, inPeople: Int? = nil, inHelpRequests: Int? = nil,
        inTeams: Int? = nil
    ) {
        self.dataset = dataset
        self.column = column
        self.named = named
        self.inPeople = inPeople
        self.inHelpRequests = inHelpRequests
        self.inTeams = inTeams
    }

    public var found: Int { inPeople ?? inHelpRequests ?? inTeams ?? 0 }

    /// So few that the two are likely to come from systems with other ids.
    public var isDoubtful: Bool { 2 * found < named }
}

/// Counts ids in more than one dataset: those that don't meet make figures that say little, without a word.
package enum Meetings {
    /// Of the people whom a file names, by the columns' places in the dataset; of a file of `people` those whom all records
    /// name, since it may have brought them.
    static func of(
        _ people: [Int: Set<Int64>], in dataset: Dataset, organization: Int64, on connection: Connection
    ) async throws -> [Meeting] {
        guard dataset.name != Datasets.people.name else {
            return try await all(of: organization, on: connection)
        }
        let given = try await FactsReader.present(organization, on: connection)
        var meetings: [Meeting] = []
        if dataset.name == Datasets.requestReopenings.name {
            meetings += try await reopenings(of: organization, given, on: connection)
        }
        guard given.has(Datasets.people) else { return meetings }
        for (position, people) in people.sorted(by: { $0.key < $1.key }) {
            let found = try await connection.queryOne(
                """
                SELECT count(*) FROM unnest(\(Array(people))) AS named (person_id)
                WHERE EXISTS (
                    SELECT FROM \(table: Datasets.people) AS spell
                    WHERE spell.organization_id = \(organization) AND spell.person_id = named.person_id
                )
                """
            ) { Int(try $0.only(Int64.self)) }
            meetings.append(
                Meeting(
                    dataset: dataset.name, column: dataset.columns[position].name, named: people.count, inPeople: found)
            )
        }
        return meetings
    }

    /// Of the requests that reopenings name: one of an unknown request says nothing. Nothing without either.
    private static func reopenings(
        of organization: Int64, _ given: Presence, on connection: Connection
    ) async throws -> [Meeting] {
        guard given.has(Datasets.helpRequests) else { return [] }
        return try await connection.query(
            """
            SELECT count(*) AS named, count(asked.request_id) AS found
            FROM (
                SELECT DISTINCT organization_id, source_id, request_id FROM \(table: Datasets.requestReopenings)
                WHERE organization_id = \(organization)
            ) AS told
            LEFT JOIN \(table: Datasets.helpRequests) AS asked USING (organization_id, source_id, request_id)
            HAVING count(*) > 0
            """
        ) { row in
            Meeting(
                dataset: Datasets.requestReopenings.name, column: RequestReopenings.request.name,
                named: try row.decode("named", as: Int.self),
                inHelpRequests: try row.decode("found", as: Int.self))
        }
    }

    /// How many of some people would meet if they were others, whose ids differ by case or blanks alone: one of the two is in
    /// `people` and the other isn't.
    static func count(
        of pairs: [(person: Int64, other: Int64)], organization: Int64, on connection: Connection
    ) async throws -> Int {
        guard !pairs.isEmpty else { return 0 }
        return try await connection.queryOne(
            """
            SELECT count(DISTINCT person_id)
            FROM unnest(\(pairs.map(\.person)), \(pairs.map(\.other))) AS pair (person_id, other_id)
            WHERE EXISTS (
                SELECT FROM \(table: Datasets.people) AS spell
                WHERE spell.organization_id = \(organization) AND spell.person_id = pair.person_id
            ) <> EXISTS (
                SELECT FROM \(table: Datasets.people) AS spell
                WHERE spell.organization_id = \(organization) AND spell.person_id = pair.other_id
            )
            """
        ) { Int(try $0.only(Int64.self)) }
    }

    /// Of all that the organization's records name, column by column; nothing of people where `people` was never given.
    package static func all(of organization: Int64, on connection: Connection) async throws -> [Meeting] {
        let given = try await FactsReader.present(organization, on: connection)
        var meetings = try await reopenings(of: organization, given, on: connection)
        guard given.has(Datasets.people) else { return meetings }
        for dataset in Datasets.all {
            // Whom a row of people is about is there; their manager may not be.
            let own = dataset.name == Datasets.people.name ? People.person.name : nil
            for column in dataset.columns where column.type == .person && column.name != own {
                let counts = try await connection.queryOne(
                    """
                    SELECT count(*) AS people, count(*) FILTER (
                        WHERE EXISTS (
                            SELECT FROM \(table: Datasets.people) AS spell
                            WHERE spell.organization_id = \(organization) AND spell.person_id = named.person_id
                        )
                    ) AS in_people
                    FROM (
                        SELECT DISTINCT \(identifier: column.name) AS person_id
                        FROM \(table: dataset)
                        WHERE organization_id = \(organization) AND \(identifier: column.name) IS NOT NULL
                    ) AS named
                    """
                ) { row in
                    (
                        people: try row.decode("people", as: Int.self),
                        inPeople: try row.decode("in_people", as: Int.self)
                    )
                }
                if counts.people > 0 {
                    meetings.append(
                        Meeting(
                            dataset: dataset.name, column: column.name, named: counts.people, inPeople: counts.inPeople)
                    )
                }
            }
        }
        return meetings
    }
}

extension Database {
    /// How many of the people whom the organization's records name are in `people`, column by column, and of the requests
    /// in `help_requests`.
    public func meetings(of organization: Organization) async throws -> [Meeting] {
        try await transaction(as: .custodian) { try await Meetings.all(of: organization.id, on: $0) }
    }
}
