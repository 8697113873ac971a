import Domain

extension EventLog {
    private static let ruleKeys = ["first", "last", "except", "after", "by"]

    /// What stands under `events`.
    init(_ node: MappingNode, dataset: Dataset) throws {
        guard dataset.replacement == .rows, dataset.repeats == nil else {
            throw node.error(
                "events_need_rows", "\(dataset.name) are not made from events, as their records don't stand alone",
                "remove `events`, or choose another dataset, such as help_requests")
        }
        let entries = try node.entries(allowing: ["case", "time", "activity", "resource", "known"])
        guard let caseID = entries["case"], let time = entries["time"] else {
            throw node.error(
                "events_incomplete", "`events` needs `case`, what an event belongs to, and `time`, when it happened",
                "name the columns of the file that tell them")
        }
        self.caseID = try Self.origin(caseID, Self.caseColumn)
        self.time = try Self.origin(time, Self.timeColumn)
        resource = try entries["resource"].map { try Self.origin($0, Self.resourceColumn) }
        activities =
            try entries["activity"]?.items.enumerated()
            .map { try Self.origin($1, Self.activityColumn($0)) } ?? []
        known = try entries["known"]?.texts().map(ActivityPattern.init) ?? []
    }

    private static func origin(_ node: MappingNode, _ column: Dataset.Column) throws -> ColumnMapping {
        let mapping = try ColumnMapping(node)
        if case .constant = mapping.origin {
            throw node.error("constant_event", "`\(column.name)` is a column of the file", "name the column")
        }
        try mapping.check(for: column, at: node)
        return mapping
    }

    /// Reads what a mapping says of the dataset's columns, and keeps the rules by which their events are found. The
    /// record's id can be left out: it is the case.
    mutating func columns(
        _ tables: [String: MappingNode], of dataset: Dataset, at node: MappingNode
    ) throws -> [String: ColumnMapping] {
        var columns: [String: ColumnMapping] = [:]
        for column in dataset.columns {
            if let table = tables[column.name] {
                columns[column.name] = try self.column(column, of: dataset, table)
            } else if dataset.key == [column.name] {
                columns[column.name] = caseID
                rules[column.name] = EventRule()
            }
        }
        order = try order(of: dataset, at: node)
        try checkAsker(columns, at: node)
        return columns
    }

    /// The column of the dataset that names the asker.
    static let askerColumn = "requester_id"

    /// Who asked has to be known before it can be told who else did something.
    private func checkAsker(_ columns: [String: ColumnMapping], at node: MappingNode) throws {
        guard let rule = rules.values.filter(\.isBySomebodyElse).min(by: { $0.line < $1.line }) else { return }
        guard columns[Self.askerColumn] != nil else {
            throw node.error(
                "no_asker", "`by: somebody else` means anybody but the asker, and the mapping does not say who asked",
                "map \(Self.askerColumn), such as `\(Self.askerColumn): {first: opened}`", line: rule.line)
        }
        guard let asker = rules[Self.askerColumn] else { return }
        guard asker.after == nil, !asker.isBySomebodyElse else {
            throw node.error(
                "asker_by_others", "the asker cannot depend on another column's event or on `by: somebody else`",
                "take `after` and `by` out of \(Self.askerColumn)", line: asker.line)
        }
    }

    func refuseWithoutColumns(_ document: MappingNode) throws {
        throw document.error(
            "events_without_columns", "`columns` is missing, which names the event that gives each column",
            "add `columns`, such as `opened_at: {first: \"*\"}` for the first event of a case")
    }

    private mutating func column(
        _ column: Dataset.Column, of dataset: Dataset, _ node: MappingNode
    ) throws -> ColumnMapping {
        let (words, rest) = try node.split(Self.ruleKeys)
        let mapping: ColumnMapping
        if let rest {
            mapping = try ColumnMapping(rest)
            unusual.insert(column.name)
        } else if let usual = usual(column, of: dataset) {
            mapping = usual
        } else {
            throw node.error(
                "no_origin", "no column of the event is named for \(column.name)", "add `column: its name`")
        }
        if case .constant = mapping.origin {
            if let word = words.first {
                throw word.value.error(
                    "misplaced_key", "`\(word.key)` cannot be used with a constant", "remove one of the two")
            }
            return mapping
        }
        rules[column.name] = try rule(words, node)
        return mapping
    }

    /// What a column is read from if the mapping doesn't say: times from the event's, people from who did it, the
    /// record's id from the case.
    private func usual(_ column: Dataset.Column, of dataset: Dataset) -> ColumnMapping? {
        if dataset.key == [column.name] { return caseID }
        return switch column.type {
        case .instant, .date: time
        case .person: resource
        default: nil
        }
    }

    private func rule(_ words: [String: MappingNode], _ node: MappingNode) throws -> EventRule {
        var rule = EventRule()
        rule.line = node.line
        switch (words["first"], words["last"]) {
        case (let patterns?, nil): rule.activities = try self.patterns(patterns)
        case (nil, let patterns?):
            rule.end = .last
            rule.activities = try self.patterns(patterns)
        case (nil, nil):
            guard let word = words.first else { break }
            throw word.value.error(
                "no_event", "`\(word.key)` narrows down a `first` or a `last`, and there is neither",
                "add one, such as `first: \"*\"` for the first event")
        default:
            throw node.error(
                "two_events", "a column comes either from a `first` event or from a `last` one",
                "give one of the two")
        }
        rule.except = try words["except"].map(patterns) ?? []
        rule.after = try words["after"]?.nonEmptyText()
        if let by = words["by"] {
            switch try by.text() {
            case "somebody": break
            case "somebody else": rule.isBySomebodyElse = true
            default:
                throw by.error(
                    "bad_by",
                    "`by` must be `somebody` (anybody) or `somebody else` (not the asker)", "write one of the two"
                )
            }
            guard resource != nil else {
                throw by.error(
                    "no_resource", "`events` names no column of who did it", "add `resource: its column` to `events`")
            }
            rule.isBySomebody = true
        }
        return rule
    }

    private func patterns(_ node: MappingNode) throws -> [ActivityPattern] {
        let patterns = try node.texts().map(ActivityPattern.init)
        guard !activities.isEmpty || patterns.allSatisfy(\.isForAll) else {
            throw node.error(
                "no_activity", "`events` names no column of what happened", "add `activity: its column` to `events`")
        }
        return patterns
    }

    /// The columns in an order in which each comes after the one whose event it has to follow.
    private func order(of dataset: Dataset, at node: MappingNode) throws -> [String] {
        var order: [String] = []
        var rest = dataset.columns.map(\.name).filter { rules[$0] != nil }
        while let next = rest.firstIndex(where: { rules[$0]?.after.map(order.contains) ?? true }) {
            order.append(rest.remove(at: next))
        }
        guard let name = rest.first, let rule = rules[name], let after = rule.after else { return order }
        let known = rules.keys.sorted()
        guard known.contains(after) else {
            throw node.error(
                "unknown_after",
                "\(name) has `after: \(after)`, which no event gives"
                    + (Nearest.near(to: after, among: known).map { "; did you mean \($0)?" } ?? ""),
                "known are \(known.joined(separator: ", "))", line: rule.line)
        }
        throw node.error(
            "circular_after", "\(rest.joined(separator: ", ")) depend on each other", "remove an `after`",
            line: rule.line)
    }
}
