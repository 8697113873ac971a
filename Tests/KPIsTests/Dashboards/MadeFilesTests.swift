import Domain
import Foundation
import Testing

@Suite("Dashboards and rules that are made from the sheets")
struct MadeFilesTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        .standardized
    private static let files = Dictionary(
        uniqueKeysWithValues: Dashboards.files.map { ("dashboards/grafana/\($0)", $1) }
            + VerdictRules.files.map { ("dashboards/prometheus/\($0)", $1) })

    @Test("are as the sheets make them; UPDATE_GOLDEN=1 rewrites them", arguments: files.keys.sorted())
    func golden(path: String) throws {
        let file = Self.root.appending(path: path)
        let made = try #require(Self.files[path])
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" { try Data(made.utf8).write(to: file) }
        let committed = try? String(contentsOf: file, encoding: .utf8)
        #expect(committed == made, "run the tests once with UPDATE_GOLDEN=1 and look at what changed")
    }

    @Test("are all there is in their folders")
    func nothingElse() throws {
        for source in Dashboards.sources {
            let folder = Self.root.appending(path: "dashboards/grafana/\(source.name)")
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter { $0 != ".lint" }
            let made = Dashboards.files.keys.filter { $0.hasPrefix("\(source.name)/") }
            #expect(names.map { "\(source.name)/\($0)" }.sorted() == made.sorted())
        }
    }

    @Test(
        "have a uid and a title each, and every panel an id, a title, a description, a unit and a variable data source"
    )
    func conventions() throws {
        let dashboards = try Dashboards.files.values.map(WrittenDashboard.init)
        #expect(Set(dashboards.map(\.uid)).count == dashboards.count)
        #expect(Set(dashboards.map(\.title)).count == dashboards.count)
        // Grafana's own limit of a uid.
        let longest = 40
        #expect(dashboards.allSatisfy { !$0.editable && $0.timezone == "browser" })
        for dashboard in dashboards {
            let uid = try #require(dashboard.uid)
            #expect(!uid.isEmpty && uid.count <= longest)
            #expect(dashboard.templating.list.first?.name == "datasource")
            let panels = dashboard.panels
            #expect(Set(panels.map(\.id)).count == panels.count, "\(uid)")
            #expect(Set(panels.map(\.title)).count == panels.count, "\(uid)")
            for panel in panels where panel.type != "row" {
                #expect(!panel.title.isEmpty && (panel.description ?? "").count > 20, "\(panel.title)")
                #expect(panel.fieldConfig?.defaults.unit != nil, "\(panel.title)")
                let sources = [panel.datasource] + (panel.targets ?? []).map(\.datasource)
                #expect(sources.allSatisfy { $0?.uid == "${datasource}" }, "\(panel.title)")
                #expect(!sources.dropFirst().isEmpty, "\(panel.title)")
            }
        }
    }

    @Test("show the judged figure of every KPI, with each data source")
    func everyKPI() throws {
        for source in Dashboards.sources {
            let titles = try Dashboards.files.filter { $0.key.hasPrefix("\(source.name)/") }.values.flatMap {
                try WrittenDashboard($0).panels.filter { $0.type == "timeseries" }
            }.map(\.title)
            #expect(titles.sorted() == JudgedFigure.all.map(\.title).sorted())
        }
    }

    @Test("ask for the target of a figure that can have one, over time and beside the newest value, and of no other")
    func targets() throws {
        #expect(JudgedFigure.all.contains(where: \.canHaveTarget) && !JudgedFigure.all.allSatisfy(\.canHaveTarget))
        for source in Dashboards.sources {
            for theme in Sheet.Theme.allCases {
                let text = try #require(Dashboards.files["\(source.name)/\(theme.slug).json"])
                let panels = try WrittenDashboard(text).panels
                let wanted = panels.filter { $0.targets?.contains { $0.refId == Panel.target } == true }.map(\.title)
                let figures = JudgedFigure.all(of: theme).filter(\.canHaveTarget)
                #expect(wanted.sorted() == figures.flatMap { [$0.title, "\($0.title): newest"] }.sorted())
            }
        }
    }
}
