import Domain
import KPIs

/// A released figure held against the same figure's own past. Pure, and by published values alone.
///
///     reference = mean of the last k comparable values of the 12 months (8 quarters, 6 years) before, on the figure's scale
///     difference = value - reference
///     arm = how far its limits lie from it (`DifferenceOfEstimates`)
///
/// Comparable is a value that is shown, with both limits, a coverage of 0.9 or more, of the same version of the definition
/// and under the same settings. Whether the difference is more than chance is decided for a whole family at once
/// (`VerdictFamily`). Of a figure that cannot be tested so, as a stock without limits, the control chart decides, once 12 values
/// came before. Of a survey to which another share of those asked answered than to those before nothing is said.
///
/// Sources: `DifferenceOfEstimates`; the windows, 0.9 and the 0.1 of the response are conventions.
struct PastComparison: Sendable {
    /// One released row of a series.
    struct Point: Sendable, Hashable {
        let from: LocalDate
        let version: Int
        /// Stands for the settings that the figure depends on.
        let settings: Int
        let state: PublishedFigure.State
        let estimate: Estimate
        let coverage: Double?
        let signal: Signal?
        /// Of the grid on which the value lies.
        let step: Double
        /// The share of those asked who answered; `nil` where that isn't known, or the figure is of no survey.
        let response: Double?
    }

    /// Fewest earlier values that make a reference.
    static let leastBasis = 2
    /// After a run the chart has eight values of its new stretch, and judges from twelve on.
    private static let unlimitedAfterRun = ControlChart.leastBasis - ControlChart.runLength

    /// Of moving ranges on the scale.
    struct Ranges: Sendable, Hashable {
        var sum = 0.0
        var count = 0

        static func + (a: Ranges, b: Ranges) -> Ranges { Ranges(sum: a.sum + b.sum, count: a.count + b.count) }
    }

    /// A difference that awaits the family's decision.
    struct Difference: Sendable, Hashable {
        /// On the scale.
        let amount: Double
        let arm: Double
        /// The one away from the reference; infinite where a limit is open.
        let outwardArm: Double
        /// Values that made the reference.
        let basis: Int
        /// The width of a rounding step, the largest of those involved.
        let step: Double
        /// Whether the value differs too little from that of a year before.
        let isAsAYearAgo: Bool
    }

    enum Outcome: Sendable, Hashable {
        /// Nothing is said of it.
        case none
        case decided(Verdict)
        case open(Difference)
    }

    let from: LocalDate
    /// In the figure's unit; `nil` where there is none.
    let reference: Double?
    /// Those among the reference's values; none where the figure isn't tested.
    let ranges: Ranges
    let outcome: Outcome

    /// One for each point from a day on. `points`: of one cell and one kind of period, in order.
    static func all(
        of points: [Point], _ kind: PeriodKind, matters: Sheet.Matters?, since: LocalDate
    ) -> [PastComparison] {
        guard let monthsBack = Verdict.monthsBack(of: kind) else { return [] }
        return points.indices.filter { points[$0].from >= since }.map { index in
            PastComparison(at: index, of: points, monthsBack: monthsBack, matters: matters)
        }
    }

    private init(at index: Int, of points: [Point], monthsBack: Int, matters: Sheet.Matters?) {
        let point = points[index]
        from = point.from
        guard point.state == .released, point.estimate.value != nil, Self.isCovered(point) else {
            (reference, ranges, outcome) = (nil, Ranges(), .none)
            return
        }
        let past = matters.flatMap {
            Past(of: point, among: points[..<index], $0.scale, since: point.from.advanced(byMonths: -monthsBack))
        }
        let isTested = point.estimate.lower != nil && point.estimate.upper != nil
        if isTested, let past, past.isOfOtherPeople(than: point) {
            (reference, ranges, outcome) = (nil, Ranges(), .none)
            return
        }
        reference = isTested ? past?.reference : nil
        ranges = isTested ? past?.ranges ?? Ranges() : Ranges()
        if let past, isTested {
            outcome = past.outcome(
                of: point,
                yearBefore: monthsBack == Verdict.monthsBack(of: .year) ? nil : point.from.advanced(byMonths: -12))
        } else {
            // Where the figure cannot be tested, its chart judges alone.
            outcome = Self.chartsVerdict(of: point, after: points[..<index]).map { .decided($0) } ?? .none
        }
    }

    private static func isCovered(_ point: Point) -> Bool { point.coverage.map { $0 >= Verdict.leastCoverage } ?? true }

    /// `nil` where the chart has too few points to judge, or another share of those asked answered than to the twelve before.
    ///
    /// A point outside counts only where its limits, and those of the twelve values before, don't allow for no change: of few
    /// people one event can lie outside. Eight in a row count likewise, by their mean against that of up to twelve before
    /// them: where events are rare, eight periods without one are no news.
    private static func chartsVerdict(of point: Point, after earlier: ArraySlice<Point>) -> Verdict? {
        let charted = earlier.filter {
            $0.state == .released && $0.estimate.value != nil && $0.version == point.version
        }
        guard charted.count >= ControlChart.leastBasis,
            charted.suffix(unlimitedAfterRun).allSatisfy({ $0.signal?.rule != .eightInARow })
        else { return nil }
        let before = charted.suffix(ControlChart.leastBasis)
        guard !Verdict.isResponseMoved(point.response, from: before.compactMap(\.response)) else { return nil }
        guard let signal = point.signal else { return .asUsual }
        let ofRun = signal.rule == .eightInARow ? charted.suffix(ControlChart.runLength - 1) : []
        let others = charted.dropLast(ofRun.count).suffix(ControlChart.leastBasis)
        return reaches((ofRun + [point]).map(\.estimate), others.map(\.estimate))
            ? .cannotTell : .signalled(signal)
    }

    /// Whether the limits of the difference of two means have 0 between them; of values none of which has limits that isn't
    /// known. A limit that is open reaches everything; beside others a value without limits counts as exact.
    private static func reaches(_ estimates: [Estimate], _ others: [Estimate]) -> Bool {
        guard estimates.contains(where: { $0.lower != nil || $0.upper != nil }) else { return false }
        func mean(_ estimates: [Estimate]) -> Double {
            estimates.compactMap(\.value).reduce(0, +) / Double(estimates.count)
        }
        let difference = mean(estimates) - mean(others)
        func arms(_ estimates: [Estimate], up: Bool, open: Double) -> [Double] {
            estimates.map { estimate in
                guard let value = estimate.value, estimate.lower != nil || estimate.upper != nil else { return 0 }
                return (up ? estimate.upper : estimate.lower).map { abs($0 - value) } ?? open
            }
        }
        let own = DifferenceOfEstimates.arm(
            0, ofMean: arms(estimates, up: difference < 0, open: .infinity))
        return abs(difference)
            <= DifferenceOfEstimates.arm(own, ofMean: arms(others, up: difference >= 0, open: 0))
    }

    /// The values that a point is compared with.
    private struct Past {
        let scale: ChangeScale
        let position: Double
        let points: [Point]
        let positions: [Double]

        /// `nil` where the point or one of the others has no place on the scale.
        init?(of point: Point, among earlier: ArraySlice<Point>, _ scale: ChangeScale, since: LocalDate) {
            let points = earlier.filter {
                $0.from >= since && $0.state == .released && $0.estimate.value != nil && $0.estimate.lower != nil
                    && $0.estimate.upper != nil && PastComparison.isCovered($0) && $0.version == point.version
                    && $0.settings == point.settings
            }
            let positions = points.compactMap { $0.estimate.value.flatMap(scale.position) }
            guard let position = point.estimate.value.flatMap(scale.position), positions.count == points.count else {
                return nil
            }
            (self.scale, self.position, self.points, self.positions) = (scale, position, points, positions)
        }

        var mean: Double { positions.reduce(0, +) / Double(positions.count) }

        /// Where there is a reference; without one it is too early to say even that.
        func isOfOtherPeople(than point: Point) -> Bool {
            points.count >= PastComparison.leastBasis
                && Verdict.isResponseMoved(point.response, from: points.compactMap(\.response))
        }

        var reference: Double? {
            positions.count >= PastComparison.leastBasis ? scale.value(at: mean) : nil
        }

        var ranges: Ranges {
            guard positions.count >= PastComparison.leastBasis else { return Ranges() }
            let ranges = zip(positions, positions.dropFirst()).map { abs($1 - $0) }
            return Ranges(sum: ranges.reduce(0, +), count: ranges.count)
        }

        /// `yearBefore`: first day of the same period of the year before, if a year has several.
        func outcome(of point: Point, yearBefore: LocalDate?) -> Outcome {
            guard positions.count >= PastComparison.leastBasis else { return .decided(.tooEarly) }
            let difference = position - mean
            let isAbove = difference >= 0
            guard let arm = armOfDifference(point, up: !isAbove) else { return .decided(.cannotTell) }
            let step = (points + [point]).map { scale.width(of: $0.step, at: $0.estimate.value ?? 0) }.max() ?? 0
            return .open(
                Difference(
                    amount: difference, arm: arm, outwardArm: armOfDifference(point, up: isAbove) ?? .infinity,
                    basis: positions.count, step: step,
                    isAsAYearAgo: points.first { $0.from == yearBefore }.map { isAsBefore(point, $0) } ?? false))
        }

        /// How far the difference's upper or lower limit lies from it; `nil` where a limit has no place on the scale.
        private func armOfDifference(_ point: Point, up: Bool) -> Double? {
            let others = points.compactMap { arm(of: $0, up: !up) }
            guard let own = arm(of: point, up: up), others.count == points.count else { return nil }
            return DifferenceOfEstimates.arm(own, ofMean: others)
        }

        /// On the scale; `nil` where the limit has no place on it.
        private func arm(of point: Point, up: Bool) -> Double? {
            guard let value = point.estimate.value.flatMap(scale.position),
                let limit = (up ? point.estimate.upper : point.estimate.lower).flatMap(scale.position)
            else { return nil }
            return abs(limit - value)
        }

        private func isAsBefore(_ point: Point, _ other: Point) -> Bool {
            guard let before = other.estimate.value.flatMap(scale.position) else { return false }
            let difference = position - before
            guard let own = arm(of: point, up: difference < 0), let others = arm(of: other, up: difference >= 0) else {
                return true
            }
            return difference == 0 || abs(difference) < DifferenceOfEstimates.arm(own, ofMean: [others])
        }
    }
}
