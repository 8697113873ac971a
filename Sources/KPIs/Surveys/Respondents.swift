import Domain

/// The people behind what was said in surveys, where each position is one token's in one survey.
///
/// Whether tokens of two surveys are one person's cannot be known, so they are as many as answered the survey with the most
/// of the positions. Nor can it be known whether somebody answered twice, so they are no more than are in the scope.
///
/// A survey that goes on after a month's end takes its answers along to the next one. What was shown of them there tells,
/// beside what is shown of all, in that month or in its quarter, what the late ones are. So those who answered in the
/// last month are a second role, unless nothing was shown: too few had answered before. Nor does a figure tell anything
/// to which nobody came.
///
/// The digest knows what was said by its content, equal ones by their number. Tokens get other numbers when a survey is
/// loaded again after its key is gone; by them everybody would seem to have changed when one person did.
struct Respondents: PeopleBehind {
    /// By position.
    private let survey: [Symbol]
    /// By position, a hash of all that is said there.
    private let said: [UInt64]
    /// By position: whether all that is said there was said early.
    private let isEarly: [Bool]
    /// Where somebody answered early and later again, who was in a group before can be missing from it now: that
    /// nobody came doesn't say that nothing changed.
    private let revised: Set<Symbol>
    private let isAnyEarly: Bool

    init(survey: [Symbol], said: [UInt64], isEarly: [Bool], revised: Set<Symbol>) {
        self.survey = survey
        self.said = said
        self.isEarly = isEarly
        self.revised = revised
        isAnyEarly = isEarly.contains(true) || !revised.isEmpty
    }

    static func most(in scope: Scope, _ view: PeriodView) -> Int? { view.knownHeadcount(of: scope) }

    /// For sheets.
    static let limits = """
        They are no more than are there on the last day, and of a survey to which \(Settings.leastGroup) or more had \
        answered before its last month those who answered in that, for what they said is else the difference of two figures.
        """

    /// What one person says can change in as many.
    static let bucketsPerPerson = Contributors.Digest.bucketsPerNameless

    func contributors(of positions: ArraySlice<Int32>, isRefused: Bool) -> Contributors {
        Contributors(
            roles: roles(of: positions),
            digest: Contributors.Digest(nameless: positions.lazy.map { said[Int($0)] }))
    }

    func few(of positions: some Sequence<Int32>, upTo most: RoleCounts) -> RoleCounts {
        let roles = roles(of: positions, upTo: isAnyEarly ? .max : most.first ?? 0)
        return RoleCounts(
            roles.first.map { min($0, most.first ?? 0) }, roles.second.map { min($0, most.second ?? 0) })
    }

    /// What a side of a figure tells it tells of all who are on it.
    func few(onSideOf positions: some Sequence<Int32>, upTo most: RoleCounts) -> RoleCounts {
        RoleCounts(few(of: positions, upTo: most).first)
    }

    /// `most`: as soon as there are as many, the others needn't be counted.
    private func roles(of positions: some Sequence<Int32>, upTo most: Int = .max) -> RoleCounts {
        var (all, early): ([Symbol: Int], [Symbol: Int]) = ([:], [:])
        var people = 0
        for position in positions {
            if people == most { break }
            let survey = survey[Int(position)]
            all[survey, default: 0] += 1
            if isEarly[Int(position)] { early[survey, default: 0] += 1 }
            people = max(people, all[survey] ?? 0)
        }
        guard isAnyEarly else { return RoleCounts(people) }
        let late = all.map { $0.value - early[$0.key, default: 0] }.max() ?? 0
        let isUntold = late == 0 || (early.values.max() ?? 0) < Settings.leastGroup
        return RoleCounts(people, isUntold && revised.isDisjoint(with: all.keys) ? people : late)
    }
}
