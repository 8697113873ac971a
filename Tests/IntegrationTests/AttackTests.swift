import Foundation
import TestSupport
import TestValues
import Testing

/// By themselves, since a company has to be simulated.
@Suite(.sharedServer, .timeLimit(.minutes(60))) struct AttackTests {
    private static let script = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../scripts/attack")

    /// The script's status, and what it recovered by the name of the attack.
    private func attack(_ export: URL, _ records: URL) throws -> (status: Int32, recovered: [String: Int]) {
        let result = try Tool.run(["python3", "-B", Self.script.path, export.path, records.path])
        #expect(result.errors.isEmpty, "\(result.errors)")
        let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: "\t").map(String.init)
        }
        return (result.status, Dictionary(uniqueKeysWithValues: lines.map { ($0[0], Int($0[1]) ?? -1) }))
    }

    @Test("A colleague gets nothing out of a small company's export, and something out of exact numbers")
    func small() async throws {
        let user = try SharedServer.user()
        try await user.must("demo", "--people", "100", "--months", "12", "--organization", "attacked")
        let (export, records) = (user.path("demo/kpis.csv"), user.path("demo/records"))
        let found = try attack(export, records)
        #expect(found.status == 0 && found.recovered.count == 20, "\(found)")
        #expect(found.recovered["hidden values by elimination"] == 0, "\(found)")
        #expect(found.recovered["kinds of leaving by elimination"] == 0, "\(found)")

        // Shares of each single value are a distribution; a median with more than two digits is a record's.
        let end = ["month", "2026-01-01", "2026-02-01"].joined(separator: ",")
        let shares = (1...5).map {
            "attacked,satisfaction_score,3,default,team,leaky,item,pulse/growth,\(end),share_\($0),0.2,ratio,,,10,,1,2026-02-01,released,,,,\r\n"
        }
        let request = try #require(
            try user.read("demo/records/help_requests.csv").split(whereSeparator: \.isNewline).dropFirst().map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }.first { !$0[8].isEmpty && !$0[9].isEmpty })
        let times = try [request[7], request[9]].map { try Date($0, strategy: .iso8601) }
        let seconds = Int(times[1].timeIntervalSince(times[0]))
        let median =
            "attacked,time_to_resolve,3,first_close_elapsed,organization,,,,\(end),p50,\(seconds),s,,,10,,1,2026-02-01,released,,,,\r\n"
        // A kind that no ritual has, and a team's share of anonymous requests.
        let kind =
            "attacked,rituals_kept,1,default,organization,,kind,1:1 Ann,\(end),ratio,1,ratio,,,5,,1,2026-02-01,released,,,,\r\n"
        let anonymous =
            "attacked,anonymous_requests,1,default,team,leaky,,,\(end),ratio,0.2,ratio,,,5,,1,2026-02-01,released,,,,\r\n"
        try user.write("leaky.csv", try user.read("demo/kpis.csv") + shares.joined() + median + kind + anonymous)
        let leaky = try attack(user.path("leaky.csv"), records)
        #expect(leaky.status == 1)
        #expect(leaky.recovered["survey distributions"] == 1, "\(leaky)")
        #expect(leaky.recovered["quantiles of one record"] == 1, "\(seconds) s: \(leaky)")
        #expect(leaky.recovered["free texts of few"] == 1, "\(leaky)")
        #expect(leaky.recovered["shares of anonymous requests"] == 1, "\(leaky)")
    }

    /// What is found where people answer so, the first six of them in a team, and these rows are printed.
    private func few(
        _ scores: [Int], _ rows: [String], in user: User, on day: (Int) -> String = { _ in "2026-02-10" },
        survey: (Int) -> String = { _ in "spring" }
    ) throws -> (Int32, [String: Int]) {
        let answers = scores.enumerated().map { number, score in
            "\(survey(number)),t\(number),comfort_asking,comfort_asking,\(score),1,10,\(day(number))T08:00:00Z,"
                + "\(number < 6 ? "amber" : ""),north\r\n"
        }
        let columns =
            "survey_id,response_token,instrument,item,score,scale_min,scale_max,submitted_at,team_id,department_id\r\n"
        let records = ["satisfaction": columns + answers.joined(), "teams": "team_id,department_id\r\namber,north\r\n"]
        return try attack(rows, records, in: user)
    }

    /// What is found where these rows are printed; other datasets than these have no records.
    private func attack(_ rows: [String], _ records: [String: String], in user: User) throws -> (Int32, [String: Int]) {
        try FileManager.default.createDirectory(at: user.path("records"), withIntermediateDirectories: true)
        for name in [
            "agreement_boundaries", "agreements", "commitments", "feedback", "help_contributions", "help_requests",
            "objectives", "pair_meetings", "pairings", "people", "recognitions", "rewards", "rituals", "rotations",
            "satisfaction", "support_ties", "survey_invitations", "teams", "turnover",
        ] {
            try user.write("records/\(name).csv", records[name] ?? "id\r\n")
        }
        let head =
            "organization,kpi,version,measure,scope,scope_id,breakdown,breakdown_value,period,from,to,statistic,value,unit,lower,upper,n,censored,coverage,period_end,state,signal\r\n"
        try user.write("few.csv", head + rows.map { $0 + "\r\n" }.joined())
        let found = try attack(user.path("few.csv"), user.path("records"))
        return (found.status, found.recovered)
    }

    private func comfort(_ scope: String, _ mean: String, period: String = "quarter,2026-01-01,2026-04-01") -> String {
        let state = mean.isEmpty ? "suppressed" : "released"
        return "x,comfort_asking,1,default,\(scope),,,\(period),mean,\(mean),1-10,,,5,,1,2026-04-01,\(state),"
    }

    @Test("Two who answered otherwise than all others can tell those, and it is found")
    func alike() throws {
        let user = try User()
        let (status, found) = try few([1, 1, 10, 10, 10, 10], [comfort("team,amber", "7")], in: user)
        #expect(status == 1 && found["answers in means"] == 4 && found["sides of everybody"] == 6, "\(found)")
        // A mean to a tenth leaves one sum of six whole answers, so that each follows from the five others.
        let (fine, spread) = try few([2, 4, 5, 6, 8, 9], [comfort("team,amber", "5.7")], in: user)
        #expect(fine == 0 && spread["answers in means"] == 0 && spread["sides of everybody"] == 0, "\(spread)")
        #expect(spread["answers told to all others"] == 6, "\(spread)")
    }

    @Test("An answer that is left when a team is taken from the organization is found")
    func leftOver() throws {
        let user = try User()
        // The seventh is in no team: of 52 points of all seven 42 are the team's.
        let rows = [comfort("organization,", "7.4"), comfort("team,amber", "7")]
        let (status, found) = try few([4, 6, 7, 8, 8, 9, 10], rows, in: user)
        #expect(status == 0 && found["answers by elimination"] == 1, "\(found)")
    }

    @Test("An answer that moves a survey to the next period is found beside what the others answered")
    func late() throws {
        let user = try User()
        // 57 points of eight people until December, 58 of nine in January.
        let rows = [
            comfort("organization,", "7.1", period: "quarter,2025-10-01,2026-01-01"), comfort("organization,", "6.4"),
        ]
        let (status, found) = try few([4, 5, 8, 8, 8, 9, 9, 6, 1], rows, in: user) {
            $0 < 8 ? "2025-12-20" : "2026-01-09"
        }
        #expect(status == 0 && found["answers that came late"] == 1, "\(found)")
    }

    @Test("Three who are left of a year beside its quarter are found")
    func pooled() throws {
        let user = try User()
        // 30 points of five people in spring, 43 of eight in the year.
        let rows = [
            comfort("organization,", "6"), comfort("organization,", "5.4", period: "year,2026-01-01,2027-01-01"),
        ]
        let (status, found) = try few([2, 4, 6, 8, 10, 3, 3, 7], rows, in: user) {
            $0 < 5 ? "2026-02-10" : "2026-05-10"
        } survey: {
            $0 < 5 ? "spring" : "summer"
        }
        #expect(status == 1 && found["small groups in pooled surveys"] == 3, "\(found)")
    }

    /// Of eight people four are helped before 2026. One of them leaves on that day, and one of the others on the 81st day.
    private func exits(_ left: String, ratio: String, p: String) throws -> Int? {
        let user = try User()
        func row(_ statistic: String, _ numbers: String) -> String {
            "x,exit_rate_by_support,1,received,organization,,,,year,2026-01-01,2027-01-01,\(statistic),\(numbers),10,,1,2027-01-01,released,"
        }
        let people = (0..<8).map { "p\($0),amber,2025-01-01,2025-01-01,,\r\n" }
        let help = (0..<4).map { ",p7,p\($0),2025-11-03T09:00:00Z,\r\n" }
        let records = [
            "people": "person_id,team_id,joined_on,valid_from,valid_to,left_on\r\n" + people.joined(),
            "turnover": "person_id,left_on,separation_type,regretted\r\np0,\(left),,\r\np4,2026-03-22,,\r\n",
            "help_contributions": "request_id,helper_id,recipient_id,started_at,minutes\r\n" + help.joined(),
            "teams": "team_id,department_id\r\namber,north\r\n",
        ]
        return try attack([row("rate_ratio", ratio), row("p", p)], records, in: user).1["groups of leavers"]
    }

    @Test("Who of the leavers was helped is found where no other two print the same")
    func leavers() throws {
        // 350 days of the others over 290 of those helped; limits: √2 on the logarithm; χ² of 0.0714² / 0.4949. Had p4 been
        // helped instead it were 0.83.
        #expect(try exits("2026-01-21", ratio: "1.2,ratio,0.075,20", p: "0.92,p,,") == 2)
        // On the same day nobody can tell which.
        #expect(try exits("2026-03-22", ratio: "1,ratio,0.062,16", p: "1,p,,") == 0)
    }

    private struct Unforeseen: Error { let kpi: String }

    /// A KPI's records of January 2026, in which the first `few` of ten people are on one side of a figure, or in a role.
    private func records(of kpi: String, few: Int) throws -> (dataset: String, text: String) {
        func table(_ columns: String, _ row: (Int) -> String) -> String {
            ([columns] + (0..<10).map(row)).map { $0 + "\r\n" }.joined()
        }
        let (asked, over) = ("2026-01-12T09:00:00Z", "2026-01-13T09:00:00Z")
        func end(_ number: Int) -> String { number < few ? over : "" }
        return switch kpi {
        case "commitments_kept":
            (
                "commitments",
                table("helper_id,recipient_id,due_at,delivered_at") { "p\($0 % few),p\(5 + $0 % 5),\(asked)," }
            )
        case "rewards_for_helping":
            ("rewards", table("person_id,given_at,for_helping") { "p\($0),\(asked),\($0 < few)" })
        case "agreement_coverage":
            (
                "agreements",
                table("person_id,valid_from,valid_to,reviewed_on") {
                    "p\($0),\($0 < few ? "2026-01-05" : "2026-02-05"),,"
                }
            )
        case "objective_alignment":
            (
                "objectives",
                table("person_id,beneficiary,weight,valid_from,valid_to") {
                    "p\($0),\($0 < few ? "team" : "self"),1,2026-01-01,"
                }
            )
        case "recognition_reach":
            ("recognitions", table("giver_id,receiver_id,given_at") { "p9,p\($0 % few),\(asked)" })
        case "off_calendar_help":
            (
                "help_contributions",
                table("request_id,helper_id,recipient_id,started_at,minutes") { "q\($0),p\($0 % few),p9,\(asked),30" }
            )
        case "buddy_coverage":
            (
                "pairings",
                table("pairing_id,supporter_id,supported_id,kind,valid_from,valid_to") {
                    "b\($0),p9,p\($0 % few),buddy,2026-01-02,"
                }
            )
        case "feedback_acted_on":
            (
                "feedback",
                table("feedback_id,team_id,submitted_at,acted_on_at") { "f\($0),amber,\(asked),\(end($0))" }
            )
        case "time_to_resolve":
            (
                "help_requests",
                table(
                    "request_id,requester_id,helper_id,team_id,kind,opened_at,first_response_at,resolved_at,effort_minutes,anonymous"
                ) { "q\($0),p\($0),,amber,,\(asked),,\(end($0)),,false" }
            )
        default: throw Unforeseen(kpi: kpi)
        }
    }

    @Test(
        "A figure of fewer people than its page says is found, and one of just as many is not",
        arguments: [
            ("commitments_kept,1,default", "ratio,0.5", 5), ("rewards_for_helping,1,default", "ratio,0.3", 3),
            ("agreement_coverage,1,default", "ratio,0.3", 3), ("objective_alignment,1,others", "mean,0.3", 3),
            ("recognition_reach,1,default", "ratio,0.3", 3), ("off_calendar_help,1,default", "ratio,0.5", 5),
            ("buddy_coverage,1,default", "ratio,0.3", 3), ("feedback_acted_on,1,time_to_action", "p50,86000", 5),
            ("time_to_resolve,3,first_close_elapsed", "p50,86000", 5),
        ])
    func minimum(measure: String, figure: String, least: Int) throws {
        let people = (0..<10).map { "p\($0),amber,,2026-01-02,2026-01-02,,\r\n" }
        let kpi = try #require(measure.split(separator: ",").first.map(String.init))
        // Everybody is in the one team of the one department, and another one has nobody.
        let rows = ["organization,", "department,north", "team,amber"].map {
            "x,\(measure),\($0),,,month,2026-01-01,2026-02-01,\(figure),,,,10,,1,2026-02-01,released,"
        }
        for few in [least - 1, least] {
            let (dataset, text) = try records(of: kpi, few: few)
            let (status, found) = try attack(
                rows,
                [
                    dataset: text, "teams": "team_id,department_id\r\namber,north\r\nblue,south\r\n",
                    "people": "person_id,team_id,manager_id,joined_on,valid_from,valid_to,left_on\r\n"
                        + people.joined(),
                ], in: try User())
            #expect(found["groups under the minimum"] == (few < least ? 3 : 0), "\(few): \(found)")
            #expect(status == (few < least ? 1 : 0))
        }
    }
}
