import Foundation
import Testing

@Suite("dashboard-linter's rules")
struct LinterRuleTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../dashboards/grafana").standardized

    /// The rules that a `.lint` beside the dashboards leaves out.
    private func exclusions(of source: String) throws -> [String] {
        let file = Self.folder.appending(path: "\(source)/.lint")
        guard FileManager.default.fileExists(atPath: file.path()) else { return [] }
        return try String(contentsOf: file, encoding: .utf8).matches(of: /(?m)^  ([a-z-]+):/).map { String($0.1) }
    }

    @Test("are kept by every dashboard, but for those that .lint names", arguments: Dashboards.files.keys.sorted())
    func kept(path: String) throws {
        let dashboard = try WrittenDashboard(#require(Dashboards.files[path]))
        let source = String(path.prefix { $0 != "/" })
        let exclusions = try exclusions(of: source)
        #expect(exclusions.isEmpty == (source != "prometheus"))
        #expect(Set(exclusions).isSubset(of: LinterRule.allCases.map(\.rawValue)))
        for rule in LinterRule.allCases {
            let faults = rule.faults(in: dashboard)
            // An exception that nothing needs would hide what breaks the rule one day.
            #expect(faults.isEmpty != exclusions.contains(rule.rawValue), "\(rule.rawValue): \(faults)")
        }
    }

    /// Of Prometheus; it breaks no rule.
    private static let sound = """
        {
          "title": "Sound", "editable": false,
          "templating": {"list": [
            {"name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus"},
            {"name": "job", "label": "Job", "type": "query", "query": "label_values(up, job)", "multi": true,
              "allValue": ".+", "refresh": 2, "datasource": {"uid": "${datasource}"}},
            {"name": "instance", "label": "Instance", "type": "query", "multi": true, "allValue": ".+", "refresh": 2,
              "query": {"query": "label_values(up, instance)", "refId": "x"}, "datasource": {"uid": "${datasource}"}}
          ]},
          "panels": [
            {"id": 1, "type": "row", "title": ""},
            {"id": 2, "type": "stat", "title": "Answers", "description": "A second.",
              "datasource": {"type": "prometheus", "uid": "${datasource}"},
              "fieldConfig": {"defaults": {"unit": "reqps"}},
              "targets": [
                {"expr": "sum(rate(answers_total{job=~\\"$job\\",instance=~\\"$instance\\",a=~\\"[ab]\\"}[$__rate_interval]))"}
              ]}
          ]
        }
        """

    @Test("find nothing in a sound dashboard", arguments: LinterRule.allCases)
    func sound(rule: LinterRule) throws {
        #expect(try rule.faults(in: WrittenDashboard(Self.sound)) == [])
    }

    /// What breaks a rule, and no other.
    private static let faults: [(rule: LinterRule, part: String, broken: String)] = [
        (.templateDatasource, "\"label\": \"Data source\"", "\"label\": \"Source\""),
        (.templateDatasource, "{\"name\": \"datasource\"", "{\"name\": \"prometheus\""),
        (
            .templateDatasource, "{\"name\": \"job\"",
            "{\"name\": \"datasource\", \"label\": \"Data source\", \"type\": \"datasource\", \"query\": \"prometheus\"}, "
                + "{\"name\": \"job\""
        ),
        (.templateJob, "\"label\": \"Job\"", "\"label\": \"Jobs\""),
        (.templateJob, "\"multi\": true,\n      \"allValue\"", "\"multi\": false,\n      \"allValue\""),
        (.templateInstance, "\"multi\": true, \"allValue\": \".+\"", "\"multi\": true, \"allValue\": \".*\""),
        (.templateInstance, "{\"name\": \"instance\"", "{\"name\": \"pod\""),
        (.templateLabelPromQL, "label_values(up, job)", "foo(up, job)"),
        (.templateLabelPromQL, "label_values(up, instance)", "up"),
        (.templateReload, "\"refresh\": 2, \"datasource\"", "\"refresh\": 1, \"datasource\""),
        (.panelDatasource, "\"type\": \"prometheus\", \"uid\": \"${datasource}\"", "\"uid\": \"prometheus-1\""),
        (.panelTitleDescription, "\"title\": \"Answers\"", "\"title\": \"\""),
        (.panelTitleDescription, "\"description\": \"A second.\",", ""),
        (.panelUnits, "\"unit\": \"reqps\"", "\"unit\": \"answers\""),
        (.panelUnits, "\"unit\": \"reqps\"", ""),
        (.targetRateInterval, "[$__rate_interval]", "[5m]"),
        (.targetJob, "job=~\\\"$job\\\",", ""),
        (.targetJob, "job=~\\\"$job\\\",", "job=\\\"$job\\\","),
        (.targetInstance, "instance=~\\\"$instance\\\",", ""),
        (.targetCounter, "sum(rate(answers_total", "sum(max_over_time(answers_total"),
        (.uneditable, "\"editable\": false", "\"editable\": true"),
    ]

    @Test("find what breaks them", arguments: faults)
    func broken(rule: LinterRule, part: String, broken: String) throws {
        try #require(Self.sound.ranges(of: part).count == 1, "\(part)")
        let dashboard = try WrittenDashboard(Self.sound.replacing(part, with: broken))
        #expect(LinterRule.allCases.filter { !$0.faults(in: dashboard).isEmpty } == [rule])
    }

    @Test("find a panel without a query")
    func withoutQuery() throws {
        let start = try #require(Self.sound.range(of: "\"targets\": ["))
        let text = Self.sound[..<start.upperBound] + "]}]}"
        #expect(
            try LinterRule.allCases.filter { try !$0.faults(in: WrittenDashboard(String(text))).isEmpty }
                == [.panelTargets])
    }
}
