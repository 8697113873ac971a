import Domain

/// The people behind what was said in surveys, where each position is one token's in one survey.
///
/// Whether tokens of two surveys are one person's cannot be known, so they are as many as answered the survey with the most
/// of the positions. Nor can it be known whether somebody answered twice, so they are no more than were in the scope on the
/// day of its last answer.
///
/// A survey that goes on after a month's end takes its answers along to the next one. What was shown of them there tells,
/// beside what is shown of all, in that month or in its quarter, what the late ones are. So those who answered in the
/// last month are a second role, unless nothing was shown: too few had answered before. Nor does a figure tell anything
/// to which nobody came.
///
/// What several months have together is a second role, too, that of the month with the fewest: `PooledSurveys`.
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
    private var pooled: PooledSurveys
    /// By survey: how many people were where when it ended.
    private let headcounts: [Symbol: Headcounts]
    /// By survey: how many people the positions can be of; none where that isn't known.
    private var rooms: [Symbol: Int] = [:]

    /// Of some of the answers; `survey`, `said` and `isEarly` go by position.
    init(to answers: SurveyAnswers, survey: [Symbol], said: [UInt64], isEarly: [Bool]) {
        self.survey = survey
        self.said = said
        self.isEarly = isEarly
        revised = answers.revised
        headcounts = answers.headcounts
        pooled = PooledSurveys(endedOn: answers.endedOn)
        isAnyEarly = isEarly.contains(true) || !revised.isEmpty
    }

    static let isNameless = true

    mutating func enter(_ scope: Scope, without part: Scope?) {
        pooled.enter(scope)
        rooms = headcounts.compactMapValues { $0.people(in: scope, without: part) }
    }

    /// For sheets.
    static let limits = """
        They are no more than were there on the day of a survey's last answer, and of one to which \(Settings.leastGroup) or \
        more had answered before its last month those who answered in that, for what they said is else the difference of two \
        figures. \(PooledSurveys.limits)
        """

    /// What one person says can change in as many.
    static let bucketsPerPerson = Contributors.Digest.bucketsPerNameless

    func contributors(of positions: ArraySlice<Int32>, isRefused: Bool) -> Contributors {
        let all = roles(of: positions)
        let fewest = pooled.fewest(of: positions, in: survey) { roles(of: $0).fewest }
        return Contributors(
            roles: RoleCounts(all.first, fewest ?? all.second),
            digest: Contributors.Digest(nameless: positions.lazy.map { said[Int($0)] }))
    }

    func few(of positions: some Sequence<Int32>, upTo most: RoleCounts) -> RoleCounts {
        let (first, second) = (most.first ?? 0, most.second ?? 0)
        let roles = roles(of: positions, upTo: (first, second))
        return RoleCounts(roles.first.map { min($0, first) }, roles.second.map { min($0, second) })
    }

    /// What a side of a figure tells it tells of all who are on it.
    func few(onSideOf positions: some Sequence<Int32>, upTo most: RoleCounts) -> RoleCounts {
        RoleCounts(few(of: positions, upTo: RoleCounts(most.first)).first)
    }

    /// `most`: of all and of late ones; as soon as there are as many, the others needn't be counted.
    private func roles(
        of positions: some Sequence<Int32>, upTo most: (all: Int, late: Int) = (.max, .max)
    ) -> RoleCounts {
        var (all, early): ([Symbol: Int], [Symbol: Int]) = ([:], [:])
        var (people, late) = (0, 0)
        for position in positions {
            if people >= most.all, !isAnyEarly || late >= most.late { break }
            let survey = survey[Int(position)]
            let room = rooms.isEmpty ? .max : rooms[survey] ?? .max
            all[survey, default: 0] += 1
            if isEarly[Int(position)] { early[survey, default: 0] += 1 }
            people = max(people, min(all[survey] ?? 0, room))
            if isAnyEarly { late = max(late, min((all[survey] ?? 0) - early[survey, default: 0], room)) }
        }
        guard isAnyEarly else { return RoleCounts(people) }
        // Of the early ones all: when they answered there may have been more people.
        let isUntold = late == 0 || (early.values.max() ?? 0) < Settings.leastGroup
        return RoleCounts(people, isUntold && revised.isDisjoint(with: all.keys) ? people : late)
    }
}
