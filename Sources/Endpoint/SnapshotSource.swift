public import Domain

/// Where released figures come from. It is asked on every poll, never by a request.
public protocol SnapshotSource: Sendable {
    /// Names what is released at the moment; another number means other figures. `nil` before the first release.
    func currentRelease() async throws -> Int64?
    /// The figures of all organizations as of a release, in the published table's order.
    func figures(of release: Int64) async throws -> [PublishedFigure]
}
