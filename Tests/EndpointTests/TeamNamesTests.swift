import Domain
import Export
import Testing

@testable import Endpoint

@Suite("Names of teams, served", .timeLimit(.minutes(5)))
struct TeamNamesTests {
    private static let sheet = Sheet(
        id: "kept", version: 1, title: "Promises kept", question: "", formula: "",
        measures: [
            .init(title: "all", headline: statistic, statistics: [statistic])
        ], direction: .higherIsBetter, inputs: [], unfinished: "", missing: "", reference: "",
        briefing: .init(.helpers, matters: .fivePoints, next: "Why?"))
    private static let statistic = Sheet.Statistic("kept", .ratio, "share kept", rounding: .share)

    private static let figures = [Scope.organization, Scope(.team, "t-17")].map { scope in
        PublishedFigure(
            organization: "acme", kpi: "kept", version: 1,
            cell: Cell(measure: "default", scope: scope, breakdown: .none, statistic: "kept"),
            period: Period(.quarter, year: 2025, ordinal: 3), unit: .ratio,
            estimate: Estimate(0.5, lower: 0.4, upper: 0.6),
            n: 40, censored: nil, coverage: 1, state: .released, reference: 0.8,
            verdict: .moved(.worse, isEarly: false, isSeasonal: false))
    }

    private static func names(_ name: String) -> TeamNames {
        TeamNames([TeamName(organization: "acme", team: "t-17", name: name)])
    }

    @Test("The report calls teams by their names as of the release; what programs read has their ids alone")
    func report() async throws {
        let source = ScriptedSource(Self.figures)
        let context = try ExportContext(sheets: [Self.sheet])
        try await RunningServer.run(source, context: context) { server in
            let before = try await server.get("/report").text
            #expect(before.contains("Team t-17"))
            let programs = ["/v1/kpis.csv", "/metrics/kpi"]
            let former = try await programs.answers(of: server)
            await source.publish(2, Self.figures, names: Self.names("Care <& more>"))
            try await server.wait(for: "/report") { $0.text.contains("Team Care &lt;&amp; more&gt;") }
            let after = try await server.get("/report").text
            #expect(!after.contains("t-17"))
            #expect(try await programs.answers(of: server) == former)
            await source.publish(3, Self.figures, names: Self.names("Night"))
            try await server.wait(for: "/report") { $0.text.contains("Team Night") }
        }
    }
}

extension [String] {
    /// What is answered at each path.
    fileprivate func answers(of server: RunningServer) async throws -> [String] {
        var texts: [String] = []
        for path in self { texts.append(try await server.get(path).text) }
        return texts
    }
}
