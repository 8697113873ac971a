import Domain
import Postgres

/// What a descriptor says that a row touches, as SQL: the months that a change of it makes due, and the rows that count in
/// stretches of time, for whoever reads them and for whoever explains what was read.
extension Dataset {
    /// First and last local month that a row touches in any of the zones, as dates.
    func monthsTouched(by alias: String, _ zones: [Zone]) -> Query {
        func months(_ column: String) -> Query { zones.months(of: "\(alias).\(column)") }
        func month(of date: String) -> String { "date_trunc('month', (\(date))::timestamp)::date" }
        func firstMonth(of column: String) -> String { month(of: "\(alias).\(column) - \(Self.daysAhead)") }
        return switch touches {
        case .instants(let from, let to): "least(\(months(from)))::date, greatest(\(months(to)))::date"
        case .wholeGroup(let instant): "least(\(months(instant)))::date, greatest(\(months(instant)))::date"
        case .dates(let from, let to):
            """
            coalesce(\(dangerouslyUnescaped: firstMonth(of: from)), '-infinity'),
            coalesce(\(dangerouslyUnescaped: month(of: "\(alias).\(to)")), 'infinity')
            """
        case .onward(let from):
            if isInstant(from) {
                "least(\(months(from)))::date, 'infinity'::date"
            } else {
                "\(dangerouslyUnescaped: firstMonth(of: from)), 'infinity'::date"
            }
        case .employment(let from):
            """
            least(\(dangerouslyUnescaped: firstMonth(of: from)), (
                SELECT \(dangerouslyUnescaped: month(of: "min(left_on) - \(Self.daysAhead)"))
                FROM (
                    SELECT organization_id, person_id, left_on FROM \(table: Datasets.people)
                    UNION ALL
                    SELECT organization_id, person_id, left_on FROM \(table: Datasets.turnover)
                ) AS leaving
                WHERE leaving.organization_id = \(dangerouslyUnescaped: alias).organization_id
                    AND leaving.person_id = \(dangerouslyUnescaped: alias).person_id
            )), 'infinity'::date
            """
        case .use(let calendar):
            """
            coalesce((
                SELECT \(dangerouslyUnescaped: month(of: "min(valid_from) - \(Self.daysAhead)"))
                FROM (\(Self.usesOfCalendars)) AS used
                WHERE used.organization_id = \(dangerouslyUnescaped: alias).organization_id
                    AND used.calendar_id = \(dangerouslyUnescaped: alias).\(dangerouslyUnescaped: calendar)
            ), 'infinity'), 'infinity'::date
            """
        case .everything: "'-infinity'::date, 'infinity'::date"
        }
    }

    /// Which rows count in one of the stretches, where instants tell, their own or of their group the last, or days do;
    /// `nil` where nothing tells. Days are those of any zone, so some rows of the days around a stretch are among them.
    /// The table is called `alias`; `given`: datasets by whose rows one of this can last longer.
    func isWithin(
        _ stretches: [Interval], _ alias: String, organization: Int64, given: some Collection<String>
    ) -> CountedRows? {
        func any(_ condition: (_ from: Instant, _ to: Instant) -> Query) -> Query {
            stretches.isEmpty ? "false" : "(\(stretches.map { condition($0.from, $0.to) }.joined(by: " OR ")))"
        }
        func column(_ name: String) -> Query { "\(dangerouslyUnescaped: alias).\(identifier: name)" }
        if let (first, last) = instants {
            let own = any { "\(column(first)) < \($1) AND \(column(last)) >= \($0)" }
            let held = given.compactMap { dataset -> Query? in
                guard let isHeld = holds(alias, by: dataset, in: organization) else { return nil }
                return any { "\(column(first)) < \($1) AND \(isHeld($0, $1))" }
            }
            return CountedRows(own: own, held: held.isEmpty ? nil : "(\(held.joined(by: " OR ")))")
        }
        if case .dates = touches {
            return CountedRows(
                own: any { begin, end in
                    let (first, last) = (Zone.utc.date(at: begin), Zone.utc.date(at: end))
                    return isWithin(days: first.advanced(byDays: -1), last.advanced(byDays: 2), alias)
                })
        }
        guard case .wholeGroup(let instant) = touches, let group = replacement.group else { return nil }
        // Groups with a row in a stretch; without those that get one after all of them, which date later.
        let end = stretches.last?.to ?? .never
        return CountedRows(
            own: """
                (\(column("source_id")), \(column(group))) IN (
                    SELECT source_id, \(identifier: group) FROM \(table: self) WHERE organization_id = \(organization)
                        AND \(any { "\(identifier: instant) >= \($0) AND \(identifier: instant) < \($1)" })
                    EXCEPT
                    SELECT source_id, \(identifier: group) FROM \(table: self) WHERE organization_id = \(organization)
                        AND \(identifier: instant) >= \(end)
                )
                """)
    }

    /// Which rows count on a day from `first` to before `dayAfter`, where days tell; else none. The column of the end is
    /// the day after the last, and where it is the first as well, that day.
    func isWithin(days first: LocalDate, _ dayAfter: LocalDate, _ alias: String) -> Query {
        guard case .dates(let from, let to) = touches else { return "false" }
        func column(_ name: String) -> Query { "\(dangerouslyUnescaped: alias).\(identifier: name)" }
        let firstEnd = from == to ? first : first.advanced(byDays: 1)
        return "(coalesce(\(column(from)) < \(dayAfter), true) AND coalesce(\(column(to)) >= \(firstEnd), true))"
    }

    /// Whether rows of another dataset make one last into a stretch; `nil` where they never do.
    private func holds(
        _ alias: String, by dataset: String, in organization: Int64
    ) -> ((_ begin: Instant, _ end: Instant) -> Query)? {
        guard let reference = references.first(where: { $0.dataset == dataset }), let until = reference.until,
            let at = reference.at, let holder = Datasets.named(dataset)
        else { return nil }
        func list(_ prefix: Query) -> Query {
            reference.by.reduce("\(prefix)source_id" as Query) { "\($0), \(prefix)\(identifier: $1)" }
        }
        return { begin, end in
            """
            (\(list("\(dangerouslyUnescaped: alias)."))) IN (
                SELECT \(list("")) FROM \(table: holder) WHERE organization_id = \(organization)
                    AND \(identifier: at) < \(end) AND \(identifier: until) >= \(begin)
            )
            """
        }
    }

    /// A row each time that a team or a person begins to work by a calendar.
    static let usesOfCalendars: Query = """
        SELECT organization_id, calendar_id, valid_from FROM \(table: Datasets.teams)
        UNION ALL
        SELECT organization_id, calendar_id, valid_from FROM \(table: Datasets.people)
        """
}

/// Conditions: which rows of a dataset count.
struct CountedRows {
    /// By what they say themselves.
    let own: Query
    /// By rows of another dataset, those among them too that count anyway; `nil` where there is no such dataset.
    let held: Query?

    init(own: Query, held: Query? = nil) {
        self.own = own
        self.held = held
    }

    var all: Query { held.map { "(\(own) OR \($0))" } ?? own }
}

extension [Zone] {
    /// The local month of an instant in each of the zones.
    func months(of column: String) -> Query {
        map { "date_trunc('month', \(dangerouslyUnescaped: column) AT TIME ZONE \($0.name))" as Query }.joined(by: ", ")
    }
}
