/// Contributions as columns, one position a contribution, in no particular order.
public struct ContributionColumns: Sendable {
    /// Never unknown.
    public var helper: [Int32] = []
    /// As the row names it; without it `asker` was helped.
    public var recipient: [Int32] = []
    /// The asker of the request that the row names, as far as that request is in the data.
    public var asker: [Int32] = []
    /// The team that the request names.
    public var requestTeam: [Int32] = []
    /// When that request was opened; from the view of an earlier instant it isn't there.
    public var requestOpenedAt: [Int64] = []
    public var startedAt: [Int64] = []
    public var minutes: [Double] = []
    public var kind: [Int32] = []
    /// The kind of the request that the row names.
    public var requestKind: [Int32] = []
    public var rating: [Double] = []

    public init() {}

    public var count: Int { startedAt.count }
}
