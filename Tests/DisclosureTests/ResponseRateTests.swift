import Domain
import KPIs
import Testing

@testable import Disclosure

@Suite("A figure of a survey whose response rate moved")
struct ResponseRateTests {
    /// What is said of the last of some quarters, of which those before are alike but for their responses.
    private func comparison(
        _ responses: [Double?], hasLimits: Bool = true, matters: Sheet.Matters? = .fivePoints
    ) throws -> PastComparison {
        let points = responses.enumerated().map { index, response in
            let value = index.isMultiple(of: 2) ? 0.5 : 0.6
            return PastComparison.Point(
                from: LocalDate(firstOfMonth: 1 + 3 * index, year: 2020), version: 1, settings: 0, state: .released,
                estimate: hasLimits ? Estimate(value, lower: value - 0.1, upper: value + 0.1) : Estimate(value),
                coverage: 1, signal: nil, step: 0.05, response: response)
        }
        let last = try #require(points.last)
        return try #require(PastComparison.all(of: points, .quarter, matters: matters, since: last.from).first)
    }

    private func isOpen(_ comparison: PastComparison) -> Bool {
        if case .open = comparison.outcome { true } else { false }
    }

    @Test(
        "isn't compared, from over 0.1 away from the mean of its reference's on",
        arguments: [
            // The mean of 0.6 and 0.7 is 0.65.
            ([0.6, 0.7, 0.75], true), ([0.6, 0.7, 0.76], false), ([0.6, 0.7, 0.55], true), ([0.6, 0.7, 0.54], false),
            // A tenth, though in binary it is a little more.
            ([0.7, 0.7, 0.8], true),
            // 0.1 away from the one before, and 0.15 from the mean of both.
            ([0.5, 0.6, 0.7], false),
            // More answered than are known to have been asked.
            ([0.9, 1, 1.5], false),
        ] as [([Double?], Bool)])
    func moved(responses: [Double?], isCompared: Bool) throws {
        let comparison = try comparison(responses)
        #expect(isOpen(comparison) == isCompared)
        // What isn't compared has no reference, and doesn't tell how much others vary.
        #expect((comparison.reference != nil) == isCompared && comparison.ranges.count == (isCompared ? 1 : 0))
        if !isCompared { #expect(comparison.outcome == .none) }
    }

    @Test("is held against the rates that are known; where its own isn't, or none before, it is compared")
    func unknown() throws {
        #expect(try isOpen(comparison([nil, 0.7, 0.8])) && !isOpen(comparison([nil, 0.7, 0.85])))
        #expect(try isOpen(comparison([0.2, 0.2, nil])) && isOpen(comparison([nil, nil, 0.9])))
    }

    @Test("is too early with one value before it, as any figure is")
    func early() throws { #expect(try comparison([0.2, 0.9]).outcome == .decided(.tooEarly)) }

    @Test("counts the rates of the last eight quarters alone")
    func window() throws {
        // Of all nine before the mean is 0.53, of the last eight 0.6.
        let earlier: [Double?] = [0] + Array(repeating: 0.6, count: 8)
        #expect(try isOpen(comparison(earlier + [0.7])) && !isOpen(comparison(earlier + [0.71])))
    }

    @Test("has nothing said by its chart either, which looks at the twelve before")
    func chart() throws {
        let earlier: [Double?] = [0] + Array(repeating: 0.6, count: 12)
        for (last, verdict) in [
            (0.7, PastComparison.Outcome.decided(.asUsual)), (0.71, .none), (nil, .decided(.asUsual)),
        ] {
            #expect(try comparison(earlier + [last], hasLimits: false).outcome == verdict)
            #expect(try comparison(earlier + [last], matters: nil).outcome == verdict)
        }
    }
}
