import Domain
import Testing

@testable import KPIs

@Suite("response_target_met")
struct ResponseTargetMetTests {
    /// February 2026 in UTC, whose first is a Sunday; amber works Monday to Friday from 9 to 17, birch has no calendar.
    private var organization: Organization {
        var organization = Organization(from: "2026-02-01", to: "2026-03-01")
        organization.calendars = ["office": .week("09:00", "17:00")]
        organization.teams = ["amber": [.init(department: "north", calendar: "office")]]
        return organization
    }

    private func request(
        _ team: String, opened: Int64, answered: Int64? = nil, resolved: Int64? = nil, withdrawn: Int64? = nil
    ) -> Organization.Request {
        .init(
            requester: "ada", helper: "hal", team: team, openedAt: opened, firstResponseAt: answered,
            resolvedAt: resolved, withdrawnAt: withdrawn)
    }

    private var example: Organization {
        var organization = organization
        let friday = at("2026-01-30", hours: 16)
        let monday = at("2026-02-02", hours: 15)
        organization.requests = [
            // Over in January, but two hours of work after Friday 16:00 are over on Monday 2 February, 10:00: met.
            request("amber", opened: friday, answered: friday + 1, resolved: friday + 2),
            // Due on Monday at 17:00. At 20:00 the clock still reads two hours: met. At 9:00:01 of Tuesday: missed.
            request("amber", opened: monday, answered: at("2026-02-02", hours: 20)),
            request("amber", opened: monday, answered: at("2026-02-03", hours: 9) + 1_000_000),
            // Never answered: missed.
            request("amber", opened: at("2026-02-03", hours: 9)),
            // Withdrawn a moment before 11:00: left out. At 11:00: missed.
            request("amber", opened: at("2026-02-04", hours: 9), withdrawn: at("2026-02-04", hours: 11) - 1),
            request("amber", opened: at("2026-02-04", hours: 9), withdrawn: at("2026-02-04", hours: 11)),
            // Without a calendar, on a Saturday, answered at the last instant: met. A microsecond later: missed.
            request("birch", opened: at("2026-02-07", hours: 10), answered: at("2026-02-07", hours: 12)),
            request("birch", opened: at("2026-02-07", hours: 10), resolved: at("2026-02-07", hours: 12) + 1),
            // Due at the first instant of the month, answered and over before: met. Due at the end: not yet.
            request(
                "birch", opened: at("2026-01-31", hours: 22), answered: at("2026-01-31", hours: 23),
                resolved: at("2026-01-31", hours: 23)),
            request("birch", opened: at("2026-02-28", hours: 22)),
        ]
        return organization
    }

    @Test("The example worked by hand")
    func byHand() throws {
        let ratio = try #require(example.figure("response_target_met", "default", "ratio"))
        #expect(ratio.estimate.value == 0.5 && ratio.n == 8 && ratio.censored == nil && ratio.unit == .ratio)
        #expect(ratio.coverage == 1 && ratio.contributors.people == 1)
        // (2 · 4 + z² ± z √(z² + 4 · 4 / 2)) / (2 (8 + z²)) with z² = 3.8414588.
        let margin = 1.959963984540054 * (3.841458820694124 + 8).squareRoot() / (2 * 11.841458820694124)
        #expect(agree(ratio.estimate, Estimate(0.5, lower: 0.5 - margin, upper: 0.5 + margin)))
        let withdrawn = try #require(example.figure("response_target_met", "default", "withdrawn"))
        #expect(withdrawn.estimate == Estimate(1) && withdrawn.n == 9 && withdrawn.unit == .count)
        let amber = example.figure("response_target_met", "default", "ratio", scope: Scope(.team, "amber"))
        #expect(amber?.n == 5 && agree(amber?.estimate.value, 2.0 / 5))
        let north = example.figure("response_target_met", "default", "ratio", scope: Scope(.department, "north"))
        #expect(north?.n == 5 && agree(north?.coverage, 6.0 / 9))
    }

    @Test("Each target falls due in one month")
    func oneMonth() {
        var example = example
        var n = 0
        for (from, to) in [("2026-01-01", "2026-02-01"), ("2026-02-01", "2026-03-01"), ("2026-03-01", "2026-04-01")] {
            (example.from, example.to) = (from, to)
            n += example.figure("response_target_met", "default", "withdrawn")?.n ?? 0
        }
        #expect(n == example.requests.count)
    }

    /// Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I.
    @Test("The limits are those of a published example: 81 of 263")
    func published() throws {
        var organization = organization
        organization.requests = (0..<263).map { number in
            let opened = at("2026-02-02") + Int64(number)
            return request("birch", opened: opened, answered: number < 81 ? opened + 1 : nil)
        }
        let estimate = try #require(organization.figure("response_target_met", "default", "ratio")).estimate
        #expect(abs((estimate.lower ?? 0) - 0.2553) < 5e-5 && abs((estimate.upper ?? 0) - 0.3662) < 5e-5)
    }

    @Test("The setting is the target")
    func setting() {
        var example = example
        example.settings = ["response_target_minutes": "60"]
        // Met now: the first, which is due on Friday and so not here, and the one due on 31 January: neither. Of the
        // others none was answered within an hour.
        #expect(example.figure("response_target_met", "default", "ratio")?.estimate.value == 0)
    }

    @Test("A wait stops the clock; while it lasts the target isn't due")
    func waits() {
        var organization = organization
        let opened = at("2026-02-03", hours: 9)
        var waiting = request("amber", opened: opened, answered: at("2026-02-03", hours: 14))
        waiting.waits = [.init(from: opened + 1, to: at("2026-02-03", hours: 13))]
        var endless = request("amber", opened: opened)
        endless.waits = [.init(from: opened + 1)]
        organization.requests = [waiting, endless]
        let ratio = organization.figure("response_target_met", "default", "ratio")
        #expect(ratio?.estimate.value == 1 && ratio?.n == 1)
        #expect(organization.figure("response_target_met", "default", "withdrawn") == nil)
    }

    @Test("A target that falls due more than 31 days after the request was over isn't seen")
    func reach() {
        var organization = organization
        let december = (1...31).map { LocalDate("2025-12-01")?.advanced(byDays: $0).description ?? "" }
        let january = (1...31).map { LocalDate("2025-12-31")?.advanced(byDays: $0).description ?? "" }
        organization.calendars["office"]?.holidays = december + january
        // Both read their two hours on 2 February at 10:00.
        let opened = at("2025-12-01", hours: 16)
        organization.requests = [
            request("amber", opened: opened, answered: opened + 1, resolved: at("2026-01-01")),
            request("amber", opened: opened, answered: opened + 1, resolved: at("2026-01-01") - 1),
        ]
        #expect(organization.figure("response_target_met", "default", "ratio")?.n == 1)
    }
}
