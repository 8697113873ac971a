import Domain
import Testing

@testable import KPIs

@Suite("off_calendar_help")
struct OffCalendarHelpTests {
    /// February 2026: Tuesday the 3rd is a holiday. hal has a calendar of nights of his own, ida her team's by day,
    /// in Lisbon; kim has none.
    private var organization: Organization {
        var organization = Organization(from: "2026-02-01", to: "2026-03-01")
        organization.calendars = [
            "nights": .week("22:00", "06:00"),
            "days": .week("09:00", "17:00", holidays: ["2026-02-03"], zone: "America/New_York"),
        ]
        organization.teams = ["amber": [.init(calendar: "days")]]
        organization.people = [
            "hal": Organization.Spell.employed(from: "2025-01-01", team: "amber", calendar: "nights"),
            "ida": Organization.Spell.employed(from: "2025-01-01", team: "amber"),
            "kim": Organization.Spell.employed(from: "2025-01-01", team: "birch"),
        ]
        return organization
    }

    private func figure(_ pieces: [(helper: String, startedAt: Int64)], _ scope: Scope = .organization) -> Figure? {
        var organization = organization
        organization.contributions = pieces.map { .init(helper: $0.helper, startedAt: $0.startedAt) }
        return organization.figure("off_calendar_help", "default", "ratio", scope: scope)
    }

    private func isOff(_ helper: String, _ day: String, _ hours: Double) -> Bool? {
        figure([(helper, at(day, hours: hours))])?.estimate.value.map { $0 == 1 }
    }

    @Test("Two of five pieces, worked by hand; pieces without a calendar lower the coverage")
    func share() throws {
        let pieces = [
            ("hal", at("2026-02-04", hours: 23)), ("hal", at("2026-02-04", hours: 12)),
            ("ida", at("2026-02-04", hours: 15)), ("ida", at("2026-02-04", hours: 16)),
            ("ida", at("2026-02-04", hours: 23)), ("kim", at("2026-02-04", hours: 3)),
        ]
        let figure = try #require(self.figure(pieces))
        // Wilson for 2 of 5: (4 + 3.8414588 ± 1.959964 √(3.8414588 + 4.8)) / (2 · 8.8414588).
        let (z, n) = (1.959963984540054, 5.0)
        let root = z * (z * z + 4 * n * 0.4 * 0.6).squareRoot()
        let limits = [(2 * n * 0.4 + z * z - root), (2 * n * 0.4 + z * z + root)].map { $0 / (2 * (n + z * z)) }
        #expect(agree(figure.estimate, Estimate(0.4, lower: limits[0], upper: limits[1])))
        #expect(figure.n == 5 && figure.contributors.people == 2 && figure.coverage == 5.0 / 6)
        #expect(self.figure(pieces, Scope(.team, "amber"))?.n == 5)
        #expect(self.figure(pieces, Scope(.team, "birch")) == nil)
    }

    @Test("A night shift holds the small hours of the next day; Saturday's belong to Friday")
    func overnight() {
        #expect(isOff("hal", "2026-02-05", 2) == false && isOff("hal", "2026-02-07", 5.9) == false)
        #expect(isOff("hal", "2026-02-07", 6) == true && isOff("hal", "2026-02-08", 2) == true)
        #expect(isOff("hal", "2026-02-02", 2) == true && isOff("hal", "2026-02-02", 22) == false)
    }

    @Test("Hours are those of the calendar's zone; holidays are off, leave is not")
    func zoneHolidayLeave() {
        // 9:00 to 17:00 in New York is 14:00 to 22:00 UTC.
        #expect(isOff("ida", "2026-02-04", 13.9) == true && isOff("ida", "2026-02-04", 14) == false)
        #expect(isOff("ida", "2026-02-04", 21.9) == false && isOff("ida", "2026-02-04", 22) == true)
        #expect(isOff("ida", "2026-02-03", 15) == true)
        var organization = organization
        organization.leave = ["ida": [.init(from: "2026-02-01", to: "2026-03-01")]]
        organization.contributions = [.init(helper: "ida", startedAt: at("2026-02-04", hours: 15))]
        #expect(organization.figure("off_calendar_help", "default", "ratio")?.estimate.value == 0)
    }

    @Test("A request that a contribution names isn't counted beside it; one without a helper lowers the coverage")
    func requests() {
        var organization = organization
        let close = at("2026-02-04", hours: 12)
        organization.requests = [
            .init(id: "r", helper: "hal", openedAt: close - 1, resolvedAt: close),
            .init(helper: "hal", openedAt: close - 1, resolvedAt: close), .init(openedAt: close - 1, resolvedAt: close),
        ]
        organization.contributions = [.init(request: "r", helper: "hal", startedAt: at("2026-02-04", hours: 23))]
        let figure = organization.figure("off_calendar_help", "default", "ratio")
        #expect(figure?.n == 2 && figure?.estimate.value == 0.5 && figure?.coverage == 2.0 / 3)
    }

    @Test("Without calendars there is no figure")
    func noData() {
        var organization = organization
        organization.contributions = [.init(helper: "hal", startedAt: at("2026-02-04"))]
        organization.calendars = [:]
        #expect(organization.figures["off_calendar_help"]?.isEmpty == true)
    }
}
