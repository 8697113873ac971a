import Domain
import Testing

@testable import KPIs

/// 2026-03-02 is a Monday.
@Suite("The working clock of a request")
struct WorkingClockTests {
    private static let hour: Int64 = 3_600_000_000

    /// Works from 9 to 17, Monday to Friday.
    private func clock(opened: Instant, waits: [(from: Instant, to: Instant)] = []) -> WorkingClock {
        let shifts = (1...5).map { WeeklyHours.Shift(weekday: $0, starts: 9 * Self.hour, ends: 17 * Self.hour) }
        return WorkingClock(
            calendar: WorkingCalendar(WeeklyHours(shifts: shifts), zone: .utc), openedAt: opened,
            waits: waits.map { .init(from: $0.from, to: $0.to) })
    }

    @Test("It runs in working hours, from the opening on")
    func hours() {
        let clock = clock(opened: at("2026-03-06", hours: 16))
        #expect(clock.reading(at: at("2026-03-01")) == 0)
        #expect(clock.reading(at: at("2026-03-06", hours: 16)) == 0)
        #expect(clock.reading(at: at("2026-03-08")) == Self.hour)
        #expect(clock.reading(at: at("2026-03-09", hours: 10.5)) == Self.hour * 5 / 2)
        #expect(clock.firstInstant(reading: Self.hour) == at("2026-03-06", hours: 17))
        #expect(clock.firstInstant(reading: 2 * Self.hour) == at("2026-03-09", hours: 10))
    }

    @Test("Waits that overlap stop it once, and only in working hours")
    func overlappingWaits() {
        // Monday 9:30 to 11:30, and from 16 over night to Tuesday 10.
        let clock = clock(
            opened: at("2026-03-02", hours: 9),
            waits: [
                (at("2026-03-02", hours: 9.5), at("2026-03-02", hours: 11)),
                (at("2026-03-02", hours: 10), at("2026-03-02", hours: 10.5)),
                (at("2026-03-02", hours: 10.75), at("2026-03-02", hours: 11.5)),
                (at("2026-03-02", hours: 16), at("2026-03-03", hours: 10)),
            ])
        #expect(clock.reading(at: at("2026-03-02", hours: 10.25)) == Self.hour / 2)
        #expect(clock.reading(at: at("2026-03-02", hours: 12)) == Self.hour)
        #expect(clock.reading(at: at("2026-03-03", hours: 11)) == 6 * Self.hour)
        // It reads half an hour when the first wait begins, and nothing more until that is over.
        #expect(clock.firstInstant(reading: Self.hour / 2) == at("2026-03-02", hours: 9.5))
        #expect(clock.firstInstant(reading: Self.hour / 2 + 1) == at("2026-03-02", hours: 11.5) + 1)
        #expect(clock.firstInstant(reading: 5 * Self.hour) == at("2026-03-02", hours: 16))
        #expect(clock.firstInstant(reading: 6 * Self.hour) == at("2026-03-03", hours: 11))
    }

    @Test("A wait without an end stops it for good; one before the opening doesn't matter")
    func endlessWait() {
        let clock = clock(
            opened: at("2026-03-02", hours: 9),
            waits: [
                (at("2026-03-01"), at("2026-03-02", hours: 8)),
                (at("2026-03-02", hours: 8.5), at("2026-03-02", hours: 10)),
                (at("2026-03-02", hours: 12), .never),
            ])
        #expect(clock.reading(at: at("2026-03-02", hours: 11)) == Self.hour)
        #expect(clock.reading(at: at("2027-03-02")) == 2 * Self.hour)
        #expect(clock.firstInstant(reading: 2 * Self.hour) == at("2026-03-02", hours: 12))
        #expect(clock.firstInstant(reading: 2 * Self.hour + 1) == nil)
    }
}
