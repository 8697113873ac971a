import Foundation
import TestSupport
import Testing

extension CommandTests {
    @Suite struct DemoTests {
        @Test(
            "The demo prints what it found and where its files are, again when it is run again, and harms no other data"
        )
        func demo() async throws {
            let user = try SharedServer.user()
            try user.write("a.csv", Sample.file(Sample.good))
            try await user.must("ingest", "--organization", "bystander", "--dataset", "help_requests", "a.csv")

            let arguments = ["demo", "--people", "60", "--months", "4", "--organization", "shown"]
            let first = try await user.start(arguments).outcome()
            #expect(first.code == 0, "\(first.errors)")
            for line in [
                "shown, month from 2026-02-01", "first response, median", "resolved, median",
                "inequality of help (Gini)", "Planted, and found",
            ] { #expect(first.output.contains(line), "\(line)") }
            for file in [
                "report.html", "kpis.csv", "kpis.prom", "kpis.xlsx", "records/help_requests.csv",
                "records/planted.json",
            ] {
                #expect(user.exists("demo/\(file)"), "\(file)")
            }
            #expect(try Promtool.check(metrics: Data(contentsOf: user.path("demo/kpis.prom"))) == "")
            let figures = try user.read("demo/kpis.csv")
            #expect(figures.contains("shown,time_to_resolve,") && figures.contains(",suppressed,"))

            // What it says to do next works.
            #expect(first.errors.contains("analyze --data-dir \(user.dataDirectory) --organization shown"))

            let second = try await user.start(arguments).outcome()
            #expect(second.code == 0 && second.output == first.output)
            #expect(try user.read("demo/kpis.csv") == figures)
            #expect(try await user.stored(of: "bystander")[0] == "1")
        }

        @Test("A database that the environment or the configuration names is not the demo's to empty")
        func leavesOthersAlone() async throws {
            let user = try SharedServer.user()
            try user.write("a.csv", Sample.file(Sample.good))
            try await user.must("ingest", "--organization", "kept", "--dataset", "help_requests", "a.csv")
            try user.write("c.yaml", "data-dir: \(user.dataDirectory)\n")
            let demo = ["demo", "--people", "30", "--months", "2", "--organization", "passing"]
            for (more, variables) in [([], [:]), (["--config", "c.yaml"], ["MUTUALITY_DATA_DIR": nil])]
                as [([String], [String: String?])]
            {
                #expect(try await user.start(demo + more, variables: variables).outcome().code == 0)
                #expect(try await user.stored(of: "kept")[0] == "1")
            }
        }
    }
}

/// By itself, since the whole demo takes a while on a busy machine.
@Suite(.sharedServer, .timeLimit(.minutes(60))) struct WholeDemoTests {
    @Test("The demo as it comes finds every truth that it planted, on one screen")
    func finds() async throws {
        let user = try SharedServer.user()
        let outcome = try await user.start(["demo", "--organization", "found"]).outcome()
        #expect(outcome.code == 0, "\(outcome.errors)")
        let all = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
        // First what "mutuality show" says of the newest quarter.
        #expect(all[0].contains("figures were compared with their own past"))
        #expect(all.contains { $0.hasPrefix("Commitments kept") && $0.contains("worse (early)") })
        let lines = all[(all.firstIndex { $0.contains(" people, ") } ?? 0)...]
        // Whom help keeps is a figure of calendar years, of which not every 18 months have a whole one.
        let untold = lines.filter { $0.hasPrefix("  not shown  ") }
        #expect(untold.allSatisfy { $0.contains("people whom nobody helps leave") } && untold.count <= 1)
        #expect(lines.count { $0.hasPrefix("  found      ") } == 18 - untold.count, "\(outcome.output)")
        #expect(!outcome.output.contains("  not found  "))
        #expect(lines.count <= 55 && lines.allSatisfy { $0.count <= 100 })
        // A place that the records were planted in is one that the words name.
        let planted = try #require(
            try JSONSerialization.jsonObject(with: Data(user.read("demo/records/planted.json").utf8))
                as? [String: Any])
        for (truth, place) in [
            ("slow_team", "team_id"), ("overloaded_helper", "team_id"), ("capacity_overrun", "team_id"),
            ("after_hours_help", "team_id"), ("exit_wave", "department_id"), ("satisfaction_fall", "department_id"),
            ("helping_managers", "department_id"),
            ("broken_promises", "team_id"), ("closed_clique", "department_id"), ("stuck_rotation", "team_id"),
            ("idle_feedback", "department_id"), ("fear_of_asking", "department_id"),
            ("visible_burnout", "department_id"), ("silent_burnout", "department_id"),
        ] {
            let name = try #require((planted[truth] as? [String: Any])?[place] as? String)
            #expect(lines.contains { $0.hasPrefix("  found") && $0.contains(name) }, "\(truth): \(name)")
        }
    }
}
