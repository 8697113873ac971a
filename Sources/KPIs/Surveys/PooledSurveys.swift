import Domain

/// Surveys that a figure has together and the figures of shorter periods have apart: months, and of teams quarters, which are
/// the shortest that are published unless an organization widens it.
///
/// What is shown of the others tells, beside what is shown of all, what was said in one that is hidden. So each has to have
/// enough people behind it, or nobody.
struct PooledSurveys {
    /// By survey: where the period begins in which it ended.
    private let months: [Symbol: LocalDate]
    private let quarters: [Symbol: LocalDate]
    private var isTeam = false

    init(endedOn days: [Symbol: LocalDate]) {
        months = days.mapValues { Period(.month, containing: $0).from }
        quarters = days.mapValues { Period(.quarter, containing: $0).from }
    }

    /// For sheets.
    static let limits = """
        Of several months, or quarters of a team, they are those of the one with the fewest, for the same reason.
        """

    mutating func enter(_ scope: Scope) { isTeam = scope.kind == .team }

    /// How many people the period with the fewest has, of those with a position; `nil` where all are in one. `survey` goes by
    /// position.
    func fewest(of positions: some Sequence<Int32>, in survey: [Symbol], _ people: ([Int32]) -> Int) -> Int? {
        let periods = isTeam ? quarters : months
        guard Set(periods.values).count > 1 else { return nil }
        let apart = Dictionary(grouping: positions) { periods[survey[Int($0)]] }
        return apart.count > 1 ? apart.values.map(people).min() : nil
    }
}
