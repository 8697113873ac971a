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

            let wrong = try await user.start(["export", "--format", "csv", "--out", "-", "--scope", "squad"]).outcome()
            #expect(wrong.code == 64 && wrong.output.isEmpty)
            #expect(wrong.errors.contains("Choose a scope from organization, department, team."))
            serve.send(SIGTERM)
            #expect(try await serve.outcome().code == 0)
        }
    }
}
