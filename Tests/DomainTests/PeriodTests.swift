import Domain
import Testing

@Suite struct PeriodTests {
    @Test("A year has twelve months, four quarters and itself, each kind without gap or overlap")
    func all() {
        let periods = Period.all(inYear: 2024)
        #expect(periods.count == 17 + 52)
        for kind in PeriodKind.ofMonths {
            let ofKind = periods.filter { $0.kind == kind }
            #expect(ofKind.first?.from.description == "2024-01-01" && ofKind.last?.to.description == "2025-01-01")
            for (a, b) in zip(ofKind, ofKind.dropFirst()) { #expect(a.to == b.from) }
        }
    }

    @Test("A date is in the period that contains it, first and last day included")
    func containing() throws {
        let leapDay = try #require(LocalDate("2024-02-29"))
        #expect(Period(.month, containing: leapDay) == Period(.month, year: 2024, ordinal: 1))
        #expect(Period(.quarter, containing: leapDay) == Period(.quarter, year: 2024, ordinal: 0))
        let last = try #require(LocalDate("2024-12-31"))
        #expect(Period(.quarter, containing: last) == Period(.quarter, year: 2024, ordinal: 3))
        #expect(Period(.year, containing: last).to.description == "2025-01-01")
    }

    /// By `date -d 2026-12-28 +%G-W%V` and the like.
    @Test(
        "Weeks are those of ISO 8601: from Monday on, and of the year in which their Thursday lies",
        arguments: [
            ("2026-12-28", "2026-12-28", 2026, 53), ("2027-01-03", "2026-12-28", 2026, 53),
            ("2027-01-04", "2027-01-04", 2027, 1), ("2024-12-30", "2024-12-30", 2025, 1),
            ("2025-01-05", "2024-12-30", 2025, 1), ("2026-01-01", "2025-12-29", 2026, 1),
            ("2020-02-29", "2020-02-24", 2020, 9),
        ])
    func weeks(date: String, monday: String, year: Int, number: Int) throws {
        let week = Period(.week, containing: try #require(LocalDate(date)))
        #expect(week.from.description == monday && week.to == week.from.advanced(byDays: 7))
        #expect(week.year == year)
        #expect(Period(.week, year: year, ordinal: number - 1) == week)
        #expect(Period.all(inYear: year).filter { $0.kind == .week }[number - 1] == week)
    }

    @Test("Weeks follow one another without gap over forty years, 52 or 53 a year")
    func consecutiveWeeks() {
        let weeks = (2000...2039).flatMap { Period.all(inYear: $0).filter { $0.kind == .week } }
        for (a, b) in zip(weeks, weeks.dropFirst()) { #expect(a.to == b.from) }
        // From Monday 2000-01-03 to Monday 2040-01-02.
        #expect(weeks.count == 2087)
    }

    @Test("A month with a change of clocks is an hour shorter or longer than its days")
    func windows() throws {
        let lisbon = try #require(Zone("Europe/Lisbon"))
        let hours = [2, 9].map { ordinal in
            let window = Window(Period(.month, year: 2026, ordinal: ordinal), zone: lisbon)
            return (window.to.microseconds - window.from.microseconds) / 3_600_000_000
        }
        #expect(hours == [743, 745])
    }

    @Test("The last date of a window is the day before its end, and the day before it begins is outside")
    func lastDate() throws {
        let zone = try #require(Zone("Asia/Tokyo"))
        let window = Window(Period(.month, year: 2026, ordinal: 1), zone: zone)
        #expect("\(window.lastDate) \(window.dateBeforeFrom)" == "2026-02-28 2026-01-31")
    }

    @Test("The quarter before a window are the three months that end as it begins")
    func quarterBefore() throws {
        let lisbon = try #require(Zone("Europe/Lisbon"))
        let quarter = Window(Period(.month, year: 2026, ordinal: 3), zone: lisbon).quarterBefore
        #expect(quarter == Window(Period(.quarter, year: 2026, ordinal: 0), zone: lisbon).interval)
    }
}
