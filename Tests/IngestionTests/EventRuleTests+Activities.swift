import Domain
import Testing

@testable import Ingestion

/// Which events there are, and which of them the mapping names.
extension EventRuleTests {
    @Test("counts and names the activities that the mapping names nowhere, and takes their events in")
    func unknownActivities() throws {
        let rule = "  resolved_at: {first: [closed, \"done*\"]}"
        let run = try run(rule)
        #expect(run.tally.events?.unknownActivities == ["asked": 1, "answered": 3, "asked again": 1])
        let known = Self.yaml.replacing("resource: who", with: "resource: who\n  known: [\"asked*\"]")
        let second = try Run(
            .file(scratch.path + "/requests.csv"), try Mapping(yaml: known + "\n" + rule, file: "log.yaml"))
        #expect(second.tally.events?.unknownActivities == ["answered": 3])
        #expect(second.sink.rows == run.sink.rows)
    }

    @Test("tells what rules and `known` name and no event matches, with the nearest activity of the file")
    func unmatchedPatterns() throws {
        let known = Self.yaml.replacing("resource: who", with: "resource: who\n  known: [\"ask*\", \"note*\"]")
        let rules = """
              first_response_at: {first: [answered, answerd], by: somebody}
              resolved_at: {first: Erledigtt}
              reopened_at: {first: "*", except: [askd, "answer*"], after: resolved_at}
              final_closed_at: {last: Erledigt}
            """
        func unmatched(_ rows: String) throws -> [Tally.Events.UnmatchedPattern]? {
            let input = try scratch.write("ticket,at,what,who,impact,via\n" + rows)
            let run = try Run(input, try Mapping(yaml: known + "\n" + rules, file: "log.yaml"))
            return run.tally.events?.unmatchedPatterns
        }
        typealias Unmatched = Tally.Events.UnmatchedPattern
        #expect(
            try unmatched(
                """
                1,2024-05-01 09:00:00,asked,,,
                1,2024-05-01 10:00:00,answered,,,
                1,2024-05-01 11:00:00,Erledigt,bo,,

                """) == [
                    Unmatched(column: "first_response_at", activity: "answerd", nearest: "answered"),
                    Unmatched(column: "resolved_at", activity: "Erledigtt", nearest: "Erledigt"),
                    Unmatched(column: "reopened_at", activity: "askd", nearest: "asked"),
                    Unmatched(column: "known", activity: "note*", nearest: nil),
                ])
        #expect(try unmatched("") == [])
        #expect(try unmatched("1,2024-05-01 09:00:00,,,,\n")?.map(\.nearest) == Array(repeating: nil, count: 8))
    }

    @Test("names at most fifty unknown activities, by their beginnings, and counts the others")
    func manyUnknown() throws {
        let long = String(repeating: "x", count: 200)
        let rows = (0..<60).map { "1,2024-05-01 09:00:00,\($0)\(long),,,\n1,2024-05-01 09:00:00,0\(long),,,\n" }
        let events = try #require(try run("", rows: rows.joined() + "1,2024-05-01 09:00:00,,,,\n").tally.events)
        #expect(events.unknownActivities.count == 50)
        #expect(events.unknownActivities["0" + String(long.prefix(99))] == 61)
        #expect(events.unknownActivities.keys.allSatisfy { $0.count == 100 })
        #expect(events.otherUnknown == 11)
    }

    @Test("may leave rows out, which are no events then")
    func skipped() throws {
        let mapping = try Mapping(
            yaml: "skip: {column: what, is: [answered]}\n" + Self.yaml + "\n  first_response_at: {first: answered}",
            file: "log.yaml")
        let run = try Run(try scratch.write("ticket,at,what,who,impact,via\n" + Self.rows), mapping)
        #expect(run.tally.skipped == 3 && run.tally.events?.read == 4)
        #expect(run.column("first_response_at") == [.null])
    }

    @Test("names the columns from which nothing is read")
    func ignored() throws {
        let input = try scratch.write("ticket,at,what,who,impact,via\n" + Self.rows)
        let mapping = try Self.mapping("  urgency: {last: \"*\", column: impact}")
        #expect(try Ingestor(input, mapping: mapping).ignoredHeaders == ["via"])
    }

    @Test("with a header and no row is no error")
    func headerOnly() throws {
        let run = try Run(try scratch.write("ticket,at,what,who\n"), try Self.mapping())
        #expect(run.tally.read == 0 && run.tally.events?.read == 0 && run.tally.rejectFiles == nil)
    }
}
