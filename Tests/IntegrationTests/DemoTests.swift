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
                "shown, month from 2026-02-01", "time to first response, median", "time to resolve, median",
                "inequality of help (Gini)", "Planted: team",
            ] { #expect(first.output.contains(line), "\(line)") }
            for file in ["kpis.csv", "kpis.prom", "records/help_requests.csv", "records/planted.json"] {
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
