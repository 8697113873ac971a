import Domain

/// The overload index of everybody who gave help in the days before a window's end and was employed throughout.
struct HelperOverload {
    struct Member {
        let person: Person
        /// On the last day before the window's end.
        let place: Place
        /// `nil` for who is no helper.
        let index: OverloadIndex?
        /// A hash of what is the person's own in their index and in those of their team.
        let share: UInt64
    }

    /// What somebody is, as far as the index is concerned.
    enum Standing {
        case gaveNoHelp
        case notEmployed
        case notEmployedThroughout
        /// `pieces`: that they gave in these days.
        case helper([OverloadIndex.Component: OverloadFinding], pieces: Int)
    }

    static let dayCount = 28
    /// Days before the first of the dates from which help is looked at. A run takes five dates, and a stretch of 35 h
    /// that ends with the first work takes two days; somebody's dates begin up to 26 h before the organization's. That
    /// leaves seven days for a piece of help that was still going on then; longer ones count from when they are read,
    /// so they are left out here whether they were read or not.
    static let helpReach = 14
    /// Days before the first of the dates whose shifts can end within 35 h of its beginning: a shift is up to 24 h
    /// long, and a calendar's dates are up to 26 h off a person's.
    static let shiftReach = 4
    /// Days after the last of the dates whose shifts can begin on it.
    private static let shiftsAfter = 2
    private static let longestThanks = 14 * Instant.microsecondsPerDay

    private let view: PeriodView
    private let first: LocalDate
    private let count: Int
    private let calendars: Calendars
    private let pieces: Pieces
    private let byHelper: PositionsByKey<Person>
    private let byRecipient: PositionsByKey<Person>
    private let recognitionsByReceiver: PositionsByKey<Person>
    private let knowsRecipients: Bool
    private let knowsThanks: Bool
    /// By person: hours over the dates.
    private var capacity: [Double?]
    /// By person: the team on the last day.
    private let team: [Symbol]
    private let membersByTeam: PositionsByKey<Symbol>
    private var shifts: CalendarDays<[Interval]?>
    private var datesByZone: [String: DateGrid] = [:]
    private var totals: [TeamSpan: TeamTotals] = [:]

    /// By person: helpers, and who else was in a team on the last day. The dates are the 28 before the date of the
    /// window's end, or, where somebody asked for this very window, its own: in the zone of the person on the last of
    /// them, cut at the window's end.
    static func people(in view: PeriodView) -> [Member] {
        var computation = HelperOverload(view: view)
        return view.facts.everybody.compactMap { person in
            let index = computation.index(of: person)
            guard index != nil || computation.team[person.index].isKnown else { return nil }
            return Member(
                person: person, place: view.facts.place(of: person, on: view.window.lastDate),
                index: index, share: computation.share(of: person, index))
        }
    }

    /// What one person is, and the zone whose dates are theirs.
    static func standing(of person: Person, in view: PeriodView) -> (standing: Standing, zone: Zone) {
        var computation = HelperOverload(view: view)
        return (computation.standing(of: person), computation.span(of: person).zone)
    }

    private init(view: PeriodView) {
        let facts = view.facts
        let window = view.window
        self.view = view
        let lastDate = window.lastDate
        first = view.isAdHoc ? window.zone.date(at: window.from) : lastDate.advanced(byDays: 1 - Self.dayCount)
        count = Int(lastDate.daysSinceEpoch - first.daysSinceEpoch) + 1
        calendars = Calendars(facts: facts, zone: window.zone)
        let from = window.zone.start(of: first.advanced(byDays: -Self.helpReach))
        pieces = Pieces(view: view, from: from, details: [.minutes, .recipients, .ratings])
        byHelper = PositionsByKey(pieces.helper, keyCount: facts.people.count)
        byRecipient = PositionsByKey(pieces.recipient, keyCount: facts.people.count)
        recognitionsByReceiver = PositionsByKey(
            facts.rows(of: Datasets.recognitions).map { [receiver = facts[Recognitions.receiver]] in
                receiver[$0]
            }, keyCount: facts.people.count)
        knowsRecipients =
            facts.has(HelpRequests.requester)
            || facts.has(HelpContributions.recipient)
        knowsThanks =
            facts.has(Datasets.recognitions) || facts.has(HelpContributions.rating)
        var capacities = Capacity(view: view, calendars: calendars, first: first, count: count)
        capacity = Array(repeating: nil, count: facts.people.count)
        for person in facts.agreements.stretches.keys {
            capacity[person.index] = capacities.of(person)?.hours(on: 0..<count)
        }
        team = facts.everybody.map {
            facts.roster.spell(of: $0, on: lastDate)?.team ?? .unknown
        }
        membersByTeam = PositionsByKey(team, keyCount: facts.symbols.texts.count)
        shifts = CalendarDays(
            first: first.advanced(byDays: -Self.shiftReach), count: Self.shiftReach + count + Self.shiftsAfter,
            facts: facts, calendars: calendars
        ) { calendar, date in calendar?.spans(startingOn: date) }
    }

    /// The concentration looks at a whole team, so the index itself would differ for all of it when one person's record
    /// does; here that is one person's. Only whom somebody helped shows on both sides.
    private mutating func share(of person: Person, _ index: OverloadIndex?) -> UInt64 {
        let given = within(span(of: person).span, byHelper[person])
        let team = view.facts.symbols[team[person.index]] ?? ""
        let own = OverloadIndex.Component.allCases.filter { $0 != .concentration }.map { index?[$0] }
        // By their bits, since unknown ones are among them.
        let minutes = given.map { pieces.minutes[Int($0)] }.sorted { $0.bitPattern < $1.bitPattern }
        let values = own + [capacity[person.index], Double(given.count)] + minutes
        // No value is below 0.
        return values.reduce(team.utf8.reduce(0) { mix($0 ^ UInt64($1)) }) { mix($0 ^ ($1 ?? -1).bitPattern) }
    }

    private mutating func span(of person: Person) -> (zone: Zone, dates: DateGrid, span: Interval) {
        let zone = calendars.zone(ofPerson: person, on: view.window.lastDate)
        let dates = dates(in: zone)
        return (
            zone, dates, .init(from: dates.begin(of: Rest.longestRun), to: min(dates.end, view.window.to))
        )
    }

    private mutating func index(of person: Person) -> OverloadIndex? {
        // Most people gave no help, and need not be followed day by day.
        guard !byHelper[person].isEmpty, case .helper(let findings, _) = standing(of: person) else { return nil }
        return OverloadIndex(findings.mapValues(\.score))
    }

    /// Whether somebody is a helper, and what is then known of each component.
    private mutating func standing(of person: Person) -> Standing {
        let days = daysEmployed(person)
        guard days > 0 else { return .notEmployed }
        guard days == count else { return .notEmployedThroughout }
        guard !byHelper[person].isEmpty else { return .gaveNoHelp }
        let (zone, dates, span) = span(of: person)
        let given = within(span, byHelper[person])
        guard !given.isEmpty else { return .gaveNoHelp }
        let (hours, capacity) = (pieces.hours(of: given), capacity[person.index])
        let calendarShifts = shifts.values(of: person)
        let hasCalendar = calendarShifts[Self.shiftReach..<Self.shiftReach + count].allSatisfy { $0 != nil }
        func ofUse(_ finding: (_ hours: Double, _ capacity: Double) -> OverloadFinding) -> OverloadFinding {
            guard let hours else { return .missing(.minutes) }
            return capacity.map { finding(hours, $0) } ?? .missing(.agreement)
        }
        let (received, concentration) = (
            knowsRecipients ? pieces.hours(of: within(span, byRecipient[person])) : nil,
            concentration(of: person, given, span)
        )
        return .helper(
            [
                .load: ofUse { .made(.load(hours: $0, capacity: $1)) },
                .recovery: hasCalendar
                    ? recovery(of: person, calendarShifts, dates, until: span.to) : .missing(.calendar),
                .afterHours: hasCalendar ? afterHours(of: person, given, dates, zone) : .missing(.calendar),
                .concentration: concentration,
                .oneSidedness: ofUse { hours, capacity in
                    guard knowsRecipients else { return .missing(.recipients) }
                    guard let received else { return .missing(.minutesReceived) }
                    return .made(.oneSidedness(given: hours, received: received, use: hours / capacity))
                },
                .unacknowledged: unacknowledged(given),
            ], pieces: given.count)
    }

    /// The dates of a zone, and those before them that a run takes.
    private mutating func dates(in zone: Zone) -> DateGrid {
        if let known = datesByZone[zone.name] { return known }
        let dates = DateGrid(
            first: first.advanced(byDays: -Rest.longestRun), count: Rest.longestRun + count, zone: zone)
        datesByZone[zone.name] = dates
        return dates
    }

    private func within(_ span: Interval, _ positions: some Sequence<Int32>) -> [Int32] {
        positions.filter { span.contains(pieces.startedAt[Int($0)]) }
    }

    /// All of the dates for who isn't in people: nobody can tell.
    private func daysEmployed(_ person: Person) -> Int {
        view.isInPeople[person.index]
            ? (0..<count).count { view.facts.roster.isEmployed(person, on: first.advanced(byDays: $0)) } : count
    }

    // The components

    private func recovery(
        of person: Person, _ shifts: [[Interval]?], _ dates: DateGrid, until end: Instant
    ) -> OverloadFinding {
        var work: [Interval] = []
        let leave = view.facts.leave.byPerson[person] ?? []
        for (day, spans) in shifts.enumerated() {
            let date = self.shifts.first.advanced(byDays: day)
            if let spans, !leave.contains(where: { $0.from <= date && date < $0.to }) { work += spans }
        }
        var isHelpDate = [Bool](repeating: false, count: dates.count)
        for position in byHelper[person] {
            let start = pieces.startedAt[Int(position)]
            let minutes = pieces.minutes[Int(position)]
            let length = minutes.isNaN ? 0 : minutes * 60 * Double(Instant.microsecondsPerSecond)
            work.append(.init(from: start, to: start + Int64(length.rounded())))
            if start < end, let date = dates.position(of: start) { isHelpDate[date] = true }
        }
        let beginnings = Rest.beginnings(of: work.filter { $0.from < end })
        let lacks = Rest.lacks(beginnings: beginnings, isHelpDate: isHelpDate, dates: dates)
        return .made(.recovery(lacks, days: count))
    }

    private func afterHours(
        of person: Person, _ given: [Int32], _ dates: DateGrid, _ zone: Zone
    ) -> OverloadFinding {
        var isAfterHours = [Bool](repeating: false, count: dates.count)
        var isAtNight = isAfterHours
        for position in given {
            let start = pieces.startedAt[Int(position)]
            guard let date = dates.position(of: start) else { continue }
            let calendar = calendars.ofPerson(person, on: dates.first.advanced(byDays: date))
            guard calendar?.isWorking(at: start) == false else { continue }
            isAfterHours[date] = true
            if Night.contains(start, in: zone) { isAtNight[date] = true }
        }
        return .made(
            .afterHours(dates: isAfterHours.count { $0 }, nights: isAtNight.count { $0 }, days: count))
    }

    private mutating func concentration(
        of person: Person, _ given: [Int32], _ span: Interval
    ) -> OverloadFinding {
        let team = team[person.index]
        guard team.isKnown else { return .missing(.team) }
        let totals = totals(of: TeamSpan(team: team, span: span))
        let help: Double
        if let minutes = totals.minutes {
            guard minutes > 0 else { return .missing(.helpOfTeam) }
            help = given.reduce(0) { $0 + pieces.minutes[Int($1)] } / minutes
        } else {
            help = Double(given.count) / Double(totals.pieces)
        }
        let share = totals.capacity.flatMap { total in capacity[person.index].map { $0 / total } }
        return .made(
            .concentration(
                shareOfHelp: help, isOfHours: totals.minutes != nil,
                shareOfCapacity: share ?? 1 / Double(totals.members), isOfCapacity: share != nil))
    }

    private func unacknowledged(_ given: [Int32]) -> OverloadFinding {
        guard knowsThanks else { return .missing(.thanks) }
        guard given.count >= OverloadIndex.fewestPieces else { return .missing(.pieces(given.count)) }
        let (giver, thankedAt) = (view.facts[Recognitions.giver], view.facts[Recognitions.givenAt])
        let acknowledged = given.count { position in
            let piece = Int(position)
            if pieces.isRated[piece] { return true }
            let start = pieces.startedAt[piece]
            return pieces.recipient[piece].isKnown
                && recognitionsByReceiver[pieces.helper[piece]].contains {
                    let row = Row(ordinal: $0)
                    let givenAt = thankedAt[row]
                    return giver[row] == pieces.recipient[piece] && start <= givenAt
                        && givenAt - start <= Self.longestThanks && givenAt < view.window.to
                }
        }
        return .made(.unacknowledged(acknowledged: acknowledged, pieces: given.count))
    }

    // Teams

    private struct TeamSpan: Hashable {
        let team: Symbol
        let span: Interval
    }

    private struct TeamTotals {
        let members: Int
        let pieces: Int
        /// `nil` unless every piece has some.
        let minutes: Double?
        /// Hours; `nil` unless every member has some.
        let capacity: Double?
    }

    private mutating func totals(of key: TeamSpan) -> TeamTotals {
        if let known = totals[key] { return known }
        let members = membersByTeam[key.team].map { Person(ordinal: $0) }
        let positions = members.flatMap { within(key.span, byHelper[$0]) }.sorted()
        let minutes = positions.map { pieces.minutes[Int($0)] }
        let capacities = members.compactMap { capacity[$0.index] }.sorted()
        let found = TeamTotals(
            members: members.count, pieces: positions.count,
            minutes: minutes.contains { $0.isNaN } ? nil : minutes.reduce(0, +),
            capacity: capacities.count == members.count ? capacities.reduce(0, +) : nil)
        totals[key] = found
        return found
    }
}

/// 22:00 to 6:00 on the wall.
enum Night {
    /// What a date of help in the night counts.
    static let points = 2
    private static let begins: Int64 = 22 * 3600 * Instant.microsecondsPerSecond
    private static let ends: Int64 = 6 * 3600 * Instant.microsecondsPerSecond

    static func contains(_ instant: Instant, in zone: Zone) -> Bool {
        let wall = instant.microseconds + zone.offset(at: instant) * Instant.microsecondsPerSecond
        let timeOfDay = wall - Int64(zone.date(at: instant).daysSinceEpoch) * Instant.microsecondsPerDay
        return timeOfDay < ends || begins <= timeOfDay
    }
}
