import Domain

/// Everybody who was there throughout the quarter before one of a window's quarters: the help that they gave and got in the one,
/// and whether they left in the other.
struct FollowedQuarters {
    /// Somebody in one quarter of the window.
    struct Member {
        let person: Person
        /// From 0 on.
        let quarter: Int
        /// On the day before the quarter.
        let place: Place
        /// From the quarter's first day until they left, or it ended; 0 for who left on the first.
        let days: Int
        let hasLeft: Bool
        /// Hours of help in the quarter before, pieces where no piece of anybody's has minutes; 0 without a piece, `nil` where
        /// none of the person's has minutes.
        let given: Double?
        /// Whether they got a piece of help in the quarter before.
        let wasHelped: Bool

        /// Of what it counts as where something is refused.
        var hashOfLeaving: UInt64 { mix(UInt64(quarter)) ^ (hasLeft ? 1 : 0) }
    }

    /// In order of person, then of quarter.
    let members: [Member]
    let quarterCount: Int

    init(in view: PeriodView) {
        let quarters = view.window.quarters
        let pieces = Pieces(view: view, from: view.window.quarterBefore.from, details: [.minutes, .recipients])
        var members: [Member] = []
        for (number, quarter) in quarters.enumerated() {
            let support = Support(
                from: pieces, in: Window(from: quarter.from, to: quarter.to, zone: view.window.zone).quarterBefore,
                personCount: view.facts.people.count)
            members += Self.members(of: number, quarter, support, in: view)
        }
        self.members = members.sorted { ($0.person, $0.quarter) < ($1.person, $1.quarter) }
        quarterCount = quarters.count
    }

    private static func members(
        of number: Int, _ quarter: Interval, _ support: Support, in view: PeriodView
    ) -> [Member] {
        let zone = view.window.zone
        let (from, to) = (zone.date(at: quarter.from), zone.date(at: quarter.to))
        let (first, eve) = (from.advanced(byMonths: -monthsOfQuarter), from.advanced(byDays: -1))
        return view.workforce.members.compactMap { member in
            let (person, employment) = (member.person, member.employment)
            guard employment.joinedOn <= eve, eve < employment.leftOn,
                employment.joinedOn <= first || view.facts.roster.isEmployed(person, from: first, to: from)
            else { return nil }
            return Member(
                person: person, quarter: number, place: view.facts.place(of: person, on: eve),
                days: min(employment.leftOn, to).days(since: from), hasLeft: employment.leftOn < to,
                given: support.given(by: person), wasHelped: support.wasHelped(person))
        }
    }

    fileprivate static let monthsOfQuarter = 3
}

/// What everybody gave and got in some stretch of time.
private struct Support {
    /// By person, as the others.
    private var pieces: [Int]
    private var piecesWithMinutes: [Int]
    private var minutes: [Double]
    private var hasReceived: [Bool]
    private var areMinutesKnown = false

    init(from all: Pieces, in stretch: Interval, personCount: Int) {
        pieces = Array(repeating: 0, count: personCount)
        piecesWithMinutes = pieces
        minutes = Array(repeating: 0, count: personCount)
        hasReceived = Array(repeating: false, count: personCount)
        for position in 0..<all.count where stretch.contains(all.startedAt[position]) {
            let helper = all.helper[position].index
            pieces[helper] += 1
            if !all.minutes[position].isNaN {
                piecesWithMinutes[helper] += 1
                minutes[helper] += all.minutes[position]
                areMinutesKnown = true
            }
            if all.recipient[position].isKnown { hasReceived[all.recipient[position].index] = true }
        }
    }

    func given(by person: Person) -> Double? {
        guard areMinutesKnown else { return Double(pieces[person.index]) }
        let isUnknown = pieces[person.index] > 0 && piecesWithMinutes[person.index] == 0
        return isUnknown ? nil : minutes[person.index] / 60
    }

    func wasHelped(_ person: Person) -> Bool { hasReceived[person.index] }
}

extension Window {
    /// Three calendar months each, from the first date on, and the last as long as the window goes: of a year its quarters.
    fileprivate var quarters: [Interval] {
        let first = zone.date(at: from)
        let begins = (0...).lazy.map { zone.start(of: first.advanced(byMonths: $0 * FollowedQuarters.monthsOfQuarter)) }
        return Array(
            zip(begins, begins.dropFirst()).prefix { $0.0 < to }.map { Interval(from: $0, to: min($1, to)) })
    }
}

extension Roster {
    /// Whether somebody was employed on every day from one date on, before another, in whatever employments.
    fileprivate func isEmployed(_ person: Person, from: LocalDate, to: LocalDate) -> Bool {
        employments(of: person).reduce(0) { $0 + max(0, min(to, $1.leftOn).days(since: max(from, $1.joinedOn))) }
            == to.days(since: from)
    }
}

extension LocalDate {
    fileprivate func days(since other: LocalDate) -> Int { Int(daysSinceEpoch) - Int(other.daysSinceEpoch) }
}
