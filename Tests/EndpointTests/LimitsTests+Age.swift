import Domain
import Foundation
import TestSupport
import Testing

@testable import Endpoint

/// Connections that grow old.
extension LimitsTests {
    @Test("A connection that keeps asking is told that a response is the last, and is closed; the next is served")
    func age() async throws {
        try await RunningServer.run(ScriptedSource(), limits: .patient { $0.age = Self.short }) { server in
            var (connections, answers) = (0, 0)
            // On a busy machine a connection may be old before it asks again.
            while answers < 2, connections < 20 {
                connections += 1
                answers = try await RawClient.connect(server.port) { client in
                    var fields: [String?] = []
                    repeat {
                        let answer = try await client.get("/-/healthy")
                        #expect(answer.status == 200)
                        fields.append(answer["connection"])
                        try await Task.sleep(for: .milliseconds(50))
                    } while fields.last == .some(nil)
                    #expect(fields.last == "close")
                    // A request that comes all the same is not answered.
                    _ = try? await client.send("GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    let rest = await client.readToEnd()
                    #expect(rest.isEmpty)
                    return fields.count
                }
            }
            #expect(answers > 1)
            let aged = try await server.metric("mutuality_http_connections_cut_off_total{reason=\"age\"}")
            #expect(aged == Double(connections))
            try await server.wait(for: "/metrics") { $0.text.contains("\nmutuality_http_open_connections 1\n") }
        }
    }

    @Test("Requests sent ahead get no response after the one that says that it is the last, which arrives whole")
    func ageWhilePipelining() async throws {
        let source = ScriptedSource(ReleasedFigures.large(bytes: Self.large))
        let old = EndpointLimits.patient { $0.age = .zero }
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
        try await RunningServer.run(source, limits: .patient { $0.age = .zero }) { server in
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
        let old = EndpointLimits.patient {
            $0.age = .zero
            $0.request = .seconds(10)
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
        try await RunningServer.run(ScriptedSource(), limits: .patient { $0.age = Self.short }) { server in
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
}
