/// Help requests as columns, one position a request, in no particular order.
public struct RequestColumns: Sendable {
    public var requester: [Int32] = []
    /// Unknown where the asker closed the request.
    public var helper: [Int32] = []
    /// Whether the asker is named as the helper: they closed it themselves.
    public var isClosedByAsker: [Bool] = []
    public var team: [Int32] = []
    public var kind = OptionalColumn(unknown: SymbolTable.none)
    public var channel = OptionalColumn(unknown: SymbolTable.none)
    public var urgency = OptionalColumn(unknown: SymbolTable.none)
    public var openedAt: [Int64] = []
    public var firstResponseAt: [Int64] = []
    public var resolvedAt: [Int64] = []
    public var reopenedAt: [Int64] = []
    public var finalClosedAt: [Int64] = []
    public var withdrawnAt: [Int64] = []
    public var effortMinutes = OptionalColumn(unknown: Double.nan)
    /// 1 asked without a name, 0 by name, -1 unknown.
    public var anonymous = OptionalColumn(unknown: Int8(-1))
    /// The last instant at which any figure can still count it: `Int64.max` while it is open.
    public var endedAt: [Int64] = []
    /// When the first contribution that names the request, and isn't its asker's, began; from then on the request itself is
    /// no piece of help.
    public var contributedAt = OptionalColumn(unknown: Int64.max)

    public init() {}

    public var count: Int { openedAt.count }

    public mutating func reserveCapacity(_ count: Int) {
        requester.reserveCapacity(count)
        helper.reserveCapacity(count)
        isClosedByAsker.reserveCapacity(count)
        team.reserveCapacity(count)
        kind.reserveCapacity(count)
        channel.reserveCapacity(count)
        urgency.reserveCapacity(count)
        openedAt.reserveCapacity(count)
        firstResponseAt.reserveCapacity(count)
        resolvedAt.reserveCapacity(count)
        reopenedAt.reserveCapacity(count)
        finalClosedAt.reserveCapacity(count)
        withdrawnAt.reserveCapacity(count)
        effortMinutes.reserveCapacity(count)
        anonymous.reserveCapacity(count)
        endedAt.reserveCapacity(count)
        contributedAt.reserveCapacity(count)
    }
}
