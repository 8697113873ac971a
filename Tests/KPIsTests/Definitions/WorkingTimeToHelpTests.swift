import Domain
import Testing

@testable import KPIs

@Suite("Times to help on the working clock")
struct WorkingTimeToHelpTests {
    /// January 2026 in UTC, whose first is a Thursday and a holiday; amber works Monday to Friday from 9 to 17, birch
    /// has no calendar. Ages in hours of work.
    /// a opened Fri 2 Jan 16:00, answered Mon 10:00                         [0, 2] answered
    /// b opened Mon 5 Jan 08:00, answered 12:00, waited from 10:00 to 11:30 [0, 1.5] answered
    /// c opened Wed 31 Dec 15:00, answered Fri 2 Jan 10:00                  [2, 3] answered
    /// d opened Fri 30 Jan 12:00, not answered                              [0, 5] not over
    /// e opened Sat 10 Jan 10:00, answered 11:00                            [0, 0] answered
    /// f of birch                                                           left out
    private var organization: Organization {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        organization.calendars = ["office": .week("09:00", "17:00", holidays: ["2026-01-01"])]
        organization.teams = ["amber": [.init(department: "north", calendar: "office")], "birch": [.init()]]
        organization.requests = [
            .init(
                team: "amber", openedAt: at("2026-01-02", hours: 16), firstResponseAt: at("2026-01-05", hours: 10),
                resolvedAt: at("2026-01-05", hours: 11)),
            .init(
                team: "amber", openedAt: at("2026-01-05", hours: 8), firstResponseAt: at("2026-01-05", hours: 12),
                waits: [
                    .init(from: at("2026-01-05", hours: 10), to: at("2026-01-05", hours: 11)),
                    .init(from: at("2026-01-05", hours: 10.5), to: at("2026-01-05", hours: 11.5)),
                ]),
            .init(
                team: "amber", openedAt: at("2025-12-31", hours: 15), firstResponseAt: at("2026-01-02", hours: 10)),
            .init(team: "amber", openedAt: at("2026-01-30", hours: 12)),
            .init(
                team: "amber", openedAt: at("2026-01-10", hours: 10), firstResponseAt: at("2026-01-10", hours: 11)),
            .init(
                team: "birch", openedAt: at("2026-01-05", hours: 9), firstResponseAt: at("2026-01-05", hours: 10)),
        ]
        return organization
    }

    @Test("Answers, worked by hand")
    func firstResponse() throws {
        // At 0: a, b, d, e at risk: S = 3/4. At 1.5: a, b, d: 1/2. At 2: a, c, d: 1/3. At 3: c, d: 1/6.
        let p50 = try #require(organization.figure("time_to_first_response", "working", "p50"))
        #expect(p50.estimate.value == 1.5 * hour && p50.n == 5 && p50.censored == 1)
        #expect(agree(p50.coverage, 5.0 / 6))
        #expect(organization.figure("time_to_first_response", "working", "p90")?.estimate.value == nil)
        #expect(organization.figure("time_to_first_response", "elapsed", "p50")?.n == 6)
        // Every request names its team, but only amber has a department and a calendar.
        let team = organization.figure("time_to_first_response", "working", "p50", scope: Scope(.team, "amber"))
        #expect(team?.n == 5 && agree(team?.coverage, 5.0 / 6))
        let north = organization.figure("time_to_first_response", "working", "p50", scope: Scope(.department, "north"))
        #expect(north?.estimate == p50.estimate && agree(north?.coverage, 5.0 / 6))
        #expect(organization.figure("time_to_first_response", "working", "p50", scope: Scope(.team, "birch")) == nil)
    }

    @Test("Closes, worked by hand")
    func closes() throws {
        // Only a is closed, after 3 hours of work.
        let mean = try #require(organization.figure("time_to_resolve", "first_close_working", "naive_mean"))
        #expect(mean.estimate.value == 3 * hour && mean.n == 1)
        // All five are at risk then: S = 4/5, its lower limit 0.8 ^ exp(1.96 · √(1/20) / 0.2231) = 0.204 ≤ 0.5.
        let p50 = try #require(organization.figure("time_to_resolve", "final_close_working", "p50"))
        #expect(p50.n == 5 && p50.censored == 4)
        #expect(agree(p50.estimate, Estimate(nil, lower: 3 * hour)))
    }

    @Test("The helper's team on the day of the answer lends its calendar, the asker's until then")
    func attribution() {
        var organization = organization
        organization.people = [
            "hal": [
                .init(team: "birch", joinedOn: "2025-01-01", from: "2025-01-01", to: "2026-01-06"),
                .init(team: "amber", joinedOn: "2025-01-01", from: "2026-01-06"),
            ],
            "ada": Organization.Spell.employed(from: "2025-01-01", team: "amber"),
        ]
        func n(answered: Int64?) -> Int? {
            organization.requests = [
                .init(
                    requester: "ada", helper: "hal", openedAt: at("2026-01-05", hours: 9), firstResponseAt: answered),
                .init(openedAt: at("2026-01-05"), firstResponseAt: at("2026-01-05")),
            ]
            return organization.figure("time_to_first_response", "working", "p50")?.n
        }
        // Neither request has a clock: the figure is refused, and counts both.
        #expect(n(answered: at("2026-01-05", hours: 10)) == 2)
        let refused = organization.figure("time_to_first_response", "working", "p50")
        #expect(refused?.estimate == Estimate.none && refused?.refusal == .lowCoverage && refused?.coverage == 0)
        #expect(n(answered: at("2026-01-06", hours: 10)) == 1)
        #expect(n(answered: nil) == 1)
    }

    @Test("Without calendars there is no working time")
    func noCalendars() {
        var organization = organization
        organization.calendars = [:]
        #expect(organization.figure("time_to_first_response", "working", "p50") == nil)
        #expect(organization.figure("time_to_first_response", "elapsed", "p50") != nil)
    }
}
