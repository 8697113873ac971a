import Domain
import Postgres

/// A working calendar that teams or people of a scope go by in a period.
public struct CalendarInUse: Sendable, Hashable {
    public let id: String
    /// IANA name; `nil`: the zone of whoever goes by it.
    public let zone: String?
    /// Stretches of work a week; 0 where nobody gave the calendar's hours, so that no working time is known.
    public let shifts: Int
    /// Days off in the period.
    public let holidays: Int
    /// Teams that have it for some day of the period, in order.
    public let teams: [String]
    /// People who have it as their own, which goes before the team's.
    public let people: Int

    /// None unless the sheet reads calendars. Department and team are taken as `teams` and `people` say them.
    package static func read(
        _ question: Question, organization: Int64, on connection: Connection
    ) async throws -> [CalendarInUse] {
        guard question.sheet.inputs.contains(where: { $0.dataset == Datasets.calendars.name }) else { return [] }
        let (from, to) = (question.period.from, question.period.to)
        let isOfScope: Query =
            switch question.scope.kind {
            case .organization: "true"
            case .department: "department_id = \(question.scope.id)"
            case .team: "team_id = \(question.scope.id)"
            }
        let teams = try await connection.query(
            """
            SELECT DISTINCT calendar_id, team_id FROM \(table: Datasets.teams)
            WHERE organization_id = \(organization) AND calendar_id IS NOT NULL AND valid_from < \(to)
                AND coalesce(valid_to > \(from), true) AND \(isOfScope)
            ORDER BY calendar_id, team_id
            """
        ) { (calendar: try $0.decode("calendar_id", as: String.self), team: try $0.decode("team_id", as: String.self)) }
        let people = try await connection.query(
            """
            SELECT calendar_id, count(DISTINCT person_id) AS people FROM \(table: Datasets.people)
            WHERE organization_id = \(organization) AND calendar_id IS NOT NULL AND valid_from < \(to)
                AND coalesce(least(valid_to, left_on) > \(from), true) AND \(isOfScope)
            GROUP BY calendar_id
            """
        ) { (try $0.decode("calendar_id", as: String.self), try $0.decode("people", as: Int.self)) }
        let teamsOf = Dictionary(grouping: teams, by: \.calendar).mapValues { $0.map(\.team) }
        let peopleOf = Dictionary(uniqueKeysWithValues: people)
        let ids = Set(teamsOf.keys).union(peopleOf.keys).sorted()
        let shifts = try await connection.query(
            """
            SELECT calendar_id, min(time_zone) AS zone, count(*) AS shifts FROM \(table: Datasets.calendars)
            WHERE organization_id = \(organization) AND calendar_id = ANY (\(ids)) GROUP BY calendar_id
            """
        ) { row in
            (
                try row.decode("calendar_id", as: String.self),
                (zone: try row.decode("zone", as: String?.self), count: try row.decode("shifts", as: Int.self))
            )
        }
        let holidays = try await connection.query(
            """
            SELECT calendar_id, count(DISTINCT holiday) AS holidays FROM \(table: Datasets.calendarHolidays)
            WHERE organization_id = \(organization) AND calendar_id = ANY (\(ids)) AND holiday >= \(from)
                AND holiday < \(to)
            GROUP BY calendar_id
            """
        ) { (try $0.decode("calendar_id", as: String.self), try $0.decode("holidays", as: Int.self)) }
        let shiftsOf = Dictionary(uniqueKeysWithValues: shifts)
        let holidaysOf = Dictionary(uniqueKeysWithValues: holidays)
        return ids.map { id in
            CalendarInUse(
                id: id, zone: shiftsOf[id]?.zone, shifts: shiftsOf[id]?.count ?? 0, holidays: holidaysOf[id] ?? 0,
                teams: teamsOf[id] ?? [], people: peopleOf[id] ?? 0)
        }
    }
}
