import Domain
import Testing

@Suite("The names of periods") struct PeriodNameTests {
    @Test(
        "Each name is one period, which has that name",
        arguments: [
            ("2026-10", PeriodKind.month, "2026-10-01", "2026-11-01"),
            ("2026-12", .month, "2026-12-01", "2027-01-01"),
            ("2026-Q4", .quarter, "2026-10-01", "2027-01-01"),
            ("2026-Q1", .quarter, "2026-01-01", "2026-04-01"),
            ("0999", .year, "0999-01-01", "1000-01-01"),
            // ISO 8601's own examples: 29 December 2008 is in the first week of 2009, 3 January 2010 in its 53rd.
            ("2009-W01", .week, "2008-12-29", "2009-01-05"), ("2009-W53", .week, "2009-12-28", "2010-01-04"),
        ])
    func names(name: String, kind: PeriodKind, from: String, to: String) throws {
        let period = try #require(Period(named: name))
        #expect(period.kind == kind)
        #expect(period.from == LocalDate(from) && period.to == LocalDate(to))
        #expect(period.name == name)
    }

    @Test(
        "Nothing else names one",
        arguments: [
            "", "26-10", "2026-13", "2026-00", "2026-1", "2026-Q5", "2026-Q0", "2026-q4", "2026-W00",
            "2010-W53", "2026-W1", "2026-W99", "2026-10-01", "0000", "-2026",
            "+026", "2026-", "2026-+1", "２０２６",
        ])
    func others(name: String) { #expect(Period(named: name) == nil) }
}
