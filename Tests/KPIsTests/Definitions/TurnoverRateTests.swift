import Domain
import Testing

@testable import KPIs

@Suite("Turnover rate and separation rate")
struct TurnoverRateTests {
    private typealias Spell = Organization.Spell

    /// January 2026, 31 days. Days in it: ada 31, bob 10, cyd 15 in amber and 16 in birch, dee 10, fay 31, together 113;
    /// eve was there until the day before. bob and eve left in it; zed is unknown and fay leaves later.
    private var organization: Organization {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        organization.people = [
            "ada": Spell.employed(from: "2025-01-01", team: "amber"),
            "bob": Spell.employed(from: "2025-01-01", team: "amber"),
            "cyd": [
                .init(team: "amber", joinedOn: "2025-01-01", from: "2025-01-01", to: "2026-01-16"),
                .init(team: "birch", joinedOn: "2025-01-01", from: "2026-01-16"),
            ],
            "dee": Spell.employed(from: "2026-01-22", team: "birch"),
            "eve": Spell.employed(from: "2025-01-01", until: "2026-01-01", team: "birch"),
            "fay": Spell.employed(from: "2025-01-01", team: "birch"),
        ]
        organization.separations = [
            .init(person: "bob", leftOn: "2026-01-11", type: "voluntary", regretted: true),
            .init(person: "fay", leftOn: "2026-02-05", type: "involuntary", regretted: false),
            .init(person: "zed", leftOn: "2026-01-15", type: "voluntary"),
        ]
        return organization
    }

    private let amber = Scope(.team, "amber")
    private let birch = Scope(.team, "birch")

    private func value(_ measure: String, _ scope: Scope = .organization) -> Double? {
        let statistic = ["joins", "exits", "headcount_open", "headcount_close"].contains(measure) ? "count" : "ratio"
        return organization.figure("turnover_rate", measure, statistic, scope: scope)?.estimate.value
    }

    @Test("Separations are divided by the mean headcount of the days, with Garwood's limits")
    func rate() {
        let all = organization.figure("turnover_rate", "all", "ratio")
        // 2 separations have the limits 0.2422 and 7.2247.
        let expected = Estimate(
            62.0 / 113, lower: 0.24220927854396496 * 31 / 113, upper: 7.224687667723961 * 31 / 113)
        #expect(agree(all?.estimate, expected))
        #expect(all?.n == 5 && all?.contributors.people == 5)
        #expect(agree(value("voluntary"), 31.0 / 113) && value("involuntary") == 0)
        #expect(agree(value("regretted"), 31.0 / 113) && agree(value("unlabelled"), 31.0 / 113))
        #expect(agree(value("month_ends"), 2.0 / 4) && agree(value("open_close"), 2 / 4.5))
        let yearly = organization.figure("separation_rate", "default", "rate")
        #expect(agree(yearly?.estimate.value, 2 * 365.25 / 113) && yearly?.n == 5)
        #expect(agree(yearly?.estimate.upper, 7.224687667723961 * 365.25 / 113))
    }

    @Test("Behind what kind of separations there were stand those who left, not those who were there")
    func contributors() {
        func people(_ measure: String, _ scope: Scope = .organization) -> Int? {
            organization.figure("turnover_rate", measure, "ratio", scope: scope)?.contributors.people
        }
        for measure in ["all", "month_ends", "open_close"] { #expect(people(measure) == 5) }
        // bob, and eve, who had no day in the period but left in it.
        for measure in ["voluntary", "involuntary", "regretted", "unlabelled"] { #expect(people(measure) == 2) }
    }

    @Test("Those there at first and those who join, less those who leave, are there at last")
    func counts() {
        #expect(value("headcount_open") == 5 && value("joins") == 1)
        #expect(value("exits") == 2 && value("headcount_close") == 4)
        #expect(organization.figure("turnover_rate", "exits", "count")?.n == 2)
    }

    @Test("A team has its days, its last days and its first days; transfers are no separations")
    func teams() {
        // amber: 31 + 10 + 15 days, bob left. birch: 16 + 10 + 31 days, eve left.
        #expect(agree(value("all", amber), 31.0 / 56) && agree(value("all", birch), 31.0 / 57))
        #expect(agree(value("month_ends", amber), 1) && agree(value("open_close", amber), 1.0 / 2))
        #expect(agree(value("month_ends", birch), 1.0 / 3) && agree(value("open_close", birch), 1 / 2.5))
        #expect(value("headcount_open", amber) == 3 && value("headcount_close", amber) == 1)
        #expect(value("headcount_open", birch) == 2 && value("headcount_close", birch) == 3)
        #expect(value("joins", birch) == 1 && value("joins", amber) == 0 && value("exits", birch) == 1)
        #expect(
            agree(
                organization.figure("separation_rate", "default", "rate", scope: birch)?.estimate.value,
                365.25 / 57))
    }

    @Test("A department that a team belongs to for some days has the days of its people then")
    func departments() {
        var organization = organization
        organization.teams = ["birch": [.init(department: "north", to: "2026-01-29"), .init(from: "2026-01-29")]]
        organization.settings["least_coverage"] = "0"
        // Until the 28th: cyd 13, dee 7, fay 28; eve left from it.
        let north = organization.figure("turnover_rate", "all", "ratio", scope: Scope(.department, "north"))
        #expect(agree(north?.estimate.value, 31.0 / 48) && north?.n == 3)
    }

    @Test("Separations without an employment, or without the label that is asked for, lower the coverage")
    func coverage() {
        // Six employments and zed's separation; eve's has no type.
        func coverage(_ measure: String) -> Double? {
            organization.figure("turnover_rate", measure, "ratio")?.coverage
        }
        #expect(coverage("all") == 6.0 / 7 && coverage("unlabelled") == 6.0 / 7)
        #expect(coverage("voluntary") == 5.0 / 7 && coverage("regretted") == 5.0 / 7)
    }

    @Test("Retirements, ended contracts and others are labelled, and neither voluntary nor involuntary")
    func labels() {
        for type in ["retirement", "end_of_contract", "other"] {
            var organization = organization
            organization.separations[0].type = type
            let figures = organization.figures["turnover_rate"] ?? [:]
            let values = Dictionary(
                uniqueKeysWithValues: figures.filter { $0.key.scope == .organization }.map {
                    ($0.key.measure, $0.value.estimate.value)
                })
            #expect(agree(values["all"] ?? nil, 62.0 / 113) && agree(values["unlabelled"] ?? nil, 31.0 / 113))
            #expect(values["voluntary"] == 0 && values["involuntary"] == 0)
        }
    }

    @Test(
        "Columns that nobody ever filled give no figure; where no leaving was ever told of there are joins and headcounts alone"
    )
    func missing() {
        var organization = organization
        for index in organization.separations.indices { organization.separations[index].regretted = nil }
        #expect(organization.figure("turnover_rate", "regretted", "ratio") == nil)
        for index in organization.separations.indices { organization.separations[index].type = nil }
        #expect(organization.figure("turnover_rate", "unlabelled", "ratio") == nil)
        #expect(agree(organization.figure("turnover_rate", "all", "ratio")?.estimate.value, 62.0 / 113))
        organization.separations = []
        #expect(organization.figure("turnover_rate", "all", "ratio") != nil)
        organization.people["eve"] = nil
        organization.people["cyd"] = nil
        for kpi in ["separation_rate", "retention_rate", "tenure_survival"] {
            #expect(organization.figures[kpi]?.isEmpty == true)
        }
        #expect(
            Set((organization.figures["turnover_rate"] ?? [:]).keys.map(\.measure)) == [
                "joins", "headcount_open", "headcount_close",
            ])
    }

    @Test("An employment of no day is a join and an exit; a window without a month's end has no month_ends")
    func noDays() {
        var organization = organization
        organization.to = "2026-01-20"
        organization.people["gus"] = Spell.employed(from: "2026-01-05", until: "2026-01-05", team: "amber")
        #expect(organization.figure("turnover_rate", "joins", "count")?.estimate.value == 1)
        #expect(organization.figure("turnover_rate", "exits", "count")?.estimate.value == 3)
        #expect(organization.figure("turnover_rate", "exits", "count", scope: amber)?.estimate.value == 2)
        #expect(organization.figure("turnover_rate", "joins", "count", scope: amber)?.estimate.value == 1)
        let monthEnds = organization.figure("turnover_rate", "month_ends", "ratio")
        #expect(monthEnds?.estimate == Estimate.none && monthEnds?.n == 4)
    }

    @Test("A year of fifty, ten of whom leave at mid-year, by the three headcounts")
    func year() {
        var organization = Organization(from: "2025-01-01", to: "2026-01-01")
        for number in 0..<50 {
            organization.people["person \(number)"] = Spell.employed(
                from: "2020-01-01", until: number < 10 ? "2025-07-02" : nil)
        }
        func value(_ measure: String) -> Double? {
            organization.figure("turnover_rate", measure, "ratio")?.estimate.value
        }
        // 182 days of 50 and 183 of 40; six month ends of each; 50 before, 40 at last.
        let personDays = 182.0 * 50 + 183 * 40
        #expect(agree(value("all"), 3650 / personDays))
        #expect(agree(value("month_ends"), 10.0 / 45) && agree(value("open_close"), 10.0 / 45))
    }
}
