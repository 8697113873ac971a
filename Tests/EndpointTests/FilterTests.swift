import Domain
import Export
import Foundation
import TestSupport
import TestValues
import Testing

@testable import Endpoint

@Suite(.timeLimit(.minutes(5))) struct FilterTests {
    private static let paths: [(path: String, format: any ExportFormat)] = [
        ("/v1/kpis.csv", CSVFormat()), ("/metrics/kpi", PrometheusFormat()),
    ]

    private static let queries: [(query: String, wanted: [(property: FigureFilter.Property, value: String)])] = [
        ("kpi=time_to_resolve", [(.kpi, "time_to_resolve")]),
        ("scope=organization&period=month", [(.scope, "organization"), (.period, "month")]),
        ("statistic=p50&statistic=p90&scope=team", [(.statistic, "p50"), (.statistic, "p90"), (.scope, "team")]),
        ("since=2025-12-01&&", [(.since, "2025-12-01")]), ("since=2026-01-01", [(.since, "2026-01-01")]),
        ("scope=team=sales&period=2025-12", [(.scope, "team=sales"), (.period, "2025-12")]),
        ("scope=department%3Dnobody", [(.scope, "department=nobody")]),
        ("kpi=time%5Fto_resolve&period=week", [(.kpi, "time_to_resolve"), (.period, "week")]),
    ]

    /// What an export with the filter writes.
    private func expected(
        _ format: some ExportFormat, _ wanted: [(property: FigureFilter.Property, value: String)]
    ) throws -> [UInt8] {
        var sink = FilteredSink(MemorySink(), try FigureFilter(wanted, of: ReleasedFigures.sheets))
        try format.write(ReleasedFigures.all(), context: ReleasedFigures.context(), to: &sink)
        return sink.base.bytes
    }

    @Test("A filtered answer is byte for byte what a filtering export writes, plain and as gzip; HEAD has its header")
    func sameBytes() async throws {
        try await RunningServer.run(ScriptedSource()) { server in
            for (path, format) in Self.paths {
                for (query, wanted) in Self.queries + [("", [])] {
                    let bytes = try expected(format, wanted)
                    let address = "\(path)?\(query)"
                    for fields in [[], ["Accept-Encoding: gzip"]] {
                        let answer = try await server.get(address, fields: fields)
                        #expect(answer.status == 200, "\(address)")
                        #expect(answer["content-encoding"] == (fields.isEmpty ? nil : "gzip"), "\(address)")
                        #expect(answer["content-type"] == format.mediaType, "\(address)")
                        #expect(answer["vary"] == "Accept-Encoding" && answer["cache-control"] == "no-cache")
                        #expect(try (fields.isEmpty ? answer.body : answer.unzipped()) == bytes, "\(address)")
                        let head = try await server.get(address, method: "HEAD", fields: fields)
                        for name in ["content-length", "etag", "content-encoding", "vary", "content-type"] {
                            #expect(head.status == 200 && head[name] == answer[name], "\(address): \(name)")
                        }
                    }
                }
            }
        }
    }

    @Test("promtool finds nothing to say against any part of the text for Prometheus")
    func promtool() async throws {
        try await RunningServer.run(ScriptedSource()) { server in
            for (query, _) in Self.queries {
                let text = try await server.get("/metrics/kpi?\(query)").body
                let complaints = try Promtool.check(metrics: Data(text))
                #expect(complaints.isEmpty, "\(query)")
            }
        }
    }

    @Test("An unknown parameter or value is a 400 that lists what there is, and repeats nothing")
    func unknown() async throws {
        struct Body: Decodable {
            let status: Int
            let detail: String
        }
        let refused = "The query asks for what there is not. "
        let scopes = "Choose a scope from organization, department, team, or name one as department=ID or team=ID."
        let periods =
            "Choose a period from month, quarter, year, week, or name one as 2026-10, 2026-Q4, 2026 or 2026-W41."
        let kpis = "time_to_first_response, time_to_resolve, response_target_met, helper_concentration"
        let cases: [String: String] = [
            "kpi=canary":
                refused + "Choose a kpi from \(kpis).",
            "kpi=": refused + "Choose a kpi from \(kpis).",
            "scope=canary": refused + scopes, "scope=team=": refused + scopes, "scope=squad%3Da": refused + scopes,
            "period=month&period=%FF": refused + periods, "period=2026-Q5": refused + periods,
            "kpi=time_to_first_response&statistic=canary":
                refused + "Choose a statistic from p50, p90, withdrawn_share.",
            "since=yesterday": refused + "Write since as 2026-03-01.",
            "since=2026-01-01&since=2026-01-02": refused + "Give since once: the earliest is enough.",
        ]
        let parameters =
            "The query has an unknown parameter. Choose from kpi, scope, period, statistic, since, as in "
            + "?scope=team&period=quarter."
        let names = ["canary=1", "KPI=time_to_resolve", "kpi%3Dx=1", "=team", "canary"]
        // Before there are figures, too: the query will not get better.
        for release in [1, nil] as [Int64?] {
            try await RunningServer.run(ScriptedSource(release: release), isReady: release != nil) { server in
                for (query, detail) in cases.merging(names.map { ($0, parameters) }, uniquingKeysWith: { $1 }) {
                    for (path, _) in Self.paths {
                        let answer = try await server.get("\(path)?\(query)")
                        #expect(answer.status == 400, "\(query)")
                        #expect(answer["content-type"] == "application/problem+json", "\(query)")
                        #expect(answer["etag"] == nil && answer["cache-control"] == "no-store", "\(query)")
                        let body = try JSONDecoder().decode(Body.self, from: Data(answer.body))
                        #expect(body.status == 400 && body.detail == detail, "\(query)")
                        let head = try await server.get("\(path)?\(query)", method: "HEAD")
                        #expect(head.status == 400, "\(query)")
                    }
                }
                let other = try await server.get("/metrics?canary=1")
                #expect(other.status == 200)
            }
        }
    }

    @Test(
        "Accept-Encoding is weighed as RFC 9110 says: gzip unless it is refused or identity is liked better",
        arguments: [
            (nil, false), ("", false), ("gzip", true), ("GZIP", true), ("x-gzip", true), ("br, gzip;q=0.8", true),
            ("gzip;q=0", false), ("gzip;q=0.000", false), ("gzip;q=0.001", true), ("gzip ; q=1.000", true),
            ("*", true), ("*;q=0", false), ("*;q=0, gzip", true), ("gzip;q=0, *", false), ("identity", false),
            ("identity;q=0", false), ("identity;q=0, gzip;q=0.1", true), ("identity, gzip;q=0.5", false),
            ("identity;q=0.5, gzip;q=0.5", true), ("deflate", false), ("gzip;q=1.5", false), ("gzip;q=nan", false),
            ("gzip;q=-1", false), ("gzip;q=", false), ("gzip;q=0.1234", false), (",, ;,gzip", true),
            ("identity;q=0, *;q=0", false),
        ] as [(String?, Bool)])
    func acceptEncoding(field: String?, isGzip: Bool) {
        #expect(Coding(accepted: field) == (isGzip ? .gzip : .identity))
    }

    @Test("Each filter and coding has a strong ETag of its own, which spares the body; the order of a query is nothing")
    func entityTags() async throws {
        try await RunningServer.run(ScriptedSource()) { server in
            var tags: [String] = []
            for (path, _) in Self.paths {
                for (query, _) in Self.queries + [("", [])] {
                    for fields in [[], ["Accept-Encoding: gzip"]] {
                        let tag = try #require(try await server.get("\(path)?\(query)", fields: fields)["etag"])
                        #expect(tag.hasPrefix("\""))
                        tags.append(tag)
                        let again = try await server.get("\(path)?\(query)", fields: fields + ["If-None-Match: \(tag)"])
                        #expect(again.status == 304 && again.body.isEmpty && again["etag"] == tag, "\(query)")
                        #expect(again["vary"] == "Accept-Encoding" && again["content-length"] == nil)
                    }
                }
            }
            #expect(Set(tags).count == tags.count)
            let plain = try #require(try await server.get("/v1/kpis.csv?scope=team&period=month")["etag"])
            let turned = try await server.get(
                "/v1/kpis.csv?period=month&scope=team&scope=team", fields: ["If-None-Match: \(plain)"])
            #expect(turned.status == 304)
            let coded = try await server.get(
                "/v1/kpis.csv?scope=team&period=month", fields: ["If-None-Match: \(plain)", "Accept-Encoding: gzip"])
            #expect(coded.status == 200 && coded["content-encoding"] == "gzip")
        }
    }

    @Test(
        "Where as many answers are compressed as may be, the next is plain, and gzip comes back when they are written")
    func compressionsAtOnce() async throws {
        let source = ScriptedSource(Self.incompressible(bytes: 8_000_000))
        try await RunningServer.run(source, limits: .patient { $0.compressions = 1 }) { server in
            let address = "/v1/kpis.csv?scope=organization"
            let plain = try await server.get(address)
            try await RawClient.connect(server.port, receiveBuffer: 4096) { slow in
                try await slow.send("GET \(address) HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n")
                try await slow.answerBegins()
                let meanwhile = try await server.get(address, fields: ["Accept-Encoding: gzip"])
                #expect(meanwhile.status == 200 && meanwhile["content-encoding"] == nil)
                #expect(meanwhile["etag"] == plain["etag"] && meanwhile.body == plain.body)
                // The whole is compressed already.
                let whole = try await server.get("/v1/kpis.csv", method: "HEAD", fields: ["Accept-Encoding: gzip"])
                #expect(whole["content-encoding"] == "gzip")
                let answer = try await slow.answer()
                #expect(try answer.unzipped() == plain.body)
            }
            for _ in 0..<6_000 {
                let again = try await server.get(address, method: "HEAD", fields: ["Accept-Encoding: gzip"])
                if again["content-encoding"] == "gzip" { return }
                try await Task.sleep(for: .milliseconds(20))
            }
            Issue.record("No answer was compressed again")
        }
    }

    /// Rows that gzip makes a quarter shorter and no more: random bytes in base 64.
    private static func incompressible(bytes: Int) -> [PublishedFigure] {
        var numbers = SeededNumbers(seed: 3)
        let perRow = 100_000
        return (0..<bytes / perRow).map { row in
            let random = (0..<perRow * 3 / 4 / 8).map { _ in numbers.next() }
            let name = random.withUnsafeBytes { Data($0) }.base64EncodedString()
            return PublishedFigure(
                organization: name, kpi: "time_to_resolve", version: row,
                cell: Cell(measure: "final_close_elapsed", scope: .organization, breakdown: .none, statistic: "p50"),
                period: Period(.month, year: 2025, ordinal: 0), unit: .seconds, estimate: .none, n: nil, censored: nil,
                coverage: nil, state: .suppressed)
        }
    }

    @Test("A client that asks for a large part and reads nothing is closed, others are served meanwhile")
    func slowReader() async throws {
        let source = ScriptedSource(ReleasedFigures.large(bytes: LimitsTests.large))
        try await RunningServer.run(source, limits: .patient { $0.response = .seconds(3) }) { server in
            try await RawClient.connect(server.port, receiveBuffer: 4096) { client in
                try await client.send("GET /v1/kpis.csv?scope=organization HTTP/1.1\r\nHost: localhost\r\n\r\n")
                try await server.wait(for: "/metrics") {
                    (RunningServer.value(of: LimitsTests.cutOffForResponse, in: $0.text) ?? 0) >= 1
                }
                await #expect(throws: (any Error).self) { try await client.answer() }
            }
            try await server.wait(for: "/-/healthy") { $0.status == 200 }
        }
    }

    @Test("100 clients that ask for different parts at once all get what is theirs")
    func atOnce() async throws {
        try await RunningServer.run(ScriptedSource()) { server in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<100 {
                    let (query, wanted) = Self.queries[number % Self.queries.count]
                    let bytes = try expected(CSVFormat(), wanted)
                    let fields = number % 3 == 0 ? ["Accept-Encoding: gzip"] : []
                    group.addTask {
                        let answer = try await server.get("/v1/kpis.csv?\(query)", fields: fields)
                        let isCoded = answer["content-encoding"] == "gzip"
                        return try (isCoded ? answer.unzipped() : answer.body) == bytes
                    }
                }
                for try await isRight in group { #expect(isRight) }
            }
        }
    }
}
