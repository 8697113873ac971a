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
    private var remembered: [Name: Meaning] = [:]

    /// Compared by its bytes, as patterns are; two ways to write an é are one to `String`.
    private struct Name: Hashable {
        var text: String

        static func == (a: Name, b: Name) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

        func hash(into hasher: inout Hasher) {
            var text = text
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    /// More activities than a process has; where they are texts written by hand the memory starts anew.
    private static let rememberedActivities = 10_000

    /// `columns`: places of the dataset's columns by name, below 64.
    init(_ log: EventLog, columns: [String: Int]) {
        rules = log.rules.compactMap { name, rule in columns[name].map { (1 << UInt64($0), rule) } }
        bySomebody = rules.reduce(0) { $1.rule.isBySomebody ? $0 | $1.column : $0 }
        named = log.namedPatterns
        hasActivities = !log.activities.isEmpty
    }

    /// `activity` is empty where none is told.
    mutating func meaning(of activity: String, isBySomebody: Bool) -> Meaning {
        let meaning = remembered[Name(text: activity)] ?? remember(activity)
        return isBySomebody
            ? meaning : Meaning(columns: meaning.columns & ~bySomebody, isNamed: meaning.isNamed)
    }

    private mutating func remember(_ activity: String) -> Meaning {
        let columns = rules.reduce(0) { $1.rule.matches(activity: activity) ? $0 | $1.column : $0 }
        let meaning = Meaning(
            columns: columns, isNamed: !hasActivities || named.contains { $0.matches(activity) })
        if remembered.count == Self.rememberedActivities { remembered.removeAll() }
        remembered[Name(text: activity)] = meaning
        return meaning
    }
}
