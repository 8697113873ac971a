import Domain
import Testing

@testable import Ingestion

@Suite("A log of events")
struct EventRuleTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    static let yaml = """
        dataset: help_requests
        zone: UTC
        events:
          case: ticket
          time: at
          activity: what
          resource: who
        columns:
          opened_at: {first: "*"}
        """

    static func mapping(_ columns: String = "") throws -> Mapping {
        try Mapping(yaml: yaml + "\n" + columns, file: "log.yaml")
    }

    static let rows = """
        1,2024-05-01 09:00:00,asked,ana,low,mail
        1,2024-05-01 09:05:00,answered,,low,desk
        1,2024-05-01 09:10:00,answered,bo,high,desk
        1,2024-05-01 10:00:00,closed,bo,high,desk
        1,2024-05-02 08:00:00,asked again,ana,,mail
        1,2024-05-02 08:30:00,answered,cy,,desk
        1,2024-05-03 17:00:00,closed,cy,mid,desk

        """

    func run(_ columns: String, rows: String = rows) throws -> Run {
        let run = try Run(try scratch.write("ticket,at,what,who,impact,via\n" + rows), try Self.mapping(columns))
        #expect(run.tally.rejected == 0)
        return run
    }

    func one(_ column: String, _ columns: String, rows: String = rows) throws -> String? {
        let values = try run(columns, rows: rows).column(column)
        #expect(values.count == 1)
        switch values.first {
        case .instant(let instant): return instant.description
        case .text(let text): return text
        default: return nil
        }
    }

    @Test("gives a record for each case, opened at its first event, its id the case")
    func opened() throws {
        let run = try run("")
        #expect(run.column("request_id") == [.text("1")])
        #expect(run.column("opened_at").map { $0.instant?.description } == ["2024-05-01T09:00:00Z"])
        #expect(run.sink.lines == [2])
        #expect(run.tally.read == 1 && run.tally.accepted == 1)
        #expect(run.tally.events?.read == 7 && run.tally.events?.rejected == 0)
    }

    @Test(
        "tells a time by the first or last event of an activity, by somebody, before or after another",
        arguments: [
            ("{first: answered}", "2024-05-01T09:05:00Z"),
            ("{first: answered, by: somebody}", "2024-05-01T09:10:00Z"),
            ("{last: answered}", "2024-05-02T08:30:00Z"),
            ("{first: closed}", "2024-05-01T10:00:00Z"),
            ("{last: closed}", "2024-05-03T17:00:00Z"),
            ("{last: [asked, answered]}", "2024-05-02T08:30:00Z"),
            ("{last: asked}", "2024-05-01T09:00:00Z"),
            ("{last: \"asked*\"}", "2024-05-02T08:00:00Z"),
            ("{first: \"*again\"}", "2024-05-02T08:00:00Z"),
            ("{first: \"a*er*d\"}", "2024-05-01T09:05:00Z"),
            ("{first: \"*\", except: [\"asked*\", answered]}", "2024-05-01T10:00:00Z"),
            ("{last: \"*\", except: closed}", "2024-05-02T08:30:00Z"),
            ("{first: \"*\", column: at}", "2024-05-01T09:00:00Z"),
            ("at", "2024-05-01T09:00:00Z"),
            ("{first: withdrawn}", nil),
            ("{first: Closed}", nil),
        ] as [(String, String?)])
    func times(rule: String, time: String?) throws {
        #expect(try one("first_response_at", "  first_response_at: \(rule)") == time)
    }

    @Test("knows the first close, the reopening and the final close")
    func closings() throws {
        let columns = """
              resolved_at: {first: closed}
              reopened_at: {first: "*", except: closed, after: resolved_at}
              final_closed_at: {last: closed, after: reopened_at}
            """
        #expect(try one("resolved_at", columns) == "2024-05-01T10:00:00Z")
        #expect(try one("reopened_at", columns) == "2024-05-02T08:00:00Z")
        #expect(try one("final_closed_at", columns) == "2024-05-03T17:00:00Z")
        // Closed once; closed twice in a row; reopened and not closed since.
        for (rows, final) in [
            (4, (nil, nil)), (6, ("2024-05-02T08:00:00Z", nil)),
        ] as [(Int, (String?, String?))] {
            let some = Self.rows.split(separator: "\n").prefix(rows).joined(separator: "\n")
            #expect(try one("reopened_at", columns, rows: some) == final.0)
            #expect(try one("final_closed_at", columns, rows: some) == final.1)
        }
        let twice = "1,2024-05-01 09:00:00,asked,,,\n1,2024-05-01 10:00:00,closed,,,\n1,2024-05-01 11:00:00,closed,,,\n"
        #expect(try one("resolved_at", columns, rows: twice) == "2024-05-01T10:00:00Z")
        #expect(try one("reopened_at", columns, rows: twice) == nil)
        #expect(try one("final_closed_at", columns, rows: twice) == nil)
    }

    @Test(
        "follows a last event to its end: what comes after it comes after the last of all",
        arguments: [false, true])
    func afterLast(reversed: Bool) throws {
        let columns = "  resolved_at: {last: answered}\n  reopened_at: {first: \"*\", after: resolved_at}"
        var rows = Self.rows.split(separator: "\n")
        if reversed { rows.reverse() }
        let text = rows.joined(separator: "\n")
        #expect(try one("resolved_at", columns, rows: text) == "2024-05-02T08:30:00Z")
        #expect(try one("reopened_at", columns, rows: text) == "2024-05-03T17:00:00Z")
    }

    @Test("tells who helped by who closed, and any column by the event that the rule finds")
    func columns() throws {
        #expect(try one("helper_id", "  helper_id: {last: closed}") == "cy")
        #expect(try one("helper_id", "  helper_id: {first: closed}") == "bo")
        #expect(try one("helper_id", "  helper_id: {first: answered, by: somebody}") == "bo")
        #expect(try one("urgency", "  urgency: {last: \"*\", column: impact}") == "mid")
        #expect(try one("urgency", "  urgency: {last: \"asked*\", column: impact}") == nil)
        #expect(try one("urgency", "  urgency: {first: closed, column: impact, values: {high: urgent}}") == "urgent")
        #expect(try one("channel", "  channel: via") == "mail")
        #expect(try one("channel", "  channel: {constant: chat}") == "chat")
        #expect(
            try one("channel", "  channel: {last: answered, columns: [via, who], join: \" by \"}") == "desk by cy")
        #expect(
            try one("channel", "  channel: {last: \"*\", column: via, null_when: {column: who, is: cy}}") == nil)
        #expect(
            try one("request_id", "  request_id: {column: ticket}") == "1")
    }

    @Test("orders events of one instant as the file does")
    func ties() throws {
        let columns = """
              resolved_at: {first: closed}
              reopened_at: {first: "*", except: closed, after: resolved_at}
              urgency: {last: "*", column: impact}
              helper_id: {first: "*"}
            """
        let tied = "1,2024-05-01 10:00:00,asked,ana,a,\n1,2024-05-01 10:00:00,closed,bo,b,\n"
        #expect(try one("helper_id", columns, rows: tied) == "ana")
        #expect(try one("urgency", columns, rows: tied) == "b")
        #expect(try one("reopened_at", columns, rows: tied) == nil)
        let other = "1,2024-05-01 10:00:00,closed,bo,b,\n1,2024-05-01 10:00:00,asked,ana,a,\n"
        #expect(try one("helper_id", columns, rows: other) == "bo")
        #expect(try one("urgency", columns, rows: other) == "a")
        #expect(try one("reopened_at", columns, rows: other) == "2024-05-01T10:00:00Z")
    }

    @Test("may last for years, and hold times before 1970")
    func years() throws {
        let columns = "  resolved_at: {last: closed}"
        let rows = "1,2012-03-15 11:53:52,closed,bo,,\n1,1906-01-11 15:49:42,asked,ana,,\n"
        #expect(try one("opened_at", columns, rows: rows) == "1906-01-11T15:49:42Z")
        #expect(try one("resolved_at", columns, rows: rows) == "2012-03-15T11:53:52Z")
    }

    @Test("may have its cases in any order, and gives them in the order of their ids")
    func interleaved() throws {
        let rows = """
            b,2024-05-01 09:00:00,asked,ana,1,
            a,2024-05-01 09:01:00,asked,ana,2,
            b,2024-05-01 09:02:00,closed,bo,3,
            ab,2024-05-01 09:00:30,asked,ana,4,
            a,2024-05-01 09:03:00,closed,cy,5,

            """
        let run = try run("  resolved_at: {first: closed}\n  urgency: {last: \"*\", column: impact}", rows: rows)
        #expect(run.column("request_id") == [.text("a"), .text("ab"), .text("b")])
        #expect(run.column("urgency") == [.text("5"), .text("4"), .text("3")])
        #expect(run.sink.lines == [3, 5, 2])
    }

    @Test("may tell an activity in several columns, of which some are empty")
    func joinedActivity() throws {
        let yaml = Self.yaml.replacing("activity: what", with: "activity: [what, impact]")
        let mapping = try Mapping(
            yaml: yaml + """

                  first_response_at: {first: "answered/*"}
                  resolved_at: {first: "closed/mid"}
                  withdrawn_at: {first: "asked again/"}
                """, file: "log.yaml")
        let run = try Run(try scratch.write("ticket,at,what,who,impact,via\n" + Self.rows), mapping)
        #expect(run.column("first_response_at").map { $0.instant?.description } == ["2024-05-01T09:05:00Z"])
        #expect(run.column("resolved_at").map { $0.instant?.description } == ["2024-05-03T17:00:00Z"])
        #expect(run.column("withdrawn_at").map { $0.instant?.description } == ["2024-05-02T08:00:00Z"])
    }

    @Test("takes composed and decomposed letters for the same activity, and blanks around it for nothing")
    func bytes() throws {
        let rows = "1,2024-05-01 09:00:00,\u{a0}cafe\u{301} ,,,\n1,2024-05-01 10:00:00,caf\u{e9},,,\n"
        #expect(try one("resolved_at", "  resolved_at: {first: caf\u{e9}}", rows: rows) == "2024-05-01T09:00:00Z")
    }
}
