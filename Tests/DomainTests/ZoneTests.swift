import Domain
import TestValues
import Testing

@Suite struct ZoneTests {
    private func zone(_ name: String) throws -> Zone { try #require(Zone(name)) }

    /// Each by the zone database: `zdump -v <zone> | grep <year>`.
    @Test(
        "A day begins at midnight, or at the end of the gap where midnight is skipped",
        arguments: [
            ("America/Sao_Paulo", "2017-10-15", "2017-10-15T03:00:00Z"),
            ("America/Sao_Paulo", "2017-10-14", "2017-10-14T03:00:00Z"),
            ("America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00Z"),
            ("Africa/Cairo", "2014-05-16", "2014-05-15T22:00:00Z"),
            ("Africa/Cairo", "2010-04-30", "2010-04-29T22:00:00Z"),
            ("Asia/Beirut", "2021-03-28", "2021-03-27T22:00:00Z"),
            ("Asia/Beirut", "2021-03-29", "2021-03-28T21:00:00Z"),
            ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
            ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z"),
            ("Asia/Kathmandu", "2026-01-01", "2025-12-31T18:15:00Z"),
            ("UTC", "1969-12-31", "1969-12-31T00:00:00Z"),
        ])
    func starts(name: String, date: String, instant: String) throws {
        #expect(try zone(name).start(of: day(date)).description == instant)
    }

    @Test("Where midnight comes twice the day begins at the first")
    func twiceMidnight() throws {
        // Havana: at 01:00 on 2025-11-02 clocks go back to 00:00 (UTC-4 to UTC-5).
        #expect(try zone("America/Havana").start(of: day("2025-11-02")).description == "2025-11-02T04:00:00Z")
    }

    @Test("A wall time in a gap is the gap's end, in an overlap the first of the two")
    func wallTimes() throws {
        let berlin = try zone("Europe/Berlin")
        let hour: Int64 = 3_600_000_000
        #expect(
            berlin.instant(date: day("2026-03-29"), microsecondsOfDay: 2 * hour + hour / 2).description
                == "2026-03-29T01:00:00Z")
        #expect(
            berlin.instant(date: day("2026-10-25"), microsecondsOfDay: 2 * hour + hour / 2).description
                == "2026-10-25T00:30:00Z")
        #expect(
            berlin.instant(date: day("2026-10-24"), microsecondsOfDay: 26 * hour).description
                == "2026-10-25T00:00:00Z")
    }

    @Test("Each day of two years begins where the day before it ends, in zones of all kinds")
    func consecutive() throws {
        for name in [
            "Europe/Lisbon", "America/Sao_Paulo", "Asia/Beirut", "Africa/Cairo", "Australia/Lord_Howe",
            "America/St_Johns", "Asia/Kathmandu",
        ] {
            let zone = try zone(name)
            for days in 17_166..<17_896 as Range<Int32> {
                let date = LocalDate(daysSinceEpoch: days)
                let start = zone.start(of: date)
                #expect(zone.date(at: start) == date)
                #expect(zone.date(at: Instant(microseconds: start.microseconds - 1)) == date.advanced(byDays: -1))
            }
        }
    }

    @Test(
        "Names that Foundation and PostgreSQL read differently are no zones",
        arguments: ["GMT+2", "BST", "PST", "EST", "", "utc", "Mars/Base", "+02:00"])
    func refused(name: String) {
        #expect(Zone(name) == nil)
    }

    @Test("An instant is written in UTC, with as many digits as it needs")
    func instants() {
        #expect(Instant(microseconds: -1).description == "1969-12-31T23:59:59.999999Z")
        #expect(Instant(microseconds: 1_500_000).description == "1970-01-01T00:00:01.5Z")
        #expect(Instant.never.description == "infinity")
    }
}
