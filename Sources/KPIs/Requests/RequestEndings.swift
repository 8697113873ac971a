import Domain

/// Answers, closes and withdrawals of requests, seen from an instant: what lies at or after it is erased.
///
/// A request that its own asker closed, and that nobody had answered or helped with, was solved by the asker: it counts as
/// withdrawn then. That is only known where answers are recorded.
struct RequestEndings: Sendable {
    let requests: Requests
    let answersAreRecorded: Bool
    private var to: Instant
    /// Until when answers and help are known, which tell whether an asker was alone.
    private let knownTo: Instant

    init(_ requests: Requests, facts: Facts, to: Instant) {
        self.requests = requests
        answersAreRecorded = facts.has(HelpRequests.firstResponseAt)
        self.to = to
        knownTo = to
    }

    @inline(__always)
    private func isSelfSolved(_ row: Row) -> Bool {
        requests.isClosedByAsker(row) && answersAreRecorded && requests.firstResponseAt[row] >= knownTo
            && requests.contributedAt[row] >= knownTo && requests.resolvedAt[row] < to
    }

    // Inlined, since every figure of requests asks it of each of them.
    @inline(__always)
    private func resolvedAt(_ row: Row) -> Instant { isSelfSolved(row) ? .never : seen(requests.resolvedAt[row]) }

    private func withdrawnAt(_ row: Row) -> Instant {
        let withdrawn = seen(requests.withdrawnAt[row])
        return isSelfSolved(row) ? min(withdrawn, requests.resolvedAt[row]) : withdrawn
    }

    private func seen(_ instant: Instant) -> Instant { instant < to ? instant : .never }

    /// The answer. A request closed without a response, or before it, was answered at its close.
    func answeredAt(_ row: Row) -> Instant {
        let close = firstClose(of: row)
        return min(seen(requests.firstResponseAt[row]), close.outcome == .event ? close.at : .never)
    }

    /// Whether there was one.
    func isAnswered(_ row: Row) -> Bool {
        requests.firstResponseAt[row] < to || firstClose(of: row).outcome == .event
    }

    func firstResponse(of row: Row) -> Ending {
        Ending(event: answeredAt(row), withdrawn: withdrawnAt(row))
    }

    func firstClose(of row: Row) -> Ending {
        Ending(event: resolvedAt(row), withdrawn: withdrawnAt(row))
    }

    /// The first close, unless the request was reopened: then the last close that no reopening follows. A withdrawal between
    /// close and reopening is ignored; one at the last reopening or later ends the request if it isn't closed by then. A
    /// close at the instant of a reopening came before it.
    func finalClose(of row: Row) -> Ending {
        let first = firstClose(of: row)
        guard let reopened = reopenings(of: row, after: first)?.last else { return first }
        let closed = requests.lastFinalClose(row, in: Interval(from: reopened + 1, to: to))
        let withdrawn = seen(requests.withdrawnAt[row])
        return Ending(event: closed ?? .never, withdrawn: withdrawn >= reopened ? withdrawn : .never)
    }

    /// Whether a request was open at an instant before `to`: what happened at that very instant is seen.
    func isOpen(_ row: Row, at instant: Instant) -> Bool {
        guard requests.isReopened(row) else { return firstClose(of: row).at > instant }
        var then = self
        then.to = instant + 1
        return then.finalClose(of: row).outcome == .censored
    }

    /// The first reopening after the first close; `nil` without one.
    func reopenedAt(_ row: Row) -> Instant? { reopenings(of: row, after: firstClose(of: row))?.first }

    private func reopenings(of row: Row, after close: Ending) -> (first: Instant, last: Instant)? {
        guard requests.isReopened(row), close.outcome == .event else { return nil }
        return requests.reopenings(row, in: Interval(from: close.at, to: to))
    }

    /// What tells whether a first close was the last.
    /// `reach`: where somebody's working time is known.
    static func inputsOfReopenings(reach: Int = 0, reachWithoutCalendars: Int = 0) -> [Sheet.Input] {
        [
            .init(
                [HelpRequests.reopenedAt, HelpRequests.finalClosedAt], .whereKnown, reach: reach,
                reachWithoutCalendars: reachWithoutCalendars),
            .init(
                [RequestReopenings.request, RequestReopenings.reopenedAt, RequestReopenings.closedAt], .whereKnown,
                reach: reach, reachWithoutCalendars: reachWithoutCalendars),
        ]
    }
}
