import Domain

/// Answers, closes and withdrawals of requests, seen from an instant: what lies at or after it is erased.
struct RequestEndings: Sendable {
    let requests: RequestColumns
    /// Microseconds since 1970.
    let to: Int64

    private func seen(_ instant: Int64) -> Int64 { instant < to ? instant : .max }

    /// The answer. A request closed without a response, or before it, was answered at its close.
    func answeredAt(_ row: Int) -> Int64 {
        let close = firstClose(of: row)
        return min(seen(requests.firstResponseAt[row]), close.outcome == .event ? close.at : .max)
    }

    func firstResponse(of row: Int) -> Ending {
        Ending(event: answeredAt(row), withdrawn: seen(requests.withdrawnAt[row]))
    }

    func firstClose(of row: Int) -> Ending {
        Ending(event: seen(requests.resolvedAt[row]), withdrawn: seen(requests.withdrawnAt[row]))
    }

    /// The first close, unless the request was reopened. A withdrawal between close and reopening is ignored; one
    /// at the reopening or later ends the request if it isn't closed by then.
    func finalClose(of row: Int) -> Ending {
        let first = firstClose(of: row)
        let reopened = seen(requests.reopenedAt[row])
        guard first.outcome == .event, reopened != .max else { return first }
        let withdrawn = seen(requests.withdrawnAt[row])
        return Ending(event: seen(requests.finalClosedAt[row]), withdrawn: withdrawn >= reopened ? withdrawn : .max)
    }
}
