import Foundation
import TestSupport
import Testing

/// From files to a scrape, with a private server that each command starts and stops by itself.
@Suite(.timeLimit(.minutes(60))) struct TheWholeWayTests {
    @Test("Files go in, figures come out as files and over HTTP, and SIGTERM leaves no process behind")
    func wholeWay() async throws {
        let user = try User()
        try await user.simulate()
        try await user.ingestRecords(organization: "default")
        let computed = try await user.must("compute")
        #expect(computed.output.isEmpty && computed.errors.contains("Release 1 "))

        let csv = try await user.must("export", "--format", "csv", "--out", "-")
        #expect(
            csv.lines.first == "organization,kpi,version,measure,scope,scope_id,breakdown,breakdown_value,period,"
                + "from,to,statistic,value,unit,lower,upper,n,censored,coverage,as_of,state,signal,stale,reference,"
                + "verdict")
        #expect(csv.errors.isEmpty)
        let medians = csv.lines.filter {
            $0.hasPrefix("default,time_to_resolve,3,first_close_elapsed,organization,,,,month,2026-02-01,")
                && $0.contains(",p50,") && $0.contains(",released,")
        }
        #expect(medians.count == 1)
        try await user.must("export", "--format", "prometheus", "--out", "kpis.prom")
        #expect(try Promtool.check(metrics: Data(contentsOf: user.path("kpis.prom"))) == "")

        let analysis = try await user.must(
            "analyze", "--kpi", "time_to_resolve", "--from", "2026-02-01", "--to", "2026-03-01", "--by", "team")
        #expect(analysis.lines.contains { $0.contains(",team,discovery,") && $0.contains(",p50,") })

        let serve = try user.start(["serve", "--listen", "127.0.0.1:0"])
        let base = try await serve.address()
        let (figures, type) = try await HTTP.get(base + "v1/kpis.csv")
        #expect(type == "text/csv; charset=utf-8; header=present")
        #expect(figures == csv.output)
        let (metrics, _) = try await HTTP.get(base + "metrics/kpi")
        #expect(metrics == (try user.read("kpis.prom")))
        #expect(try await HTTP.get(base + "-/ready").body.isEmpty == false)
        #expect(Servers.count(of: user.dataDirectory) > 0)

        // While it is in use the server isn't taken away.
        let refused = try await user.run("db", "stop")
        #expect(refused.code == 75 && refused.errors.contains("in use"))

        serve.send(SIGTERM)
        let outcome = try await serve.outcome()
        #expect(outcome.code == 0)
        #expect(outcome.output.isEmpty)
        #expect(Servers.count(of: user.dataDirectory) == 0)
        #expect(try await user.must("db", "status").output.hasPrefix("state: stopped"))
    }

    @Test("Commands that start at once, on a machine where nothing was ever done, share one server and one key")
    func together() async throws {
        let user = try User()
        try user.write("a.csv", "team_id,department_id\nplatform,engineering\n")
        #expect(try await user.must("db", "status", "--json").json(Status.self).state == "absent")
        let runs = try (0..<4).map { number in
            try user.start(["ingest", "--json", "--source", "s\(number % 2)", "--dataset", "teams", "a.csv"])
        }
        var loaded: [Bool] = []
        for run in runs {
            let outcome = try await run.outcome()
            #expect(outcome.code == 0, "\(outcome.errors)")
            loaded += try outcome.json([Report].self).map(\.alreadyLoaded)
        }
        // Of two that bring the same file from the same source, one loads it.
        #expect(loaded.filter { $0 }.count == 2 && loaded.count == 4)
        #expect(try await user.must("db", "status", "--json").json(Status.self).state == "stopped")
        #expect(Servers.count(of: user.dataDirectory) == 0)
    }
}

/// `db status --json`.
struct Status: Decodable {
    let state: String
    let databaseUrl: String?
    let serverVersion: String?
    let schemaVersion: Int?
}

/// One file of `ingest --json`.
struct Report: Decodable {
    let read: Int
    let accepted: Int
    let inserted: Int?
    let updated: Int?
    let rejected: Int
    let duplicate: Int?
    let skipped: Int?
    let alreadyLoaded: Bool
    let rejectsByCode: [String: Int]
}

extension Running {
    /// Where `serve` says that it listens, once it is ready.
    func address() async throws -> String {
        var found = ""
        try await wait(for: "an address") {
            found = try errors().firstMatch(of: /http:\/\/\S+/).map { String($0.output) } ?? ""
            return !found.isEmpty
        }
        let base = found
        try await wait(for: "the first snapshot") { (try? await HTTP.get(base + "-/ready")) != nil }
        return base
    }
}
