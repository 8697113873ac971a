/// What the rules of a mapping say of each activity in a log.
struct ActivityIndex {
    /// What is known of one activity.
    struct Meaning {
        /// The columns of the dataset whose rules it satisfies, as bits.
        let columns: UInt64
        /// Whether a rule or `known` names it.
        let isNamed: Bool
    }

    private let rules: [(column: UInt64, rule: EventRule)]
    /// The columns whose rules ask for somebody.
    private let bySomebody: UInt64
    private let named: [ActivityPattern]
    private let hasActivities: Bool
    /// What the mapping says of activities, with the column whose rule says it or `known`, as long as no event matches.
    private var unmatched: [(column: String, pattern: ActivityPattern)]
    private var remembered: [String: Meaning] = [:]

    /// More activities than a process has; where they are texts written by hand the memory starts anew.
    private static let rememberedActivities = 10_000
    /// A file of more activities has them written by hand: a near one would be chance, and looking for it takes long.
    private static let comparedActivities = 1_000

    /// `columns`: places of the dataset's columns by name, below 64.
    init(_ log: EventLog, columns: [String: Int]) {
        rules = log.rules.compactMap { name, rule in columns[name].map { (1 << UInt64($0), rule) } }
        bySomebody = rules.reduce(0) { $1.rule.isBySomebody ? $0 | $1.column : $0 }
        named = log.namedPatterns
        hasActivities = !log.activities.isEmpty
        let inOrder = log.rules.sorted { columns[$0.key] ?? 0 < columns[$1.key] ?? 0 }
        unmatched =
            inOrder.flatMap { name, rule in (rule.activities + rule.except).map { (name, $0) } }
            + log.known.map { ("known", $0) }
        unmatched.removeAll { $0.pattern.isForAll }
    }

    /// `activity` is empty where none is told.
    mutating func meaning(of activity: String, isBySomebody: Bool) -> Meaning {
        let meaning = remembered[activity] ?? remember(activity)
        return isBySomebody
            ? meaning : Meaning(columns: meaning.columns & ~bySomebody, isNamed: meaning.isNamed)
    }

    /// What matched none of the activities that were asked for; nothing if none was.
    var unmatchedPatterns: [Tally.Events.UnmatchedPattern] {
        guard !unmatched.isEmpty, !remembered.isEmpty else { return [] }
        let names = remembered.keys.filter { !$0.isEmpty }.sorted()
        return unmatched.map { column, pattern in
            let nearest = names.count > Self.comparedActivities ? nil : Nearest.near(to: pattern.text, among: names)
            return Tally.Events.UnmatchedPattern(
                column: column, activity: pattern.text,
                nearest: nearest.map { String($0.prefix(Tally.Events.longestName)) })
        }
    }

    private mutating func remember(_ activity: String) -> Meaning {
        let columns = rules.reduce(0) { $1.rule.matches(activity: activity) ? $0 | $1.column : $0 }
        let meaning = Meaning(
            columns: columns, isNamed: !hasActivities || named.contains { $0.matches(activity) })
        unmatched.removeAll { $0.pattern.matches(activity) }
        if remembered.count == Self.rememberedActivities { remembered.removeAll() }
        remembered[activity] = meaning
        return meaning
    }
}
