/// Times for which requests waited for their askers, in order of request, then of `from`; they may overlap.
public struct WaitColumns: Sendable {
    /// Rows of help requests.
    public var request: [Int32] = []
    public var from: [Int64] = []
    /// `Int64.max` while it lasts.
    public var to: [Int64] = []

    public init() {}

    public var count: Int { request.count }
}
