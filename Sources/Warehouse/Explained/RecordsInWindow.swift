import Domain
import Postgres

/// Which records of a dataset a stretch of time concerns, by what the descriptor says that a row touches.
package struct RecordsInWindow: Sendable {
    package let dataset: Dataset
    let from: Instant
    let to: Instant
    let zone: Zone
    /// Datasets that are read beside it, by whose rows one of it can last longer.
    let given: Set<String>

    package init(dataset: Dataset, from: Instant, to: Instant, zone: Zone, given: Set<String> = []) {
        self.dataset = dataset
        self.from = from
        self.to = to
        self.zone = zone
        self.given = given
    }

    /// SQL over the dataset's table under the name `record`.
    package func condition(organization: Int64) -> Query {
        let mine: Query = "record.organization_id = \(organization)"
        if case .dates = dataset.touches {
            return "\(mine) AND \(dataset.isWithin(days: firstDay, dayAfter, "record"))"
        }
        let stretch = Interval(from: from, to: to)
        if let isWithin = dataset.isWithin([stretch], "record", organization: organization, given: given) {
            return "\(mine) AND \(isWithin.all)"
        }
        func column(_ name: String) -> Query { "record.\(identifier: name)" }
        switch dataset.touches {
        case .onward(let first), .employment(let first):
            let isLater = until.map { " AND \(column($0)) >= \(from)" as Query } ?? ""
            return dataset.isInstant(first)
                ? "\(mine) AND \(column(first)) < \(to)\(isLater)"
                : "\(mine) AND \(column(first)) < \(dayAfter)"
        case .use(let calendar):
            return """
                \(mine) AND \(column(calendar)) IN (
                    SELECT calendar_id FROM (\(Dataset.usesOfCalendars)) AS used
                    WHERE organization_id = \(organization) AND valid_from < \(dayAfter)
                )
                """
        case .instants, .dates, .wholeGroup, .everything: return mine
        }
    }

    /// Until when a record counts by which one of another dataset lasts.
    private var until: String? {
        Datasets.all.lazy.flatMap(\.references).first { $0.dataset == dataset.name }?.until
    }

    /// By what else a record can last.
    private var others: String {
        dataset.references.filter { $0.until != nil && given.contains($0.dataset) }
            .map { ", or held open by \($0.dataset)" }.joined()
    }

    /// What `condition` says, in words.
    var words: String {
        if let (first, last) = dataset.instants {
            return first == last
                ? "\(first) from \(from) to \(to)" : "\(first) before \(to), and not ended before \(from)\(others)"
        }
        return switch dataset.touches {
        case .dates(let first, let last): "\(first) before \(dayAfter), and \(last) after \(firstDay) or not known"
        case .onward(let first), .employment(let first):
            "\(first) before \(dataset.isInstant(first) ? "\(to)" : "\(dayAfter)")"
                + (until == nil ? "" : ", and not ended before \(from)")
        case .wholeGroup(let instant):
            "of each \(dataset.replacement.group ?? dataset.key[0]) whose last \(instant) is from \(from) to \(to)"
        case .use(let calendar): "of each \(calendar) that a team or a person used before \(dayAfter)"
        case .instants, .everything: "all there are"
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
        let first = dataset.isInstant(column) ? from : Zone.utc.start(of: firstDay)
        let end = dataset.isInstant(column) ? to : Zone.utc.start(of: dayAfter)
        guard beginning < end else { return .countsNot }
        if beginning >= first { return .counts }
        return switch dataset.touches {
        case .instants(let first, let last) where first == last: .countsNot
        case .wholeGroup: .countsNot
        case .instants, .dates: .perhaps
        case .onward where dataset.instants != nil || until != nil: .perhaps
        case .onward, .employment, .use, .everything: .counts
        }
    }

    /// Whether what a file loaded before the window says cannot be about the window: it was told of what had been.
    var isOfItsTime: Bool {
        if case .wholeGroup = dataset.touches { return true }
        return dataset.instants.map { $0.first == $0.last } ?? false
    }

    private var firstDay: LocalDate { zone.date(at: from) }
    private var dayAfter: LocalDate { zone.date(at: to - 1).advanced(byDays: 1) }
}
