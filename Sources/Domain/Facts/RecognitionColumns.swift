/// Thank-yous as columns, one position each, in no particular order.
public struct RecognitionColumns: Sendable {
    public var giver: [Int32] = []
    public var receiver: [Int32] = []
    public var givenAt: [Int64] = []
    public var reason: [Int32] = []

    public init() {}

    public var count: Int { givenAt.count }
}
