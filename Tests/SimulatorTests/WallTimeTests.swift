import Domain
import Testing

@testable import Simulator

@Suite struct WallTimeTests {
    private func time(_ date: String, _ hour: Int, _ minute: Int = 0) throws -> WallTime {
        WallTime(date: try #require(LocalDate(date)), second: hour * 3600 + minute * 60)
    }

    @Test("Times carry the offset in force, on days of change too")
    func offsets() throws {
        var clock = WallClock(zone: try #require(Zone("Europe/Lisbon")))
        // Clocks went from 01:00 to 02:00 on 2026-03-29, one hour after UTC from then on.
        #expect(try clock.text(of: time("2026-03-28", 12)) == "2026-03-28T12:00:00+00:00")
        #expect(try clock.text(of: time("2026-03-29", 0, 30)) == "2026-03-29T00:30:00+00:00")
        #expect(try clock.text(of: time("2026-03-29", 1, 30)) == "2026-03-29T02:00:00+01:00")
        #expect(try clock.text(of: time("2026-03-29", 12)) == "2026-03-29T12:00:00+01:00")
        var west = WallClock(zone: try #require(Zone("America/St_Johns")))
        #expect(try west.text(of: time("2026-01-05", 9, 5)) == "2026-01-05T09:05:00-03:30")
    }
}
