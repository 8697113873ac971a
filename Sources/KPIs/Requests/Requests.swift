import Domain

/// The columns of help requests that most figures look at. Those that a sheet doesn't name are unknown in every row.
struct Requests: Sendable {
    let rows: Range<Row>
    let requester: ColumnValues<Kind.Person>
    /// Unknown where the asker closed the request.
    let helper: ColumnValues<Kind.Person>
    /// Beside its own, from each to each close that followed.
    private let reopenings: SpanLists
    private let closedByAsker: ColumnValues<Kind.Flag>
    let team: ColumnValues<Kind.Symbol>
    let openedAt: ColumnValues<Kind.Moment>
    let firstResponseAt: ColumnValues<Kind.Moment>
    let resolvedAt: ColumnValues<Kind.Moment>
    let reopenedAt: ColumnValues<Kind.Moment>
    let finalClosedAt: ColumnValues<Kind.Moment>
    let withdrawnAt: ColumnValues<Kind.Moment>
    let contributedAt: ColumnValues<Kind.Moment>
    let waits: SpanLists

    init(_ facts: Facts) {
        rows = facts.rows(of: Datasets.helpRequests)
        requester = facts.values(ofAsked: HelpRequests.requester)
        helper = facts.values(ofAsked: HelpRequests.helper)
        closedByAsker = facts.values(ofAsked: HelpRequests.isClosedByAsker)
        team = facts.values(ofAsked: HelpRequests.team)
        openedAt = facts.values(ofAsked: HelpRequests.openedAt)
        firstResponseAt = facts.values(ofAsked: HelpRequests.firstResponseAt)
        resolvedAt = facts.values(ofAsked: HelpRequests.resolvedAt)
        reopenedAt = facts.values(ofAsked: HelpRequests.reopenedAt)
        finalClosedAt = facts.values(ofAsked: HelpRequests.finalClosedAt)
        reopenings = facts.lists(ofAsked: HelpRequests.reopenings)
        withdrawnAt = facts.values(ofAsked: HelpRequests.withdrawnAt)
        contributedAt = facts.values(ofAsked: HelpRequests.contributedAt)
        waits = facts.lists(ofAsked: HelpRequests.waits)
    }

    /// Whether the asker is named as the helper: they closed it themselves.
    func isClosedByAsker(_ row: Row) -> Bool { closedByAsker[row] == 1 }

    /// Whether it was ever reopened: most weren't.
    func isReopened(_ row: Row) -> Bool { reopenedAt[row] != .never || !reopenings.isEmpty(row) }

    /// The first and the last reopening in a stretch of time; `nil` without one.
    func reopenings(_ row: Row, in stretch: Interval) -> (first: Instant, last: Instant)? {
        bounds(reopenedAt[row], reopenings[row].lazy.map(\.from), in: stretch)
    }

    /// The last close after a reopening in a stretch of time; `nil` without one.
    func lastFinalClose(_ row: Row, in stretch: Interval) -> Instant? {
        bounds(finalClosedAt[row], reopenings[row].lazy.map(\.to), in: stretch)?.last
    }

    /// Of those that lie in it.
    private func bounds(
        _ one: Instant, _ others: some Sequence<Instant>, in stretch: Interval
    ) -> (first: Instant, last: Instant)? {
        var bounds = stretch.contains(one) ? (first: one, last: one) : nil
        for instant in others where stretch.contains(instant) {
            bounds = (min(bounds?.first ?? instant, instant), max(bounds?.last ?? instant, instant))
        }
        return bounds
    }

    /// Those that have something in a stretch of time, as opened_at, and of which something holds, in row order.
    func rows(
        with instants: ColumnValues<Kind.Moment>, in stretch: Interval, where holds: (Row) -> Bool = { _ in true }
    ) -> [Row] {
        // Room for all, of which only what is filled takes memory: growing would move it again and again.
        [Row](unsafeUninitializedCapacity: rows.count) { found, filled in
            for row in rows where stretch.contains(instants[row]) && holds(row) {
                found.initializeElement(at: filled, to: row)
                filled += 1
            }
        }
    }
}
