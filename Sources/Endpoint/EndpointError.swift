import Domain

/// What can keep the endpoint from starting, with the mend.
public struct EndpointError: ExplainedError, Hashable {
    public enum Code: String, Sendable {
        /// The address cannot be read, or isn't a loopback address.
        case address
        /// The operating system refused to listen there.
        case listen
    }

    public let code: Code
    public let message: String
    public let mend: String

    init(_ code: Code, _ message: String, mend: String) {
        self.code = code
        self.message = message
        self.mend = mend
    }
}
