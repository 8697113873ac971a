import Domain
import Foundation
import TestValues
import Testing

@testable import KPIs

@Suite("Kaplan-Meier")
struct KaplanMeierTests {
    /// Weeks in remission under 6-mercaptopurine (Freireich et al. 1963, Blood 21, 699), the textbooks' example.
    private static let remission: [Observation] = {
        let relapses: [Int64] = [6, 6, 6, 7, 10, 13, 16, 22, 23]
        let stillWell: [Int64] = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
        return stillWell.map { Observation(exit: $0, outcome: .censored) }
            + relapses.map { Observation(exit: $0, outcome: .event) }
    }()

    @Test("The remission times of Freireich et al. give the published curve")
    func remissionCurve() {
        // Kalbfleisch, Prentice 1980; at risk 21, 17, 15, 12, 11, 7, 6.
        let curve = KaplanMeier(Self.remission)
        let published: [(Int64, Double)] = [
            (6, 18.0 / 21), (7, 18.0 / 21 * 16 / 17), (10, 0.752941176471), (13, 0.690196078431), (16, 0.627450980392),
            (22, 0.537815126050), (23, 0.448179271709), (35, 0.448179271709),
        ]
        for (age, survival) in published { #expect(agree(curve.survival(at: age).value, survival)) }
        // lifelines 0.30.3: KaplanMeierFitter().fit(t, e).confidence_interval_
        let limits = curve.survival(at: 13)
        #expect(abs((limits.lower ?? 0) - 0.431610) < 1e-6 && abs((limits.upper ?? 0) - 0.849066) < 1e-6)
        #expect(curve.survival(at: 5) == Estimate(1), "nothing has happened yet")
        #expect(curve.survival(at: 36) == .none)
    }

    @Test("The remission times give the quantiles that lifelines gives, with their limits")
    func remissionQuantiles() {
        // lifelines 0.30.3: qth_survival_times(q, kmf.survival_function_), …(q, kmf.confidence_interval_); inf is nil.
        let curve = KaplanMeier(Self.remission)
        #expect(curve.quantile(0.25) == Estimate(13, lower: 6, upper: 22))
        #expect(curve.quantile(0.5) == Estimate(23, lower: 13, upper: nil))
        #expect(curve.quantile(0.9) == Estimate(nil, lower: nil, upper: nil))
    }

    @Test("Late entry gives what lifelines gives")
    func lateEntry() {
        // lifelines 0.30.3: KaplanMeierFitter().fit(t, e, entry=…); no entry falls on an exit here.
        let ages: [(Int64, Int64, Outcome)] = [
            (0, 4, .event), (0, 7, .censored), (2, 9, .event), (3, 12, .event), (5, 15, .censored), (8, 18, .event),
            (10, 21, .event), (11, 24, .censored),
        ]
        let curve = KaplanMeier(ages.map { Observation(entry: $0, exit: $1, outcome: $2) })
        let expected: [(Int64, Double)] = [(4, 0.75), (9, 0.5625), (12, 0.45), (18, 0.3), (21, 0.15), (24, 0.15)]
        for (age, survival) in expected { #expect(agree(curve.survival(at: age).value, survival)) }
        // lifelines says 9 for the quartile: its 3/4 at 4 is a rounding error above 0.75, which our tolerance forgives.
        #expect(curve.quantile(0.25) == Estimate(4, lower: 4, upper: 18))
        #expect(curve.quantile(0.5) == Estimate(12, lower: 4, upper: 21))
        #expect(curve.quantile(0.9) == Estimate(nil, lower: 9, upper: nil))
    }

    @Test("Who enters at the age of an event is at risk in it, and who is censored at it too")
    func ties() {
        // At 5: entered by then 0, 0, 5; all three still there. One event: 1 - 1/3.
        let curve = KaplanMeier([
            Observation(exit: 5, outcome: .event), Observation(exit: 5, outcome: .censored),
            Observation(entry: 5, exit: 9, outcome: .censored),
        ])
        #expect(agree(curve.survival(at: 5).value, 2.0 / 3))
    }

    @Test("From the age at which nobody is left while somebody enters later, all is refused, that age included")
    func gap() {
        // 0…3, 0…5, then nobody until 6. At 3 S is 1/2, reached; what happens at 5 is refused.
        let curve = KaplanMeier([
            Observation(exit: 3, outcome: .event), Observation(exit: 5, outcome: .event),
            Observation(entry: 6, exit: 9, outcome: .event),
        ])
        #expect(curve.gap == 5)
        #expect(curve.quantile(0.5).value == 3)
        #expect(curve.quantile(0.9).value == nil)
        #expect(agree(curve.survival(at: 4).value, 0.5))
        #expect(curve.survival(at: 5) == .none && curve.survival(at: 9) == .none)
    }

    @Test("Nobody at risk at age 0 is a gap there")
    func gapAtZero() {
        let curve = KaplanMeier([Observation(entry: 1, exit: 4, outcome: .event)])
        #expect(curve.gap == 0)
        #expect(curve.quantile(0.5) == .none && curve.survival(at: 0) == .none)
    }

    @Test("No gap where the next enters as the last leaves")
    func noGap() {
        let curve = KaplanMeier([
            Observation(exit: 5, outcome: .event), Observation(entry: 5, exit: 9, outcome: .event),
        ])
        #expect(curve.gap == nil)
        #expect(curve.survival(at: 5).value == 0.5 && curve.survival(at: 9).value == 0)
    }

    @Test("S = 0 has no limits, lasts past the largest age, and leaves the upper limit of a quantile unreached")
    func survivalOfZero() {
        let curve = KaplanMeier([Observation(exit: 7, outcome: .event)])
        #expect(curve.survival(at: 7) == Estimate(0) && curve.survival(at: 100) == Estimate(0))
        #expect(curve.quantile(0.5) == Estimate(7))
    }

    @Test("A share that falls on the threshold but for rounding has reached it")
    func threshold() {
        // Ten events, one at each age: S(9) is 0.1 but for rounding.
        let curve = KaplanMeier((1...10).map { Observation(exit: $0, outcome: .event) })
        #expect(curve.quantile(0.9).value == 9)
        #expect(curve.quantile(0.5).value == 5)
    }

    @Test("Without observations nothing is known")
    func empty() {
        #expect(KaplanMeier([]).quantile(0.5) == .none && KaplanMeier([]).survival(at: 0) == .none)
    }

    @Test("Aalen-Johansen: the withdrawn share of four, worked by hand")
    func aalenJohansen() {
        // At 1: 1 of 4 withdrawn: 1/4. At 2: an answer and a withdrawal share 3 at risk: 3/4 · 1/3 = 1/4 more; left 1/4.
        let table = RiskTable([
            Observation(exit: 1, outcome: .competing), Observation(exit: 2, outcome: .event),
            Observation(exit: 2, outcome: .competing), Observation(exit: 3, outcome: .censored),
        ])
        #expect(agree(AalenJohansen.competingShare(table), 0.5))
        #expect(AalenJohansen.competingShare(RiskTable([])) == nil)
        #expect(AalenJohansen.competingShare(RiskTable([Observation(entry: 1, exit: 2, outcome: .event)])) == nil)
    }
}
