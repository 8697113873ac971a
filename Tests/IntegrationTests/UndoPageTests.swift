import Foundation
import Testing

/// docs/undo.md, followed from its first command to its last.
@Suite(.timeLimit(.minutes(60))) struct UndoPageTests {
    private static let wrong = [
        "r1,platform,ana,2026-01-05T10:00:00Z,2026-01-05T11:30:00Z,2026-01-06T10:00:00Z",
        "r2,platform,bo,2026-01-05T10:00:00Z,2026-01-05T11:00:00Z,2026-01-06T10:00:00Z",
    ]

    private func requests(of user: User, organization: String = "default") async throws -> [String] {
        try await user.query(
            "SELECT request_id, to_char(first_response_at AT TIME ZONE 'UTC', 'HH24:MI') FROM mutuality_facts.help_request "
                + "JOIN mutuality.organization USING (organization_id) WHERE name = '\(organization)' ORDER BY 1")
    }

    @Test("docs/undo.md: files, mappings and settings are corrected as it says, and what it says stays does stay")
    func page() async throws {
        let user = try User()
        try await user.must("db", "start")
        var page = try Page("undo.md")

        try user.write("wrong.csv", Sample.file(Self.wrong[0], Self.wrong[1]))
        try user.write("right.csv", Sample.file(Sample.good))
        let commands = try page.next("A wrong file").components(separatedBy: "mutuality compute\n").dropLast()
        let steps = commands.map { $0 + "mutuality compute\n" }
        try #require(steps.count == 2)
        try await user.must("ingest", "--dataset", "help_requests", "wrong.csv")
        try await user.follow(steps[0])
        #expect(try await requests(of: user) == ["r1|11:00", "r2|11:00"])
        try user.write("wrong.csv", user.read("wrong.csv") + "\n")
        try await user.must("ingest", "--dataset", "help_requests", "wrong.csv")
        let known = try await user.follow(steps[0]).errors
        #expect(known.contains("right.csv: loaded before, nothing to do (at "))
        #expect(known.contains("; --again loads it once more)") && known.contains("replaced its rows, wrong.csv ("))
        #expect(try await requests(of: user).first == "r1|11:30")
        try await user.follow(steps[1])
        #expect(try await requests(of: user) == ["r1|11:00", "r2|11:00"])

        try user.write("tickets.csv", "ticket,asked,answered\nt1,2026-01-05 10:00,2026-01-05 11:00\n")
        for (name, zone) in [("first", "America/Bogota"), ("corrected", "Europe/Lisbon")] {
            try user.write(
                "\(name).yaml",
                """
                dataset: help_requests
                zone: \(zone)
                columns:
                  request_id: ticket
                  opened_at: {column: asked, formats: ["%Y-%m-%d %H:%M"]}
                  first_response_at: {column: answered, formats: ["%Y-%m-%d %H:%M"]}

                """)
        }
        try await user.must("ingest", "--mapping", "first.yaml", "tickets.csv")
        #expect(try await requests(of: user).last == "t1|16:00")
        try await user.follow(page.next("A wrong mapping"))
        #expect(try await requests(of: user).last == "t1|11:00")

        try await user.must("organization", "set", "zone=America/Bogota")
        try await user.must("compute")
        let set = try await user.follow(page.next("A wrong setting"))
        #expect(set.errors.contains(/[1-9]\d* KPI periods computed/))
        #expect(try await user.must("organization", "show").output.contains(/zone +Europe\/Lisbon/))
        try await user.must("organization", "set", "minimum_group=8")
        #expect(try await user.run("organization", "set", "minimum_group=7").code == 64)

        for organization in ["wrong", "anew"] {
            try await user.must("ingest", "--organization", organization, "--dataset", "help_requests", "wrong.csv")
            try await user.must("compute", "--organization", organization)
        }
        let export = ["export", "--format", "csv", "--out", "-"]
        let before = try await user.start(export).outcome().output
        try await user.follow(page.next("Remove an organization"))
        #expect(try await user.run("organization", "show", "--organization", "wrong").code == 64)
        #expect(try await rows(of: user) == rows(of: user, only: ["default", "anew"]))
        #expect(try await user.start(export).outcome().output == before)
        #expect(try await user.start(export + ["--organization", "anew"]).outcome().code == 0)

        try await user.follow(page.next("Start anew"))
        #expect(try await requests(of: user, organization: "anew") == ["r1|11:00"])
        #expect(try user.read("settings.txt").contains(/zone +UTC/))
        #expect(page.isDone)
        try await user.must("db", "stop")
    }

    /// How many rows each table has, of all organizations or of those with these names.
    private func rows(of user: User, only names: [String]? = nil) async throws -> [String] {
        let tables = try await user.query(
            "SELECT attrelid::regclass FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid "
                + "WHERE attname = 'organization_id' AND relkind = 'r' AND relnamespace::regnamespace::text ~ '^mutuality'"
        )
        try #require(tables.count > 20)
        let condition = names.map {
            "WHERE organization_id IN (SELECT organization_id FROM mutuality.organization WHERE name IN ("
                + $0.map { "'\($0)'" }.joined(separator: ", ") + "))"
        }
        return try await user.query(
            tables.map { "SELECT '\($0)', count(*) FROM \($0) \(condition ?? "")" }.joined(separator: " UNION ALL ")
                + " ORDER BY 1")
    }
}
