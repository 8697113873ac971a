import Domain
import Foundation
import TestSupport
import Testing

@testable import Endpoint

/// Clients that are slow on purpose. Deadlines are short here, but long enough for a busy machine to serve an honest
/// client; that a connection ends at all is what is tested.
@Suite(.serialized, .timeLimit(.minutes(3))) struct LimitsTests {
    private static let short = Duration.seconds(2)
    /// More than the kernel keeps for a client that doesn't read: 4 MiB, and what the client asks for.
    private static let large = 6_000_000

    /// Long for every deadline but the one under test.
    private func limits(_ change: (inout EndpointLimits) -> Void) -> EndpointLimits {
        var limits = EndpointLimits()
        limits.header = .seconds(100)
        limits.idle = .seconds(100)
        limits.body = .seconds(100)
        limits.response = .seconds(100)
        limits.request = .seconds(100)
        limits.age = .seconds(100)
        limits.drain = .seconds(100)
        change(&limits)
        return limits
    }

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
        let source = ScriptedSource(ReleasedFigures.large(bytes: Self.large))
        try await RunningServer.run(source, limits: limits { $0.response = Self.short }) { server in
            try await RawClient.connect(server.port, receiveBuffer: 4096) { client in
                try await client.send("GET /v1/kpis.csv HTTP/1.1\r\nHost: localhost\r\n\r\n")
                try await server.wait(for: "/metrics") {
                    $0.text.contains("mutuality_http_connections_cut_off_total{reason=\"response\"} 1\n")
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
        try await RunningServer.run(source, limits: limits { $0.request = Self.short }) { server in
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
        try await RunningServer.run(ScriptedSource(), limits: limits { $0.request = .seconds(3) }) { server in
            try await RawClient.connect(server.port) { client in
                for _ in 0..<10 {
                    let answer = try await client.get("/-/healthy")
                    #expect(answer.status == 200)
                    try await Task.sleep(for: .milliseconds(600))
                }
            }
        }
    }

    @Test("A connection that keeps asking is told that a response is the last, and is closed; the next is served")
    func age() async throws {
        try await RunningServer.run(ScriptedSource(), limits: limits { $0.age = Self.short }) { server in
            try await RawClient.connect(server.port) { client in
                var fields: [String?] = []
                repeat {
                    let answer = try await client.get("/-/healthy")
                    #expect(answer.status == 200)
                    fields.append(answer["connection"])
                    try await Task.sleep(for: .milliseconds(50))
                } while fields.last == .some(nil)
                #expect(fields.count > 1)
                #expect(fields.last == "close")
                // A request that comes all the same is not answered.
                _ = try? await client.send("GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n")
                let rest = await client.readToEnd()
                #expect(rest.isEmpty)
            }
            let aged = try await server.metric("mutuality_http_connections_cut_off_total{reason=\"age\"}")
            #expect(aged == 1)
            try await server.wait(for: "/metrics") { $0.text.contains("\nmutuality_http_open_connections 1\n") }
        }
    }

    @Test("Requests sent ahead get no response after the one that says that it is the last, which arrives whole")
    func ageWhilePipelining() async throws {
        let source = ScriptedSource(ReleasedFigures.large(bytes: Self.large))
        let old = limits { $0.age = .zero }
        try await RunningServer.run(source, limits: old) { server in
            try await RawClient.connect(server.port, receiveBuffer: 65536) { client in
                let request = "GET /v1/kpis.csv HTTP/1.1\r\nHost: localhost\r\n\r\n"
                try await client.send(String(repeating: request, count: 3))
                let answer = try await client.answer()
                #expect(answer["connection"] == "close")
                #expect(answer.body.count > Self.large)
                let rest = await client.readToEnd()
                #expect(rest.isEmpty)
            }
        }
    }

    @Test("A last response arrives whole, even if its client still sends what nobody reads")
    func ageWhileSending() async throws {
        let source = ScriptedSource(ReleasedFigures.large(bytes: Self.large))
        try await RunningServer.run(source, limits: limits { $0.age = .zero }) { server in
            try await RawClient.connect(server.port, receiveBuffer: 65536) { client in
                try await client.send("GET /v1/kpis.csv HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n")
                // The kernel has the rest, and the server has nothing more to say.
                try await client.answerBegins(bytes: Self.large * 3 / 4)
                try await client.send("body")
                try await Task.sleep(for: .milliseconds(100))
                let answer = try await client.answer()
                #expect(answer["connection"] == "close")
                #expect(answer.body.count > Self.large)
            }
        }
    }

    @Test("A client that is past its age and still doesn't go is cut off")
    func ageIsFinal() async throws {
        let old = limits {
            $0.age = .zero
            $0.request = Self.short
        }
        try await RunningServer.run(ScriptedSource(), limits: old) { server in
            try await RawClient.connect(server.port) { client in
                let answer = try await client.get("/-/healthy")
                #expect(answer["connection"] == "close")
                while (try? await client.send("x")) != nil { try await Task.sleep(for: .milliseconds(20)) }
            }
        }
    }

    @Test("Prometheus, whose connections grow too old again and again, misses no scrape")
    func agePrometheus() async throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../dashboards/prometheus").standardized
        let files = PrometheusServer.Files(
            configuration: folder.appending(path: "prometheus.example.yml"),
            rules: folder.appending(path: "mutuality.rules.yml"), target: ListenAddress.standard.description)
        try await RunningServer.run(ScriptedSource(), limits: limits { $0.age = Self.short }) { server in
            let target = "127.0.0.1:\(server.port)"
            try await PrometheusServer.run(files, scraping: target, everySeconds: 3) { prometheus in
                // Two targets, each of which has had to connect anew twice.
                for count in [2.0, 4.0] {
                    try await server.wait(for: "/metrics") { answer in
                        let series = "mutuality_http_connections_cut_off_total{reason=\"age\"}"
                        return RunningServer.value(of: series, in: answer.text) ?? 0 >= count
                    }
                }
                let all = try await prometheus.query("up")
                #expect(all.count == 2)
                let failed = try await prometheus.query("min_over_time(up[10m]) == 0")
                #expect(failed.isEmpty)
            }
        }
    }

    @Test("After a response that came before its request's end the connection is idle, not late")
    func earlyResponse() async throws {
        let short = limits {
            $0.response = Self.short
            $0.idle = .seconds(5)
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
        try await RunningServer.run(ScriptedSource(), limits: limits { $0.idle = Self.short }) { server in
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
        let source = ScriptedSource(ReleasedFigures.large(bytes: Self.large))
        try await RunningServer.run(source, limits: limits { _ in }) { server in
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
        let stopping = limits { $0.drain = .milliseconds(300) }
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

    @Test("Out of the box a request takes under 15 s, a connection under 2 minutes, and a stop under 10 s")
    func defaults() {
        let limits = EndpointLimits()
        #expect(limits.request < .seconds(15))
        for stage in [limits.header, limits.idle, limits.body, limits.response] { #expect(stage < limits.request) }
        #expect(limits.age + limits.request < .seconds(120))
        #expect(limits.drain < .seconds(10))
    }
}
