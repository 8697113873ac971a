import Domain
import Postgres

extension Database {
    /// Days without a new record after which an organization's records are history.
    private static let daysOfHistory = 365
    /// What tells that an organization goes on.
    private static let telling = [Datasets.helpRequests, Datasets.people, Datasets.satisfaction].map(\.name)

    /// The end of the month of the last record, where help requests, people and surveys, as far as there are any, ended over
    /// a year before `now`, and so did whatever else there is; `nil` otherwise. People go on while somebody is employed: in a
    /// small company a year can pass in which nobody comes or goes.
    public func endOfRecords(of organization: Organization, now: Instant) async throws -> Instant? {
        let freshness = try await freshness(of: organization.name, now: now)
        let telling = freshness.filter { Self.telling.contains($0.dataset) }
        let since = Zone.utc.date(at: now.advanced(byDays: -Self.daysOfHistory))
        guard !telling.isEmpty, telling.allSatisfy({ $0.lastData != nil }),
            let last = freshness.compactMap(\.lastData).max(),
            last < since
        else { return nil }
        return try await transaction(as: .compute) { connection in
            let isAnyoneEmployed = try await connection.queryOne(
                """
                SELECT EXISTS (
                    SELECT FROM \(table: Datasets.people)
                    WHERE organization_id = \(organization.id) AND coalesce(left_on, 'infinity') > \(since)
                        AND coalesce(valid_to, 'infinity') > \(since)
                )
                """
            ) { try $0.only(Bool.self) }
            if isAnyoneEmployed { return nil }
            let civil = last.civil
            let end = LocalDate(firstOfMonth: civil.month + 1, year: civil.year)
            let zone = try await Self.settings(of: organization.id, on: connection).settings(on: end).zone
            return min(zone.start(of: end), now)
        }
    }
}
