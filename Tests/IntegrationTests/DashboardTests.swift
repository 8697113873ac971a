import Foundation
import TestSupport
import TestValues
import Testing

/// What dashboards/ asks, asked as Grafana and Prometheus do. It takes a database of its own, for a login that only reads.
@Suite(.timeLimit(.minutes(60))) struct DashboardTests {
    private static let dashboards = Page.repository.appending(path: "dashboards")

    /// What Dashboards/ask.py says.
    private struct Answer: Decodable {
        /// Queries that found something.
        let answered: Int
        /// Panels and rules.
        let panels: Int
        /// Those of them that had nothing to show.
        let silent: [String]
        /// Of which KPIs a target was told.
        let targets: Targets
        let faults: [String]

        struct Targets: Decodable {
            let postgresql: [String]
            let prometheus: [String]
        }
    }

    /// Before the newest quarter began, and after the first one did.
    private static let daysSinceTargetsChanged = 200.0

    @Test(
        "Every panel, variable and rule shows what the demo may show and nothing else, from Prometheus and to a reader's login"
    )
    func everyQuery() async throws {
        let conninfo = try await ScratchServer.shared().freshDatabase()
        let login = "dashboards_\(UInt32.random(in: .min ... .max))"
        let user = try User(environment: ["MUTUALITY_DATABASE_URL": conninfo])
        try await user.must("db", "migrate")
        // The share of the busiest 5 % is only shown of a hundred helpers or more; a whole year lies in fifteen months.
        try await user.must("demo", "--people", "300", "--months", "15", "--organization", "shown")
        let change = Date.now.addingTimeInterval(-Self.daysSinceTargetsChanged * 86_400)
            .formatted(.iso8601.year().month().day())
        try await user.must(
            "organization", "set", "target_time_to_resolve=8h", "target_response_target_met=90 %", "--organization",
            "shown")
        try await user.must(
            "organization", "set", "--from", change, "target_time_to_resolve=6h", "target_response_target_met=",
            "--organization", "shown")
        _ = try await user.query("CREATE ROLE \(login) LOGIN IN ROLE mutuality_reader")
        try await user.must("organization", "grant", login, "--organization", "shown")
        let serve = try user.start(["serve", "--organization", "shown", "--listen", "127.0.0.1:0"])
        let port = try #require(URL(string: try await serve.address())?.port)
        let folder = Self.dashboards.appending(path: "prometheus")
        let files = PrometheusServer.Files(
            configuration: folder.appending(path: "prometheus.example.yml"),
            rules: folder.appending(path: "mutuality.rules.yml"), folder.appending(path: "verdicts.rules.yml"),
            target: "127.0.0.1:18480")

        try await PrometheusServer.run(files, scraping: "127.0.0.1:\(port)", everySeconds: 2) { prometheus in
            try await prometheus.waitUntilUp(targets: 2)
            // What rules record takes an evaluation to appear.
            #expect(try await prometheus.withoutData(["scope:mutuality_verdict:count"]) == [])
            let answer: Answer = try Tool.answer(
                ofPython: "Dashboards/ask.py",
                [
                    Self.dashboards.path(), conninfo.replacing("user=postgres", with: "user=\(login)"),
                    prometheus.base.absoluteString, "shown",
                ])
            #expect(answer.faults == [])
            #expect(answer.answered > 1_000)
            // One has changed; the other ended, but for periods that began before.
            #expect(answer.targets.postgresql == ["response_target_met", "time_to_resolve"])
            #expect(answer.targets.prometheus.contains("time_to_resolve"))
            // What this demo hides, or has no cause to say; the others have to answer.
            #expect(answer.silent.count * 5 < answer.panels, "\(answer.silent)")
        }
        serve.send(SIGTERM)
        #expect(try await serve.outcome().code == 0)
    }
}
