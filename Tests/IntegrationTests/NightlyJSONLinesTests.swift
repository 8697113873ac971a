import Foundation
import TestSupport
import Testing

extension CommandTests {
    @Suite struct NightlyJSONLinesTests {
        @Test("A night reads JSON lines beside CSV; what it rejects of them is JSON lines, and loads once it is mended")
        func jsonLines() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "json lines"])
            try user.makeFolder("inbox/mappings")
            try user.write(
                "inbox/mappings/tickets.yaml",
                """
                dataset: help_requests
                columns:
                  request_id: key
                  opened_at: fields.created
                  team_id: fields.team
                """)
            let good = #"{"key": "A-1", "fields": {"created": "2026-01-05T10:00:00Z", "team": "platform"}}"#
            let bad = #"{"fields": {"team": "platform", "created": "5 o'clock"}, "key": "A-2"}"#
            try user.write("inbox/tickets-1.jsonl", "\(good)\n\(bad)\n")
            try user.write("inbox/help_requests.csv", Sample.file(Sample.good))
            let arguments = ["nightly", "--inbox", "inbox", "--out", "figures", "--json"]
            let first = try await user.start(arguments).outcome()
            let night = try first.json(NightJSON.self)
            #expect(first.code == 0 && night.stages.allSatisfy { $0.outcome == "done" }, "\(first.errors)")
            #expect(night.files.map(\.movedTo) == ["inbox/done/help_requests.csv", "inbox/done/tickets-1.jsonl"])
            #expect(night.files.map(\.inserted) == [1, 1] && night.files.map(\.rejected) == [0, 1])
            #expect(try user.read("inbox/rejected/tickets-1.jsonl.rejects.jsonl") == bad + "\n")
            try await user.expectExportsAreCurrent()

            try user.write(
                "inbox/tickets-1.jsonl.rejects.jsonl", bad.replacing("5 o'clock", with: "2026-01-05T17:00:00Z") + "\n")
            let second = try await user.start(arguments).outcome()
            #expect(second.code == 0 && second.errors.isEmpty, "\(second.errors)")
            #expect(try second.json(NightJSON.self).files.map(\.inserted) == [1])
            let opened = try await user.query(
                """
                SELECT count(*) FROM mutuality_facts.help_request JOIN mutuality.organization USING (organization_id)
                WHERE name = 'json lines'
                """)
            #expect(opened == ["3"])
        }
    }
}
