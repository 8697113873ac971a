import Domain

/// The columns of help requests that most figures look at. Those that a sheet doesn't name are unknown in every row.
struct Requests: Sendable {
    let count: Int
    let requester: ColumnValues<Kind.Person>
    /// Unknown where the asker closed the request.
    let helper: ColumnValues<Kind.Person>
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
        count = facts.rowCount(of: Datasets.helpRequests)
        requester = facts.values(ofAsked: HelpRequests.requester)
        helper = facts.values(ofAsked: HelpRequests.helper)
        closedByAsker = facts.values(ofAsked: HelpRequests.isClosedByAsker)
        team = facts.values(ofAsked: HelpRequests.team)
        openedAt = facts.values(ofAsked: HelpRequests.openedAt)
        firstResponseAt = facts.values(ofAsked: HelpRequests.firstResponseAt)
        resolvedAt = facts.values(ofAsked: HelpRequests.resolvedAt)
        reopenedAt = facts.values(ofAsked: HelpRequests.reopenedAt)
        finalClosedAt = facts.values(ofAsked: HelpRequests.finalClosedAt)
        withdrawnAt = facts.values(ofAsked: HelpRequests.withdrawnAt)
        contributedAt = facts.values(ofAsked: HelpRequests.contributedAt)
        waits = facts.lists(ofAsked: HelpRequests.waits)
    }

    /// Whether the asker is named as the helper: they closed it themselves.
    func isClosedByAsker(_ row: Int) -> Bool { closedByAsker[row] == 1 }

    /// Those that have something in a stretch of time, as opened_at, and of which something holds, in row order.
    func rows(
        with instants: ColumnValues<Kind.Moment>, in stretch: Range<Int64>, where holds: (Int) -> Bool = { _ in true }
    ) -> [Int32] {
        // Room for all, of which only what is filled takes memory: growing would move it again and again.
        [Int32](unsafeUninitializedCapacity: count) { rows, filled in
            for row in 0..<count where stretch.contains(instants[row]) && holds(row) {
                rows.initializeElement(at: filled, to: Int32(row))
                filled += 1
            }
        }
    }
}
