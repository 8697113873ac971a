import Domain

/// How a file of events, one row each, becomes records, one for each case.
struct EventLog: Sendable {
    /// What an event belongs to: the ticket, the request.
    let caseID: ColumnMapping
    /// When it happened; of several at one instant the earlier in the file comes first.
    let time: ColumnMapping
    /// What happened, in one or several columns; none if the rules don't ask.
    let activities: [ColumnMapping]
    /// Who did it.
    let resource: ColumnMapping?
    /// Activities that are no surprise although no rule names them.
    let known: [ActivityPattern]
    /// By name of the dataset's column, for each that is not constant.
    var rules: [String: EventRule] = [:]
    /// Columns that are read from elsewhere than the usual place, as a time from another column than the event's.
    var unusual: Set<String> = []
    /// Those columns, each behind the one whose event its own has to follow.
    var order: [String] = []

    /// Stands between the parts of an activity that is in several columns.
    static let activityJoiner = "/"

    /// Where each of the values of an event stands in `dataset`; the parts of the activity come behind.
    enum Column: Int, CaseIterable {
        case caseID, time, resource
    }

    static func activityColumns(_ count: Int) -> Range<Int> {
        Column.allCases.count..<Column.allCases.count + count
    }

    /// An event as a dataset of its own, so that its row is read and judged as any other; never stored. All events
    /// of a case belong together as the spells of a person do.
    private var dataset: Dataset {
        Dataset(
            name: "events", table: "event", title: "an event",
            columns: [Self.caseColumn, Self.timeColumn, Self.resourceColumn]
                + activities.indices.map { Self.activityColumn($0) },
            key: ["case"], replacement: .spells(of: "case"), touches: .onward(from: "time"))
    }

    static let caseColumn = Dataset.Column("case", .text, required: true, "what the event belongs to")
    static let timeColumn = Dataset.Column("time", .instant, required: true, isPast: true, "when it happened")
    static let resourceColumn = Dataset.Column("resource", .text, "who did it")

    static func activityColumn(_ part: Int) -> Dataset.Column {
        .init(part == 0 ? "activity" : "activity \(part + 1)", .text, "what happened")
    }

    /// The mapping by which the rows are read as events.
    func eventMapping(of mapping: Mapping) -> Mapping {
        var events = Mapping(dataset: dataset, file: mapping.file ?? "")
        events.delimiter = mapping.delimiter
        events.nulls = mapping.nulls
        events.skip = mapping.skip
        events.zone = mapping.zone
        events.timeFormats = mapping.timeFormats
        events.dayFirst = mapping.dayFirst
        var columns = ["case": caseID, "time": time]
        columns["resource"] = resource
        for (part, activity) in activities.enumerated() { columns[Self.activityColumn(part).name] = activity }
        events.columns = columns
        return events
    }

    /// The mapping by which the cases are read as records: rows that are left out never reach them.
    func recordMapping(of mapping: Mapping) -> Mapping {
        var records = mapping
        records.skip = []
        return records
    }

    /// The rules by the places of the dataset's columns, each behind the one that it has to come after.
    func foldRules(for dataset: Dataset) -> [CaseFold.Rule] {
        func followers(of column: String) -> [String] {
            rules.filter { $0.value.after == column }.keys.flatMap { [$0] + followers(of: $0) }
        }
        return order.compactMap { name in
            guard let rule = rules[name], let column = dataset.index(of: name) else { return nil }
            return CaseFold.Rule(
                column: column, isLast: rule.end == .last, after: rule.after.flatMap(dataset.index),
                followers: followers(of: name).compactMap(dataset.index))
        }
    }

    /// How it is found out who else than the asker did something; `nil` where no rule asks.
    func askerRule(for dataset: Dataset) -> CaseFold.AskerRule? {
        let others = rules.filter(\.value.isBySomebodyElse).keys.compactMap(dataset.index)
        guard !others.isEmpty, let column = dataset.index(of: Self.askerColumn) else { return nil }
        return CaseFold.AskerRule(
            column: column, isLast: rules[Self.askerColumn]?.end == .last,
            isConstant: rules[Self.askerColumn] == nil, others: others.reduce(0) { $0 | 1 << UInt64($1) })
    }

    /// The rules that tell closes and reopenings; `nil` where reopenings aren't looked for. They are at the events' times, so
    /// no rule may take its column from elsewhere.
    func reopeningRule(for dataset: Dataset) -> CaseFold.ReopeningRule? {
        func bits(_ columns: [String]) -> UInt64 {
            columns.filter { rules[$0] != nil }.compactMap(dataset.index).reduce(0) { $0 | 1 << UInt64($1) }
        }
        let (reopened, closed) = (bits(["reopened_at"]), bits(["resolved_at", "final_closed_at"]))
        guard unusual.isDisjoint(with: ["reopened_at", "resolved_at", "final_closed_at"]) else { return nil }
        return reopened == 0 || closed == 0
            ? nil : CaseFold.ReopeningRule(reopened: reopened, closed: closed, withdrawn: bits(["withdrawn_at"]))
    }

    /// All that a rule, except "any", or `known` says of activities.
    var namedPatterns: [ActivityPattern] {
        rules.values.flatMap { $0.activities + $0.except }.filter { !$0.isForAll } + known
    }

    var content: [String] {
        var content = ["events", "case"] + caseID.content + ["time"] + time.content
        for activity in activities { content += ["activity"] + activity.content }
        if let resource { content += ["resource"] + resource.content }
        for (column, rule) in rules.sorted(by: { $0.key < $1.key }) { content += ["rule", column] + rule.content }
        return content
    }
}
