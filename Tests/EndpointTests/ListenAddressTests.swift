import Domain
import Endpoint
import Logging
import NIOCore
import NIOPosix
import Testing

@Suite struct ListenAddressTests {
    @Test(
        "Loopback addresses are taken",
        arguments: [
            ("127.0.0.1:18480", "127.0.0.1", 18480), ("localhost:0", "127.0.0.1", 0),
            ("127.3.2.1:65535", "127.3.2.1", 65535),
            ("[::1]:80", "::1", 80),
        ])
    func accepted(text: String, host: String, port: Int) throws {
        let address = try ListenAddress(text)
        #expect(address.host == host && address.port == port)
        #expect(try ListenAddress(address.description) == address)
    }

    @Test(
        "Anything else is refused, with the mend",
        arguments: [
            "0.0.0.0:80", "192.168.0.1:80", "[::]:80", "[::2]:80", "::1:80", "example.org:80", "127.0.0.1",
            "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:http", ":80", "", "128.0.0.1:80", "127.1:80",
            "[127.0.0.1]:80", "[::ffff:127.0.0.1]:80",
        ])
    func refused(text: String) {
        let error = #expect(throws: EndpointError.self) { try ListenAddress(text) }
        #expect(error?.code == .address)
        #expect(error?.mend.contains("127.0.0.1:18480") == true)
    }

    @Test("A port that is taken is an error that names it")
    func taken() async throws {
        let taken = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(taken.localAddress?.port)
        let server = try EndpointServer(
            configuration: .init(
                listen: try ListenAddress("127.0.0.1:\(port)"), version: "1", now: { RunningServer.startedAt }),
            source: ScriptedSource(), context: ReleasedFigures.context(), logger: Logger(label: "test"))
        let error = await #expect(throws: EndpointError.self) { try await server.run() }
        #expect(error?.code == .listen)
        #expect(error?.description.contains("127.0.0.1:\(port)") == true)
        #expect(error?.mend.contains("another port") == true)
        try await taken.close()
    }
}
