import Domain

/// Lets the people of an organization ask and answer, day by day, so that only one day is ever in memory.
struct HelpGenerator {
    let organization: SimulatedOrganization
    var generator: SeededGenerator
    /// Decides what only planted truths ask for, so that all else stays as it is without them.
    private var plantedChance: SeededGenerator
    /// Likewise what people keep to themselves for fear, and how burnt-out people help after hours.
    private var fear, burnout: SeededGenerator
    /// Requests that quiet juniors kept to themselves, and those that people were afraid to ask.
    private(set) var notAsked = (quiet: 0, fear: 0)

    static let daysPerMonth = 30.4375
    private static let meanWeekday = Habits.weekdays.reduce(0, +) / 7
    private static let meanMonth = Habits.months.reduce(0, +) / 12

    init(
        organization: SimulatedOrganization, generator: SeededGenerator, planted: SeededGenerator,
        fear: SeededGenerator, burnout: SeededGenerator
    ) {
        self.organization = organization
        self.generator = generator
        plantedChance = planted
        self.fear = fear
        self.burnout = burnout
    }

    /// What a body draws comes from the generator of burnt-out people, so that all else stays as it is.
    mutating func whereBurntOut<T>(_ body: (inout Self) -> T) -> T {
        swap(&generator, &burnout)
        defer { swap(&generator, &burnout) }
        return body(&self)
    }

    /// Requests opened on a day, in the order of their opening.
    mutating func requests(on day: LocalDate) -> [SimulatedRequest] {
        let rate =
            Habits.requestsPerPersonMonth / Self.daysPerMonth
            * Habits.weekdays[day.isoWeekday - 1] / Self.meanWeekday
            * Habits.months[day.civil.month - 1] / Self.meanMonth
        var requests: [SimulatedRequest] = []
        for team in organization.teams.indices {
            let present = organization.teams[team].present(on: day)
            guard !present.isEmpty else { continue }
            let asking = present.map { organization.people[$0.person].asking }
            for _ in 0..<generator.poisson(mean: rate * Double(present.count)) {
                let asker = present[generator.index(weightedBy: asking) ?? 0].person
                let request = request(by: asker, of: team, on: day)
                if isAsked(by: asker, of: team, on: day) { requests.append(request) }
            }
        }
        return requests.sorted { $0.opened < $1.opened }
    }

    private mutating func request(by asker: Int, of askersTeam: Int, on day: LocalDate) -> SimulatedRequest {
        let kind = generator.pick(Habits.kinds)
        var request = SimulatedRequest(
            opened: opening(on: day),
            requester: generator.chance(kind.anonymous) ? nil : asker,
            team: addressee(of: askersTeam, on: day),
            isTeamNamed: generator.chance(Habits.shareTeamNamed),
            kind: kind,
            isKindNamed: generator.chance(Habits.shareKindNamed),
            channel: generator.pick(Habits.channels),
            urgency: generator.pick(Habits.urgencies))
        if !generator.chance(Habits.shareNeverAnswered) { answer(&request, askedBy: asker) }
        if generator.chance(Habits.shareWithdrawn) { withdraw(&request) }
        return request
    }

    private mutating func opening(on day: LocalDate) -> WallTime {
        let hour = Habits.firstHour + (generator.index(weightedBy: Habits.hours) ?? 0)
        return WallTime(date: day, second: hour * 3600 + generator.below(3600))
    }

    /// What somebody would ask; quiet juniors and people who are afraid keep most of it to themselves, and those whom
    /// nobody helps all of it.
    private mutating func isAsked(by asker: Int, of team: Int, on day: LocalDate) -> Bool {
        let (plan, person) = (organization.plan, organization.people[asker])
        if let from = plan.quietFrom, day >= from, person.level.name == Habits.quietLevel,
            plantedChance.chance(Habits.shareNotAsked)
        {
            notAsked.quiet += 1
            return false
        }
        if plan.fearOfAsking.holds(in: organization.teams[team].department, on: day),
            fear.chance(Habits.shareNotAskedInFear)
        {
            notAsked.fear += 1
            return false
        }
        return !person.isUnsupported
    }

    mutating func addressee(of team: Int, on day: LocalDate) -> Int {
        let department = organization.teams[team].department
        let inReach: [Int] =
            switch generator.pick(Habits.addressees) {
            case .ownTeam: []
            case .department: organization.teamsByDepartment[department] ?? []
            case .organization: Array(organization.teams.indices)
            }
        let others = inReach.filter { $0 != team }
        let other = others.isEmpty ? team : others[generator.below(others.count)]
        return staysHome(team, turningTo: other, on: day) ? team : other
    }

    /// Whether people ask their own team where they would have turned to another: that of a clique, or from it, or where
    /// whoever needs help goes to their manager.
    private func staysHome(_ team: Int, turningTo other: Int, on day: LocalDate) -> Bool {
        let plan = organization.plan
        let departments = [team, other].map { organization.teams[$0].department }
        if departments[0] == departments[1] { return plan.helpingManagers.holds(in: departments[0], on: day) }
        return departments.contains { plan.closedClique.holds(in: $0, on: day) }
    }

    private mutating func answer(_ request: inout SimulatedRequest, askedBy asker: Int) {
        let team = organization.teams[request.team]
        let pace = request.urgency.pace * team.pace
        let responded = organization.calendars[team.calendar].time(
            after: request.opened,
            workingSeconds: seconds(medianHours: Habits.responseMedianHours * pace, sigma: Habits.responseSigma))
        let usual = helper(in: request.team, asker: asker, at: responded)
        guard let spell = helpingManager(in: request.team, asker: asker, at: responded) ?? usual else { return }
        let week = organization.calendars[spell.calendar]
        let resolution = seconds(medianHours: Habits.resolutionMedianHours * pace, sigma: Habits.resolutionSigma)
        let resolved = week.time(after: responded, workingSeconds: resolution)
        request.helper = spell.person
        request.responded = generator.chance(Habits.shareResponseNotNoted) ? nil : responded
        request.resolved = resolved
        if generator.chance(Habits.shareMinutesKnown) {
            request.minutes = minutes(median: request.kind.minutes, sigma: Habits.effortSigma)
        }
        if generator.chance(Habits.shareWaiting) {
            let ends = [Habits.waitingPart.lowerBound, Habits.waitingPart.upperBound].map { part in
                week.time(after: responded, workingSeconds: Int(Double(resolution) * part))
            }
            request.waited = (ends[0], ends[1])
        }
        if generator.chance(Habits.shareReopened) {
            let reopened = week.time(
                after: resolved,
                workingSeconds: seconds(medianHours: Habits.reopenAfterMedianHours, sigma: Habits.secondSigma))
            request.reopened = reopened
            request.finallyClosed = week.time(
                after: reopened,
                workingSeconds: seconds(medianHours: Habits.secondCloseMedianHours * pace, sigma: Habits.secondSigma))
        }
        contribute(to: &request, at: responded, askedBy: asker)
        thank(for: &request)
    }

    /// Takes the request back, unless it was resolved before.
    private mutating func withdraw(_ request: inout SimulatedRequest) {
        let withdrawn = organization.calendars[WorkWeek.office].time(
            after: request.opened,
            workingSeconds: seconds(medianHours: Habits.withdrawalMedianHours, sigma: Habits.secondSigma))
        if let resolved = request.resolved, resolved <= withdrawn { return }
        request.withdrawn = withdrawn
        request.responded = request.responded.flatMap { $0 <= withdrawn ? $0 : nil }
        if request.responded == nil { request.helper = nil }
        (request.resolved, request.reopened, request.finallyClosed, request.minutes) = (nil, nil, nil, nil)
        (request.waited, request.contributions, request.thanks) = (nil, [], nil)
    }

    /// The lead of a team in which managers do the helping, if one of its people asks.
    private mutating func helpingManager(
        in team: Int, asker: Int, at time: WallTime
    ) -> SimulatedOrganization.Spell? {
        let lead = organization.leads[team]
        guard organization.plan.helpingManagers.holds(in: organization.teams[team].department, on: time.date),
            lead != asker, !organization.people[lead].isOnLeave(time.date)
        else { return nil }
        let present = organization.teams[team].present(on: time.date)
        guard present.contains(where: { $0.person == asker }),
            let spell = present.first(where: { $0.person == lead }),
            organization.calendars[spell.calendar].contains(time), plantedChance.chance(Habits.managersShare)
        else { return nil }
        return spell
    }

    /// Somebody of the team who works at that time.
    private mutating func helper(in team: Int, asker: Int, at time: WallTime) -> SimulatedOrganization.Spell? {
        let candidates = organization.teams[team].present(on: time.date).filter { spell in
            spell.person != asker && !organization.people[spell.person].isOnLeave(time.date)
                && organization.calendars[spell.calendar].contains(time)
        }
        let overloaded = team == organization.plan.overloadedTeam ? organization.overloadedPerson : nil
        if let spell = candidates.first(where: { $0.person == overloaded }), generator.chance(Habits.overloadedShare) {
            return spell
        }
        let others = candidates.filter { $0.person != overloaded }
        let helping = others.map { organization.people[$0.person].helping }
        return generator.index(weightedBy: helping).map { others[$0] }
    }

    mutating func seconds(medianHours: Double, sigma: Double) -> Int {
        Int(generator.lognormal(median: medianHours * 3600, sigma: sigma))
    }

    mutating func minutes(median: Double, sigma: Double) -> Int {
        max(1, Int(generator.lognormal(median: median, sigma: sigma).rounded()))
    }
}
