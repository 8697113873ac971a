import Domain
import Postgres

/// Which records of a dataset a stretch of time concerns, by what the descriptor says that a row touches.
package struct RecordsInWindow: Sendable {
    package let dataset: Dataset
    let from: Instant
    let to: Instant
    let zone: Zone

    package init(dataset: Dataset, from: Instant, to: Instant, zone: Zone) {
        self.dataset = dataset
        self.from = from
        self.to = to
        self.zone = zone
    }

    /// SQL over the dataset's table under the name `record`.
    package func condition(organization: Int64) -> Query {
        let mine: Query = "record.organization_id = \(organization)"
        func column(_ name: String) -> Query { "record.\(identifier: name)" }
        switch dataset.touches {
        case .instants(let first, let last):
            return """
                \(mine) AND \(column(last)) >= \(from.timestamp) AND \(column(first)) < \(to.timestamp)
                """
        case .dates(let first, let last):
            return """
                \(mine) AND coalesce(\(column(first)) < \(dayAfter.postgresDate), true)
                    AND coalesce(\(column(last)) > \(firstDay.postgresDate), true)
                """
        case .onward(let first) where isTold(at: first):
            return "\(mine) AND \(column(first)) >= \(from.timestamp) AND \(column(first)) < \(to.timestamp)"
        case .onward(let first), .employment(let first):
            return isInstant(first)
                ? "\(mine) AND \(column(first)) < \(to.timestamp)"
                : "\(mine) AND \(column(first)) < \(dayAfter.postgresDate)"
        case .wholeGroup(let instant):
            let group = dataset.replacement.group ?? dataset.key[0]
            return """
                \(mine) AND (record.source_id, \(column(group))) IN (
                    SELECT source_id, \(identifier: group) FROM \(table: dataset)
                    WHERE organization_id = \(organization) GROUP BY source_id, \(identifier: group)
                    HAVING max(\(identifier: instant)) >= \(from.timestamp)
                        AND max(\(identifier: instant)) < \(to.timestamp)
                )
                """
        case .use(let calendar):
            func used(_ dataset: Dataset) -> Query {
                """
                SELECT calendar_id FROM \(table: dataset)
                WHERE organization_id = \(organization) AND valid_from < \(dayAfter.postgresDate)
                """
            }
            return "\(mine) AND \(column(calendar)) IN (\(used(Datasets.teams)) UNION ALL \(used(Datasets.people)))"
        case .everything: return mine
        }
    }

    /// What `condition` says, in words.
    var words: String {
        switch dataset.touches {
        case .instants(let first, let last) where first == last: "\(first) from \(from) to \(to)"
        case .instants(let first, _): "\(first) before \(to), and not ended before \(from)"
        case .dates(let first, let last): "\(first) before \(dayAfter), and \(last) after \(firstDay) or not known"
        case .onward(let first) where isTold(at: first): "\(first) from \(from) to \(to)"
        case .onward(let first), .employment(let first): "\(first) before \(isInstant(first) ? "\(to)" : "\(dayAfter)")"
        case .wholeGroup(let instant):
            "of each \(dataset.replacement.group ?? dataset.key[0]) whose last \(instant) is from \(from) to \(to)"
        case .use(let calendar): "of each \(calendar) that a team or a person used before \(dayAfter)"
        case .everything: "all there are"
        }
    }

    /// Whether a row that was set aside would have counted, by when it began.
    package enum Rejection: Sendable {
        case counts
        /// It began before, and whether it still had a bearing isn't known.
        case perhaps
        case countsNot
    }

    /// `beginning`: a date as its midnight in UTC; of a dataset whose rows always count it doesn't matter.
    package func rejection(beginning: Instant) -> Rejection {
        guard let column = dataset.touches.beginning else { return .counts }
        let first = isInstant(column) ? from : Zone.utc.start(of: firstDay)
        let end = isInstant(column) ? to : Zone.utc.start(of: dayAfter)
        guard beginning < end else { return .countsNot }
        if beginning >= first { return .counts }
        return switch dataset.touches {
        case .instants(let first, let last) where first == last: .countsNot
        case .wholeGroup: .countsNot
        case .instants, .dates: .perhaps
        case .onward(let first) where isTold(at: first): .perhaps
        case .onward, .employment, .use, .everything: .counts
        }
    }

    /// Whether what a file loaded before the window says cannot be about the window: it was told of what had been.
    var isOfItsTime: Bool {
        switch dataset.touches {
        case .instants(let first, let last): first == last
        case .onward(let first): isTold(at: first)
        case .wholeGroup: true
        case .dates, .employment, .use, .everything: false
        }
    }

    private var firstDay: LocalDate { zone.date(at: from) }
    private var dayAfter: LocalDate { zone.date(at: Instant(microseconds: to.microseconds - 1)).advanced(byDays: 1) }

    /// Of rows that stand alone and tell what happened at an instant: what they have to do with later times is only that
    /// they are there, as a contribution is what takes its request's place.
    private func isTold(at column: String) -> Bool { dataset.replacement == .rows && isInstant(column) }

    private func isInstant(_ column: String) -> Bool {
        // Generated columns, as the end of a request, are instants.
        dataset.columns.first { $0.name == column }.map { $0.type == .instant } ?? true
    }
}
