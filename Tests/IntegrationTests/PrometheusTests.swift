import Foundation
import TestSupport
import Testing

extension CommandTests {
    @Suite struct PrometheusTests {
        private static let dashboards = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../dashboards").standardized

        @Test("A real Prometheus scrapes the demo, and every query of the dashboard and the rules finds data")
        func scrape() async throws {
            let user = try SharedServer.user()
            // The share of the busiest 5 % is only shown of a hundred helpers or more.
            try await user.must("demo", "--people", "300", "--months", "3", "--organization", "scraped")
            let serve = try user.start(["serve", "--organization", "scraped", "--listen", "127.0.0.1:0"])
            let address = try await serve.address()
            let json = try Data(contentsOf: Self.dashboards.appending(path: "grafana/mutuality-help.json"))
            let queries = try DashboardQueries(
                json, values: ["organization": "scraped", "team": ".*", "period": "month", "__rate_interval": "1m"])
            let files = PrometheusServer.Files(
                configuration: Self.dashboards.appending(path: "prometheus/prometheus.example.yml"),
                rules: Self.dashboards.appending(path: "prometheus/mutuality.rules.yml"), target: "127.0.0.1:18480")
            let target = try #require(URL(string: address)?.port)

            try await PrometheusServer.run(files, scraping: "127.0.0.1:\(target)") { prometheus in
                try await prometheus.waitUntilUp(targets: 2)
                let expressions = queries.panels.flatMap(\.expressions)
                #expect(expressions.count > 10)
                let missing = try await prometheus.withoutData(expressions)
                #expect(missing == [], "queries of the dashboard without data")
                for variable in queries.variables {
                    let series = try await prometheus.query(variable.expression)
                    #expect(series.contains { $0.metric[variable.label] != nil }, "\(variable.name)")
                }
                let rules = try await prometheus.rules()
                #expect(!rules.isEmpty)
                let selectors = rules.flatMap { DashboardQueries.selectors(in: $0.query) }
                // Whether anything got worse hangs on chance.
                let silent = try await prometheus.withoutData(selectors.filter { !$0.hasPrefix("mutuality_signal") })
                #expect(silent == [], "selectors of the rules without data")
            }
            serve.send(SIGTERM)
            #expect(try await serve.outcome().code == 0)
        }
    }
}
