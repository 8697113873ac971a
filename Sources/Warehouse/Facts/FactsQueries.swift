import Domain
import Postgres

/// What is asked of each table, and which part of the columns its rows fill.
///
/// Requests, contributions and thanks come as they lie: they are many, sorting them by their keys takes longer than
/// reading them, and no figure hangs on their order. Of the rest keys are `COLLATE "C"`, so that its order is the same in
/// every database.
struct FactsQueries {
    struct Table: Sendable {
        let dataset: Dataset
        let select: Query
        let add: @Sendable (inout FactsReading, inout BinaryCopyRow) throws -> Void

        init(
            _ dataset: Dataset, _ select: Query,
            _ add: @escaping @Sendable (inout FactsReading, inout BinaryCopyRow) throws -> Void
        ) {
            self.dataset = dataset
            self.select = select
            self.add = add
        }
    }

    let organization: Int64
    let needs: FactNeeds

    init(organization: Int64, needs: FactNeeds) {
        self.organization = organization
        self.needs = needs
    }

    var hasWaits: Bool { needs.stretches[Datasets.requestWaits.name] != nil }

    /// Of what is needed. `columns`: those of a dataset that are held.
    func tables(columns: (Dataset) -> [String]) -> [Table] {
        let read = Datasets.all.filter { !$0.readable.isEmpty }.map { dataset in
            let names = columns(dataset)
            let forms = names.compactMap { name in dataset.readable.first { $0.name == name }?.form }
            let hasWaits = hasWaits && dataset.name == Datasets.helpRequests.name
            return Table(dataset, rows(of: dataset, columns: names)) {
                try $0.addRow(of: dataset.name, &$1, forms)
                if hasWaits { try $0.addWaits(&$1) }
            }
        }
        return (read + structures).filter { needs.stretches[$0.dataset.name] != nil }
    }

    private var structures: [Table] {
        [
            Table(Datasets.people, spells) { try $0.addSpell(&$1) },
            Table(Datasets.turnover, separations) { try $0.addSeparation(&$1) },
            Table(Datasets.teams, teams) { try $0.addTeam(&$1) },
            Table(Datasets.agreements, agreements) { try $0.addAgreement(&$1) },
            Table(Datasets.agreementBoundaries, boundaries) { try $0.addBoundary(&$1) },
            Table(Datasets.calendars, shifts) { try $0.addShift(&$1) },
            Table(Datasets.calendarHolidays, holidays) { try $0.addHoliday(&$1) },
            Table(Datasets.leave, leave) { try $0.addLeave(&$1) },
        ]
    }

    /// `condition` of each stretch that is needed of a dataset: one of them has to hold.
    private func isNeeded(
        _ dataset: Dataset, _ condition: (_ from: PostgresTimestamp, _ to: PostgresTimestamp) -> Query
    ) -> Query {
        let conditions = (needs.stretches[dataset.name] ?? []).map {
            condition(
                Instant(microseconds: $0.from).timestamp, Instant(microseconds: $0.to).timestamp)
        }
        return conditions.dropFirst().reduce(conditions.first ?? "false") { "\($0) OR \($1)" }
    }

    /// Its first line says how many requests there are about, as the planner thinks.
    var requestPlan: Query {
        let requests = Datasets.helpRequests
        return """
            EXPLAIN SELECT FROM \(Source.table(requests))
            WHERE counted.organization_id = \(organization) AND (\(isWithin(requests)))
            """
    }

    /// Of a dataset that is read as columns; of no other table's rows unless `Source` says so.
    private func rows(of dataset: Dataset, columns: [String]) -> Query {
        let isCounted: Query = "counted.organization_id = \(organization) AND (\(isWithin(dataset)))"
        let source = Source(of: dataset, in: organization, isCounted, columns: columns, hasWaits: hasWaits)
        let selected = columns.map { source.derived[$0] ?? "counted.\(identifier: $0)" } + source.lists
        let list = selected.dropFirst().reduce(selected.first ?? "") { "\($0), \($1)" }
        return "SELECT \(list) FROM \(source.table) WHERE \(isCounted)\(source.order)"
    }

    /// Which rows count in a stretch that is needed.
    private func isWithin(_ dataset: Dataset) -> Query {
        switch dataset.touches {
        case .instants(let from, let to):
            isNeeded(dataset) { "counted.\(identifier: from) < \($1) AND counted.\(identifier: to) >= \($0)" }
        case .onward(let from):
            isNeeded(dataset) { "counted.\(identifier: from) >= \($0) AND counted.\(identifier: from) < \($1)" }
        case .wholeGroup(let instant): isWithin(dataset, group: dataset.replacement.group ?? "", instant)
        case .dates, .employment, .use, .everything: "true"
        }
    }

    /// Whole groups with a row in a stretch; without those that get one after all of them, which date later.
    private func isWithin(_ dataset: Dataset, group: String, _ instant: String) -> Query {
        let last = needs.stretches[dataset.name]?.last?.to ?? .max
        let table: Query = "mutuality.\(identifier: dataset.table) AS counted"
        return """
            (counted.source_id, counted.\(identifier: group)) IN (
                SELECT source_id, \(identifier: group) FROM \(table) WHERE organization_id = \(organization)
                    AND (\(isNeeded(dataset) { "\(identifier: instant) >= \($0) AND \(identifier: instant) < \($1)" }))
                EXCEPT
                SELECT source_id, \(identifier: group) FROM \(table) WHERE organization_id = \(organization)
                    AND \(identifier: instant) >= \(Instant(microseconds: last).timestamp)
            )
            """
    }

    private var spells: Query {
        """
        SELECT
            person_id, team_id, department_id, level, joined_on, left_on, valid_from, valid_to,
            min(left_on) OVER (PARTITION BY person_id, joined_on), rehired, calendar_id, time_zone
        FROM mutuality.person_spell WHERE organization_id = \(organization)
        ORDER BY person_id, joined_on, valid_from, source_id
        """
    }

    private var separations: Query {
        """
        SELECT person_id, left_on, separation_type, regretted, updated_at FROM mutuality.separation
        WHERE organization_id = \(organization)
        ORDER BY person_id, batch_id, told_line
        """
    }

    private var teams: Query {
        """
        SELECT team_id, department_id, valid_from, valid_to, calendar_id, time_zone FROM mutuality.team
        WHERE organization_id = \(organization)
        ORDER BY team_id, valid_from, source_id
        """
    }

    private var agreements: Query {
        """
        SELECT person_id, hours_per_week, valid_from, valid_to FROM mutuality.agreement
        WHERE organization_id = \(organization)
        ORDER BY person_id, valid_from, source_id, agreement_id
        """
    }

    /// Cut to the agreement's stretches, and without what is left of none.
    private var boundaries: Query {
        """
        SELECT person_id, weekday, starts, ends, first_day, day_after
        FROM (
            SELECT person_id, source_id, agreement_id, weekday, starts, ends,
                greatest(agreement.valid_from, boundary.valid_from) AS first_day,
                least(agreement.valid_to, boundary.valid_to) AS day_after
            FROM mutuality.agreement
            JOIN mutuality.agreement_boundary AS boundary USING (organization_id, source_id, agreement_id)
            WHERE organization_id = \(organization)
        ) AS cut
        WHERE day_after IS NULL OR first_day < day_after
        ORDER BY person_id, source_id, agreement_id, first_day, weekday, starts
        """
    }

    /// A calendar of which several sources give hours has those of the first source.
    private var shifts: Query {
        """
        SELECT calendar_id, time_zone, weekday, starts, ends
        FROM (
            SELECT *, min(source_id) OVER (PARTITION BY calendar_id) AS first_source
            FROM mutuality.calendar_shift WHERE organization_id = \(organization)
        ) AS shift
        WHERE source_id = first_source
        ORDER BY calendar_id, weekday, starts
        """
    }

    private var holidays: Query {
        """
        SELECT DISTINCT calendar_id, holiday FROM mutuality.calendar_holiday WHERE organization_id = \(organization)
        """
    }

    private var leave: Query {
        """
        SELECT person_id, valid_from, valid_to FROM mutuality.leave_spell WHERE organization_id = \(organization)
        ORDER BY person_id, valid_from, valid_to, source_id
        """
    }
}
