import Testing

@testable import Domain

@Suite("What is published of the ledger: what somebody can act on")
struct GrainTests {
    private static let headline = Sheet.Statistic("p50", .seconds, "median")
    private static let detail = Sheet.Statistic("p90", .seconds, "nine in ten")
    private static let upstairs = Sheet.Statistic("p25", .seconds, "quartile", audience: .organization)
    private static let custodian = Sheet.Statistic("mean", .seconds, "mean", audience: .custodian)
    private static let first = Sheet.Measure(
        id: "first", title: "first", headline: headline, statistics: [headline, detail, upstairs, custodian])
    private static let second = Sheet.Measure(
        id: "second", title: "second", headline: headline, audience: .organization, statistics: [headline])
    private static let items = Sheet.Measure(
        id: "items", title: "items", headline: headline, hasWhole: false, statistics: [headline, detail])
    private static let sheet = Sheet(
        id: "example", version: 1, title: "Example", question: "?", formula: "x", measures: [first, second, items],
        direction: .none, inputs: [], periods: PeriodKind.allCases, breakdowns: ["kind"], unfinished: "-", missing: "-",
        reference: "-")

    /// As `first/p50`, of one scope and kind of period; those of parts with a star.
    private func published(
        _ scope: ScopeKind, _ period: PeriodKind, _ settings: [String: String] = [:]
    ) -> Set<String> {
        let grain = Grain(Settings(settings))
        let cells = Self.sheet.measures.flatMap { measure in
            measure.statistics.flatMap { statistic in
                [false, true].filter {
                    grain.publishes(
                        statistic, of: measure, in: Self.sheet, scope: scope, isPart: $0, period: period)
                }.map { "\(measure.id)/\(statistic.id)\($0 ? "*" : "")" }
            }
        }
        return Set(cells)
    }

    private let ofItems: Set = ["items/p50", "items/p90", "items/p50*", "items/p90*"]

    @Test("The organization has everything but the custodian's statistics, and parts of headlines")
    func organization() {
        let all: Set = ["first/p50", "first/p50*", "first/p90", "first/p25", "second/p50", "second/p50*"]
        for period in PeriodKind.ofMonths { #expect(published(.organization, period) == all.union(ofItems)) }
    }

    @Test("Weeks are the organization's alone, undivided")
    func weeks() {
        #expect(!published(.organization, .week).contains("first/p50*"))
        #expect(published(.organization, .week).contains("first/p90"))
        #expect(published(.department, .week).isEmpty && published(.team, .week).isEmpty)
    }

    @Test("Departments have headlines and details, teams headlines by quarter and year; not the organization's own")
    func below() {
        for period in PeriodKind.ofMonths {
            #expect(published(.department, period) == Set(["first/p50", "first/p90"]).union(ofItems))
        }
        #expect(published(.team, .month).isEmpty)
        #expect(published(.team, .quarter) == ["first/p50", "items/p50", "items/p50*"])
        #expect(published(.team, .year) == published(.team, .quarter))
    }

    @Test("Settings give teams months, and departments and teams parts of headlines")
    func wider() {
        #expect(published(.team, .month, ["publish_teams_by": "month"]) == published(.team, .quarter))
        let parts = ["publish_breakdowns": "department"]
        #expect(published(.department, .month, parts).subtracting(published(.department, .month)) == ["first/p50*"])
        #expect(published(.team, .quarter, parts) == published(.team, .quarter))
        #expect(
            published(.team, .quarter, ["publish_breakdowns": "team"]).subtracting(published(.team, .quarter))
                == ["first/p50*"])
        for text in ["day", "week", "year", ""] { #expect(Settings.publishTeamsBy.refusal(text) != nil) }
        for text in ["kind", ""] { #expect(Settings.publishBreakdowns.refusal(text) != nil) }
    }

    @Test("A statistic that only some scopes have is published of those")
    func scopes() {
        let within = Sheet.Statistic("gini", .ratio, "within a team", scopes: [.team])
        let above = Sheet.Statistic("median", .ratio, "of teams", scopes: [.organization, .department])
        let measure = Sheet.Measure(id: "load", title: "load", headline: within, statistics: [within, above])
        #expect(scopes(of: within, in: measure) == [.team])
        #expect(scopes(of: above, in: measure) == [.organization, .department])
    }

    /// Of a quarter, undivided.
    private func scopes(of statistic: Sheet.Statistic, in measure: Sheet.Measure) -> [ScopeKind] {
        let grain = Grain(Settings([:]))
        return ScopeKind.allCases.filter {
            grain.publishes(statistic, of: measure, in: Self.sheet, scope: $0, isPart: false, period: .quarter)
        }
    }
}
