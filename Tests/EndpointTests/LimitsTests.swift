import Testing

@testable import Endpoint

/// Clients that are slow on purpose. Deadlines are short here, but long enough for a busy machine to serve an honest
/// client; that a connection ends at all is what is tested.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LimitsTests {
    static let short = Duration.seconds(2)
    /// More than the kernel keeps for a client that doesn't read: 4 MiB, and what the client asks for.
    static let large = 6_000_000
    static let cutOffForResponse = #"mutuality_http_connections_cut_off_total{reason="response"}"#

    /// Sends a byte every now and then until the server has had enough, while another client is served.
    private func drip(_ server: RunningServer, first: String, _ byte: String, reason: String) async throws {
        try await RawClient.connect(server.port) { client in
            // On a busy machine the deadline may pass before the first byte.
            var hasEnded = (try? await client.send(first)) == nil
            var served = 0
            while !hasEnded || served == 0 {
                hasEnded = (try? await client.send(byte)) == nil
                // The deadline is the honest client's too, and a busy machine may let it pass.
                if let other = try? await server.get("/-/healthy") {
                    #expect(other.status == 200)
                    served += 1
                }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        var cutOff: Double?
        while cutOff == nil {
            cutOff = try? await server.metric("mutuality_http_connections_cut_off_total{reason=\"\(reason)\"}")
        }
        #expect(cutOff ?? 0 >= 1)
    }

    @Test("A header that drips in is cut off")
    func headerDrip() async throws {
        try await RunningServer.run(ScriptedSource(), limits: .patient { $0.header = Self.short }) { server in
            try await drip(server, first: "GET / HTTP/1.1\r\nX: ", "x", reason: "header")
        }
    }

    @Test("A body that drips in is cut off")
    func bodyDrip() async throws {
        try await RunningServer.run(ScriptedSource(), limits: .patient { $0.body = Self.short }) { server in
            let head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n"
            try await drip(server, first: head, "x", reason: "body")
        }
    }

    @Test("A second header that drips in is cut off like an idle connection")
    func secondHeaderDrip() async throws {
        try await RunningServer.run(ScriptedSource(), limits: .patient { $0.idle = Self.short }) { server in
            let first = "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nX: "
            try await drip(server, first: first, "x", reason: "idle")
        }
    }

    @Test("A body in chunks without end is cut off at the limit")
    func endlessBody() async throws {
        try await RunningServer.run(ScriptedSource(), limits: .patient()) { server in
            let head = "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
            let chunk = "1000\r\n\(String(repeating: "x", count: 4096))\r\n"
            try await drip(server, first: head, chunk, reason: "body_size")
        }
    }

    @Test("A connection that says nothing, before or after a request, is closed")
    func silence() async throws {
        try await RunningServer.run(ScriptedSource(), limits: .patient { $0.header = Self.short }) { server in
            let nothing = try await RawClient.connect(server.port) { client in await client.readToEnd() }
            #expect(nothing.isEmpty)
        }
        try await RunningServer.run(ScriptedSource(), limits: .patient { $0.idle = Self.short }) { server in
            let rest = try await RawClient.connect(server.port) { client in
                let answer = try await client.get("/-/healthy")
                #expect(answer.status == 200)
                return await client.readToEnd()
            }
            #expect(rest.isEmpty)
        }
    }

    @Test("A client that asks for much and reads nothing is closed, others are served meanwhile")
    func slowReader() async throws {
        let source = ScriptedSource(ReleasedFigures.large(bytes: Self.large))
        try await RunningServer.run(source, limits: .patient { $0.response = Self.short }) { server in
            try await RawClient.connect(server.port, receiveBuffer: 4096) { client in
                try await client.send("GET /v1/kpis.csv HTTP/1.1\r\nHost: localhost\r\n\r\n")
                try await server.wait(for: "/metrics") {
                    (RunningServer.value(of: Self.cutOffForResponse, in: $0.text) ?? 0) >= 1
                }
                await #expect(throws: (any Error).self) { try await client.answer() }
            }
        }
    }

    enum Stage: CaseIterable { case header, body, response }

    @Test(
        "A client that is slow in every stage, and too slow in none, is cut off by the request's own deadline",
        arguments: Stage.allCases)
    func slowInEveryStage(last: Stage) async throws {
        let source = ScriptedSource(ReleasedFigures.large(bytes: Self.large))
        try await RunningServer.run(source, limits: .patient { $0.request = .seconds(5) }) { server in
            let series = "mutuality_http_connections_cut_off_total{reason=\"request\"}"
            try await RawClient.connect(server.port, receiveBuffer: 4096) { client in
                // The server may have had enough before a slow machine has sent everything.
                func drip(_ byte: String, _ count: Int) async throws {
                    for _ in 0..<count where (try? await client.send(byte)) != nil {
                        try await Task.sleep(for: .milliseconds(20))
                    }
                }
                if last != .header {
                    // The deadline of a later request begins with the response before it.
                    let answer = try await client.get("/-/healthy")
                    #expect(answer.status == 200)
                }
                try await client.send("GET /v1/kpis.csv HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\nX: ")
                try await drip("x", last == .header ? 1_000 : 5)
                if last != .header {
                    _ = try? await client.send("\r\n\r\n")
                    try await drip("x", last == .body ? 999 : 5)
                }
                if last == .response { _ = try? await client.send(String(repeating: "x", count: 995)) }
                try await server.wait(for: "/metrics") { $0.text.contains("\n\(series) 1\n") }
                await #expect(throws: (any Error).self) { try await client.answer() }
            }
        }
    }

    @Test("The request's deadline begins anew with every response")
    func steadyClient() async throws {
        // Five times as long as a request may be apart from the next here, and half as long as all take.
        let most = Duration.seconds(3)
        try await RunningServer.run(ScriptedSource(), limits: .patient { $0.request = most }) { server in
            for _ in 0..<20 where try await asksTenTimes(server, within: most) { return }
            Issue.record("On this machine no client asks in time.")
        }
    }

    /// On one connection. `false` where the machine was so busy that a request came later than the server waits for it.
    private func asksTenTimes(_ server: RunningServer, within most: Duration) async throws -> Bool {
        try await RawClient.connect(server.port) { client in
            var before = ContinuousClock.now
            for _ in 0..<10 {
                let now = ContinuousClock.now
                do {
                    let answer = try await client.get("/-/healthy")
                    #expect(answer.status == 200)
                } catch {
                    guard ContinuousClock.now - before >= most else { throw error }
                    return false
                }
                before = now
                try await Task.sleep(for: .milliseconds(600))
            }
            return true
        }
    }

    @Test("Out of the box a request takes under 15 s, a connection under 2 minutes, and a stop under 10 s")
    func defaults() {
        let limits = EndpointLimits()
        #expect(limits.request < .seconds(15))
        for stage in [limits.header, limits.idle, limits.body, limits.response] { #expect(stage < limits.request) }
        #expect(limits.age + limits.request < .seconds(120))
        #expect(limits.drain < .seconds(10))
    }
}
