import Domain

/// Who was invited to the window's surveys, and who answered. A position is a group of people who were invited, or what one
/// token answered; of surveys to which nobody is known to be invited there are none.
struct Invitations {
    /// By position; of a group its team, with the department that it had when the survey ended, or the department itself.
    let place: [Place]
    /// By position: how many were invited; 0 of an answer.
    let invited: [Int]
    /// By position.
    private let survey: [Symbol]
    private var pooled: PooledSurveys

    var count: Int { place.count }

    static let inputs: [Sheet.Input] = [
        .init([SurveyInvitations.round, SurveyInvitations.invited], .whereKnown),
        .init([SurveyInvitations.team, SurveyInvitations.department], .whereKnown),
    ]

    init(in view: PeriodView) {
        let facts = view.facts
        let (surveys, counts) = (facts[SurveyInvitations.survey], facts[SurveyInvitations.invited])
        let (teams, departments) = (facts[SurveyInvitations.team], facts[SurveyInvitations.department])
        let answers = view.answers
        pooled = PooledSurveys(endedOn: answers.endedOn)
        let submissions = facts[Satisfaction.submittedAt]
        var ends: [Symbol: Instant] = [:]
        for (survey, row) in zip(answers.survey, answers.row) {
            ends[survey] = max(ends[survey] ?? .distantPast, submissions[row])
        }
        var (place, invited, survey): ([Place], [Int], [Symbol]) = ([], [], [])
        for row in facts.rows(of: Datasets.surveyInvitations) {
            guard let end = ends[surveys[row]] else { continue }
            var group = view.place(of: teams[row], at: end)
            if !group.department.isKnown { group.department = departments[row] }
            place.append(group)
            invited.append(Int(counts[row]))
            survey.append(surveys[row])
        }
        let known = Set(survey)
        var last: (survey: Symbol, token: Int64)?
        for position in answers.row.indices where known.contains(answers.survey[position]) {
            let sheet = (survey: answers.survey[position], token: answers.token[position])
            if let last, last == sheet { continue }
            last = sheet
            place.append(answers.place[position])
            invited.append(0)
            survey.append(sheet.survey)
        }
        (self.place, self.invited, self.survey) = (place, invited, survey)
    }

    /// Of some positions' groups, survey by survey: how many were invited, and how many answered.
    func counts(of positions: some Sequence<Int32>) -> [(invited: Int, answered: Int)] {
        var counts: [Symbol: (invited: Int, answered: Int)] = [:]
        for position in positions {
            let invited = invited[Int(position)]
            counts[survey[Int(position)], default: (0, 0)].invited += invited
            if invited == 0 { counts[survey[Int(position)], default: (0, 0)].answered += 1 }
        }
        return counts.values.filter { $0.invited > 0 }
    }

    /// What is known of where those are who were invited: no more of them have a place than are left of all after those who
    /// answered without naming one.
    private var coverage: CoverageTally {
        var tally = CoverageTally()
        for positions in Dictionary(grouping: place.indices, by: { survey[$0] }).values {
            let all = positions.reduce(0) { $0 + invited[$1] }
            func known(_ isKnown: (Place) -> Bool) -> Int {
                let ofGroups = positions.reduce(0) { $0 + (isKnown(place[$1]) ? invited[$1] : 0) }
                let nowhere = positions.count { invited[$0] == 0 && !isKnown(place[$0]) }
                return max(0, min(ofGroups, all - nowhere))
            }
            tally.add(
                count: all, ofKnownTeam: known(\.team.isKnown), ofKnownDepartment: known(\.department.isKnown))
        }
        return tally
    }

    /// Each counts as many as were invited.
    var records: Records<Invitations> {
        var records = Records(count: count, places: place, people: self)
        records.weight = { position, _ in invited[position] }
        records.tally = coverage
        return records
    }
}

/// Whether those who are invited to two surveys are the same can't be known, so they are as many as were invited to the survey
/// to which most were; where nobody was, as answered one. Those of the month with the fewest are a second role, where several
/// months are together.
extension Invitations: PeopleBehind {
    mutating func enter(_ scope: Scope, without part: Scope?) { pooled.enter(scope) }

    /// A group is known by how many it is, who answered by nothing: what they said is no part of the figure.
    func contributors(of positions: ArraySlice<Int32>, isRefused: Bool) -> Contributors {
        let groups = positions.filter { invited[Int($0)] > 0 }
        return Contributors(
            roles: RoleCounts(people(of: positions), pooled.fewest(of: groups, in: survey, people)),
            digest: Contributors.Digest(
                nameless: positions.lazy.map { mix(UInt64(bitPattern: Int64(invited[Int($0)]))) }))
    }

    func few(of positions: some Sequence<Int32>, upTo most: RoleCounts) -> RoleCounts {
        RoleCounts(people(of: Array(positions))).upTo(most.first ?? 0)
    }

    private func people(of positions: some Collection<Int32>) -> Int {
        if let most = counts(of: positions).map(\.invited).max() { return most }
        return Dictionary(grouping: positions) { survey[Int($0)] }.values.map(\.count).max() ?? 0
    }
}
