import Domain
import TestValues
import Testing

@Suite("A target of a figure")
struct TargetTests {
    private static func sheet(
        _ statistic: Sheet.Statistic, _ direction: Sheet.Direction = .higherIsBetter, isOfWorkingTime: Bool = false,
        hasWhole: Bool = true, scopes: [ScopeKind] = ScopeKind.allCases, noTarget: String? = nil
    ) -> Sheet {
        Sheet(
            id: "example", version: 1, title: "", question: "", formula: "",
            measures: [
                .init(
                    title: "", headline: statistic, hasWhole: hasWhole, isOfWorkingTime: isOfWorkingTime,
                    statistics: [statistic])
            ],
            direction: direction, inputs: [], scopes: scopes, unfinished: "", missing: "", reference: "",
            briefing: .init(.timelyHelp, matters: nil, next: "", noTarget: noTarget))
    }

    private static let wait = Sheet.Statistic("p50", .seconds, "")
    private static let share = Sheet.Statistic("ratio", .ratio, "")
    private static let rate = Sheet.Statistic("rate", .ratio, "", rounding: .rate)
    private static let gini = Sheet.Statistic("gini", .ratio, "", rounding: .twoDigits)
    private static let count = Sheet.Statistic("count", .count, "")
    private static let score = Sheet.Statistic("score", .netScore, "")
    private static let mean = Sheet.Statistic("mean", .oneToSeven, "")

    @Test(
        "is said as people say it, in the figure's unit",
        arguments: [
            (wait, "8h", 28_800), (wait, "8 h", 28_800), (wait, "90min", 5_400), (wait, "45s", 45),
            (wait, "2d", 172_800),
            (wait, "1.5h", 5_400), (share, "0.9", 0.9), (share, "90%", 0.9), (share, "92.5 %", 0.925), (share, "1", 1),
            (share, "0", 0), (rate, "150 %", 1.5), (rate, "0.12", 0.12), (gini, "0.4", 0.4), (gini, "-0.1", -0.1),
            (count, "40", 40), (score, "-12.5", -12.5), (mean, "5.5", 5.5),
        ] as [(Sheet.Statistic, String, Double)])
    func said(statistic: Sheet.Statistic, text: String, value: Double) throws {
        #expect(abs(try #require(Self.sheet(statistic).target(said: text)) - value) < 1e-12)
    }

    @Test(
        "that the figure cannot be, or that isn't said so, is refused",
        arguments: [
            (wait, ["", "8", "8 hours", "h", "-8h", "0h", "0.4s", "0,5h", "nan h", "8%", "2h 30min", "1e3s"]),
            (share, ["", "90", "1.01", "-0.1", "101 %", "0.9 h", "nan", "inf", "9e-1", "0x1", "%", "0,9", " 0.9"]),
            (gini, ["40 %", "infinity"]), (count, ["-1", "40 %", "forty"]), (score, ["101"]), (mean, ["0.9", "7.1"]),
            (rate, [String(repeating: "9", count: 400)]), (Sheet.Statistic("p", .probability, ""), ["0.05"]),
        ] as [(Sheet.Statistic, [String])])
    func refused(statistic: Sheet.Statistic, texts: [String]) {
        for text in texts { #expect(Self.sheet(statistic).target(said: text) == nil, "\(text)") }
    }

    @Test("A day of working time has eight hours")
    func workingTime() {
        #expect(Self.sheet(Self.wait, isOfWorkingTime: true).target(said: "2d") == 57_600)
    }

    @Test("Whoever says something else hears what it can be")
    func values() {
        let texts = [Self.wait, Self.share, Self.rate, Self.gini, Self.count, Self.mean].map {
            Self.sheet($0).targetValues
        }
        #expect(
            texts == [
                "a duration such as 90min, 8h or 2d, or empty",
                "a number from 0 to 1 or per cent, such as 0.9 or 90 %, or empty",
                "a number from 0 or per cent, such as 0.9 or 90 %, or empty", "a number, or empty",
                "a number from 0, or empty", "a number from 1 to 7, or empty",
            ])
    }

    @Test("takes a figure of the whole organization of which more or less is better, and whose sheet doesn't forbid it")
    func permitted() {
        #expect(Self.sheet(Self.share).whyNoTarget == nil && Self.sheet(Self.wait, .lowerIsBetter).whyNoTarget == nil)
        #expect(Self.sheet(Self.share, .none).whyNoTarget == "neither more nor less of it is better")
        #expect(Self.sheet(Self.share, .none, noTarget: "it is voluntary").whyNoTarget == "it is voluntary")
        let lonely = [Self.sheet(Self.share, hasWhole: false), Self.sheet(Self.share, scopes: [.team])]
        for sheet in lonely {
            #expect(sheet.whyNoTarget == "there is no figure of it for the organization as a whole")
        }
    }

    /// A time to the target of 8 h, a share to that of 0.9.
    @Test(
        "is met or missed only where the limits leave no doubt; a limit that isn't known leaves any",
        arguments: [
            (5.0, 7.0, TargetStanding.met), (5, 8, .met), (7, 9, .unclear), (8, 9, .unclear), (8.1, 9, .missed),
            (9, nil, .missed), (7, nil, .unclear), (nil, 7, .met), (nil, 9, .unclear), (nil, nil, .unclear),
        ] as [(Double?, Double?, TargetStanding)])
    func standing(lower: Double?, upper: Double?, expected: TargetStanding) {
        let hour = 3_600.0
        let time = Estimate(7.5 * hour, lower: lower.map { $0 * hour }, upper: upper.map { $0 * hour })
        #expect(TargetStanding(of: time, against: 8 * hour, direction: .lowerIsBetter) == expected)
        // The same turned round.
        let share = Estimate(0.9, lower: upper.map { (17 - $0) / 10 }, upper: lower.map { (17 - $0) / 10 })
        #expect(TargetStanding(of: share, against: 0.9, direction: .higherIsBetter) == expected)
        #expect(TargetStanding(of: share, against: 0.9, direction: .none) == .unclear)
    }

    private static let figure = PublishedFigure(
        organization: "acme", kpi: "example", version: 1,
        cell: Cell(measure: "default", scope: .organization, breakdown: .none, statistic: "ratio"),
        period: Period(.quarter, year: 2026, ordinal: 1), unit: .ratio, estimate: Estimate(0.8), n: 40, censored: nil,
        coverage: 1, state: .released)

    private static func target(
        _ value: Double?, from day: LocalDate = .distantPast, organization: String = "acme", kpi: String = "example",
        statistic: String = "ratio"
    ) -> Target {
        Target(
            organization: organization, kpi: kpi, measure: "default", statistic: statistic, validFrom: day,
            value: value)
    }

    @Test("holds from its day until the next one's, and a period goes by its first day")
    func validity() {
        let targets = [Self.target(0.95, from: day("2026-04-02")), Self.target(0.9, from: day("2026-04-01"))]
        #expect(targets.value(for: Self.figure) == 0.9)
        #expect((targets + [Self.target(0.8)]).value(for: Self.figure) == 0.9)
        #expect([Self.target(0.8), Self.target(nil, from: day("2026-04-01"))].value(for: Self.figure) == nil)
        #expect([Self.target(0.9, from: day("2026-04-02"))].value(for: Self.figure) == nil)
    }

    @Test("is of that figure of the whole organization alone: of no other figure, part, team or organization")
    func others() {
        let own = [Self.target(0.9)]
        for (scope, breakdown) in [
            (Scope(.team, "a"), Breakdown.none), (Scope(.department, "a"), .none),
            (.organization, Breakdown("kind", "x")),
        ] {
            var part = Self.figure
            part.cell = Cell(measure: "default", scope: scope, breakdown: breakdown, statistic: "ratio")
            #expect(own.value(for: part) == nil)
        }
        let others = [
            Self.target(0.9, organization: "other"), Self.target(0.9, kpi: "other"),
            Self.target(0.9, statistic: "other"),
        ]
        #expect(others.value(for: Self.figure) == nil && own.value(for: Self.figure) == 0.9)
    }
}
