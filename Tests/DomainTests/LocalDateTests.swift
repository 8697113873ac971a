import Domain
import TestValues
import Testing

@Suite struct LocalDateTests {
    @Test("A leap day is read and written")
    func leapDay() {
        #expect(LocalDate("2024-02-29")?.description == "2024-02-29")
        #expect(LocalDate("2000-02-29") != nil)
    }

    @Test(
        "What is no day, or not written as one, is refused",
        arguments: [
            "2025-02-29", "1900-02-29", "2025-13-01", "2025-00-10", "2025-04-31", "2025-01-00", "0000-01-01",
            "2025-1-01",
            "25-01-01", "2025-01-01 ", " 2025-01-01", "+025-01-01", "2025/01/01", "2025-01-1x", "", "--", "٢٠٢٥-٠١-٠١",
        ])
    func refused(text: String) {
        #expect(LocalDate(text) == nil)
    }

    /// Days since 1970 and ISO weekday of 4000 days over all years that can be written, as Python's datetime has them.
    @Test("Dates agree with Python's datetime over all years")
    func python() throws {
        let script = """
            from datetime import date
            epoch, last = date(1970, 1, 1).toordinal(), date(9999, 12, 31).toordinal()
            days = {1 + n * (last - 1) // 3980 for n in range(3981)} | {
                date(y, m, d).toordinal() for y in (1, 4, 100, 400, 1600, 1900, 1969, 1970, 2000, 2024, 2100, 9999)
                for m, d in ((1, 1), (2, 28), (3, 1), (12, 31))}
            for n in sorted(days):
                day = date.fromordinal(n)
                print(day.isoformat(), n - epoch, day.isoweekday(), day.year, day.month, day.day)
            """
        let text = String(decoding: try Tool.run(["python3", "-c", script]).output, as: UTF8.self)
        let lines = text.split(separator: "\n")
        try #require(lines.count > 4000)
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            let days = try #require(Int32(words[1]))
            let date = LocalDate(daysSinceEpoch: days)
            let (year, month, day) = date.civil
            #expect("\(date) \(days) \(date.isoWeekday) \(year) \(month) \(day)" == line)
            #expect(LocalDate(words[0]) == date)
            #expect(LocalDate(year: year, month: month, day: day) == date)
        }
    }

    @Test("The first of a month counts into other years")
    func firstOfMonth() {
        #expect(LocalDate(firstOfMonth: 13, year: 2025).description == "2026-01-01")
        #expect(LocalDate(firstOfMonth: 0, year: 2025).description == "2024-12-01")
        #expect(LocalDate(firstOfMonth: -11, year: 2025).description == "2024-01-01")
    }

    @Test(
        "Months later it is the same day, or the last of a month that has none",
        arguments: [
            ("2026-02-01", -3, "2025-11-01"), ("2026-05-31", -3, "2026-02-28"), ("2024-05-31", -3, "2024-02-29"),
            ("2025-12-31", 2, "2026-02-28"), ("2026-01-15", 0, "2026-01-15"), ("2026-11-30", 15, "2028-02-29"),
        ])
    func months(date: String, months: Int, later: String) throws {
        #expect(try #require(LocalDate(date)).advanced(byMonths: months).description == later)
    }

    @Test("The infinities are the first and the last of all")
    func infinities() throws {
        #expect(LocalDate.distantPast < LocalDate(daysSinceEpoch: -1_000_000))
        #expect(LocalDate(daysSinceEpoch: 1_000_000) < .distantFuture)
        #expect("\(LocalDate.distantPast) \(LocalDate.distantFuture)" == "-infinity infinity")
    }
}
