/// Which event of a case tells a column of its record.
struct EventRule: Sendable {
    var end = End.first
    /// The event's activity is one of these; the default is any.
    var activities = [ActivityPattern("*")]
    /// And none of these.
    var except: [ActivityPattern] = []
    /// It comes after the event that tells this column of the dataset.
    var after: String?
    /// Its resource is known.
    var isBySomebody = false
    /// And isn't the asker, whom the case's requester_id names.
    var isBySomebodyElse = false
    /// Where the mapping file says so.
    var line = 0

    /// Of several events that match, by time and, at the same time, by their places in the file.
    enum End: String, Sendable {
        case first, last
    }

    func matches(activity: String) -> Bool {
        activities.contains { $0.matches(activity) } && !except.contains { $0.matches(activity) }
    }

    /// As words: `the first "Accepted/*"`.
    var description: String {
        let names = activities.map { $0.isForAll ? "event" : "\"\($0.text)\"" }.joined(separator: " or ")
        let except = except.isEmpty ? "" : " but " + self.except.map { "\"\($0.text)\"" }.joined(separator: " and ")
        return
            "the \(end.rawValue) \(names)\(except)\(isBySomebodyElse ? " by somebody else" : isBySomebody ? " by somebody" : "")"
            + (after.map { " after \($0)" } ?? "")
    }

    var content: [String] {
        [end.rawValue] + activities.map(\.text) + ["except"] + except.map(\.text)
            + [
                "after", after ?? "",
                isBySomebodyElse ? "by somebody else" : isBySomebody ? "by somebody" : "by anyone",
            ]
    }
}
