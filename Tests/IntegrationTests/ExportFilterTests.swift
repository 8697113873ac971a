import Foundation
import Testing

extension CommandTests {
    @Suite struct ExportFilterTests {
        @Test("A filter gives the same bytes by export and by the endpoint: the whole's rows that it asks for")
        func sameBytes() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "filtered"])
            try await user.simulate()
            try await user.ingestRecords(organization: "filtered")
            try await user.must("compute")
            let serve = try user.start(["serve", "--listen", "127.0.0.1:0"])
            let address = try await serve.address()

            func export(_ format: String, _ arguments: [String] = []) async throws -> String {
                let outcome = try await user.start(["export", "--format", format, "--out", "-"] + arguments).outcome()
                #expect(outcome.code == 0, "\(outcome.errors)")
                return outcome.output
            }
            let options = [
                "--kpi", "backlog", "--kpi", "time_to_resolve", "--scope", "organization", "--period", "month",
                "--since", "2026-01-15",
            ]
            let query = "kpi=backlog&kpi=time_to_resolve&scope=organization&period=month&since=2026-01-15"
            for (format, path) in [("csv", "v1/kpis.csv"), ("prometheus", "metrics/kpi")] {
                let exported = try await export(format, options)
                let served = try await HTTP.get("\(address)\(path)?\(query)").body
                #expect(exported == served, "\(format)")
                let whole = Set(try await export(format).split(whereSeparator: \.isNewline))
                #expect(whole.isSuperset(of: exported.split(whereSeparator: \.isNewline)), "\(format)")
            }
            let lines = try await export("csv", options).split(whereSeparator: \.isNewline)
            let rows = try await export("csv").split(whereSeparator: \.isNewline).filter {
                $0.contains(/^filtered,(backlog|time_to_resolve),.*,organization,.*,month,2026-02-01,/)
            }
            #expect(!rows.isEmpty && lines.dropFirst() == rows[...])
            let written = try await user.start(["export", "--format", "csv", "--out", "kpis.csv"] + options).outcome()
            #expect(written.errors.contains("written from \(rows.count) rows of the published table."))

            // A scope and a period mean what they mean in show.
            let named = try await export("csv", ["--scope", "organization", "--period", "2026-02", "--kpi", "backlog"])
            #expect(
                named.split(whereSeparator: \.isNewline).dropFirst().allSatisfy { $0.contains(",month,2026-02-01,") })
            #expect(named.contains(",organization,,"))
            let nothing = try await user.start(
                ["export", "--format", "csv", "--out", "-", "--scope", "team=nobody"]
            ).outcome()
            #expect(nothing.code == 0 && nothing.errors == "No released figure is of what was asked for.\n")
            #expect(nothing.output.split(whereSeparator: \.isNewline).count == 1)
            let wrong = try await user.start(["export", "--format", "csv", "--out", "-", "--scope", "squad"]).outcome()
            #expect(wrong.code == 64 && wrong.output.isEmpty)
            #expect(wrong.errors.contains("or name one as department=ID or team=ID."))
            serve.send(SIGTERM)
            #expect(try await serve.outcome().code == 0)
        }

        @Test("Before the first release an export ends with 66 and writes nothing, and a night ends with 0")
        func nothingReleased() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "unreleased"])
            try user.write("help_requests.csv", Sample.file(Sample.good))
            try await user.must("ingest", "--dataset", "help_requests", "help_requests.csv")
            try user.write("kpis.csv", "what was there")
            for out in ["-", "kpis.csv"] {
                let outcome = try await user.start(["export", "--format", "csv", "--out", out]).outcome()
                #expect(outcome.code == 66 && outcome.output.isEmpty)
                #expect(
                    outcome.errors.contains("has no released figures") && outcome.errors.contains("mutuality compute"))
            }
            #expect(try user.read("kpis.csv") == "what was there")
            try await user.must("compute")
            try await user.must("export", "--format", "csv", "--out", "kpis.csv")
            let early = ["export", "--format", "csv", "--out", "kpis.csv", "--as-known-at", "2026-01-01"]
            let outcome = try await user.start(early).outcome()
            #expect(outcome.code == 66 && outcome.errors.contains("had released nothing by 2026-01-01T00:00:00Z"))
            #expect(try user.read("kpis.csv").contains("unreleased,backlog,"))

            // Nothing is due yet: the files have headings alone.
            try FileManager.default.createDirectory(at: user.path("inbox"), withIntermediateDirectories: true)
            try user.write("inbox/help_requests.csv", Sample.file(Sample.good))
            let night = try await user.start(
                [
                    "nightly", "--organization", "first-night", "--inbox", "inbox", "--out", "figures", "--now",
                    "2026-01-07T10:00:00Z",
                ]
            ).outcome()
            #expect(night.code == 0, "\(night.errors)")
            #expect(try user.read("figures/kpis.csv").split(whereSeparator: \.isNewline).count == 1)
        }
    }
}
