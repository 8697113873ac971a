import Foundation
import TestValues
import Testing

extension CommandTests {
    @Suite struct ReportTests {
        /// Opens pages in Chromium; returns what is wrong with them.
        static func faults(in pages: [String]) throws -> String {
            let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Browser/pages.py").path
            let result = try Tool.run(["python3", "-B", script, "--max-bytes", "500000"] + pages)
            return result.status == 0 ? "" : String(decoding: result.output, as: UTF8.self) + result.errors
        }

        private static let hostile = [
            "<script>alert(1)</script>", "=HYPERLINK(\"http://x\")", "{{{style}}}'\"&", "אבג ‮ bidi ✂️",
            String(repeating: "averylongnamewithoutanyspace", count: 8),
        ]

        /// Four months of requests among thirty people in five teams with names that hurt.
        private static func write(hostileRecordsOf user: User) throws {
            func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
            let teams = hostile.map { "\(quoted($0)),\(quoted("department " + $0)),\(quoted($0))" }
            try user.write("teams.csv", (["team_id,department_id,name"] + teams).joined(separator: "\n") + "\n")
            let people = (0..<30).map { "p\($0),\(quoted(hostile[$0 % 5])),2024-01-01" }
            try user.write("people.csv", (["person_id,team_id,joined_on"] + people).joined(separator: "\n") + "\n")
            let requests = (0..<1200).map { index in
                let (day, hour) = (1 + index % 28, 8 + index % 9)
                let month = ["2025-10", "2025-11", "2025-12", "2026-01"][index % 4]
                let date = "\(month)-\(day < 10 ? "0" : "")\(day)T"
                let hours = [hour, hour + 1, hour + 3].map { ($0 < 10 ? "0" : "") + "\($0):00:00Z" }
                return "r\(index),p\(index % 30),p\((index + 7) % 30),\(quoted(hostile[(index + 7) % 5])),"
                    + hours.map { date + $0 }.joined(separator: ",")
            }
            let head = "request_id,requester_id,helper_id,team_id,opened_at,first_response_at,resolved_at"
            try user.write("help_requests.csv", ([head] + requests).joined(separator: "\n") + "\n")
        }

        @Test(
            "In a browser the report of the demo and of four odd organizations has no fault: small, a survey alone, all hidden, hostile names",
            .timeLimit(.minutes(60)))
        func pages() async throws {
            let user = try SharedServer.user()
            try await user.must(
                "demo", "--people", "150", "--months", "14", "--organization", "report", "--out", "whole")
            try await user.must("demo", "--people", "8", "--months", "14", "--organization", "eight", "--out", "eight")

            let survey = (0..<40).map {
                "s\($0 % 2),t\($0),pulse,growth,\(1 + $0 % 5),1,5,2026-0\(1 + $0 % 2)-03T09:00:00Z"
            }
            let head = "survey_id,response_token,instrument,item,score,scale_min,scale_max,submitted_at"
            try user.write("satisfaction.csv", ([head] + survey).joined(separator: "\n") + "\n")
            try await user.must("ingest", "--organization", "survey", "--dataset", "satisfaction", "satisfaction.csv")

            try Self.write(hostileRecordsOf: user)
            for name in ["hidden", Self.hostile[0]] {
                for dataset in ["teams", "people", "help_requests"] {
                    try await user.must("ingest", "--organization", name, "--dataset", dataset, "\(dataset).csv")
                }
            }
            try await user.must("organization", "set", "--organization", "hidden", "minimum_group=1000")
            for (name, file) in [("survey", "survey"), ("hidden", "hidden"), (Self.hostile[0], "hostile")] {
                try await user.must("compute", "--organization", name)
                try await user.must("report", "--organization", name, "--out", "\(file).html")
            }
            let hidden = try user.read("hidden.html")
            #expect(hidden.contains("hidden: too few people") && hidden.contains("No figure could be compared"))
            #expect(try user.read("hostile.html").contains("&lt;script&gt;alert(1)"))
            let pages = ["whole/report.html", "eight/report.html", "survey.html", "hidden.html", "hostile.html"]
            let faults = try Self.faults(in: pages.map { user.path($0).path() })
            #expect(faults.isEmpty, "\(faults)")
        }

        @Test("show lists what changed first, as text, CSV and JSON, and of KPIs that are named all figures")
        func show() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "showing"])
            try await user.must("demo", "--people", "150", "--months", "14", "--organization", "showing")
            let text = try await user.must("show").output
            #expect(text.contains("were compared with their own past") && text.contains("showing, 2025-Q4"))
            try await user.must("organization", "set", "target_response_target_met=100 %")
            let aimed = try await user.must("show").output
            #expect(!text.contains("100 %, not met") && aimed.contains("100 %, not met"), "\(aimed)")
            try await user.must("report", "--out", "aimed.html")
            #expect(try user.read("aimed.html").contains("target 100 %: not met this"))
            let some = try await user.must("show", "off_calendar_help", "--period", "2025-Q4").output
            #expect(some.split(separator: "\n").count > 3 && some.contains("Help outside working hours"), "\(some)")
            // Beyond the headlines, each named by measure and statistic; the whole overview has none of them.
            let all = try await user.must("show", "time_to_resolve", "--period", "2025-Q4").output
            #expect(all.contains("all other figures") && all.contains(" p90") && !text.contains("all other figures"))
            let rows = try await user.must("show", "time_to_resolve", "--period", "2025-Q4", "--csv").output
            #expect(rows.contains(",p90,"))
            // Of the year alone, and of parts alone.
            let ofYear = try await user.must("show", "exit_rate_by_support").output
            #expect(ofYear.contains("showing, 2025 ") && ofYear.contains("Exits beside support"), "\(ofYear)")
            let both = try await user.must("show", "backlog", "exit_rate_by_support", "--csv").output
            #expect(
                both.contains(",2025-Q4,") && both.contains(/exit_rate_by_support,.*,organization,,,,2025,/), "\(both)")
            let ofItems = try await user.must("show", "satisfaction_score", "--period", "2025-Q4", "--csv").output
            #expect(ofItems.contains(",organization,,item,pulse/growth,2025-Q4,"), "\(ofItems)")
            let newest = try await user.must("show", "--period", "month", "--json").output
            #expect(
                newest.contains(/"period"\s*:\s*"2026-02"/),
                "\(newest.prefix(200))")
            let csv = try await user.must("show", "--csv").output
            #expect(csv.hasPrefix("organization,kpi,version,") && csv.contains(",ask_next\r\n"))
            struct Shown: Decodable {
                struct Figure: Decodable { let kpi, scope, period: String }
                let period: String
                let compared: Int
                let figures: [Figure]
            }
            let shown = try JSONDecoder().decode(
                Shown.self,
                from: Data(try await user.must("show", "--json", "--scope", "organization").output.utf8))
            #expect(shown.period == "2025-Q4" && shown.figures.allSatisfy { $0.scope == "organization" })
            for (arguments, word) in [
                (["show", "time_to_resolv"], "time_to_resolve"), (["show", "--period", "2026-W03"], "week"),
                (["show", "--period", "week"], "week"),
                (["show", "--period", "soon"], "2026-Q4"), (["show", "--scope", "team"], "team=ID"),
                (["show", "--scope", "team=Nobody"], "There is no team \"Nobody\""),
            ] {
                let wrong = try await user.start(arguments).outcome()
                #expect(wrong.code == 64 && wrong.errors.contains(word), "\(arguments): \(wrong.errors)")
            }
            let none = try await user.start(["show", "--period", "1999"]).outcome()
            #expect(none.code == 66, "\(none.errors)")
            #expect(none.errors.contains("The newest periods are 2026-02, 2025-Q4, 2025"), "\(none.errors)")
        }
    }
}
