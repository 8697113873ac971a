import Testing

@testable import Endpoint

/// Many clients at once, and the end of the service.
extension LimitsTests {
    @Test("Connections beyond the cap wait until one is free, and then are served")
    func connectionCap() async throws {
        let capped = EndpointLimits.patient {
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
        let source = ScriptedSource(ReleasedFigures.large(bytes: Self.large))
        try await RunningServer.run(source, limits: .patient()) { server in
            let length = try await server.get("/v1/kpis.csv").body.count
            let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
            let (stopped, release) = AsyncStream.makeStream(of: Never.self)
            let clients = 6
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<clients {
                    group.addTask {
                        try await RawClient.connect(server.port, receiveBuffer: 65536) { client in
                            try await client.send("GET /v1/kpis.csv HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            try await client.answerBegins()
                            continuation.yield()
                            for await _ in stopped {}
                            return try await client.answer().body.count
                        }
                    }
                }
                var waiting = begun.makeAsyncIterator()
                for _ in 0..<clients { await waiting.next() }
                await server.stop()
                release.finish()
                for try await count in group { #expect(count == length) }
            }
            try await server.ended()
            await #expect(throws: (any Error).self, "nobody listens any more") { try await server.get("/-/healthy") }
        }
    }

    @Test("Told to stop, the server doesn't wait for clients that never read")
    func stopDespiteSlowReader() async throws {
        let source = ScriptedSource(ReleasedFigures.large(bytes: Self.large))
        let stopping = EndpointLimits.patient { $0.drain = .milliseconds(300) }
        try await RunningServer.run(source, limits: stopping) { server in
            try await RawClient.connect(server.port, receiveBuffer: 4096) { client in
                try await client.send("GET /v1/kpis.csv HTTP/1.1\r\nHost: localhost\r\n\r\n")
                try await client.answerBegins()
                await server.stop()
                // Every other deadline is 100 s away.
                try await server.ended()
                await #expect(throws: (any Error).self) { try await client.answer() }
            }
        }
    }
}
