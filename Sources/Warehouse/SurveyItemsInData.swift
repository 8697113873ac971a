import Domain
import Postgres

/// Items of surveys that an organization has.
package enum SurveyItemsInData {
    /// Those that differ by case or blanks alone from one that a figure reads, with the one that each is likely to mean, in
    /// their order.
    package static func like(
        _ items: [String], of organization: Int64, on connection: Connection
    ) async throws -> [SurveyItemMisspelt] {
        guard !items.isEmpty else { return [] }
        return try await all(of: organization, on: connection).sorted().compactMap { item in
            SurveyItems.meant(by: item).flatMap { meant in
                items.contains(meant) ? SurveyItemMisspelt(item: item, meant: meant) : nil
            }
        }
    }

    /// All, as instrument/item, in any order.
    static func all(of organization: Int64, on connection: Connection) async throws -> [String] {
        try await connection.query(
            """
            SELECT DISTINCT instrument || '/' || item FROM \(table: Datasets.satisfaction)
            WHERE organization_id = \(organization)
            """
        ) { try $0.only(String.self) }
    }
}

/// An item of the data, as instrument/item, and the one that it is likely to mean.
public struct SurveyItemMisspelt: Hashable, Sendable {
    public let item: String
    public let meant: String
}
