import TestValues
import Testing

@testable import KPIs

@Suite("The overload index of one helper")
struct OverloadIndexTests {
    private typealias Component = OverloadIndex.Component

    @Test("Weights add up to 1")
    func weights() {
        #expect(agree(Component.allCases.reduce(0) { $0 + $1.weight }, 1))
    }

    @Test("Nothing is 0, everything is 100, and scores beyond 0...1 are held there")
    func clamping() {
        #expect(OverloadIndex(Dictionary(uniqueKeysWithValues: Component.allCases.map { ($0, -3) })).value == 0)
        let most = OverloadIndex(Dictionary(uniqueKeysWithValues: Component.allCases.map { ($0, 7) }))
        #expect(agree(most.value, 100) && most[.load] == 1)
    }

    @Test("What is missing is left out of the mean, never 0")
    func missing() {
        // (0.30 · 1 + 0.25 · 0.5 + 0.20 · 0.5) / 0.75
        let index = OverloadIndex([
            .load: 1, .recovery: 0.5, .afterHours: 0.5, .concentration: nil, .oneSidedness: nil,
        ])
        #expect(agree(index.weight, 0.75) && agree(index.value, 70) && index[.concentration] == nil)
    }

    @Test(
        "Every set of components has an index from 0.60 of the weight on, and none below",
        arguments: 0..<(1 << Component.allCases.count))
    func refusal(set: Int) {
        let there = Component.allCases.enumerated().filter { set & (1 << $0.offset) != 0 }.map(\.element)
        let hundredths = there.reduce(0) { $0 + Int(($1.weight * 100).rounded()) }
        let index = OverloadIndex(Dictionary(uniqueKeysWithValues: there.map { ($0, 0.4) }))
        #expect(agree(index.value, hundredths >= 60 ? 40 : nil), "\(there)")
    }

    @Test("With one weight changed it is the mean by the weights of all that it has, and none where it has too few")
    func shaken() {
        let index = OverloadIndex([.load: 1, .recovery: 0.5, .afterHours: 0])
        // (0.30 · 1 + 0.25 · 0.5) / 0.75; then 0.45 for 0.30, 0.125 for 0.25, 0.30 for 0.20.
        #expect(agree(index.value, 100 * 0.425 / 0.75))
        #expect(agree(index.value(weighing: .load, by: 1.5), 100 * 0.575 / 0.90))
        #expect(agree(index.value(weighing: .recovery, by: 0.5), 100 * 0.3625 / 0.625))
        #expect(agree(index.value(weighing: .afterHours, by: 1.5), 100 * 0.425 / 0.85))
        #expect(agree(index.value(weighing: .concentration, by: 0.5), index.value))
        #expect(index.components == [.load, .recovery, .afterHours])
        // 0.575 of the weight once it is changed, but enough by the plain ones; and the other way round.
        let least = OverloadIndex([.recovery: 1, .afterHours: 1, .concentration: 1])
        #expect(agree(least.value(weighing: .recovery, by: 0.5), 100))
        let few = OverloadIndex([.load: 1, .recovery: 1])
        #expect(few.value == nil && few.value(weighing: .load, by: 1.5) == nil)
    }

    @Test("Scores at their ends, by the table")
    func scores() {
        #expect(agree(OverloadIndex.load(use: 0.8), 0) && agree(OverloadIndex.load(use: 1.5), 1))
        #expect(agree(OverloadIndex.recovery(lacks: 8, days: 28), 1))
        #expect(agree(OverloadIndex.afterHours(helpDays: 12, days: 28), 1))
        #expect(agree(OverloadIndex.concentration(shareOfHelp: 0.9, shareOfCapacity: 0.3), 1))
        #expect(agree(OverloadIndex.concentration(shareOfHelp: 0.3, shareOfCapacity: 0.3), 0))
        #expect(agree(OverloadIndex.oneSidedness(given: 3, received: 1, use: 0.5), 1.0 / 6))
        #expect(agree(OverloadIndex.oneSidedness(given: 3, received: 1, use: 4), 1.0 / 3))
        #expect(OverloadIndex.oneSidedness(given: 1, received: 3, use: 1) == 0)
        #expect(OverloadIndex.unacknowledged(acknowledged: 1, of: 5) == 0.8)
    }

    @Test("A window twice as long with twice as much of everything has the same scores")
    func rates() {
        #expect(OverloadIndex.recovery(lacks: 10, days: 56) == OverloadIndex.recovery(lacks: 5, days: 28))
        #expect(OverloadIndex.afterHours(helpDays: 10, days: 56) == OverloadIndex.afterHours(helpDays: 5, days: 28))
    }
}
