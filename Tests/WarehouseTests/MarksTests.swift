import Domain
import TestSupport
import TestValues
import Testing

@testable import Warehouse

@Suite struct MarksTests {
    private func months(
        _ first: LocalDate, _ last: LocalDate, upTo today: String = "2026-11-21", earliest: Int = 2020
    ) -> [Int: [Int]] {
        Marks.masks(of: [MonthSpan(first: first, last: last)], upTo: day(today), earliest: earliest)
            .mapValues { mask in (1...12).filter { mask & 1 << Int32($0 - 1) != 0 } }.filter { !$0.value.isEmpty }
    }

    @Test("A span within a month is that month")
    func oneMonth() {
        #expect(months(day("2024-02-01"), day("2024-02-29")) == [2024: [2]])
    }

    @Test("A span over a year's end touches the months of both years")
    func yearEnd() {
        #expect(months(day("2024-11-01"), day("2025-02-01")) == [2024: [11, 12], 2025: [1, 2]])
    }

    @Test("Years in the middle are touched whole")
    func wholeYears() {
        let months = months(day("2022-12-31"), day("2025-01-01"))
        #expect(months == [2022: [12], 2023: Array(1...12), 2024: Array(1...12), 2025: [1]])
    }

    @Test("What lasts on is touched up to this month and no further")
    func open() {
        #expect(months(day("2026-10-01"), .distantFuture) == [2026: [10, 11]])
    }

    @Test("What begins after this month touches nothing")
    func future() {
        #expect(months(day("2026-12-01"), day("2027-02-01")).isEmpty)
        #expect(months(day("2027-01-01"), .distantFuture).isEmpty)
    }

    @Test("What was always so begins with the first unit")
    func always() {
        #expect(months(.distantPast, day("2021-02-01"), earliest: 2020) == [2020: Array(1...12), 2021: [1, 2]])
    }

    @Test("The unit of the year before gets the next January, into which its last week can reach")
    func nextJanuary() {
        let span = MonthSpan(first: day("2025-01-01"), last: day("2025-02-01"))
        #expect(
            Marks.masks(of: [span], upTo: day("2025-03-01"), earliest: 2024)
                == [2024: 1 << 24, 2025: 0b11])
        #expect(Marks.masks(of: [span], upTo: day("2025-03-01"), earliest: 2025) == [2025: 0b11])
    }

    @Test("Several spans add up")
    func several() {
        let spans = [
            MonthSpan(first: day("2024-01-01"), last: day("2024-01-01")),
            MonthSpan(first: day("2024-12-01"), last: day("2024-12-01")),
        ]
        #expect(Marks.masks(of: spans, upTo: day("2024-12-31"), earliest: 2024) == [2024: 0b1000_0000_0001])
    }

    @Test("The unit of the next year gets the months of the year before, once that year has come")
    func yearBefore() {
        let span = MonthSpan(first: day("2024-03-01"), last: day("2024-04-01"))
        #expect(
            Marks.masks(of: [span], upTo: day("2025-01-01"), earliest: 2024)
                == [2024: 0b1100, 2025: 0b1100 << 12])
        #expect(Marks.masks(of: [span], upTo: day("2024-12-31"), earliest: 2024) == [2024: 0b1100])
    }

    @Test("The unit of the year after next gets a December, once that year has come")
    func earlierDecember() {
        let span = MonthSpan(first: day("2024-11-01"), last: day("2024-12-01"))
        let months: Int32 = 0b1100_0000_0000
        #expect(
            Marks.masks(of: [span], upTo: day("2026-01-01"), earliest: 2024)
                == [2024: months, 2025: months << 12, 2026: 1 << 25])
        #expect(
            Marks.masks(of: [span], upTo: day("2025-12-31"), earliest: 2024) == [2024: months, 2025: months << 12])
        let november = MonthSpan(first: day("2024-11-01"), last: day("2024-11-01"))
        #expect(Marks.masks(of: [november], upTo: day("2026-01-01"), earliest: 2024).keys.sorted() == [2024, 2025])
    }

    @Test("Each bit is a month's alone, and together they are all months")
    func bits() {
        let bits = (2023...2027).flatMap { year in
            (1...12).compactMap { Marks.bit(ofMonth: $0, year: year, inUnit: 2026) }
        }
        #expect(bits.count == 26 && Set(bits).count == 26)
        #expect(bits.reduce(0, |) == Marks.allMonths)
        #expect(Marks.bit(ofMonth: 12, year: 2024, inUnit: 2026) == 1 << 25)
        #expect(Marks.bit(ofMonth: 11, year: 2024, inUnit: 2026) == nil)
    }
}

/// What loads mark, on a server.
@Suite struct MarkedMonthsTests {
    /// Every column once, so that later rows bring no column for the first time.
    static let first = [
        "request_id": "first", "requester_id": "a", "helper_id": "b", "team_id": "t", "kind": "emotional",
        "channel": "c", "urgency": "u", "opened_at": "2024-05-01", "first_response_at": "2024-05-02",
        "resolved_at": "2024-05-03", "reopened_at": "2024-05-04", "final_closed_at": "2024-05-05",
        "withdrawn_at": "2024-05-06", "effort_minutes": "5", "anonymous": "false", "updated_at": "2024-05-07",
    ]

    private func withFirst(_ body: @Sendable (MigratedDatabase) async throws -> Void) async throws {
        try await MigratedDatabase.with { database in
            try await database.load(Datasets.helpRequests, [Self.first])
            #expect(try await database.markedMonths() == ["2024: 5"])
            try await database.run("DELETE FROM mutuality.mark")
            try await body(database)
        }
    }

    @Test("A new request marks the months from its opening to its end, a year's end between them or not")
    func newRequest() async throws {
        try await withFirst { database in
            try await database.load(
                Datasets.helpRequests,
                [["request_id": "n", "opened_at": "2024-12-31T23:59", "resolved_at": "2025-02-28T23:59"]])
            #expect(try await database.markedMonths() == ["2024: 12", "2025: 1 2"])
        }
    }

    @Test("An open request marks the months up to now")
    func openRequest() async throws {
        try await withFirst { database in
            try await database.load(
                Datasets.helpRequests, [["request_id": "n", "opened_at": "2026-09-30"]], now: at("2026-11-01"))
            #expect(try await database.markedMonths() == ["2026: 9 10 11"])
        }
    }

    @Test("A correction marks the months of the old row and of the new one, and of no other")
    func correction() async throws {
        try await withFirst { database in
            try await database.load(
                Datasets.helpRequests,
                [
                    ["request_id": "x", "opened_at": "2024-02-29", "resolved_at": "2024-02-29T05:00"],
                    ["request_id": "y", "opened_at": "2025-07-01", "resolved_at": "2025-07-02"],
                ])
            try await database.run("DELETE FROM mutuality.mark")
            try await database.load(
                Datasets.helpRequests,
                [
                    ["request_id": "x", "opened_at": "2024-08-15", "resolved_at": "2024-09-01"],
                    ["request_id": "y", "opened_at": "2025-07-01", "resolved_at": "2025-07-02"],
                ])
            #expect(try await database.markedMonths() == ["2024: 2 8 9"])
        }
    }

    private static let open = [
        "request_id": "o", "requester_id": "a", "team_id": "t", "kind": "emotional", "opened_at": "2026-07-10",
    ]

    /// Loads an open request and a contribution to it of its first day, then the same request with other values; returns
    /// the months that this marks. Today is 2026-11-01.
    private func marks(after values: [String: String], then others: [String: String]) async throws -> [String] {
        try await MigratedDatabase.with { database in
            let now = at("2026-11-01")
            try await database.load(Datasets.helpRequests, [Self.first], now: now)
            try await database.load(Datasets.helpRequests, [Self.open.merging(values) { $1 }], now: now)
            try await database.load(
                Datasets.helpContributions,
                [["contribution_id": "c", "request_id": "o", "helper_id": "b", "started_at": "2026-07-10"]], now: now)
            try await database.run("DELETE FROM mutuality.mark")
            try await database.load(Datasets.helpRequests, [Self.open.merging(others) { $1 }], now: now)
            return try await database.markedMonths(Datasets.helpRequests)
        }
    }

    @Test("Closing a request marks the months from its close on: until then it was open, as it was known to be")
    func closing() async throws {
        #expect(try await marks(after: [:], then: ["resolved_at": "2026-10-05"]) == ["2026: 10 11"])
        // Answered in August, said in September.
        let answered = ["first_response_at": "2026-08-31T23:59", "helper_id": "b"]
        #expect(try await marks(after: [:], then: answered) == ["2026: 8 9 10 11"])
        #expect(
            try await marks(after: answered, then: answered.merging(["resolved_at": "2026-09-30"]) { $1 })
                == ["2026: 9 10 11"])
    }

    @Test("A close that moves marks the months from the earlier of the two to the later")
    func movedClose() async throws {
        #expect(
            try await marks(after: ["resolved_at": "2026-08-05"], then: ["resolved_at": "2026-10-05"])
                == ["2026: 8 9 10"])
    }

    @Test("Who is to help with a request, before anybody has, marks nothing; afterwards from the answer on")
    func helperNamed() async throws {
        #expect(try await marks(after: [:], then: ["helper_id": "b"]).isEmpty)
        let closed = ["first_response_at": "2026-08-01", "resolved_at": "2026-09-01", "helper_id": "b"]
        #expect(try await marks(after: closed, then: closed.merging(["helper_id": "c"]) { $1 }) == ["2026: 8 9"])
        #expect(try await marks(after: closed, then: closed.merging(["effort_minutes": "9"]) { $1 }) == ["2026: 9"])
    }

    @Test("Another team of a request marks the months of contributions to it, though it was over by then")
    func anotherTeam() async throws {
        try await MigratedDatabase.with { database in
            let now = at("2026-11-01")
            let closed = Self.open.merging(["resolved_at": "2026-07-12", "helper_id": "b"]) { $1 }
            try await database.load(Datasets.helpRequests, [closed], now: now)
            try await database.load(
                Datasets.helpContributions,
                [["contribution_id": "c", "request_id": "o", "helper_id": "x", "started_at": "2026-09-10"]], now: now)
            try await database.run("DELETE FROM mutuality.mark")
            try await database.load(Datasets.helpRequests, [closed.merging(["team_id": "u"]) { $1 }], now: now)
            #expect(try await database.markedMonths(Datasets.helpRequests) == ["2026: 7 9"])
        }
    }

    @Test("What a request was from its opening on marks all its months, and those of contributions that name it")
    func corrected() async throws {
        let closed = ["resolved_at": "2026-08-05"]
        #expect(
            try await marks(after: closed, then: closed.merging(["kind": "appraisal"]) { $1 }) == ["2026: 7 8"])
        #expect(
            try await marks(after: closed, then: closed.merging(["team_id": "u"]) { $1 }) == ["2026: 7 8"])
    }

    @Test("A newer updated_at alone marks nothing, of requests and of spells")
    func updatedOnly() async throws {
        try await withFirst { database in
            let spell = ["person_id": "p", "team_id": "t", "joined_on": "2024-05-10", "updated_at": "2024-06-01"]
            try await database.load(Datasets.people, [spell])
            try await database.run("DELETE FROM mutuality.mark")
            let updated = ["updated_at": "2024-09-01"]
            let requests = try await database.load(
                Datasets.helpRequests, [Self.first.merging(updated) { $1 }])
            let spells = try await database.load(Datasets.people, [spell.merging(updated) { $1 }])
            #expect(requests.updated == 1 && spells.updated == 1)
            #expect(try await database.markedMonths().isEmpty)
        }
    }

    @Test("Months are the organization's own: the last hours of a month abroad are the next month at home")
    func zones() async throws {
        try await withFirst { database in
            let organization = try await database.warehouse.organization(named: "acme")
            try await database.warehouse.set(
                [("zone", "Asia/Tokyo")], from: .distantPast, of: organization, now: at("2026-01-01"))
            // 2024-12-31T15:00Z is midnight in Tokyo.
            try await database.load(
                Datasets.helpRequests,
                [["request_id": "n", "opened_at": "2024-12-31T15:00", "resolved_at": "2024-12-31T16:00"]])
            #expect(try await database.markedMonths() == ["2025: 1"])
            try await database.run("DELETE FROM mutuality.mark")
            try await database.load(
                Datasets.helpRequests,
                [["request_id": "m", "opened_at": "2024-11-30T14:59", "resolved_at": "2024-11-30T14:59"]])
            #expect(try await database.markedMonths() == ["2024: 11"])
        }
    }

    @Test("Where the zone changed once, a row marks its months in either, since each period has its own")
    func twoZones() async throws {
        try await withFirst { database in
            let organization = try await database.warehouse.organization(named: "acme")
            try await database.warehouse.set(
                [("zone", "Asia/Tokyo")], from: day("2026-01-01"), of: organization, now: at("2026-01-01"))
            try await database.load(
                Datasets.helpRequests,
                [["request_id": "n", "opened_at": "2024-06-30T20:00", "resolved_at": "2024-06-30T21:00"]])
            #expect(try await database.markedMonths() == ["2024: 6 7"])
        }
    }

    @Test("A column given for the first time marks all that may have been computed")
    func newColumn() async throws {
        try await MigratedDatabase.with { database in
            let plain = ["request_id": "x", "opened_at": "2026-01-10", "resolved_at": "2026-01-11"]
            try await database.load(Datasets.helpRequests, [plain], now: at("2026-04-02"))
            #expect(try await database.markedMonths() == ["2026: 1"])
            try await database.run("DELETE FROM mutuality.mark")
            try await database.load(
                Datasets.helpRequests,
                [["request_id": "y", "opened_at": "2026-03-10", "withdrawn_at": "2026-03-11"]], now: at("2026-04-02"))
            #expect(try await database.markedMonths() == ["2026: 1 2 3 4"])
        }
    }

    @Test("A spell marks everything from its joining on")
    func spells() async throws {
        try await withFirst { database in
            try await database.load(
                Datasets.people, [["person_id": "p", "team_id": "t", "joined_on": "2026-10-15"]], now: at("2026-11-01"))
            try await database.run("DELETE FROM mutuality.mark")
            try await database.load(
                Datasets.people, [["person_id": "p", "team_id": "u", "joined_on": "2026-10-15"]], now: at("2026-11-01"))
            #expect(try await database.markedMonths() == ["2026: 10 11"])
        }
    }

    @Test("What is still to come makes its unit, so that it is computed once its time has come")
    func futureOnly() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(
                Datasets.helpRequests, [["request_id": "x", "opened_at": "2027-01-10"]], now: at("2026-11-01"))
            #expect(try await database.markedMonths().isEmpty)
            #expect(try await database.number("SELECT min(year) FROM mutuality.unit") == 2027)
        }
    }
}
