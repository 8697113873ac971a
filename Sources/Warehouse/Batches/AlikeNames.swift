import Domain
import Postgres

/// Names in one column that differ by case or blanks alone, so that they are likely to mean the same.
public struct AlikeNames: Sendable, Hashable, Encodable {
    /// Of the dataset: `team_id`, `department_id`, `item`.
    public let column: String
    public let names: [String]
}

/// The names that a file has of teams, departments and items of surveys.
struct NamesInFile: Sendable {
    /// Of each of the columns its place, and the place of what stands before the name.
    private let dataset: Dataset
    private let columns: [(column: String, position: Int, qualifier: Int?)]
    private var names: [Set<String>]
    private var last: [String?]

    /// More are ids of something else, and longer ones no names.
    private static let most = 10_000
    private static let longest = 200

    init(_ dataset: Dataset) {
        self.dataset = dataset
        let known: [(String, String?)] = [("team_id", nil), ("department_id", nil), ("item", "instrument")]
        columns = known.compactMap { column, qualifier in
            dataset.index(of: column).map { (column, $0, qualifier.flatMap(dataset.index)) }
        }
        names = columns.map { _ in [] }
        last = columns.map { _ in nil }
    }

    mutating func note(_ values: [Value]) {
        for (index, column) in columns.enumerated() {
            guard var name = values[column.position].text, !name.isEmpty, name.utf8.count <= Self.longest else {
                continue
            }
            if let qualifier = column.qualifier { name = "\(values[qualifier].text ?? "")/\(name)" }
            guard last[index] != name else { continue }
            last[index] = name
            if names[index].count < Self.most { names[index].insert(name) }
        }
    }

    /// `alike`: those that are like another in the file or, where teams and items are told, in the store. `meetings`: how many
    /// of the teams `teams` and `people` name, where these name any and lack some.
    func compared(
        in organization: Int64, on connection: Connection
    ) async throws -> (alike: [AlikeNames], meetings: [Meeting]) {
        var (alike, meetings): ([AlikeNames], [Meeting]) = ([], [])
        for (column, own) in zip(columns, names) where !own.isEmpty {
            let stored = try await connection.query(Self.stored(column.column, in: organization)) {
                try $0.only(String.self)
            }
            let groups = Dictionary(grouping: own.union(stored), by: CanonicalText.likeness).values
            alike += groups.filter { $0.count > 1 && $0.contains(where: own.contains) }
                .map { AlikeNames(column: column.column, names: $0.sorted()) }
                .sorted { ($0.names.first ?? "") < ($1.names.first ?? "") }
            if column.column == "team_id", !isOfTeams, !stored.isEmpty, !own.isSubset(of: stored) {
                meetings.append(
                    Meeting(
                        dataset: dataset.name, column: column.column, named: own.count,
                        inTeams: own.intersection(stored).count))
            }
        }
        return (alike, meetings)
    }

    /// Whether it says itself which teams there are.
    private var isOfTeams: Bool { [Datasets.teams.name, Datasets.people.name].contains(dataset.name) }

    private static func stored(_ column: String, in organization: Int64) -> Query {
        guard column != "item" else {
            return """
                SELECT DISTINCT instrument || '/' || item FROM \(table: Datasets.satisfaction)
                WHERE organization_id = \(organization)
                """
        }
        return """
            SELECT \(identifier: column) FROM \(table: Datasets.teams)
            WHERE organization_id = \(organization) AND \(identifier: column) <> ''
            UNION
            SELECT \(identifier: column) FROM \(table: Datasets.people)
            WHERE organization_id = \(organization) AND \(identifier: column) <> ''
            """
    }
}
