import Foundation
import TestSupport
import Testing

@testable import Endpoint

/// The files of dashboards/ against a real Prometheus that scrapes a server of ours.
@Suite(.timeLimit(.minutes(3))) struct DashboardsTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../dashboards").standardized
    private static let rules = folder.appending(path: "prometheus/mutuality.rules.yml")

    @Test("Every query of the dashboard, of its variables and of the rules finds data")
    func everyQueryFindsData() async throws {
        let json = try Data(contentsOf: Self.folder.appending(path: "grafana/mutuality-help.json"))
        let queries = try DashboardQueries(
            json, values: ["organization": "acme", "team": ".*", "period": "month", "__rate_interval": "1m"])
        let files = PrometheusServer.Files(
            configuration: Self.folder.appending(path: "prometheus/prometheus.example.yml"), rules: Self.rules,
            target: ListenAddress.standard.description)

        try await RunningServer.run(ScriptedSource()) { server in
            try await PrometheusServer.run(files, scraping: "127.0.0.1:\(server.port)") { prometheus in
                try await prometheus.waitUntilUp(targets: 2)

                let expressions = queries.panels.flatMap(\.expressions)
                #expect(expressions.count >= 20)
                let missing = try await prometheus.withoutData(expressions)
                #expect(missing == [], "queries of the dashboard without data")

                for variable in queries.variables {
                    let series = try await prometheus.query(variable.expression)
                    #expect(series.contains { $0.metric[variable.label] != nil }, "\(variable.name)")
                }

                let rules = try await prometheus.rules()
                #expect(rules.count == 10)
                let selectors = rules.flatMap { DashboardQueries.selectors(in: $0.query) }
                let silent = try await prometheus.withoutData(selectors)
                #expect(silent == [], "selectors of the rules without data")
                let recorded = try await prometheus.withoutData(rules.filter { $0.type == "recording" }.map(\.query))
                #expect(recorded == [])

                // Planted: a slow team, help that rests on two people, a median that rose; the month is long over, and so is
                // the last load.
                let planted = [
                    "TeamWaitsLongForAnswers", "TeamResolvesSlowly", "HelpIsConcentrated", "HelpRestsOnFew",
                    "FigureGotWorse", "MutualityFiguresAreOld", "MutualityDataIsLate",
                ]
                let quiet = try await prometheus.withoutData(
                    planted.map { "ALERTS{alertname=\"\($0)\",alertstate=\"firing\"}" })
                #expect(quiet == [])
                let firing = try await prometheus.rules().filter { $0.state == "firing" }.map(\.name)
                #expect(Set(firing) == Set(planted))
            }
        }
    }

    @Test("promtool accepts the rules, the example configuration, and the rules' own tests")
    func promtool() throws {
        let folder = Self.folder.appending(path: "prometheus")
        let runs = [
            ["check", "rules", Self.rules.path()],
            ["check", "config", folder.appending(path: "prometheus.example.yml").path()],
            ["test", "rules", folder.appending(path: "mutuality.rules.test.yml").path()],
        ]
        for arguments in runs {
            let (status, complaints) = try Promtool.run(arguments)
            #expect(status == 0, "\(complaints)")
        }
    }

    @Test("Each alert has a test that fires and one that is silent, and says why its threshold is what it is")
    func alertTests() throws {
        let rules = try String(contentsOf: Self.rules, encoding: .utf8)
        let tests = try String(
            contentsOf: Self.folder.appending(path: "prometheus/mutuality.rules.test.yml"), encoding: .utf8)
        let alerts = rules.matches(of: /- alert: (\w+)/).map { String($0.1) }
        #expect(alerts.count == 8)
        #expect(rules.matches(of: /description: >-/).count == alerts.count)
        for alert in alerts {
            let parts = tests.split(separator: "- alertname: \(alert)\n").dropFirst()
            #expect(parts.count == 2, "\(alert)")
            let isSilent = parts.map { $0.split(separator: "\n")[1].contains("exp_alerts: []") }
            #expect(isSilent.sorted { !$0 && $1 } == [false, true], "\(alert)")
        }
    }

    @Test("The dashboard has a fixed uid, the variables, and a title, a description and a unit on every panel")
    func dashboardConventions() throws {
        struct Dashboard: Decodable {
            struct Panel: Decodable {
                struct FieldConfig: Decodable { let defaults: Defaults }
                struct Defaults: Decodable { let unit: String? }
                struct Source: Decodable { let uid: String }
                let id: Int
                let type: String
                let title: String
                let description: String?
                let datasource: Source?
                let fieldConfig: FieldConfig?
            }
            struct Templating: Decodable { let list: [Variable] }
            struct Variable: Decodable {
                let name: String
                let type: String
            }
            let uid: String
            let panels: [Panel]
            let templating: Templating
        }
        let json = try Data(contentsOf: Self.folder.appending(path: "grafana/mutuality-help.json"))
        let dashboard = try JSONDecoder().decode(Dashboard.self, from: json)
        #expect(dashboard.uid == "mutuality-help")
        let variables = dashboard.templating.list
        #expect(variables.filter { $0.type == "datasource" }.map(\.name) == ["datasource"])
        #expect(Set(variables.map(\.name)).isSuperset(of: ["organization", "team"]))
        #expect(Set(dashboard.panels.map(\.id)).count == dashboard.panels.count)
        for panel in dashboard.panels where panel.type != "row" {
            #expect(!panel.title.isEmpty)
            #expect((panel.description ?? "").count > 20, "\(panel.title)")
            #expect(panel.fieldConfig?.defaults.unit != nil, "\(panel.title)")
            #expect(panel.datasource?.uid == "${datasource}", "\(panel.title)")
        }
    }
}
