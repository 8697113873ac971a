import Domain
import Foundation
import Testing

@testable import Simulator

/// How the files fit together.
@Suite struct SupportFilesTests {
    private static let shared = Result {
        let files = try SimulatedFiles(people: 160, months: 12, seed: 12)
        return (files: files, people: try files.rows(of: Datasets.people))
    }

    private let files: SimulatedFiles
    private let people: [[String: Value]]

    init() throws { (files, people) = try Self.shared.get() }

    private func ids(_ rows: [[String: Value]], _ column: String) -> Set<String> {
        Set(rows.compactMap { $0[column]?.text })
    }

    @Test("Whoever left has a separation on that day, and nobody else")
    func separations() throws {
        let rows = try files.rows(of: Datasets.turnover)
        func key(_ row: [String: Value]) -> [Value?] { [row["person_id"], row["left_on"]] }
        #expect(Set(rows.map(key)) == Set(people.filter { $0["left_on"] != .null }.map(key)))
        #expect(rows.contains { $0["separation_type"] == .text("involuntary") })
        #expect(
            rows.allSatisfy {
                ($0["separation_type"] == .text("voluntary"))
                    == ($0["regretted"] == .boolean(true)
                        || $0["reason"] == .text("moved away"))
            })
    }

    @Test("Every calendar that somebody works by is there, one with nights among them, and so is the shift team's")
    func calendars() throws {
        let calendars = try files.rows(of: Datasets.calendars)
        let used = ids(people, "calendar_id").union(ids(try files.rows(of: Datasets.teams), "calendar_id"))
        #expect(ids(calendars, "calendar_id") == used)
        #expect(used == ["office", "round-the-clock", "early", "late", "night"])
        #expect(calendars.contains { ($0["ends"]?.timeOfDay ?? 0) < ($0["starts"]?.timeOfDay ?? 0) })
        #expect(calendars.allSatisfy { $0["time_zone"] == .text("Europe/Lisbon") })
        #expect(ids(try files.rows(of: Datasets.calendarHolidays), "calendar_id") == ["office"])
    }

    @Test("Absences and agreements lie within an employment, and windows belong to agreements")
    func employments() throws {
        let agreements = try files.rows(of: Datasets.agreements)
        for row in try files.rows(of: Datasets.leave) + agreements {
            let spells = people.filter { $0["person_id"] == row["person_id"] }
            let from = try #require(row["valid_from"]?.date)
            #expect(spells.contains { ($0["joined_on"]?.date ?? .distantFuture) <= from })
            if let left = spells.compactMap({ $0["left_on"]?.date }).max() {
                #expect(row["valid_to"]?.date ?? .distantFuture <= left)
            }
        }
        let windows = ids(try files.rows(of: Datasets.agreementBoundaries), "agreement_id")
        #expect(windows.isStrictSubset(of: ids(agreements, "agreement_id")))
        #expect(agreements.count > windows.count && agreements.contains { $0["valid_to"] != .null })
        let reviews = agreements.filter { $0["reviewed_on"] != .null }
        #expect(reviews.count > agreements.count / 3)
        for row in reviews {
            let day = try #require(row["reviewed_on"]?.date)
            #expect(
                day >= (row["valid_from"]?.date ?? .distantFuture) && day < (row["valid_to"]?.date ?? .distantFuture))
        }
    }

    @Test("A fifth of the requests have contributions, which name them and come between opening and close")
    func contributions() throws {
        let requests = try files.rows(of: Datasets.helpRequests)
        let byID = Dictionary(uniqueKeysWithValues: requests.map { ($0["request_id"], $0) })
        let contributions = try files.rows(of: Datasets.helpContributions)
        let answering = contributions.filter { $0["request_id"] != .null }
        for row in answering {
            let request = try #require(byID[row["request_id"]])
            let started = try #require(row["started_at"]?.instant)
            let opened = try #require(request["opened_at"]?.instant)
            #expect(started >= opened && row["helper_id"] != request["requester_id"])
            if let resolved = request["resolved_at"]?.instant { #expect(started <= resolved) }
            if row["recipient_id"] != .null { #expect(row["recipient_id"] == request["requester_id"]) }
        }
        let share = Double(ids(answering, "request_id").count) / Double(requests.count)
        #expect((0.15...0.21).contains(share))
        #expect(answering.count > ids(answering, "request_id").count)
        #expect(contributions.count > answering.count)
        #expect(contributions.filter { $0["request_id"] == .null }.allSatisfy { $0["recipient_id"] != .null })
    }

    @Test("Requests wait for their askers between answer and close, once at most")
    func waits() throws {
        let requests = try files.rows(of: Datasets.helpRequests)
        let byID = Dictionary(uniqueKeysWithValues: requests.map { ($0["request_id"], $0) })
        let waits = try files.rows(of: Datasets.requestWaits)
        #expect((0.05...0.12).contains(Double(waits.count) / Double(requests.count)))
        #expect(ids(waits, "request_id").count == waits.count)
        for row in waits {
            let request = try #require(byID[row["request_id"]])
            #expect(try #require(row.hours(from: "wait_from", to: "wait_from")) == 0)
            let from = try #require(row["wait_from"]?.instant)
            #expect(from >= (try #require(request["opened_at"]?.instant)))
            if let resolved = request["resolved_at"]?.instant {
                #expect(try #require(row["wait_to"]?.instant) <= resolved)
            }
        }
    }

    @Test("Nobody thanks themselves, and some are thanked for asking")
    func recognitions() throws {
        let rows = try files.rows(of: Datasets.recognitions)
        #expect(rows.allSatisfy { $0["giver_id"] != $0["receiver_id"] })
        #expect(ids(rows, "reason") == ["helping", "asking", "own_work"])
        #expect(ids(rows, "giver_id").union(ids(rows, "receiver_id")).isSubset(of: ids(people, "person_id")))
    }

    @Test("Four surveys a year ask everybody who is there; three of four answer, under a token that names nobody")
    func surveys() throws {
        let answers = try files.rows(of: Datasets.satisfaction)
        let invitations = try files.rows(of: Datasets.surveyInvitations)
        #expect(ids(answers, "survey_id") == ["pulse-2025-05", "pulse-2025-08", "pulse-2025-11", "pulse-2026-02"])
        let invited = invitations.compactMap { $0["invited"]?.integer }.reduce(0, +)
        // On the first Mondays of the four months.
        let days = try ["2025-05-05", "2025-08-04", "2025-11-03", "2026-02-02"].map { try #require(LocalDate($0)) }
        let present = days.map { day in
            people.count { row in
                (row["valid_from"]?.date ?? .distantFuture) <= day
                    && ["left_on", "valid_to"].allSatisfy { (row[$0]?.date ?? .distantFuture) > day }
            }
        }
        #expect(invited == present.reduce(0, +))
        let tokens = ids(answers, "response_token")
        #expect((0.7...0.8).contains(Double(tokens.count) / Double(invited)))
        #expect(tokens.isDisjoint(with: ids(people, "person_id")))
        // Sheets stand in the order of their tokens, not of the people.
        let first = answers.filter { $0["survey_id"] == .text("pulse-2025-05") }.compactMap {
            $0["response_token"]?.text
        }
        #expect(first == first.sorted())
        #expect(answers.contains { $0["comment"] != .null })
    }

    @Test("Surveys ask every item that a figure of its own reads; long instruments twice a year")
    func instruments() throws {
        let answers = try files.rows(of: Datasets.satisfaction)
        func items(_ survey: String) -> Set<String> {
            Set(
                answers.filter { $0["survey_id"] == .text(survey) }.map {
                    "\($0["instrument"]?.text ?? "")/\($0["item"]?.text ?? "")"
                })
        }
        #expect(SurveyItems.ofFigures.isSubset(of: items("pulse-2025-11")))
        #expect(items("pulse-2026-02").isDisjoint(with: SurveyItems.burnoutAtWork.items))
        #expect(items("pulse-2026-02").isSuperset(of: SurveyItems.readiness.items))
    }

    @Test("A time without a survey has no fall in satisfaction, and its survey files have only their headers")
    func noSurvey() throws {
        let short = try SimulatedFiles(people: 30, months: 1, seed: 1, until: "2026-02-01")
        #expect(short.truths.satisfactionFall == nil)
        #expect(try short.rows(of: Datasets.satisfaction).isEmpty)
        #expect(try short.rows(of: Datasets.surveyInvitations).isEmpty)
    }
}
