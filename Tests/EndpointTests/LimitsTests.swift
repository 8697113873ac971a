import Domain
import Testing

@testable import Endpoint

/// Clients that are slow on purpose. Deadlines are short here, but long enough for a busy machine to serve an honest
/// client; that a connection ends at all is what is tested.
@Suite(.serialized, .timeLimit(.minutes(2))) struct LimitsTests {
    private static let short = Duration.seconds(1)

    /// Long for every deadline but the one under test.
    private func limits(_ change: (inout EndpointLimits) -> Void) -> EndpointLimits {
        var limits = EndpointLimits()
        limits.header = .seconds(100)
        limits.idle = .seconds(100)
        limits.body = .seconds(100)
        limits.response = .seconds(100)
        change(&limits)
        return limits
    }

    /// Sends a byte every now and then until the server has had enough, while another client is served.
    private func drip(_ server: RunningServer, first: String, _ byte: String, reason: String) async throws {
        try await RawClient.connect(server.port) { client in
            try await client.send(first)
            var hasEnded = false
            while !hasEnded {
                hasEnded = (try? await client.send(byte)) == nil
                let other = try await server.get("/-/healthy")
                #expect(other.status == 200)
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        let cutOff = try await server.metric("mutuality_http_connections_cut_off_total{reason=\"\(reason)\"}")
        #expect(cutOff == 1)
    }

    @Test("A header that drips in is cut off")
    func headerDrip() async throws {
        try await RunningServer.run(ScriptedSource(), limits: limits { $0.header = Self.short }) { server in
            try await drip(server, first: "GET / HTTP/1.1\r\nX: ", "x", reason: "header")
        }
    }

    @Test("A body that drips in is cut off")
    func bodyDrip() async throws {
        try await RunningServer.run(ScriptedSource(), limits: limits { $0.body = Self.short }) { server in
            let head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n"
            try await drip(server, first: head, "x", reason: "body")
        }
    }

    @Test("A second header that drips in is cut off like an idle connection")
    func secondHeaderDrip() async throws {
        try await RunningServer.run(ScriptedSource(), limits: limits { $0.idle = Self.short }) { server in
            let first = "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nX: "
            try await drip(server, first: first, "x", reason: "idle")
        }
    }

    @Test("A body in chunks without end is cut off at the limit")
    func endlessBody() async throws {
        try await RunningServer.run(ScriptedSource(), limits: limits { _ in }) { server in
            let head = "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
            let chunk = "1000\r\n\(String(repeating: "x", count: 4096))\r\n"
            try await drip(server, first: head, chunk, reason: "body_size")
        }
    }

    @Test("A connection that says nothing, before or after a request, is closed")
    func silence() async throws {
        let short = limits {
            $0.header = Self.short
            $0.idle = Self.short
        }
        try await RunningServer.run(ScriptedSource(), limits: short) { server in
            let nothing = try await RawClient.connect(server.port) { client in await client.readToEnd() }
            #expect(nothing.isEmpty)
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
        let source = ScriptedSource(ReleasedFigures.large(bytes: 12_000_000))
        try await RunningServer.run(source, limits: limits { $0.response = Self.short }) { server in
            try await RawClient.connect(server.port, receiveBuffer: 4096) { client in
                try await client.send("GET /v1/kpis.csv HTTP/1.1\r\nHost: localhost\r\n\r\n")
                try await server.wait(for: "/metrics") {
                    $0.text.contains("mutuality_http_connections_cut_off_total{reason=\"response\"} 1\n")
                }
                await #expect(throws: (any Error).self) { try await client.answer() }
            }
            let whole = try await server.get("/v1/kpis.csv")
            #expect(whole.body.count > 12_000_000)
        }
    }

    @Test("Requests sent ahead without reading the answers are closed by the first answer's deadline")
    func pipeliningWithoutReading() async throws {
        let source = ScriptedSource(ReleasedFigures.large(bytes: 12_000_000))
        try await RunningServer.run(source, limits: limits { $0.response = Self.short }) { server in
            try await RawClient.connect(server.port, receiveBuffer: 4096) { client in
                let request = "GET /v1/kpis.csv HTTP/1.1\r\nHost: localhost\r\n\r\n"
                while (try? await client.send(request)) != nil { try await Task.sleep(for: .milliseconds(50)) }
            }
            let cutOff = try await server.metric("mutuality_http_connections_cut_off_total{reason=\"response\"}")
            #expect(cutOff == 1)
        }
    }

    @Test("Requests sent ahead are answered in their order")
    func pipelining() async throws {
        try await RunningServer.run(ScriptedSource()) { server in
            try await RawClient.connect(server.port) { client in
                let paths = ["/-/healthy", "/nowhere", "/v1/kpis.csv", "/-/ready"]
                try await client.send(paths.map { "GET \($0) HTTP/1.1\r\nHost: localhost\r\n\r\n" }.joined())
                var statuses: [Int] = []
                for _ in paths { statuses.append(try await client.answer().status) }
                #expect(statuses == [200, 404, 200, 200])
            }
        }
    }

    @Test("A client that ends its own direction at once still gets the whole answer")
    func halfClosed() async throws {
        let source = ScriptedSource(ReleasedFigures.large(bytes: 12_000_000))
        try await RunningServer.run(source) { server in
            try await RawClient.connect(server.port) { client in
                try await client.send("GET /v1/kpis.csv HTTP/1.1\r\nHost: localhost\r\n\r\n")
                client.finish()
                let answer = try await client.answer()
                #expect(answer.body.count > 12_000_000)
            }
        }
    }

    @Test("Connections beyond the cap wait until one is free, and then are served")
    func connectionCap() async throws {
        let capped = limits {
            $0.connections = 8
            $0.header = Self.short
        }
        try await RunningServer.run(ScriptedSource(), limits: capped) { server in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<40 {
                    group.addTask { _ = try await RawClient.connect(server.port) { await $0.readToEnd() } }
                }
                for _ in 0..<10 {
                    let open = try await server.metric("mutuality_http_open_connections") ?? 0
                    #expect(open >= 1 && Int(open) <= 8 + EndpointLimits.acceptedAhead)
                }
                try await group.waitForAll()
            }
            // The connections that are closing, and the one that asks.
            try await server.wait(for: "/metrics") { $0.text.contains("\nmutuality_http_open_connections 1\n") }
        }
    }

    @Test("200 scrapes at once all get the same whole text")
    func concurrentScrapes() async throws {
        try await RunningServer.run(ScriptedSource()) { server in
            let expected = try await server.get("/metrics/kpi").body
            try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 0..<200 { group.addTask { try await server.get("/metrics/kpi").body } }
                var same = 0
                for try await body in group where body == expected { same += 1 }
                #expect(same == 200)
            }
        }
    }

    @Test("Told to stop under load, the server truncates no body and ends")
    func gracefulStop() async throws {
        let source = ScriptedSource(ReleasedFigures.large(bytes: 12_000_000))
        try await RunningServer.run(source) { server in
            let length = try await server.get("/v1/kpis.csv").body.count
            let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await RawClient.connect(server.port, receiveBuffer: 65536) { client in
                            try await client.send("GET /v1/kpis.csv HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            // Long enough for the server to have written what the kernel takes, and to be told.
                            try await Task.sleep(for: .milliseconds(300))
                            continuation.yield()
                            try await Task.sleep(for: .milliseconds(300))
                            return try await client.answer().body.count
                        }
                    }
                }
                _ = await begun.first { _ in true }
                await server.stop()
                for try await count in group { #expect(count == length) }
            }
            await #expect(throws: (any Error).self, "nobody listens any more") { try await server.get("/-/healthy") }
        }
    }

    @Test("Told to stop, the server doesn't wait for clients that never read")
    func stopDespiteSlowReader() async throws {
        let source = ScriptedSource(ReleasedFigures.large(bytes: 12_000_000))
        let stopping = limits { $0.drain = .milliseconds(300) }
        try await RunningServer.run(source, limits: stopping) { server in
            try await RawClient.connect(server.port, receiveBuffer: 4096) { client in
                try await client.send("GET /v1/kpis.csv HTTP/1.1\r\nHost: localhost\r\n\r\n")
                try await Task.sleep(for: .milliseconds(200))
                await server.stop()
                // The response deadline is 100 s away.
                try await Task.sleep(for: .milliseconds(600))
                await #expect(throws: (any Error).self) { try await client.answer() }
            }
        }
    }

    @Test("Out of the box a hostile connection lasts under 15 s, and a stop under 10 s")
    func defaults() {
        let limits = EndpointLimits()
        #expect(max(limits.header, limits.idle, limits.body, limits.response) < .seconds(15))
        #expect(limits.drain < .seconds(10))
    }
}
