import Foundation
import Testing

extension CommandTests {
    /// Small inputs of the kinds that once gave wrong figures, from files to `analyze`.
    @Suite struct CorrectedFiguresTests {
        @Test("Loads count contracts that go on, which are one employment; rehires are none of them")
        func renewals() async throws {
            // Six contracts of a year end on a day on which four of them are followed by another.
            let people = { (rehired: String) in
                "person_id,joined_on,left_on,rehired\n"
                    + (1...6).map { "p\($0),2025-01-01,2026-01-01,\n" }.joined()
                    + (1...4).map { "p\($0),2026-01-01,,\(rehired)\n" }.joined() + "old,2020-01-01,,\n"
            }
            func january(_ company: Company) async throws -> [Double?] {
                try await company.values("turnover_rate", "2026-01-01", "2026-02-01", "exits count", "joins count")
            }
            let renewed = try Company("renewed")
            #expect(try await renewed.load(people(""), "people").contains("4 renewals of 4 people"))
            #expect(try await january(renewed) == [2, 0])
            let rehired = try Company("rehired")
            #expect(try await !rehired.load(people("yes"), "people").contains("renewal"))
            #expect(try await january(rehired) == [6, 4])
        }

        @Test("Of two separations about one stretch the newer counts, and a row that is told again is newer")
        func toldAgain() async throws {
            let company = try Company("toldagain")
            try await company.load("person_id,joined_on\nana,2025-01-01\nbo,2025-01-01\n", "people")
            func leftInMarchAndJune() async throws -> [Double?] {
                let march = try await company.values("turnover_rate", "2026-03-01", "2026-04-01", "exits count")
                return march + (try await company.values("turnover_rate", "2026-06-01", "2026-07-01", "exits count"))
            }
            let march = "person_id,left_on\nana,2026-03-31\n"
            try await company.load(march, "turnover")
            #expect(try await leftInMarchAndJune() == [1, 0])
            try await company.load("person_id,left_on\nana,2026-06-30\n", "turnover")
            #expect(try await leftInMarchAndJune() == [0, 1], "also where the date moves later")
            #expect(try await company.load(march, "turnover").contains("loaded before"))
            #expect(try await leftInMarchAndJune() == [0, 1], "a file known byte for byte changes nothing")
            try await company.load(march + "\n", "turnover")
            #expect(try await leftInMarchAndJune() == [1, 0])
            try await company.load("person_id,left_on\nana,2026-06-30\nana,2026-03-31\n", "turnover")
            #expect(try await leftInMarchAndJune() == [1, 0], "within a file the later line")
        }

        private static let talk = """
            issue,at,what,who
            1,2026-05-04T09:00:00Z,opened,ann
            1,2026-05-04T09:05:00Z,comment,ann
            1,2026-05-04T12:00:00Z,comment,bo
            1,2026-05-04T13:00:00Z,closed,bo
            2,2026-05-04T09:00:00Z,opened,di
            2,2026-05-04T09:30:00Z,comment,di
            2,2026-05-04T10:00:00Z,closed,di
            3,2026-05-04T09:00:00Z,opened,cy
            3,2026-05-04T10:00:00Z,comment,bo
            3,2026-05-04T11:00:00Z,closed,cy

            """

        @Test("An answer by the asker is none; who closes their own request solved it, or nobody helped")
        func askers() async throws {
            let company = try Company("askers")
            let said = try await company.load(
                Self.talk,
                mapping: """
                    dataset: help_requests
                    events: {case: issue, time: at, activity: what, resource: who}
                    columns:
                      opened_at: {first: opened}
                      requester_id: {first: opened}
                      first_response_at: {first: comment, by: somebody else}
                      resolved_at: {first: closed}
                      helper_id: {last: closed}
                    """)
            #expect(
                said.contains("3 new") && said.contains("0 rejected") && said.contains("helper_is_requester, 2 times"))
            let answers = try await company.analyze("time_to_first_response", "2026-05-01", "2026-06-01").rows
            // Issue 1 after 3 h, 3 after 1 h, 2 like withdrawn after 1 h: at 1 h one of three answered, at 3 h all.
            #expect(answers["elapsed p50"]?.value == 10_800 && answers["elapsed p50"]?.n == 3)
            #expect(answers["elapsed p50"]?.censored == 1)
        }

        @Test("A work log of the asker's own is no help, whichever file comes first", arguments: [true, false])
        func workLog(logFirst: Bool) async throws {
            let company = try Company("worklog\(logFirst)")
            let log = "contribution_id,request_id,helper_id,started_at,minutes\nk,r,ana,2026-05-04T10:00:00Z,600\n"
            let requests =
                "request_id,requester_id,helper_id,opened_at,resolved_at,effort_minutes\n"
                + "r,ana,bo,2026-05-04T09:00:00Z,2026-05-04T11:00:00Z,60\n"
                + "s,cy,ana,2026-05-04T09:00:00Z,2026-05-04T11:00:00Z,30\n"
            for (dataset, text) in logFirst
                ? [("help_contributions", log), ("help_requests", requests)]
                : [("help_requests", requests), ("help_contributions", log)]
            { try await company.load(text, dataset) }
            let rows = try await company.analyze("helper_concentration", "2026-05-01", "2026-06-01").rows
            // bo 60 minutes and ana 30, a piece each.
            #expect(rows["time top_5_percent"]?.value.map { abs($0 - 60.0 / 90) < 1e-9 } == true)
            #expect(rows["pieces gini_helpers"]?.value == 0 && rows["pieces gini_helpers"]?.n == 2)
        }

        @Test("What is reopened once more is open again")
        func reopenings() async throws {
            let company = try Company("reopenings")
            let said = try await company.load(
                """
                issue,at,what,who
                1,2026-05-04T09:00:00Z,opened,ann
                1,2026-05-04T10:00:00Z,closed,bo
                1,2026-05-04T11:00:00Z,reopened,ann
                1,2026-05-04T12:00:00Z,closed,bo
                1,2026-05-04T13:00:00Z,reopened,ann

                """,
                mapping: """
                    dataset: help_requests
                    events: {case: issue, time: at, activity: what, resource: who}
                    columns:
                      opened_at: {first: opened}
                      resolved_at: {first: closed}
                      reopened_at: {first: reopened, after: resolved_at}
                      final_closed_at: {last: closed, after: reopened_at}
                    """)
            #expect(said.contains("request_reopenings: 2 new, 0 changed, 0 known already"))
            #expect(try await company.values("backlog", "2026-05-01", "2026-06-01", "default count") == [1])
        }

        @Test("A zone that is set after loading loses no period, and set back it leaves what was there")
        func zones() async throws {
            let requests =
                "request_id,requester_id,helper_id,opened_at,first_response_at,resolved_at\n"
                + "first,a0,h0,2025-01-01T02:39:00Z,2025-01-01T03:39:00Z,2025-01-01T04:39:00Z\n"
                + (1..<30).map {
                    "r\($0),a\($0 % 9),h\($0 % 7),2025-0\(1 + $0 % 9)-1\($0 % 9)T09:00:00Z,"
                        + "2025-0\(1 + $0 % 9)-1\($0 % 9)T10:00:00Z,2025-0\(1 + $0 % 9)-1\($0 % 9)T11:00:00Z\n"
                }.joined()
            func ledger(_ name: String) async throws -> [String] {
                try await SharedServer.user().query(
                    """
                    SELECT * FROM (
                        SELECT DISTINCT ON (kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value, statistic)
                            kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value, statistic,
                            value, lower_limit, upper_limit, n, censored, coverage, refusal
                        FROM mutuality.ledger JOIN mutuality.organization USING (organization_id) WHERE name = '\(name)'
                        ORDER BY kpi, period, period_from, measure, scope, scope_id, breakdown, breakdown_value, statistic,
                            computation_id DESC
                    ) AS latest WHERE n > 0 OR value IS NOT NULL
                    """)
            }
            let (late, early) = (try Company("zonelate"), try Company("zoneearly"))
            try await late.load(requests, "help_requests")
            _ = try await late.must("compute")
            let before = try await ledger("zonelate")
            let published = try await late.must("export", "--format", "csv", "--out", "-").output
            #expect(!before.contains { $0.contains("|month|2024-12-01|") })
            _ = try await late.must("organization", "set", "zone=America/St_Johns")
            _ = try await late.must("compute")
            // A load makes the organization: a request that is told again says nothing new.
            try await early.load("request_id,opened_at\nr1,2025-06-01T09:00:00Z\n", "help_requests")
            _ = try await early.must("organization", "set", "zone=America/St_Johns")
            try await early.load(requests, "help_requests")
            _ = try await early.must("compute")
            let shifted = try await ledger("zonelate")
            #expect(shifted.contains { $0.contains("|month|2024-12-01|") })
            #expect(try await ledger("zoneearly") == shifted)
            _ = try await late.must("organization", "set", "zone=UTC")
            _ = try await late.must("compute")
            #expect(try await ledger("zonelate") == before)
            #expect(try await late.must("export", "--format", "csv", "--out", "-").output == published)
            let explained = try await late.must("explain", "time_to_resolve", "--period", "2024-12").output
            #expect(explained.contains("Never computed"))
        }

        @Test("Not yet is not unknown: blanks of columns that a file names count, but not for years on end")
        func notYet() async throws {
            let company = try Company("notyet")
            func people(_ joined: String, _ column: String) -> String {
                "person_id,joined_on\(column)\n"
                    + (0..<20).map { "p\($0),\(joined)\(column.isEmpty ? "" : ",")\n" }.joined()
            }
            try await company.load(people("2026-01-01", ",left_on"), "people")
            #expect(
                try await company.values("turnover_rate", "2026-05-01", "2026-06-01", "exits count", "all ratio") == [
                    0, 0,
                ])
            let unnamed = try Company("unnamed")
            try await unnamed.load(people("2026-01-01", ""), "people")
            let (rows, remarks) = try await unnamed.analyze("turnover_rate", "2026-05-01", "2026-06-01")
            #expect(
                rows["headcount_close count"]?.value == 20 && rows["joins count"]?.value == 0
                    && rows["exits count"] == nil)
            #expect(remarks.contains("Missing: people.left_on or turnover.left_on."))
            let long = try Company("longblank")
            try await long.load(people("2020-01-01", ",left_on"), "people")
            #expect(try await long.analyze("retention_rate", "2026-05-01", "2026-06-01").rows.isEmpty)
            _ = try await long.must("organization", "set", "leavers=complete")
            #expect(try await long.values("retention_rate", "2026-05-01", "2026-06-01", "default ratio") == [1])
            // What a setting brought it takes away again, of teams too.
            let teams = try Company("blankteams")
            try await teams.load("team_id,department_id\na,d\nb,d\n", "teams")
            try await teams.load(
                "person_id,joined_on,left_on,team_id\n"
                    + (0..<24).map { "p\($0),2025-01-01,,\($0 < 12 ? "a" : "b")\n" }.joined(), "people")
            func shown() async throws -> Int {
                _ = try await teams.must("compute")
                return try await teams.must("export", "--format", "csv", "--out", "-").output
                    .split(whereSeparator: \.isNewline)
                    .count { $0.contains(",retention_rate,") && $0.contains(",team,") && $0.contains(",released,") }
            }
            #expect(try await shown() == 0)
            _ = try await teams.must("organization", "set", "leavers=complete")
            #expect(try await shown() > 0)
            _ = try await teams.must("organization", "set", "leavers=")
            #expect(try await shown() == 0)
            // So do rows that make a blank column hard to believe, also for what was computed before they came.
            let unanswered = try Company("unanswered")
            func resolved(_ numbers: Range<Int>, _ month: String) -> String {
                "request_id,requester_id,opened_at,first_response_at,resolved_at\n"
                    + numbers.map {
                        "r\($0),a\($0),2026-\(month)-02T09:00:00Z,,2026-\(month)-02T\(10 + $0 / 2):00:00Z\n"
                    }.joined()
            }
            func march() async throws -> [String] {
                _ = try await unanswered.must("compute")
                return try await SharedServer.user().query(
                    """
                    SELECT DISTINCT state FROM kpi.figure
                    WHERE organization = 'unanswered' AND kpi = 'time_to_first_response' AND period_from = '2026-03-01'
                        AND scope = 'organization' AND breakdown = ''
                    ORDER BY state
                    """)
            }
            try await unanswered.load(resolved(0..<19, "03"), "help_requests")
            #expect(try await march().contains("released"))
            try await unanswered.load(resolved(19..<21, "10"), "help_requests")
            #expect(try await march() == ["no_data"])
            let requests = try Company("blankrequests")
            try await requests.load(
                "request_id,requester_id,opened_at,first_response_at,resolved_at\nr,ana,2026-05-04T09:00:00Z,,\n",
                "help_requests")
            #expect(try await requests.values("backlog", "2026-05-01", "2026-06-01", "default count") == [1])
            #expect(
                try await requests.analyze("time_to_first_response", "2026-05-01", "2026-06-01").rows["elapsed p50"]?
                    .censored == 1)
        }

        @Test("Nothing known is not nothing done: minutes that were never given, and given but blank")
        func nothingKnown() async throws {
            let company = try Company("nothingknown")
            func requests(_ column: String, _ field: String) -> String {
                "request_id,requester_id,helper_id,opened_at,resolved_at\(column)\n"
                    + (0..<30).map {
                        "r\($0),p\($0 % 5),p\(10 + $0 % 10),2026-05-0\(1 + $0 % 9)T09:00:00Z,2026-05-0\(1 + $0 % 9)T10:00:00Z\(field)\n"
                    }.joined()
            }
            try await company.load("person_id,joined_on\n" + (0..<25).map { "p\($0),2025-01-01\n" }.joined(), "people")
            try await company.load(
                "agreement_id,person_id,hours_per_week,valid_from\n"
                    + (0..<25).map { "a\($0),p\($0),4,2026-01-01\n" }.joined(),
                "agreements")
            try await company.load(requests("", ""), "help_requests")
            let never = try await company.analyze("capacity_use", "2026-05-01", "2026-06-01")
            // What is agreed is known without any help.
            #expect(
                Array(never.rows.keys) == ["agreed per_week"] && never.remarks.contains("help_contributions.minutes"))
            try await company.load(requests(",effort_minutes", ","), "help_requests")
            let blank = try await company.analyze("capacity_use", "2026-05-01", "2026-06-01")
            for cell in ["default ratio", "above_capacity ratio"] {
                #expect(blank.rows[cell]?.value == nil && blank.rows[cell]?.refusal == "low_coverage", "\(cell)")
            }
            #expect(blank.rows["default ratio"]?.n == 25 && blank.rows["default ratio"]?.coverage == 0)
            #expect(blank.remarks.contains("least_coverage: 0.5"))
            // It is released without a value, and explain says why.
            _ = try await company.must("compute")
            let exported = try await company.must("export", "--format", "csv", "--out", "-").lines
            let row = try #require(
                exported.first { $0.hasPrefix("nothingknown,capacity_use,3,default,organization,,,,month,2026-05-01") })
            #expect(row.contains(",ratio,,ratio,,,25,,0,") && row.contains(",released,"))
            let explained = try await company.must("explain", "capacity_use", "--period", "2026-05").output
            #expect(
                explained.contains("only 0.00 of the records have all that it needs")
                    || explained.contains("only 0 of the records have all that it needs"), "\(explained)")
        }

        @Test("Ids that don't meet are told by loads, by compute and by freshness, with what to do")
        func idsThatDoNotMeet() async throws {
            let company = try Company("strangers")
            try await company.load(
                "person_id,joined_on\n" + (0..<9).map { "\(1000 + $0),2025-01-01\n" }.joined(), "people")
            let said = try await company.load(
                "request_id,requester_id,helper_id,opened_at,resolved_at\n"
                    + (0..<20).map {
                        "r\($0),\(1000 + $0 % 4),Ana Alves \($0 % 5),2026-05-04T09:00:00Z,2026-05-04T10:00:00Z\n"
                    }.joined(), "help_requests")
            let computed = try await company.must("compute").errors
            let freshness = try await company.must("organization", "freshness").output
            for text in [said, computed, freshness] {
                #expect(text.contains("0 of 5 helpers of help_requests are in people"), "\(text)")
                #expect(text.contains("Use the same ids and the same source"))
            }
            #expect(said.contains("4 of 4 requesters of help_requests are in people"))
            let calendar = try await company.load(
                "calendar_id,weekday,starts,ends\noffice,1,09:00,17:00\n", "calendars")
            #expect(
                calendar.contains("no team or person uses calendar \"office\": give teams or people that calendar_id"))
            let asked = "request_id,requester_id,team_id,opened_at\n"
            try await company.load("person_id,joined_on,team_id\nann@x.org,2025-01-01,amber\n", "people")
            let alike = try await company.load(asked + "c,Ann@X.org,Amber,2026-05-04T09:00:00Z\n", "help_requests")
            #expect(alike.contains("0 of 1 teams of help_requests are in teams or people"), "\(alike)")
            #expect(alike.contains("1 or more people would meet if case and blanks in ids didn't count"), "\(alike)")
            #expect(!alike.contains("Use the same ids"))
            let json = try await company.must("organization", "freshness", "--json").output
            #expect(json.contains(#""in_people" : 0"#) || json.contains(#""in_people":0"#))
        }

        @Test("A score on another scale, or under a name that differs by case, says so where it is missing")
        func scores() async throws {
            let company = try Company("scores")
            let header = "survey_id,response_token,instrument,item,score,scale_min,scale_max,submitted_at\n"
            func survey(_ name: String, _ item: String, _ scale: String, _ month: String) -> String {
                header + (1...10).map { "\(name),t\($0),\(item),\($0),\(scale),2026-\(month)-02T10:00:00Z\n" }.joined()
            }
            let scale = try await company.load(survey("s", "enps,recommend", "1,10", "09"), "satisfaction")
            #expect(scale.contains("enps/recommend is on a scale of 1 to 10"))
            let safety =
                survey("u", "edmondson,e1", "1,10", "07")
                + (1...10).map {
                    "u,t\($0),comfort_asking,comfort_asking,\($0),0,10,2026-07-02T10:00:00Z\n"
                }.joined()
            let noted = try await company.load(safety, "satisfaction")
            #expect(noted.contains("item_on_another_scale, 20 times: edmondson/e1 is on a scale of 1 to 10, but"))
            #expect(
                noted.contains("; comfort_asking/comfort_asking is on a scale of 0 to 10, but its figure needs 1 to 10")
            )
            let july = try await company.analyze("psychological_safety", "2026-07-01", "2026-08-01")
            #expect(
                july.remarks.contains("refused: the answers are on a scale of 1 to 10, and the figure needs 1 to 7"))
            let item = try await company.load(survey("t", "eNPS,Recommend", "0,10", "08"), "satisfaction")
            #expect(item.contains("eNPS/Recommend is not enps/recommend"))
            let september = try await company.analyze("employee_net_promoter_score", "2026-09-01", "2026-10-01")
            #expect(september.rows["default score"]?.refusal == "other_scale 1 to 10")
            #expect(september.rows["default score"]?.n == 10)
            let table = try await company.must(
                "analyze", "--kpi", "employee_net_promoter_score", "--from", "2026-09-01", "--to", "2026-10-01",
                "--format",
                "csv")
            #expect(table.output.contains(",-100..100,"), "the unit as the published table has it")
            let august = try await company.analyze("employee_net_promoter_score", "2026-08-01", "2026-09-01")
            #expect(august.rows.isEmpty && august.remarks.contains("eNPS/Recommend. Was enps/recommend meant?"))
            // Half on each scale is enough.
            let rest = (1...10).map { "s,w\($0),enps,recommend,9,0,10,2026-09-02T10:00:00Z\n" }.joined()
            try await company.load(survey("s", "enps,recommend", "1,10", "09") + rest, "satisfaction")
            #expect(
                try await company.values("employee_net_promoter_score", "2026-09-01", "2026-10-01", "default score")
                    == [100])
            _ = try await company.must("compute")
            let explained = try await company.must("explain", "employee_net_promoter_score", "--period", "2026-08")
                .output
            #expect(explained.contains("The data has eNPS/Recommend. If enps/recommend was meant,"))
            let refused = try await company.must("explain", "psychological_safety", "--period", "2026-07").output
                .split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(refused.contains("the answers are on a scale of 1 to 10, and the figure needs 1 to 7"))
        }
    }
}
