import Domain
import Postgres

extension Warehouse {
    /// Days without a new record after which an organization's records are history.
    private static let daysOfHistory = 365
    /// What tells that an organization goes on.
    private static let telling = [Datasets.helpRequests, Datasets.people, Datasets.satisfaction].map(\.name)

    /// The end of the month of the last record, where help requests, people and surveys, as far as there are any, ended over
    /// a year before `now`; `nil` otherwise. A roster alone ends when nobody is employed any more: in a small company a
    /// year can pass in which nobody comes or goes.
    public func endOfRecords(of organization: Organization, now: Instant) async throws -> Instant? {
        let freshness = try await freshness(of: organization.name, now: now).filter {
            Self.telling.contains($0.dataset)
        }
        let days = freshness.compactMap(\.lastData)
        guard let last = days.max(), days.count == freshness.count,
            Zone.utc.start(of: last).advanced(byDays: Self.daysOfHistory) < now
        else { return nil }
        return try await transaction(as: .compute) { connection in
            if freshness.map(\.dataset) == [Datasets.people.name] {
                let isAnyoneLeft = try await connection.queryOne(
                    """
                    SELECT EXISTS (
                        SELECT FROM mutuality.person_spell
                        WHERE organization_id = \(organization.id) AND left_on IS NULL
                    )
                    """
                ) { try $0.decode(Bool.self, at: 0) }
                if isAnyoneLeft { return nil }
            }
            let civil = last.civil
            let end = LocalDate(firstOfMonth: civil.month + 1, year: civil.year)
            let zone = try await Self.settings(of: organization.id, on: connection).settings(on: end).zone
            return min(zone.start(of: end), now)
        }
    }
}
