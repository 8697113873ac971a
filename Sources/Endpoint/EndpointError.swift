/// What can keep the endpoint from starting, with the mend.
public struct EndpointError: Error, Hashable, Sendable {
    public enum Code: String, Sendable {
        /// The address cannot be read, or isn't a loopback address.
        case address
        /// The operating system refused to listen there.
        case listen
    }

    public let code: Code
    public let problem: String
    public let mend: String

    init(_ code: Code, _ problem: String, mend: String) {
        self.code = code
        self.problem = problem
        self.mend = mend
    }
}

extension EndpointError: CustomStringConvertible {
    public var description: String { "\(problem). \(mend)." }
}
