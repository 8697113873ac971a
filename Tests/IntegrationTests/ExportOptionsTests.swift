import Foundation
import Testing

extension CommandTests {
    @Suite struct ExportOptionsTests {
        private func loaded(_ organization: String) async throws -> User {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": organization])
            try await user.simulate()
            try await user.ingestRecords(organization: organization)
            try await user.must("compute")
            return user
        }

        @Test("A spreadsheet is the same by file and by standard output, and a filter leaves figures out of it")
        func spreadsheet() async throws {
            let user = try await loaded("spreadsheet")
            func export(_ name: String, _ arguments: [String] = []) async throws -> Data {
                let outcome = try await user.start(["export", "--format", "xlsx", "--out", name] + arguments).outcome()
                #expect(outcome.code == 0, "\(outcome.errors)")
                return try Data(contentsOf: user.path(name))
            }
            let whole = try await export("kpis.xlsx")
            // So zip archives begin.
            #expect(whole.starts(with: Array("PK\u{3}\u{4}".utf8)))
            #expect(try await export("again.xlsx") == whole)
            let part = try await export("part.xlsx", ["--scope", "organization", "--kpi", "backlog"])
            #expect(part != whole && part.count < whole.count)
            #expect(try await export("since.xlsx", ["--since", "2100-01-01"]).count < part.count)
        }

        @Test("Labels, dialect and descriptor go with csv: the descriptor lies beside the file, under its own name")
        func csv() async throws {
            let user = try await loaded("described")
            try user.makeFolder("out")
            let outcome = try await user.start([
                "export", "--format", "csv", "--out", "out/kpis.csv", "--labels", "--dialect", "excel",
                "--datapackage", "--json",
            ]).outcome()
            #expect(outcome.code == 0, "\(outcome.errors)")
            let said = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
            #expect(said?["datapackage"] as? String == "out/datapackage.json")
            #expect(try user.names(in: "out") == ["datapackage.json", "kpis.csv"])
            let header = try #require(try user.read("out/kpis.csv").split(separator: "\r\n").first)
            #expect(header.hasPrefix("\u{FEFF}organization;kpi;") && header.hasSuffix(";period_name;whose"))
            let package = try #require(
                try JSONSerialization.jsonObject(with: Data(user.read("out/datapackage.json").utf8)) as? [String: Any])
            let resource = try #require((package["resources"] as? [[String: Any]])?.first)
            #expect(resource["path"] as? String == "kpis.csv")
        }

        @Test(
            "What cannot be is refused before anything is written: 64",
            arguments: [
                (["xlsx", "x", "--labels"], "Choose --format csv, or leave them out."),
                (["prometheus", "x", "--dialect", "excel"], "Choose --format csv, or leave them out."),
                (["csv", "x", "--dialect", "tabs"], "Choose standard or excel."),
                (["csv", "-", "--datapackage"], "Name a file with --out."),
                (["csv", "datapackage.json", "--datapackage"], "Give the figures another name."),
                (["csv", "kpis-2026-03-01T08:00.csv", "--datapackage"], "Begin its name with a letter"),
                (["csv", ".kpis.csv", "--datapackage"], "Begin its name with a letter"),
                (["csv", "a..b.csv", "--datapackage"], "Begin its name with a letter"),
                (["ods", "x"], "Choose one of csv, prometheus, xlsx."),
            ])
        func refused(_ arguments: [String], mend: String) async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "refused"])
            let outcome = try await user.start(
                ["export", "--format", arguments[0], "--out", arguments[1]] + arguments.dropFirst(2)
            ).outcome()
            #expect(outcome.code == 64 && outcome.output.isEmpty && outcome.errors.contains(mend), "\(outcome.errors)")
            #expect(!user.exists("x") && !user.exists("datapackage.json"))
        }
    }
}
