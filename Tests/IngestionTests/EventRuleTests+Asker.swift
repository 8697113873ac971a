import Domain
import Testing

@testable import Ingestion

/// Who did it.
extension EventRuleTests {
    private static let conversation = """
        1,2024-05-01 09:00:00,asked,ana,,
        1,2024-05-01 09:05:00,answered,ana,,
        1,2024-05-01 09:10:00,answered,,,
        1,2024-05-01 09:30:00,answered,bo,,
        1,2024-05-01 09:40:00,answered,ana,,
        1,2024-05-01 10:00:00,closed,ana,,

        """

    @Test(
        "knows who else than the asker did something, wherever the case names the asker",
        arguments: [
            ("{first: answered, by: somebody}", "{first: asked}", "2024-05-01T09:05:00Z"),
            ("{first: answered, by: somebody else}", "{first: asked}", "2024-05-01T09:30:00Z"),
            ("{last: answered, by: somebody else}", "{first: asked}", "2024-05-01T09:30:00Z"),
            ("{first: [answered, closed], by: somebody else}", "{last: closed}", "2024-05-01T09:30:00Z"),
            ("{first: answered, by: somebody else}", "{last: \"*\", except: closed}", "2024-05-01T09:30:00Z"),
            ("{first: answered, by: somebody else}", "{constant: bo}", "2024-05-01T09:05:00Z"),
            // Nobody is known to have asked.
            ("{first: answered, by: somebody else}", "{first: opened}", "2024-05-01T09:05:00Z"),
            ("{first: closed, by: somebody else}", "{first: asked}", nil),
            ("{first: asked, by: somebody else}", "{first: closed}", nil),
        ] as [(String, String, String?)])
    func somebodyElse(rule: String, asker: String, time: String?) throws {
        let columns = "  requester_id: \(asker)\n  first_response_at: \(rule)"
        for rows in [Self.conversation, Self.conversation.split(separator: "\n").reversed().joined(separator: "\n")] {
            #expect(try one("first_response_at", columns, rows: rows) == time)
        }
    }

    @Test("tells each case's asker apart, and reads who asked as the mapping says")
    func askers() throws {
        let rows = """
            1,2024-05-01 09:00:00,asked,ana,,
            2,2024-05-01 09:00:00,asked,bo,,
            1,2024-05-01 09:05:00,answered,bo,,
            2,2024-05-01 09:05:00,answered,bo,,
            2,2024-05-01 09:06:00,answered,ana,,

            """
        let columns = "  requester_id: {first: asked}\n  first_response_at: {first: answered, by: somebody else}"
        #expect(
            try run(columns, rows: rows).column("first_response_at").map { $0.instant?.description }
                == ["2024-05-01T09:05:00Z", "2024-05-01T09:06:00Z"])
        // The asker stands in a column of its own.
        let named = """
            1,2024-05-01 09:00:00,asked,robot,ana,
            1,2024-05-01 09:05:00,answered,ana,,
            1,2024-05-01 09:06:00,answered,robot,,

            """
        let own =
            "  requester_id: {first: asked, column: impact}\n  first_response_at: {first: answered, by: somebody else}"
        #expect(try one("first_response_at", own, rows: named) == "2024-05-01T09:06:00Z")
    }

    @Test(
        "that asks for somebody else needs to know the asker",
        arguments: [
            ("  first_response_at: {first: answered, by: somebody else}", "no_asker"),
            ("  requester_id: {first: asked, by: somebody else}", "asker_by_others"),
            (
                "  requester_id: {first: asked, after: resolved_at}\n  resolved_at: {first: closed, by: somebody else}",
                "asker_by_others"
            ),
            ("  requester_id: {first: asked}\n  resolved_at: {first: closed, by: anybody}", "bad_by"),
        ])
    func unknownAsker(columns: String, code: String) throws {
        let error = #expect(throws: IngestionError.self) { try Self.mapping(columns) }
        #expect(error?.code == code && error?.line != nil && error?.mend.isEmpty == false)
    }

    @Test("takes a spelling of nothing for nobody only if the mapping says so")
    func nobody() throws {
        let rows = "1,2024-05-01 09:00:00,asked,-,,\n1,2024-05-01 10:00:00,closed,bo,,\n"
        let rule = "  helper_id: {first: \"*\", by: somebody}"
        #expect(try one("helper_id", rule, rows: rows) == "-")
        let mapping = try Mapping(yaml: "null: \"-\"\n" + Self.yaml + "\n" + rule, file: "log.yaml")
        let run = try Run(try scratch.write("ticket,at,what,who,impact,via\n" + rows), mapping)
        #expect(run.column("helper_id") == [.text("bo")])
    }
}
