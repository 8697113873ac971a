import Domain
import Testing

@testable import KPIs

@Suite("helper_concentration")
struct HelperConcentrationTests {
    /// Pieces of January 2026, by helper: hal 4 (30, 30, 60 minutes, one unknown), ida 1 (60), stranger 1 (unknown).
    /// Present on 31 January: hal, ida, jon, kim. Closed without a known helper: 2.
    private var organization: Organization {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        let day = at("2026-01-10")
        func piece(_ helper: String?, _ minutes: Double?) -> Organization.Request {
            .init(requester: "ada", helper: helper, openedAt: day, resolvedAt: day + 1, effortMinutes: minutes)
        }
        organization.requests = [
            piece("hal", 30), piece("hal", 30), piece("hal", 60), piece("hal", nil), piece("ida", 60),
            piece("stranger", nil), piece(nil, nil), piece(nil, 10),
            .init(helper: "jon", openedAt: day, resolvedAt: at("2026-02-01")),
            .init(helper: "jon", openedAt: day, resolvedAt: day + 2, withdrawnAt: day + 1),
            .init(helper: "jon", openedAt: at("2025-12-01"), resolvedAt: at("2025-12-31")),
        ]
        func spell(_ team: String?, until left: String? = nil) -> [Organization.Spell] {
            [.init(team: team, joinedOn: "2025-01-01", from: "2025-01-01", to: left)]
        }
        organization.people = [
            "hal": spell("amber"), "ida": spell("birch"), "jon": spell("amber"), "kim": spell("birch"),
            "lou": spell("amber", until: "2026-01-31"),
            "new": [.init(team: "amber", joinedOn: "2026-02-01", from: "2026-02-01")],
        ]
        return organization
    }

    private func figure(_ measure: String, _ statistic: String, _ scope: Scope = .organization) -> Figure? {
        organization.figure("helper_concentration", measure, statistic, scope: scope)
    }

    @Test("Pieces, worked by hand")
    func pieces() throws {
        // 1, 1, 4 with weights -2, 0, 2: 6 / (2 · 6) = 1/2. Without one each: 3/5, 3/5, 0; mean 2/5, squares 0.24,
        // standard error √(2/3 · 0.24) = 0.4, and both limits are clipped.
        let gini = try #require(figure("pieces", "gini_helpers"))
        #expect(agree(gini.estimate, Estimate(0.5, lower: 0, upper: 1)))
        #expect(gini.n == 3 && gini.contributors.people == 3 && gini.censored == nil)
        // 0, 0, 1, 4 with weights -3, -1, 1, 3: 13 / (3 · 5).
        let present = try #require(figure("pieces", "gini_present"))
        #expect(agree(present.estimate.value, 13.0 / 15) && present.n == 4 && present.contributors.people == 4)
        // The busiest ⌈0.15⌉ = ⌈0.3⌉ = 1 gives 4 of 6.
        #expect(agree(figure("pieces", "top_5_percent")?.estimate, Estimate(4.0 / 6)))
        #expect(agree(figure("pieces", "top_10_percent")?.estimate, Estimate(4.0 / 6)))
        #expect(figure("pieces", "absence_factor")?.estimate == Estimate(1))
        #expect(figure("pieces", "absence_factor")?.unit == .count)
        // 8 resolved requests, 5 of them by somebody in people; the stranger's team is unknown too.
        #expect(gini.coverage == 5.0 / 8)
        #expect(figure("pieces", "gini_helpers", Scope(.team, "amber"))?.coverage == 5.0 / 8)
    }

    @Test("Time, worked by hand: who has no minutes at all is left out, not 0")
    func time() throws {
        // hal 120, ida 60: (120 - 60) / (1 · 180) = 1/3; two people have no limits.
        let gini = try #require(figure("time", "gini_helpers"))
        #expect(agree(gini.estimate, Estimate(1.0 / 3)) && gini.n == 2)
        // 0, 0, 60, 120 with weights -3, -1, 1, 3: 420 / (3 · 180).
        #expect(agree(figure("time", "gini_present")?.estimate.value, 7.0 / 9))
        #expect(gini.coverage == 4.0 / 8)
    }

    @Test("A team holds its members' pieces and its members; one with nobody but helpers of nothing has n of those")
    func teams() throws {
        let amber = Scope(.team, "amber")
        let present = try #require(figure("pieces", "gini_present", amber))
        // hal 4, jon 0; lou is gone on the last day.
        #expect(present.n == 2 && present.estimate == Estimate(1))
        #expect(figure("pieces", "gini_helpers", amber)?.n == 1)
        #expect(figure("pieces", "gini_helpers", amber)?.estimate == Estimate.none)
        #expect(figure("pieces", "gini_helpers", Scope(.department, "north")) == nil)
    }

    @Test("Without minutes there is no measure time, without people no Gini of the present")
    func missing() {
        var organization = organization
        for index in organization.requests.indices { organization.requests[index].effortMinutes = nil }
        organization.people = [:]
        let cells = organization.figures["helper_concentration"]?.keys
        #expect(Set(cells?.map(\.measure) ?? []) == ["pieces"])
        #expect(cells?.contains { $0.statistic == "gini_present" } == false)
    }

    @Test("A contribution is a piece; the request that it names is none beside it, and lends no coverage")
    func contributions() throws {
        var organization = organization
        organization.requests[4].id = "ida's"
        organization.contributions = [
            .init(request: "ida's", helper: "kim", startedAt: at("2026-01-20"), minutes: 180),
            .init(helper: "jon", startedAt: at("2026-01-20")), .init(helper: "jon", startedAt: at("2026-02-01")),
        ]
        func figure(_ measure: String) -> Figure? {
            organization.figure("helper_concentration", measure, "gini_helpers")
        }
        // Pieces: hal 4, stranger, kim, jon 1 each: weights -3, -1, 1, 3: 12 - 3 / (3 · 7) = 9/21.
        let pieces = try #require(figure("pieces"))
        #expect(agree(pieces.estimate.value, 9.0 / 21) && pieces.n == 4)
        // 7 resolved requests that nobody named and 2 contributions; helpers in people: hal 4, kim, jon.
        #expect(pieces.coverage == 6.0 / 9)
        // Less than half of them have minutes: the figure is refused, and counts them all.
        #expect(figure("time")?.estimate == Estimate.none && figure("time")?.n == 9)
        organization.settings["least_coverage"] = "0.4"
        // hal 120, kim 180 minutes; jon has none.
        #expect(agree(figure("time")?.estimate.value, 60.0 / 300) && figure("time")?.coverage == 4.0 / 9)
    }
}
