public import Domain

/// Names a release. A database made anew counts from 1 again, but not from the same moment.
public struct Release: Hashable, Sendable {
    public let number: Int64
    public let releasedAt: Instant

    public init(number: Int64, releasedAt: Instant) {
        self.number = number
        self.releasedAt = releasedAt
    }
}

/// Where released figures come from. It is asked on every poll, never by a request.
///
/// All functions end soon when their task is cancelled: a poll that takes too long is.
public protocol SnapshotSource: Sendable {
    /// What is released at the moment; another release means other figures. `nil` before the first.
    func currentRelease() async throws -> Release?
    /// The figures of all organizations as of a release, in the published table's order.
    func figures(of release: Release) async throws -> [PublishedFigure]
    /// Headline figures that were published before, and have changed lately.
    func revisions() async throws -> [Revision]
    /// What the teams of those figures are called.
    func teamNames() async throws -> TeamNames
    /// Ids that don't meet, as the newest release found them.
    func unmatched() async throws -> [Unmatched]
    /// How fresh the datasets of all organizations are at the moment.
    func freshness() async throws -> [Freshness]
    /// What the figures of all organizations are to be.
    func targets() async throws -> [Target]
}
