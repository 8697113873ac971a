/// How long and how much a client may take. Every deadline is absolute: no byte that trickles in or out extends it.
///
/// Together they keep a hostile connection under 15 seconds, and a stop under 10.
struct EndpointLimits: Sendable {
    /// From the connection's beginning to the end of its first request's header.
    var header: Duration = .seconds(10)
    /// From the end of a response to the end of the next request's header.
    var idle: Duration = .seconds(10)
    /// From the end of a request's header to the end of its body.
    var body: Duration = .seconds(5)
    /// From the end of a request (or of the response before it) to the last byte of its response in the kernel.
    var response: Duration = .seconds(10)
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
}
