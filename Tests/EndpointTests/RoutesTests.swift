import Domain
import Export
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTesting
import TestSupport
import Testing

@testable import Endpoint

@Suite(.timeLimit(.minutes(5))) struct RoutesTests {
    private static let routes = [
        "/": "text/html; charset=utf-8",
        "/report": "text/html; charset=utf-8",
        "/-/style.css": "text/css; charset=utf-8",
        "/metrics": "text/plain; version=0.0.4; charset=utf-8",
        "/metrics/kpi": "text/plain; version=0.0.4; charset=utf-8",
        "/v1/kpis.csv": "text/csv; charset=utf-8; header=present",
        "/-/healthy": "text/plain; charset=utf-8",
        "/-/ready": "text/plain; charset=utf-8",
    ]

    /// What every answer has to say, whatever its status.
    private func expectSecurityHeaders(_ answer: RawClient.Answer, _ what: String) {
        #expect(answer["x-content-type-options"] == "nosniff", "\(what)")
        #expect(answer["content-security-policy"]?.hasPrefix("default-src 'none'") == true, "\(what)")
        #expect(answer["referrer-policy"] == "no-referrer", "\(what)")
        #expect(answer["x-frame-options"] == "DENY", "\(what)")
        #expect(answer["cache-control"] == (answer["etag"] == nil ? "no-store" : "no-cache"), "\(what)")
    }

    @Test("Every route answers GET and HEAD with its media type and the security headers")
    func routes() async throws {
        try await RunningServer.run(ScriptedSource()) { server in
            for (path, mediaType) in Self.routes {
                let get = try await server.get(path)
                #expect(get.status == 200, "\(path)")
                #expect(get["content-type"] == mediaType, "\(path)")
                #expect(!get.body.isEmpty, "\(path)")
                expectSecurityHeaders(get, path)
                let head = try await RawClient.connect(server.port) { client in
                    let head = try await client.get(path, method: "HEAD")
                    client.finish()
                    let rest = await client.readToEnd()
                    #expect(rest.isEmpty, "HEAD \(path) has no body")
                    return head
                }
                #expect(head.status == 200, "\(path)")
                #expect(head["content-type"] == mediaType, "\(path)")
                // The service's own metrics have changed by then.
                if path != "/metrics" { #expect(head["content-length"] == get["content-length"], "\(path)") }
            }
        }
    }

    @Test("The report takes no query, so that nobody takes the newest period for another: 400")
    func reportOfAnotherPeriod() async throws {
        try await RunningServer.run(ScriptedSource()) { server in
            let answer = try await server.get("/report?period=2026-Q2")
            #expect(answer.status == 400 && answer["content-type"] == "application/problem+json")
            #expect(String(decoding: answer.body, as: UTF8.self).contains("mutuality report"))
        }
    }

    @Test("Pages and the service's own metrics come as gzip where that is asked for")
    func gzip() async throws {
        try await RunningServer.run(ScriptedSource()) { server in
            for path in ["/", "/-/style.css", "/metrics"] {
                let plain = try await server.get(path)
                #expect(plain["content-encoding"] == nil && plain["vary"] == "Accept-Encoding", "\(path)")
                let answer = try await server.get(path, fields: ["Accept-Encoding: gzip"])
                #expect(answer["content-encoding"] == "gzip" && answer["vary"] == "Accept-Encoding", "\(path)")
                #expect(answer["content-type"] == plain["content-type"], "\(path)")
                #expect(answer.body.count < plain.body.count, "\(path)")
                let text = String(decoding: try answer.unzipped(), as: UTF8.self)
                if path == "/metrics" {
                    #expect(text.contains("\nmutuality_up 1\n"))
                } else {
                    #expect(text == plain.text, "\(path)")
                }
            }
        }
    }

    @Test("Every link of the landing page leads somewhere, and the page needs no script")
    func landingPage() async throws {
        try await RunningServer.run(ScriptedSource()) { server in
            let page = try await server.get("/").text
            let links = page.matches(of: /href="([^"]+)"/).map { String($0.1) }
            #expect(links.count >= 5)
            for link in links {
                let answer = try await server.get(link)
                #expect(answer.status == 200, "\(link)")
            }
            #expect(!page.contains("<script") && !page.contains("style="))
        }
    }

    @Test("An unknown path, a wrong method and a foreign host are problems of RFC 9457")
    func problems() async throws {
        struct Body: Decodable {
            let type: String
            let title: String
            let status: Int
            let detail: String
        }
        try await RunningServer.run(ScriptedSource()) { server in
            let cases: [(method: String, path: String, fields: [String], status: Int)] = [
                ("GET", "/nowhere", [], 404), ("GET", "/v1/kpis.csv/more", [], 404), ("POST", "/nowhere", [], 404),
                ("POST", "/metrics", [], 405), ("DELETE", "/v1/kpis.csv", [], 405), ("PUT", "/", [], 405),
                ("OPTIONS", "/metrics/", [], 405), ("PATCH", "/-/ready", [], 405),
                ("GET", "/", ["Content-Length: 99999999"], 413),
            ]
            for (method, path, fields, status) in cases {
                let answer = try await server.get(path, method: method, fields: fields)
                let what = "\(method) \(path)"
                #expect(answer.status == status, "\(what)")
                #expect(answer["content-type"] == "application/problem+json", "\(what)")
                expectSecurityHeaders(answer, what)
                let body = try JSONDecoder().decode(Body.self, from: Data(answer.body))
                #expect(body.status == status && body.type == "about:blank" && !body.title.isEmpty, "\(what)")
                #expect(answer["allow"] == (status == 405 ? "GET, HEAD" : nil), "\(what)")
            }
            let head = try await server.get("/nowhere", method: "HEAD")
            #expect(head.status == 404)
        }
    }

    @Test("Only names that mean this machine are answered, against pages that rebind their own name")
    func foreignHost() async throws {
        try await RunningServer.run(ScriptedSource()) { server in
            let hosts = [
                "localhost": 200, "LOCALHOST:18480": 200, "127.0.0.1": 200, "127.8.9.1:80": 200, "[::1]:9": 200,
                "evil.example": 421, "127.0.0.1.evil.example:80": 421, "localhost.evil.example": 421, "10.0.0.1": 421,
                "[::2]": 421,
            ]
            for (host, status) in hosts {
                let answer = try await RawClient.connect(server.port) { client in
                    try await client.send("GET /v1/kpis.csv HTTP/1.1\r\nHost: \(host)\r\n\r\n")
                    return try await client.answer()
                }
                #expect(answer.status == status, "\(host)")
                expectSecurityHeaders(answer, host)
            }
        }
    }

    @Test(
        "What is no HTTP, or too much of it, is a 400 with security headers, and the connection ends",
        arguments: [
            "GARBAGE\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: \(String(repeating: "x", count: 20_000))\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\n\((0..<200).map { "X\($0): y\r\n" }.joined())\r\n",
        ])
    func badRequests(request: String) async throws {
        try await RunningServer.run(ScriptedSource(), limits: .patient { $0.idle = .milliseconds(200) }) { server in
            try await RawClient.connect(server.port) { client in
                try await client.send(request)
                let answer = try await client.answer()
                #expect(answer.status == 400)
                expectSecurityHeaders(answer, "400")
                let rest = await client.readToEnd()
                #expect(rest.isEmpty)
            }
        }
    }

    @Test("Both documents are byte for byte what Export writes")
    func sameBytes() async throws {
        let figures = ReleasedFigures.all() + ReleasedFigures.all(organization: "ünï\"\\\n,co")
        try await RunningServer.run(ScriptedSource(figures)) { server in
            let csv = try await server.get("/v1/kpis.csv")
            let csvBytes = try CSVFormat().bytes(figures, context: ReleasedFigures.context())
            #expect(csv.body == csvBytes)
            #expect(csv["content-disposition"] == "attachment; filename=\"mutuality-kpis.csv\"")
            let text = try await server.get("/metrics/kpi")
            let textBytes = try PrometheusFormat().bytes(figures, context: ReleasedFigures.context())
            #expect(text.body == textBytes)
        }
    }

    @Test("promtool finds nothing to say against either metrics page, and no series comes twice")
    func promtool() async throws {
        try await RunningServer.run(ScriptedSource()) { server in
            for path in ["/nowhere", "/v1/kpis.csv", "/metrics"] { _ = try await server.get(path) }
            for path in ["/metrics", "/metrics/kpi"] {
                let text = try await server.get(path).body
                let complaints = try Promtool.check(metrics: Data(text))
                #expect(complaints.isEmpty, "\(path)")
                let series = String(decoding: text, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
                    .map { $0[..<($0.lastIndex(of: " ") ?? $0.endIndex)] }
                #expect(Set(series).count == series.count, "\(path)")
            }
        }
    }

    @Test("The service counts its requests by route and status, and names its version")
    func ownMetrics() async throws {
        try await RunningServer.run(ScriptedSource(release: 7)) { server in
            for path in ["/nowhere", "/v1/kpis.csv", "/v1/kpis.csv", "/metrics"] { _ = try await server.get(path) }
            let expected: [String: Double] = [
                "mutuality_up": 1, "mutuality_snapshot_release": 7, "mutuality_build_info{version=\"1.2.3\"}": 1,
                "process_start_time_seconds": 1_767_225_600,
                "mutuality_http_requests_total{route=\"/v1/kpis.csv\",status=\"2xx\"}": 2,
                "mutuality_http_requests_total{route=\"other\",status=\"4xx\"}": 1,
                "mutuality_http_request_duration_seconds_count{route=\"/v1/kpis.csv\"}": 2,
                "mutuality_http_request_duration_seconds_bucket{route=\"/v1/kpis.csv\",le=\"+Inf\"}": 2,
                "mutuality_http_connections_cut_off_total{reason=\"header\"}": 0,
            ]
            for (series, value) in expected {
                let found = try await server.metric(series)
                #expect(found == value, "\(series)")
            }
        }
    }

    @Test("An ETag spares the body until the content changes, and tells two contents apart")
    func entityTag() async throws {
        let source = ScriptedSource()
        try await RunningServer.run(source) { server in
            for path in ["/v1/kpis.csv", "/metrics/kpi"] {
                let first = try await server.get(path)
                let tag = try #require(first["etag"])
                for field in [tag, "W/\(tag)", "\"other\", \(tag)", "\"a,b\",\(tag)", "*", " * "] {
                    let again = try await server.get(path, fields: ["If-None-Match: \(field)"])
                    #expect(again.status == 304, "\(field)")
                    #expect(again.body.isEmpty && again["etag"] == tag, "\(field)")
                    #expect(again["content-length"] == nil, "\(field)")
                    expectSecurityHeaders(again, "304")
                }
                for field in ["\"other\"", "\"other,*,tag\"", "\"a, * ,b\"", "W/\"*\""] {
                    let other = try await server.get(path, fields: ["If-None-Match: \(field)"])
                    #expect(other.status == 200, "\(field)")
                }
            }
            let tag = try await server.get("/v1/kpis.csv")["etag"] ?? ""
            await source.publish(2, ReleasedFigures.all(factor: 2))
            try await server.wait(for: "/v1/kpis.csv") { $0["etag"] != tag }
            let changed = try await server.get("/v1/kpis.csv", fields: ["If-None-Match: \(tag)"])
            #expect(changed.status == 200)
            await source.publish(3, ReleasedFigures.all())
            try await server.wait(for: "/v1/kpis.csv") { $0["etag"] == tag }
        }
    }

    @Test("Before the first release the service is healthy but not ready")
    func notReady() async throws {
        let source = ScriptedSource(release: nil)
        try await RunningServer.run(source, isReady: false) { server in
            for path in ["/-/ready", "/v1/kpis.csv", "/metrics/kpi"] {
                let answer = try await server.get(path)
                #expect(answer.status == 503 && answer["retry-after"] == "5", "\(path)")
                #expect(answer["content-type"] == "application/problem+json", "\(path)")
                expectSecurityHeaders(answer, path)
            }
            for path in ["/", "/metrics", "/-/healthy"] {
                let answer = try await server.get(path)
                #expect(answer.status == 200, "\(path)")
            }
            await source.publish(1, ReleasedFigures.all())
            try await server.wait(for: "/-/ready") { $0.status == 200 }
        }
    }

    @Test("An error that a route throws is a 500 without its text, with the security headers")
    func thrownError() async throws {
        struct Secret: Error { let name = "canary" }
        let metrics = ServiceMetrics(version: "1", startedAt: RunningServer.startedAt)
        let router = Router()
        router.add(middleware: RequestRules(paths: ["/"], limits: EndpointLimits(), metrics: metrics))
        router.get("/") { _, _ -> String in throw Secret() }
        let application = Application(
            router: router,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [ConnectionGuard(limits: EndpointLimits(), metrics: metrics)])))
        try await application.test(.live) { client in
            let answer = try await client.executeRequest(uri: "/", method: .get, headers: [:], body: nil)
            #expect(answer.status == .internalServerError)
            #expect(answer.headers[.xContentTypeOptions] == "nosniff")
            #expect(answer.headers[.contentType] == "application/problem+json")
            #expect(!String(buffer: answer.body).contains("canary"))
        }
    }
}
