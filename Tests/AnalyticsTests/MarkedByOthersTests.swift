import Domain
import TestSupport
import TestValues
import Testing
import Warehouse

@testable import Analytics

/// Records that change figures of months in which they aren't themselves. Each test loads what is given, computes, loads
/// something more, computes what is due, and asks whether a full computation finds anything else. Today is 2025-03-02.
@Suite struct MarkedByOthersTests {
    private typealias File = (dataset: Dataset, rows: [[String: String]])

    private func differences(after first: [File], _ then: [File], zone: String = "UTC") async throws -> Int {
        try await MigratedDatabase.with { database in
            let now = at("2025-03-02")
            for file in first { try await database.load(file.dataset, file.rows, now: now) }
            try await database.warehouse.set([("zone", zone)], from: .distantPast, of: database.acme, now: now)
            try await database.compute(now: now)
            let before = try await database.ledger()
            for file in then { try await database.load(file.dataset, file.rows, now: now) }
            try await database.compute(now: now)
            // Else the test says nothing.
            #expect(try await database.ledger() != before)
            return try await database.compute(now: now, full: true).entries
        }
    }

    private let team = (Datasets.teams, [["team_id": "t", "department_id": "d", "calendar_id": "c"]])
    private let office = (
        Datasets.calendars,
        (1...7).map { ["calendar_id": "c", "weekday": "\($0)", "starts": "00:00", "ends": "23:00"] }
    )

    private func person(_ values: [String: String] = [:]) -> [String: String] {
        ["person_id": "h", "team_id": "t", "joined_on": "2023-01-01"].merging(values) { $1 }
    }

    private func help(_ id: String, _ start: String, request: String? = nil) -> [String: String] {
        var row = ["contribution_id": id, "helper_id": "h", "started_at": start, "minutes": "60"]
        row["request_id"] = request
        return row
    }

    private let request = [
        "request_id": "r", "requester_id": "q", "helper_id": "h", "opened_at": "2024-09-03T10:00",
        "first_response_at": "2024-09-04T10:00", "resolved_at": "2024-09-05T10:00",
    ]

    @Test("A separation takes its person out of the team to which requests are attributed")
    func separation() async throws {
        let first: [File] = [
            team, (Datasets.people, [person()]), (Datasets.helpRequests, [request]),
            (Datasets.turnover, [["person_id": "x", "left_on": "2024-01-01"]]),
        ]
        let then: [File] = [(Datasets.turnover, [["person_id": "h", "left_on": "2024-09-01"]])]
        #expect(try await differences(after: first, then) == 0)
    }

    @Test(
        "A reopening opens a request again, in months that it was over before, and a late row of that request counts there"
    )
    func reopening() async throws {
        let reopenings: [File] = [
            (
                Datasets.requestReopenings,
                [["request_id": "r", "reopened_at": "2025-01-03T10:00", "closed_at": "2025-02-03T10:00"]]
            )
        ]
        let requests: [File] = [(Datasets.helpRequests, [request])]
        #expect(try await differences(after: requests, reopenings) == 0)
        #expect(try await differences(after: reopenings, requests) == 0)
        var moved = request
        moved["opened_at"] = "2024-09-01T10:00"
        #expect(try await differences(after: requests + reopenings, [(Datasets.helpRequests, [moved])]) == 0)
    }

    @Test("Somebody who joins again gives a separation back to the later employment: the former ended earlier")
    func rehired() async throws {
        let former = person(["left_on": "2024-02-10"])
        let first: [File] = [
            (Datasets.people, [former]), (Datasets.turnover, [["person_id": "h", "left_on": "2024-09-15"]]),
        ]
        let then: [File] = [(Datasets.people, [former, person(["joined_on": "2024-07-01"])])]
        #expect(try await differences(after: first, then) == 0)
    }

    @Test("A request says whom a later contribution helped")
    func askerOfContribution() async throws {
        let agreement = ["agreement_id": "a", "person_id": "h", "hours_per_week": "1", "valid_from": "2023-01-01"]
        let first: [File] = [
            team, office, (Datasets.people, [person()]), (Datasets.agreements, [agreement]),
            (Datasets.helpRequests, [request]),
            (Datasets.helpContributions, [help("1", "2024-12-10T10:00", request: "r")]),
            (Datasets.helpContributions, [help("2", "2024-12-11T10:00", request: "r")]),
            (Datasets.helpContributions, (3...5).map { help("\($0)", "2024-12-1\($0)T10:00", request: "r") }),
            (
                Datasets.recognitions,
                [["recognition_id": "g", "giver_id": "w", "receiver_id": "h", "given_at": "2024-12-16"]]
            ),
        ]
        let then: [File] = [(Datasets.helpRequests, [request.merging(["requester_id": "w"]) { $1 }])]
        #expect(try await differences(after: first, then) == 0)
    }

    @Test("A holiday begins in the month before where the calendar's zone is ahead")
    func holidayAhead() async throws {
        // 2024-10-31T20:00Z is the morning of 1 November in Auckland.
        let first: [File] = [
            (Datasets.teams, [["team_id": "t", "calendar_id": "c", "time_zone": "Pacific/Auckland"]]), office,
            (Datasets.people, [person()]), (Datasets.helpContributions, [help("1", "2024-10-31T20:00")]),
            (Datasets.calendarHolidays, [["calendar_id": "other", "holiday": "2024-01-01"]]),
        ]
        let then: [File] = [(Datasets.calendarHolidays, [["calendar_id": "c", "holiday": "2024-11-01"]])]
        #expect(try await differences(after: first, then) == 0)
    }

    @Test("A boundary holds from the evening before where its person's zone is ahead")
    func boundaryAhead() async throws {
        #expect(try await boundary("2024-10-31T20:00", in: "Pacific/Auckland", ["valid_from": "2024-11-01"]) == 0)
    }

    @Test("A boundary's last night ends in the next month where its person's zone is behind")
    func boundaryBehind() async throws {
        // 09:00 of 1 November is 23:00 of 31 October in Honolulu: in the night that began on the 30th, at 23:30.
        let last = ["valid_from": "2024-10-28", "valid_to": "2024-10-31", "starts": "23:30", "ends": "23:30"]
        #expect(try await boundary("2024-11-01T09:00", in: "Pacific/Honolulu", last) == 0)
    }

    private func boundary(_ start: String, in zone: String, _ boundary: [String: String]) async throws -> Int {
        let agreements = ["a", "b"].map {
            ["agreement_id": $0, "person_id": "h", "hours_per_week": "1", "valid_from": "2023-01-01"]
        }
        let always = ["agreement_id": "b", "weekday": "1", "starts": "00:00", "ends": "00:01"]
        let other = ["valid_from": "2024-02-01", "valid_to": "2024-02-02", "agreement_id": "b", "weekday": "2"]
        let first: [File] = [
            (Datasets.people, [person(["time_zone": zone])]), (Datasets.helpContributions, [help("1", start)]),
            (Datasets.agreements, agreements), (Datasets.agreementBoundaries, [always, other]),
        ]
        let then: [File] = [(Datasets.agreementBoundaries, [boundary.merging(["agreement_id": "a"]) { $1 }])]
        return try await differences(after: first, then)
    }

    @Test("What is marked while a setting keeps it from being computed is computed once it may be again")
    func dataSince() async throws {
        try await MigratedDatabase.with { database in
            let now = at("2025-03-02")
            try await database.load(Datasets.helpRequests, [request], now: now)
            try await database.compute(now: now)
            try await database.warehouse.set(
                [("data_since", "2025-01-01")], from: .distantPast, of: database.acme, now: now)
            try await database.load(
                Datasets.helpRequests, [request.merging(["request_id": "s"]) { $1 }], now: now)
            try await database.compute(now: now)
            try await database.warehouse.set([("data_since", "")], from: .distantPast, of: database.acme, now: now)
            #expect(try await database.compute(now: now).entries > 0)
            #expect(try await database.compute(now: now, full: true).entries == 0)
        }
    }

    @Test("Who computed the future once gets it computed anew when its time comes")
    func future() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(Datasets.helpRequests, [request], now: at("2024-10-05"))
            try await database.compute(now: at("2025-03-02"))
            let open = ["request_id": "o", "opened_at": "2024-10-06"]
            try await database.load(Datasets.helpRequests, [open], now: at("2024-10-07"))
            try await database.compute(now: at("2024-10-07"))
            #expect(try await database.compute(now: at("2025-03-02")).entries > 0)
            #expect(try await database.compute(now: at("2025-03-02"), full: true).entries == 0)
        }
    }

    @Test("A file that is loaded with a date before the last computation's reaches all that was computed")
    func earlierDate() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(Datasets.helpRequests, [request], now: at("2024-10-05"))
            try await database.compute(now: at("2025-03-02"))
            let open = ["request_id": "o", "opened_at": "2024-10-06"]
            try await database.load(Datasets.helpRequests, [open], now: at("2024-10-07"))
            #expect(try await database.compute(now: at("2025-03-02")).entries > 0)
            #expect(try await database.compute(now: at("2025-03-02"), full: true).entries == 0)
        }
    }
}
