import Domain
import Testing

@testable import KPIs

@Suite("boundary_breaches")
struct BoundaryBreachesTests {
    private func organization(_ boundaries: [Organization.Boundary]) -> Organization {
        var organization = Organization(from: "2026-02-01", to: "2026-03-01")
        organization.people = [
            "hal": [.init(team: "amber", zone: "America/New_York", joinedOn: "2025-01-01", from: "2025-01-01")],
            "ida": Organization.Spell.employed(from: "2025-01-01", team: "amber"),
        ]
        organization.agreements = [
            .init("hal", hoursPerWeek: 2, from: "2025-01-01", to: "2026-02-20", boundaries: boundaries),
            .init("ida", hoursPerWeek: 2, from: "2025-01-01"),
        ]
        return organization
    }

    /// Whether help of hal's breaches his boundaries; `nil` where it isn't asked. Hours are New York's.
    private func isBreach(_ day: String, _ hours: Double, _ boundaries: Organization.Boundary...) -> Bool? {
        var organization = organization(boundaries)
        organization.contributions = [.init(helper: "hal", startedAt: at(day, hours: hours + 5))]
        return organization.figure("boundary_breaches", "default", "ratio")?.estimate.value.map { $0 == 1 }
    }

    @Test("One of two pieces of people who have a window; those of others aren't asked about")
    func share() throws {
        var organization = organization([.init(starts: "18:00", ends: "20:00")])
        organization.contributions = [
            .init(helper: "hal", startedAt: at("2026-02-03", hours: 23)),
            .init(helper: "hal", startedAt: at("2026-02-03", hours: 15)),
            .init(helper: "ida", startedAt: at("2026-02-03", hours: 23)),
        ]
        let figure = try #require(organization.figure("boundary_breaches", "default", "ratio"))
        #expect(agree(figure.estimate, Wilson.estimate(1, of: 2)) && figure.n == 2)
        #expect(figure.contributors.people == 1 && figure.coverage == 1)
        let team = organization.figure("boundary_breaches", "default", "ratio", scope: Scope(.team, "amber"))
        #expect(team?.n == 2)
    }

    @Test("A window begins with its first minute and ends before its last one")
    func edges() {
        let window = Organization.Boundary(starts: "18:00", ends: "20:00")
        #expect(isBreach("2026-02-03", 17.99, window) == false && isBreach("2026-02-03", 18, window) == true)
        #expect(isBreach("2026-02-03", 19.99, window) == true && isBreach("2026-02-03", 20, window) == false)
    }

    @Test("Blank times are all day, a blank weekday is every day")
    func blanks() {
        // Monday the 2nd.
        #expect(isBreach("2026-02-02", 0, .init(weekday: 1)) == true)
        #expect(isBreach("2026-02-02", 23.99, .init(weekday: 1)) == true)
        #expect(isBreach("2026-02-03", 0, .init(weekday: 1)) == false)
        #expect(isBreach("2026-02-07", 12, .init()) == true)
        #expect(isBreach("2026-02-02", 9, .init(ends: "10:00")) == true)
        #expect(isBreach("2026-02-02", 9, .init(starts: "10:00")) == false)
    }

    @Test("A window past midnight belongs to the day on which it starts")
    func overnight() {
        let window = Organization.Boundary(weekday: 5, starts: "22:00", ends: "06:00")
        // Friday the 6th to Saturday the 7th.
        #expect(isBreach("2026-02-06", 23, window) == true && isBreach("2026-02-07", 5, window) == true)
        #expect(isBreach("2026-02-06", 5, window) == false && isBreach("2026-02-07", 23, window) == false)
    }

    @Test("Who has one: on that date, whatever its weekday and hours")
    func validity() {
        let window = Organization.Boundary(weekday: 1, starts: "22:00", ends: "06:00", from: "2026-02-03")
        #expect(isBreach("2026-02-02", 23, window) == nil && isBreach("2026-02-03", 5, window) == false)
        #expect(isBreach("2026-02-09", 23, window) == true && isBreach("2026-02-10", 5, window) == true)
        // The agreement ends on the 20th, and with it the window; what began before runs out.
        #expect(isBreach("2026-02-19", 12, .init()) == true && isBreach("2026-02-20", 12, .init()) == nil)
        let night = Organization.Boundary(starts: "22:00", ends: "06:00")
        #expect(isBreach("2026-02-20", 5, night) == true && isBreach("2026-02-20", 7, night) == nil)
    }

    @Test("Days are those of the person's zone, not of the organization's")
    func zone() {
        // Monday the 2nd, 22:00 in New York, is Tuesday in UTC.
        #expect(isBreach("2026-02-02", 22, .init(weekday: 1)) == true)
        #expect(isBreach("2026-02-02", 22, .init(weekday: 2)) == false)
    }

    @Test("Where the clock jumps a window keeps its wall times: one in the gap is the gap's end")
    func daylightSaving() {
        var organization = organization([.init(starts: "02:30", ends: "04:00")])
        (organization.from, organization.to) = ("2026-03-01", "2026-04-01")
        organization.agreements[0].hours[0].to = nil
        func isBreach(_ instant: Int64) -> Bool? {
            organization.contributions = [.init(helper: "hal", startedAt: instant)]
            return organization.figure("boundary_breaches", "default", "ratio")?.estimate.value.map { $0 == 1 }
        }
        // New York, 8 March 2026: 2:00 becomes 3:00 at 7:00 UTC; 4:00 is 8:00 UTC.
        #expect(isBreach(at("2026-03-08", hours: 6.99)) == false && isBreach(at("2026-03-08", hours: 7)) == true)
        #expect(isBreach(at("2026-03-08", hours: 7.99)) == true && isBreach(at("2026-03-08", hours: 8)) == false)
    }

    @Test("Requests without a helper and helpers who aren't in people lower the coverage; no boundaries, no figure")
    func missing() {
        var organization = organization([.init()])
        organization.contributions = [.init(helper: "hal", startedAt: at("2026-02-03"))]
        organization.requests = [.init(openedAt: at("2026-02-03"), resolvedAt: at("2026-02-03"))]
        #expect(organization.figure("boundary_breaches", "default", "ratio")?.coverage == 0.5)
        organization.people["hal"] = nil
        #expect(organization.figure("boundary_breaches", "default", "ratio")?.coverage == 0)
        organization.agreements[0].boundaries = []
        #expect(organization.figures["boundary_breaches"]?.isEmpty == true)
    }
}
