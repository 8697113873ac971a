/// How long and how much a client may take. Every deadline is absolute: no byte that trickles in or out extends it.
///
/// The limits of a request's stages add up to more than a request may take, so `request` stands beside them. A client
/// that keeps asking is bounded by `age`: no connection outlasts `age` and `request` together.
struct EndpointLimits: Sendable {
    /// From the connection's beginning to the end of its first request's header.
    var header: Duration = .seconds(10)
    /// From the end of a response to the end of the next request's header.
    var idle: Duration = .seconds(10)
    /// From the end of a request's header to the end of its body.
    var body: Duration = .seconds(5)
    /// From the end of a request (or of the response before it) to the last byte of its response in the kernel.
    var response: Duration = .seconds(10)
    /// From the connection's beginning, or the end of the response before, to the end of the response: under 15 s, which
    /// is how often Prometheus asks in many set-ups.
    var request: Duration = .seconds(14)
    /// From then on the next response says that it is the last. Long enough for several scrapes, and short enough that
    /// those who hold all connections lose them within two minutes.
    var age: Duration = .seconds(60)
    /// What is left to the responses under way when the server is told to stop.
    var drain: Duration = .seconds(5)
    /// Under the 1,024 descriptors that a process has by default. Further clients wait in the backlog. SwiftNIO
    /// accepts in batches, so there may be `acceptedAhead` more.
    var connections = 512
    static let acceptedAhead = 3
    /// Prometheus and browsers send less than 2 KiB.
    var headerBytes = 16 * 1024
    /// No route reads a body.
    var bodyBytes = 64 * 1024
    /// What a filter takes is copied for a client in pieces of this size, as the client takes them. SwiftNIO takes 64 KiB
    /// and a piece or two ahead, so that all connections together hold about 50 MiB.
    static let chunkBytes = 16 * 1024
    /// Filtered answers as gzip at once, from their beginning until they are written. Each takes 256 KiB while it is
    /// compressed, and its bytes: about as many as the whole document as gzip at most, of which the snapshot holds one.
    /// Others get theirs plain, which every client takes.
    var compressions = 4
    /// Between two looks at how fresh the datasets are, each of which may render everything anew: what is late by days
    /// can be told ten minutes later.
    var freshness: Duration = .seconds(600)
    /// For one look for a release. The figures of a large organization take a few seconds.
    var poll: Duration = .seconds(60)
}
