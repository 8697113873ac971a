import Testing

@testable import Endpoint

/// Clients that send more, or less, than it is time for.
extension LimitsTests {
    @Test("After a response that came before its request's end the connection is idle, not late")
    func earlyResponse() async throws {
        let short = EndpointLimits.patient {
            $0.response = Self.short
            $0.idle = .seconds(12)
        }
        try await RunningServer.run(ScriptedSource(), limits: short) { server in
            try await RawClient.connect(server.port) { client in
                try await client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n")
                let refused = try await client.answer()
                #expect(refused.status == 405)
                try await client.send("body")
                // Longer than a response may take.
                try await Task.sleep(for: .seconds(3))
                let answer = try await client.get("/-/healthy")
                #expect(answer.status == 200)
                let rest = await client.readToEnd()
                #expect(rest.isEmpty)
            }
            for (reason, count) in ["idle": 1.0, "response": 0, "body": 0] {
                let cutOff = try await server.metric("mutuality_http_connections_cut_off_total{reason=\"\(reason)\"}")
                #expect(cutOff == count, "\(reason)")
            }
        }
    }

    @Test("A connection that was answered early and then says nothing is idle too")
    func earlyResponseThenSilence() async throws {
        try await RunningServer.run(ScriptedSource(), limits: .patient { $0.idle = Self.short }) { server in
            try await RawClient.connect(server.port) { client in
                try await client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n")
                let refused = try await client.answer()
                #expect(refused.status == 405)
                try await client.send("body")
                let rest = await client.readToEnd()
                #expect(rest.isEmpty)
            }
            let cutOff = try await server.metric("mutuality_http_connections_cut_off_total{reason=\"idle\"}")
            #expect(cutOff == 1)
        }
    }

    @Test("Requests sent ahead without reading the answers are closed by the first answer's deadline")
    func pipeliningWithoutReading() async throws {
        let source = ScriptedSource(ReleasedFigures.large(bytes: Self.large))
        try await RunningServer.run(source, limits: .patient { $0.response = Self.short }) { server in
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
        let source = ScriptedSource(ReleasedFigures.large(bytes: Self.large))
        try await RunningServer.run(source) { server in
            try await RawClient.connect(server.port) { client in
                try await client.send("GET /v1/kpis.csv HTTP/1.1\r\nHost: localhost\r\n\r\n")
                client.finish()
                let answer = try await client.answer()
                #expect(answer.body.count > Self.large)
            }
        }
    }
}
