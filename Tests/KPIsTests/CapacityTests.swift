import Domain
import TestValues
import Testing

@testable import KPIs

@Suite("Agreed capacity")
struct CapacityTests {
    /// February 2026: 28 days from a Sunday on, 20 of them Monday to Friday.
    private func hours(
        _ change: (inout Organization) -> Void = { _ in }, hoursPerWeek: Double = 5, days: Range<Int> = 0..<28
    ) -> Double? {
        var organization = Organization(from: "2026-02-01", to: "2026-03-01")
        organization.people = ["hal": Organization.Spell.employed(from: "2025-01-01", team: "amber", calendar: "own")]
        organization.agreements = [.init("hal", hoursPerWeek: hoursPerWeek, from: "2025-01-01")]
        change(&organization)
        let view = organization.view
        let calendars = Calendars(facts: view.facts, zone: view.window.zone)
        var capacity = Capacity(view: view, calendars: calendars, first: date("2026-02-01"), count: 28)
        let hal = organization.names.firstIndex(of: "hal").map { Person($0) } ?? .unknown
        return capacity.of(hal)?.hours(on: days)
    }

    @Test("Four weeks of 5 hours are 20")
    func weeks() { #expect(agree(hours(), 20)) }

    @Test("Stretches that are no whole weeks: six days from a Monday on hold 6/7 weeks, a weekend none")
    func partsOfWeeks() {
        #expect(agree(hours(days: 22..<28), 5 * 6.0 / 7))
        #expect(hours(days: 6..<8) == nil)
    }

    @Test("A week of leave takes five of twenty working days; leave at a weekend takes nothing")
    func leave() {
        #expect(agree(hours { $0.leave = ["hal": [.init(from: "2026-02-09", to: "2026-02-14")]] }, 15))
        #expect(agree(hours { $0.leave = ["hal": [.init(from: "2026-02-14", to: "2026-02-16")]] }, 20))
    }

    @Test("Holidays and days without a shift are no working days: the hours spread over the others")
    func calendar() {
        // 20 - 1 working days, all of them with 5 hours a week.
        #expect(agree(hours { $0.calendars = ["own": .week("09:00", "17:00", holidays: ["2026-02-03"])] }, 20))
        // Weekends only, 8 days, of which leave takes two.
        #expect(
            agree(
                hours {
                    $0.calendars = ["own": .week("22:00", "06:00", days: 6...7)]
                    $0.leave = ["hal": [.init(from: "2026-02-07", to: "2026-02-09")]]
                }, 20 * 6.0 / 8))
    }

    @Test("Agreements count from day to day, and several add up")
    func agreements() {
        // Ten working days of 5, ten of 10.
        #expect(
            agree(
                hours {
                    $0.agreements = [
                        .init("hal", hoursPerWeek: 5, from: "2025-01-01", to: "2026-02-15"),
                        .init("hal", hoursPerWeek: 10, from: "2026-02-15"),
                    ]
                }, 30))
        #expect(agree(hours { $0.agreements.append(.init("hal", hoursPerWeek: 1, from: "2026-02-23")) }, 21))
    }

    @Test("Days before somebody joined don't count; who isn't in people counts as employed")
    func employment() {
        #expect(agree(hours { $0.people = ["hal": Organization.Spell.employed(from: "2026-02-16")] }, 10))
        #expect(
            agree(
                hours { $0.people = ["hal": Organization.Spell.employed(from: "2025-01-01", until: "2026-02-16")] }, 10)
        )
        #expect(agree(hours { $0.people = [:] }, 20))
        #expect(agree(hours { $0.people = ["ida": Organization.Spell.employed(from: "2025-01-01")] }, 20))
    }

    @Test("A capacity of 0 is missing")
    func nothing() {
        #expect(hours { $0.leave = ["hal": [.init(from: "2026-01-01", to: "2026-04-01")]] } == nil)
        #expect(hours { $0.agreements = [.init("hal", hoursPerWeek: 5, from: "2026-03-01")] } == nil)
        #expect(hours { $0.agreements = [.init("hal", hoursPerWeek: 5, from: "2026-02-28")] } == nil)
        #expect(
            hours {
                $0.calendars = [
                    "own": .init(
                        shifts: [.init(weekday: 1, starts: "09:00", ends: "17:00")],
                        holidays: ["2026-02-02", "2026-02-09", "2026-02-16", "2026-02-23"])
                ]
            } == nil)
    }
}
