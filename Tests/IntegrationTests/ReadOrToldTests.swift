import Foundation
import Testing

extension CommandTests {
    /// Files of the kinds that strangers bring, from the file to what is loaded and what is said of it: every reading is
    /// right or told.
    @Suite struct ReadOrToldTests {
        struct Report: Decodable {
            let read, accepted, rejected: Int
            let duplicate, removed: Int?
            let flagsByCode, rejectsByCode: [String: Int]
            let alike: [Alike]
            let alikePeople: Int
            let unmetWords: [Word]
            let ignoredColumns: [String]

            struct Alike: Decodable {
                let column: String
                let names: [String]
            }

            struct Word: Decodable {
                let place, word: String
            }
        }

        private func report(
            _ company: Company, _ text: String, _ arguments: String..., file: String = "file.csv", code: Int32 = 0
        ) async throws -> Report {
            try company.user.write(file, text)
            let outcome = try await company.user.start(
                ["ingest", "--json", "--organization", company.name, "--now", Company.now] + arguments + [file]
            ).outcome()
            #expect(outcome.code == code, "\(outcome.errors)")
            return try outcome.json([Report].self)[0]
        }

        @Test("Blanks around ids make no other team, person or request; what differs by case is another, and named")
        func blanks() async throws {
            let company = try Company("blanks around ids")
            try await company.load(
                "calendar_id,weekday,starts,ends\nhours,1,09:00,17:00\nhours ,2,09:00,17:00\n", "calendars")
            try await company.load("team_id,department_id,calendar_id\nHelp,Care, hours\n", "teams")
            let people = try await report(
                company,
                "person_id,team_id,joined_on,left_on\na,Help,2020-01-01,\nb,\"Help\u{a0}\",2020-01-01,\n"
                    + " c,\u{feff}Help,2020-01-01,\nd,help,2020-01-01,\n", "--dataset", "people")
            #expect(people.alike.map(\.names) == [["Help", "help"]] && people.alike.map(\.column) == ["team_id"])
            try await company.load(
                "person_id,left_on,separation_type\n\"c\u{200b}\",2026-05-10,voluntary\n", "turnover")
            let requests = try await report(
                company,
                "request_id,team_id,opened_at,resolved_at,kind\n"
                    + "7,Help,2026-05-04T10:00:00Z,2026-05-04T12:00:00Z,appraisal\n"
                    + "8,\"Help \",2026-05-04T10:00:00Z,2026-05-04T12:00:00Z, appraisal \n"
                    + "\" 7\",Help,2026-05-04T10:00:00Z,2026-05-04T12:00:00Z,appraisal\n",
                "--dataset", "help_requests")
            #expect(requests.duplicate == 1 && requests.flagsByCode.isEmpty && requests.rejected == 0)
            let may = ("2026-05-01", "2026-06-01")
            #expect(
                try await company.values("turnover_rate", may.0, may.1, by: "team", "exits count Help") == [1])
            let resolved = try await company.analyze("time_to_resolve", may.0, may.1, by: "team").rows
            #expect(resolved["first_close_elapsed p50 Help"]?.n == 2 && resolved["first_close_elapsed p50 help"] == nil)
        }

        @Test("A mapping of which two words are one is refused; known: any makes nothing a surprise")
        func words() async throws {
            let company = try Company("words that are one")
            let mapping = "dataset: people\ncolumns:\n  person_id: id\n  joined_on: since\n  department_id: "
            try company.user.write("m.yaml", mapping + "{column: dep, values: {\"Ops \": O, Ops: P}}\n")
            try company.user.write("p.csv", "id,since,dep\n1,2024-01-01,Ops\n")
            let refused = try await company.user.run("ingest", "--mapping", "m.yaml", "p.csv")
            #expect(refused.code == 78 && refused.errors.contains("m.yaml:5: \"Ops\" is listed twice"))
            try company.user.write(
                "log.yaml",
                """
                dataset: help_requests
                events: {case: T, time: W, activity: A, known: ["*"]}
                columns: {opened_at: {first: "*"}, resolved_at: {first: Closed}}
                """)
            let log = try await report(
                company,
                "T,W,A\n1,2024-01-01T00:00:00Z,New\n1,2024-01-01T01:00:00Z,Anything at all\n"
                    + "1,2024-01-01T02:00:00Z, Closed\n", "--mapping", "log.yaml")
            #expect(log.accepted == 1 && log.flagsByCode.isEmpty && log.unmetWords.isEmpty)
            let told = try await company.user.start(
                ["ingest", "--organization", "words told", "--mapping", "log.yaml", "file.csv"]
            ).outcome().errors.split(separator: "\n").drop { !$0.hasPrefix("file.csv") }
            #expect(
                told == ["file.csv: 1 case of 3 events read, 1 new, 0 changed, 0 known already, 0 rejected"])
        }

        @Test("Rows that two formats read in two ways are told, and what could not be meant")
        func doubts() async throws {
            let company = try Company("doubtful dates")
            try company.user.write(
                "two.yaml",
                """
                dataset: help_requests
                zone: UTC
                time_formats: ["%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"]
                columns: {request_id: id, opened_at: opened, resolved_at: closed}
                """)
            let file =
                "id,opened,closed\n1,11/30/2025 10:00,11/30/2025 11:00\n2,11/02/2025 10:00,11/02/2025 11:00\n"
                + "3,05/06/2025 10:00,05/07/2025 10:00\n4,05/05/2025 10:00,2028-01-01T00:00:00Z\n"
            let report = try await report(company, file, "--mapping", "two.yaml")
            #expect(report.rejected == 0 && report.flagsByCode == ["date_ambiguous": 4, "far_ahead": 1])
            let reasons = try company.user.read("file.rejects.why.csv")
            #expect(reasons.split(separator: "\n").dropFirst().map { $0.prefix(2) } == ["3,", "3,", "4,", "4,", "5,"])
            let told = try await company.user.run(
                "ingest", "--organization", "doubts told", "--mapping", "two.yaml", "--now", Company.now, "file.csv")
            #expect(told.errors.contains("\"%d/%m/%Y %H:%M\" is taken") && told.errors.contains("far_ahead, 1 time"))
        }

        @Test(
            "Dates that fit day first and month first are told, with the line that settles it; so is a format that is the other"
        )
        func eitherOrder() async throws {
            let company = try Company("either order")
            let mapping =
                "dataset: people\ncolumns:\n  person_id: id\n  joined_on: {column: since, formats: [\"%d/%m/%Y\"]}\n"
            let rows = "id,since\na,01/01/2026\nb,03/04/2026\n"
            try company.user.write("p.yaml", mapping)
            let doubtful = try await report(company, rows, "--mapping", "p.yaml")
            #expect(doubtful.accepted == 2 && doubtful.flagsByCode == ["day_or_month_first": 1])
            let told = try await company.user.run(
                "ingest", "--organization", "order told", "--mapping", "p.yaml", "file.csv")
            #expect(
                told.code == 0 && told.errors.contains("file.csv: line 3, joined_on: No date that \"%d/%m/%Y\" reads"))
            #expect(told.errors.contains("add the line `day_first: true`") && !told.errors.contains("03/04"))
            try company.user.write("p.yaml", "day_first: true\n" + mapping)
            let settled = try await company.user.run(
                "ingest", "--organization", "order settled", "--mapping", "p.yaml", "file.csv")
            #expect(settled.code == 0 && !settled.errors.contains("day_or_month_first"))
            try company.user.write("p.yaml", mapping)
            let american = try await report(company, rows + "c,04/13/2026\n", "--mapping", "p.yaml", file: "us.csv")
            #expect(american.rejectsByCode == ["day_and_month_exchanged": 1])
            // The format mended, the same file mends the rows that fitted both.
            try company.user.write("p.yaml", mapping.replacing("%d/%m", with: "%m/%d"))
            let mended = try await report(company, rows + "c,04/13/2026\n", "--mapping", "p.yaml", file: "us.csv")
            #expect(mended.rejectsByCode == [:] && mended.flagsByCode.isEmpty)
            let days = try await company.user.query(
                "SELECT joined_on FROM mutuality_facts.person_spell JOIN mutuality.organization USING (organization_id) "
                    + "WHERE name = 'either order' ORDER BY 1")
            #expect(days == ["2026-01-01", "2026-03-04", "2026-04-13"])
        }

        @Test("Rows that repeat one another are told where lines are keys, and count")
        func repeatedRows() async throws {
            let company = try Company("repeated rows")
            try company.user.write(
                "s.yaml",
                """
                dataset: satisfaction
                columns: {survey_id: {constant: s}, response_token: {line_number: true}, submitted_at: at}
                answers: [{column: Score, instrument: enps, item: recommend, scale: [0, 10]}]
                """)
            let row = "2026-05-04T10:00:00Z,9\n"
            let rows = "at,Score\n" + row + "2026-05-04T10:00:01Z,8\n" + row + row
            let report = try await report(company, rows, "--mapping", "s.yaml")
            #expect(report.accepted == 4 && report.duplicate == 0 && report.flagsByCode == ["row_repeated": 2])
            let told = try await company.user.run(
                "ingest", "--organization", "repeats told", "--mapping", "s.yaml", "file.csv")
            #expect(
                told.errors.contains(
                    "file.csv: line 4: 2 rows repeat an earlier one in everything: first line 4, which is line 2 again")
            )
        }

        @Test("Offsets written as GMT+1 are read, by %z or as part of the format, and leave nothing ambiguous")
        func offsets() async throws {
            let rows =
                "When,Who,Score\n2026/07/14 10:10:09 AM GMT+1,u1,9\n2026/12/02 11:10:09\u{202f}PM GMT,u2,10\n"
                + "2026/10/25 1:30:00 AM GMT+1,u3,2\n2026/10/25 1:30:00 AM GMT,u4,8\n"
            for (name, formats) in [
                ("gmt by z", "\"%Y/%m/%d %I:%M:%S %p %z\""),
                ("gmt by letters", "\"%Y/%m/%d %I:%M:%S %p GMT+1\", \"%Y/%m/%d %I:%M:%S %p GMT\""),
            ] {
                let company = try Company(name)
                try company.user.write(
                    "s.yaml",
                    """
                    dataset: satisfaction
                    zone: Europe/Lisbon
                    columns:
                      survey_id: {constant: july}
                      response_token: Who
                      submitted_at: {column: When, formats: [\(formats)]}
                    answers: [{column: Score, instrument: enps, item: recommend, scale: [0, 10]}]
                    """)
                let report = try await report(company, rows, "--mapping", "s.yaml")
                #expect(report.accepted == 4 && report.flagsByCode.isEmpty)
                let times = try await company.user.query(
                    "SELECT to_char(submitted_at AT TIME ZONE 'UTC', 'MM-DD HH24:MI:SS') FROM mutuality_facts.survey_answer "
                        + "JOIN mutuality.organization USING (organization_id) WHERE name = '\(name)' ORDER BY 1")
                #expect(times == ["07-14 09:10:09", "10-25 00:30:00", "10-25 01:30:00", "12-02 23:10:09"])
            }
        }

        @Test("Lines before the header are read, or told without a word of them on the terminal")
        func beforeTheHeader() async throws {
            let company = try Company("lines before the header")
            let rows = "request_id;opened_at\n1;2026-05-04T10:00:00Z\n2;2026-05-04T11:00:00Z\n"
            for line in ["sep=;\n", "\u{feff}sep=;\r\n", "\"sep=;\"\n", "\n\n"] {
                let report = try await report(
                    company, line + rows, "--dataset", "help_requests", "--source", "s\(line.utf8.count)")
                #expect(report.read == 2 && report.rejected == 0)
            }
            for (first, told) in [
                ("Tickets of Ana Alves;;\n", "Line 1 looks like a title; line 2 looks like the header."),
                ("17;Ana Alves;2026-05-01\n", "Line 1 looks like data; line 2 looks like the header."),
            ] {
                try company.user.write("title.csv", first + rows)
                let outcome = try await company.user.run("ingest", "--dataset", "help_requests", "title.csv")
                #expect(outcome.code == 65 && outcome.errors.contains("title.csv:1: \(told)"), "\(outcome.errors)")
                #expect(!outcome.errors.contains("Alves"))
            }
        }

        @Test("A spreadsheet's day numbers are refused by their name, and quoted only beside the rejected rows")
        func dayNumbers() async throws {
            let company = try Company("day numbers")
            try company.user.write(
                "p.yaml",
                "dataset: people\ncolumns:\n  person_id: person\n  joined_on: {column: since, formats: [\"%s\"], zone: UTC}\n"
            )
            let report = try await report(
                company, "person,since\na,45581\nb,2024-10-16\nc,45581.0\nd,1729036800\n", "--mapping", "p.yaml")
            #expect(report.accepted == 2 && report.rejectsByCode == ["spreadsheet_day_number": 2])
            #expect(try company.user.read("file.rejects.why.csv").contains("it stands for 2024-10-16"))
            let told = try await company.user.run(
                "ingest", "--organization", "day numbers told", "--mapping", "p.yaml", "file.csv")
            #expect(told.errors.contains("spreadsheet's day number") && !told.errors.contains("45581"))
            #expect(!told.errors.contains("2024-10-16"))
        }

        @Test("A first load with two different rows for one person is a contradiction, with both lines")
        func contradiction() async throws {
            let company = try Company("contradiction")
            let said = try await company.load(
                "person_id,joined_on,team_id\na,2020-01-01,x\nb,2020-01-01,x\na,2020-01-01,y\n", "people")
            #expect(said.contains("3 rows read, 2 new, 0 changed, 0 known already, 1 contradicted by a later row"))
            #expect(said.contains("contradiction, 1 time: Lines 2 and 4 have the same person_id"), "\(said)")
            let less = try await company.load(
                "person_id,joined_on,valid_from,team_id\na,2020-01-01,2021-01-01,x\n", "people")
            #expect(less.contains("1 earlier row is gone"))
        }

        @Test("A sheet of answers without a token is one reject; columns not used come last, shortened")
        func sheets() async throws {
            let company = try Company("sheets")
            try company.user.write(
                "s.yaml",
                """
                dataset: satisfaction
                columns: {survey_id: {constant: s}, response_token: Who, submitted_at: When}
                answers:
                  - {column: A, instrument: pulse, item: a, scale: [1, 5]}
                  - {column: B, instrument: pulse, item: b, scale: [1, 5]}
                  - {column: C, instrument: pulse, item: c, scale: [1, 5]}
                """)
            let unused = (1...12).map { "Column \($0) " + String(repeating: "long ", count: 10) }
            try company.user.write(
                "s.csv",
                "When,Who,A,B,C,\(unused.joined(separator: ","))\n2026-05-01T10:00:00Z,,1,2,3\(String(repeating: ",", count: 12))\n"
                    + "2026-05-01T10:00:00Z,t,1,2,3\(String(repeating: ",", count: 12))\n")
            let outcome = try await company.user.run("ingest", "--mapping", "s.yaml", "s.csv")
            let lines = outcome.errors.split(separator: "\n").drop { !$0.hasPrefix("s.csv") }
            #expect(lines.first == "s.csv: 4 answers read, 3 new, 0 changed, 0 known already, 1 rejected")
            let last = try #require(lines.last)
            #expect(last.hasPrefix("  columns not used: Column 1 long") && last.hasSuffix("… and 2 more"))
            #expect(last.count < 500)
        }

        @Test("SIGTERM ends a load whose input says nothing: 143")
        func silentInput() async throws {
            let user = try SharedServer.user()
            #expect(mkfifo(user.path("pipe").path(), 0o600) == 0)
            let load = try user.start(["ingest", "--dataset", "people", "pipe"])
            try await load.wait(untilItHandles: SIGTERM)
            // Nothing tells that it waits for its input; so long it has to be in any case.
            try await Task.sleep(for: .seconds(2))
            load.send(SIGTERM)
            let outcome = try await load.outcome()
            #expect(outcome.code == 143, "\(outcome.code) \(outcome.errors)")
        }

        @Test("Records that end more than a year ago are computed up to their end; with --now as it says")
        func history() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "history"])
            let rows = (1...28).map { "\($0),2016-11-\($0 < 10 ? "0" : "")\($0)T10:00:00Z,2016-12-20T10:00:00Z\n" }
            try user.write("h.csv", "request_id,opened_at,resolved_at\n" + rows.joined())
            try await user.must("ingest", "--dataset", "help_requests", "h.csv")
            func newest() async throws -> [String] {
                try await user.query(
                    "SELECT max(period_from) FROM mutuality.computed JOIN mutuality.organization USING (organization_id) "
                        + "WHERE name = 'history' AND period = 'month'")
            }
            let computed = try await user.start(["compute", "--json"], byTheClock: true).outcome()
            #expect(computed.code == 0, "\(computed.errors)")
            #expect(computed.output.contains("\"computed_until\" : \"2017-01-01T00:00:00Z\""))
            #expect(try await newest() == ["2016-12-01"])
            let told = try await user.start(["compute"], byTheClock: true).outcome()
            #expect(told.errors.contains("records end more than a year ago"), "\(told.errors)")
            let later = try await user.run("compute", "--json", "--now", "2018-02-01T00:00:00Z")
            #expect(later.output.contains("\"computed_until\" : null"))
            #expect(try await newest() == ["2018-01-01"])
            // What was computed once stays.
            #expect(try await user.start(["compute"], byTheClock: true).outcome().code == 0)
            #expect(try await newest() == ["2018-01-01"])
            // And follows corrections: a request that is open ever since is in the backlog of each month.
            func backlog() async throws -> [String] {
                try await user.query(
                    "SELECT computation_id FROM mutuality.computed JOIN mutuality.organization USING (organization_id) "
                        + "WHERE name = 'history' AND kpi = 'backlog' AND period = 'month' "
                        + "AND period_from IN ('2017-01-01', '2018-01-01') ORDER BY period_from")
            }
            let before = try await backlog()
            try user.write("open.csv", "request_id,opened_at,resolved_at\n29,2016-12-05T10:00:00Z,\n")
            try await user.must("ingest", "--dataset", "help_requests", "open.csv")
            #expect(try await user.start(["compute"], byTheClock: true).outcome().code == 0)
            #expect(try await newest() == ["2018-01-01"])
            let after = try await backlog()
            #expect(before.count == 2 && after.count == 2)
            #expect(zip(before, after).allSatisfy { $0 != $1 }, "\(before) \(after)")
        }
    }
}
