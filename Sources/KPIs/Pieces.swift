import Domain

/// The pieces of help that began between an instant and the window's end, as columns: contributions, and resolved
/// requests, at their first close, that no contribution names by then.
///
/// In ascending order of minutes, unknown ones last, so that sums over any part are the same to the bit whatever
/// order the facts had.
struct Pieces {
    let helper: [Int32]
    /// Who was helped: -1 where unknown.
    let recipient: [Int32]
    let startedAt: [Int64]
    /// NaN where unknown.
    let minutes: [Double]
    /// Whether the person helped rated it.
    let isRated: [Bool]
    /// Resolved requests of which nobody says who helped: records, but no pieces.
    let helperlessCount: Int

    /// `from`: the window's own beginning unless it is given.
    init(view: PeriodView, from: Int64? = nil) {
        let requests = view.facts.requests
        let from = from ?? view.window.from.microseconds
        let to = view.window.to.microseconds
        var pieces: [Piece] = []
        var helperless = 0
        for row in 0..<requests.count
        where from <= requests.resolvedAt[row] && requests.resolvedAt[row] < to && requests.contributedAt[row] >= to
            && view.firstClose(of: row).outcome == .event
        {
            guard requests.helper[row] >= 0 else {
                helperless += 1
                continue
            }
            pieces.append(
                Piece(
                    helper: requests.helper[row], recipient: requests.requester[row],
                    startedAt: requests.resolvedAt[row], minutes: requests.effortMinutes[row], isRated: false))
        }
        let contributions = view.facts.contributions
        for row in 0..<contributions.count
        where from <= contributions.startedAt[row] && contributions.startedAt[row] < to {
            let named = contributions.recipient[row]
            // A request opened at or after the window's end isn't there yet.
            let asker = contributions.requestOpenedAt[row] < to ? contributions.asker[row] : -1
            pieces.append(
                Piece(
                    helper: contributions.helper[row], recipient: named >= 0 ? named : asker,
                    startedAt: contributions.startedAt[row], minutes: contributions.minutes[row],
                    isRated: !contributions.rating[row].isNaN))
        }
        // Places in the order are sorted and not the pieces, which are large; unknown is more than any number.
        var order = pieces.indices.map { (minutes: pieces[$0].minutes.isNaN ? .infinity : pieces[$0].minutes, at: $0) }
        order.sort { $0.minutes < $1.minutes }
        helper = order.map { pieces[$0.at].helper }
        recipient = order.map { pieces[$0.at].recipient }
        startedAt = order.map { pieces[$0.at].startedAt }
        minutes = order.map { pieces[$0.at].minutes }
        isRated = order.map { pieces[$0.at].isRated }
        helperlessCount = helperless
    }

    private struct Piece {
        let helper: Int32
        let recipient: Int32
        let startedAt: Int64
        let minutes: Double
        let isRated: Bool
    }

    /// Whether the organization has a column that says how long pieces took.
    static func haveMinutes(in facts: Facts) -> Bool {
        facts.has(dataset: "help_contributions", column: "minutes")
            || facts.has(dataset: "help_requests", column: "effort_minutes")
    }

    var count: Int { helper.count }

    /// How many records there are, those included that lack a helper and so are no pieces.
    var recordCount: Int { count + helperlessCount }

    /// Where each piece's helper worked on its day.
    func places(in view: PeriodView) -> [Place] {
        (0..<count).map { position in
            let day = view.window.zone.date(at: Instant(microseconds: startedAt[position]))
            return view.facts.place(of: helper[position], on: day)
        }
    }

    /// Hours of the pieces at ascending positions: the sum of those known, 0 without pieces, `nil` where there are
    /// some and none has minutes.
    func hours(of positions: some Sequence<Int32>) -> Double? {
        var minutesGiven = 0.0
        var known = 0
        var unknown = 0
        for position in positions {
            if minutes[Int(position)].isNaN {
                unknown += 1
            } else {
                known += 1
                minutesGiven += minutes[Int(position)]
            }
        }
        return known == 0 && unknown > 0 ? nil : minutesGiven / 60
    }
}
