#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A loopback address and a port. There are no others, as long as the endpoint authenticates nobody.
public struct ListenAddress: Hashable, Sendable {
    /// `127.0.0.1`, another address of 127.0.0.0/8, or `::1`.
    public let host: String
    /// 0 stands for any free port.
    public let port: Int

    /// 18480: the exporters' range 9100 to 9999 is given away to the last port, IANA has nothing in 18464 to 18633,
    /// and systems choose outgoing ports from 32768 (Linux) or 49152 on.
    public static let standardPort = 18_480
    public static let standard = ListenAddress(host: "127.0.0.1", port: standardPort)

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `HOST:PORT`; an IPv6 address stands in brackets: `[::1]:18480`. `localhost` is 127.0.0.1.
    public init(_ text: String) throws(EndpointError) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw EndpointError(
                .address, "\"\(text)\" is not an address", mend: "Give HOST:PORT, such as \(Self.standard)")
        }
        let host = String(text[..<colon])
        guard Self.isLoopback(host) else {
            throw EndpointError(
                .address, "\"\(host)\" is not a loopback address, and the endpoint doesn't ask who is calling",
                mend: "Listen on \(Self.standard) or [::1], and put a proxy that authenticates before it")
        }
        self.init(
            host: host == "localhost" ? "127.0.0.1" : host.trimming(["[", "]"]), port: Int(port))
    }

    /// Whether a host, an IPv6 address in brackets, can only mean this machine. No name is looked up.
    static func isLoopback(_ host: String) -> Bool {
        if host.lowercased() == "localhost" { return true }
        if host.hasPrefix("["), host.hasSuffix("]") {
            var address = in6_addr()
            guard inet_pton(AF_INET6, host.trimming(["[", "]"]), &address) == 1 else { return false }
            let bytes = withUnsafeBytes(of: address) { Array($0) }
            return bytes == Array(repeating: 0, count: 15) + [1]
        }
        var address = in_addr()
        guard inet_pton(AF_INET, host, &address) == 1 else { return false }
        return withUnsafeBytes(of: address) { $0[0] } == 127
    }
}

extension ListenAddress: CustomStringConvertible {
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension String {
    fileprivate func trimming(_ characters: Set<Character>) -> String {
        String(drop(while: characters.contains).reversed().drop(while: characters.contains).reversed())
    }
}
