import Foundation
import TestSupport
import Testing

@testable import Endpoint

/// The rules of dashboards/prometheus against a real Prometheus that scrapes a server of ours.
@Suite(.timeLimit(.minutes(5))) struct DashboardsTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../dashboards").standardized
    private static let rules = folder.appending(path: "prometheus/mutuality.rules.yml")
    /// What whoever installs the rules puts their own address for, as dashboards/README.md says.
    private static let docs = "https://mutuality.example/docs"
    /// Those that are written by hand, and those that are made from the sheets.
    private static let kinds = ["mutuality", "verdicts"]

    @Test("Every query of the rules finds data, and what was planted fires")
    func everyQueryFindsData() async throws {
        let files = PrometheusServer.Files(
            configuration: Self.folder.appending(path: "prometheus/prometheus.example.yml"), rules: Self.rules,
            target: ListenAddress.standard.description)

        try await RunningServer.run(ScriptedSource()) { server in
            try await PrometheusServer.run(files, scraping: "127.0.0.1:\(server.port)") { prometheus in
                try await prometheus.waitUntilUp(targets: 2)

                let rules = try await prometheus.rules()
                #expect(rules.count == 11)
                let selectors = rules.flatMap(\.selectors)
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
        let runs =
            Self.kinds.flatMap { kind in
                [
                    ["check", "rules", folder.appending(path: "\(kind).rules.yml").path()],
                    ["test", "rules", folder.appending(path: "\(kind).rules.test.yml").path()],
                ]
            } + [["check", "config", folder.appending(path: "prometheus.example.yml").path()]]
        for arguments in runs {
            let (status, complaints) = try Promtool.run(arguments)
            #expect(status == 0, "\(complaints)")
        }
    }

    @Test(
        "Each alert has a test that fires and one that is silent, says why, and has a place in the runbook",
        arguments: kinds)
    func alertTests(kind: String) throws {
        let folder = Self.folder.appending(path: "prometheus")
        let rules = try String(contentsOf: folder.appending(path: "\(kind).rules.yml"), encoding: .utf8)
        let tests = try String(contentsOf: folder.appending(path: "\(kind).rules.test.yml"), encoding: .utf8)
        let runbook = try String(
            contentsOf: Self.folder.appending(path: "../docs/runbook.md").standardized, encoding: .utf8)
        let alerts = rules.matches(of: /- alert: (\w+)/).map { String($0.1) }
        #expect(!alerts.isEmpty)
        let readme = try String(contentsOf: Self.folder.appending(path: "README.md"), encoding: .utf8)
        #expect(readme.contains("sed -i 's|\(Self.docs)|https://"))
        #expect(rules.matches(of: /description: >-/).count == alerts.count)
        for alert in alerts {
            let parts = tests.split(separator: "- alertname: \(alert)\n").dropFirst()
            #expect(parts.count == 2, "\(alert)")
            let isSilent = parts.map { $0.split(separator: "\n")[1].contains("exp_alerts: []") }
            #expect(isSilent.sorted { !$0 && $1 } == [false, true], "\(alert)")
            #expect(rules.contains("runbook_url: \(Self.docs)/runbook.md#\(alert.lowercased())\n"), "\(alert)")
            #expect(runbook.contains("## \(alert)\n"), "\(alert)")
        }
    }
}
