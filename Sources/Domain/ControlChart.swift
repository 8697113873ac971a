/// An XmR chart: tells a change from the ordinary ups and downs of one figure, point by point.
///
/// A point is the value of one cell in a period; the points of a chart are of one kind of period and do not overlap.
/// Periods without a value are left out: moving ranges and runs go from a point to the next one that there is.
///
///     centre = mean of the points that fix the limits
///     limits = centre ± (2.66 · mean of the absolute differences between consecutive ones of them + half a step)
///
/// Points are published values, which lie on a grid: what differs by less than a step looks the same. So the mean
/// difference is taken as one step at least, the largest of those points', and the limits are wider by half a step of the
/// point that is held against them.
///
/// The limits are fixed by the first 24 points of a *stretch*. A point is held against the points before it, never
/// against itself: with 24 or more before it in its stretch the limits are firm, with 12 to 23 provisional, with fewer
/// there are none. So what was said of a point stands, whatever comes after it, and no outlier widens the limits that it
/// is judged by. Two rules:
///
/// - *outside*: the point lies beyond a limit (Shewhart's; rule 1 of the Western Electric handbook).
/// - *eight in a row*: it is the eighth of eight consecutive points of the stretch that lie on one side of the centre
///   (rule 4 there). A point on the centre, or within half a step of it, is on neither side. A new stretch begins with the first of the eight, and the
///   next signal can come when twelve points are in it. Where both rules hold, this one is named.
///
/// Within 1e-9 of a limit or the centre is on it. A series that never varied has limits without width: anything else is
/// outside.
///
/// 2.66 is 3 / d₂, with d₂ = 1.128 the mean range of two normal values in standard deviations. Limits assume no
/// distribution; the rate of false alarms does, see `ControlChart.Reading.falseAlarmRate`.
///
/// Sources: Shewhart 1931, Economic Control of Quality of Manufactured Product; Western Electric 1956, Statistical
/// Quality Control Handbook; Wheeler 1993, Understanding Variation: The Key to Managing Chaos; NHS England, Making Data
/// Count. That limits are fixed by 24 points and provisional from 12 on is a convention.
public struct ControlChart: Sendable, Hashable {
    /// Half the width of the limits in mean moving ranges.
    public static let rangeFactor = 2.66
    /// Points that fix the limits.
    public static let firmBasis = 24
    /// Fewest points that give provisional limits.
    public static let leastBasis = 12
    /// Points on one side that make a run.
    public static let runLength = 8
    private static let tolerance = 1e-9

    public struct Point: Sendable, Hashable {
        /// First day of the period.
        public let from: LocalDate
        public let value: Double
        /// Of the grid on which the value lies.
        public let step: Double

        public init(from: LocalDate, value: Double, step: Double = 0) {
            self.from = from
            self.value = value
            self.step = step
        }
    }

    /// What fixes the limits, in the unit of the figure.
    public struct Limits: Sendable, Hashable {
        public let centre: Double
        public let meanMovingRange: Double
        /// How many points fix them, at most 24.
        public let basis: Int

        /// By how much rounding alone can move a point.
        public let halfStep: Double

        public var lower: Double { centre - rangeFactor * meanMovingRange - halfStep }
        public var upper: Double { centre + rangeFactor * meanMovingRange + halfStep }
        public var isProvisional: Bool { basis < firmBasis }

        /// `points`: at least two.
        init(_ points: [Point]) {
            basis = points.count
            centre = points.reduce(0) { $0 + $1.value } / Double(basis)
            let ranges = zip(points, points.dropFirst()).map { abs($1.value - $0.value) }
            meanMovingRange = max(ranges.reduce(0, +) / Double(ranges.count), points.map(\.step).max() ?? 0)
            halfStep = 0
        }

        private init(_ limits: Limits, for point: Point) {
            // A point of 0 has no digits and therefore no step; what is held against such points has one.
            (centre, meanMovingRange, basis) = (
                limits.centre, max(limits.meanMovingRange, point.step), limits.basis
            )
            halfStep = point.step / 2
        }

        /// Against which a point is held.
        func widened(for point: Point) -> Limits { Limits(self, for: point) }

        /// Limits that were firm when they were stored.
        public init(firmCentre: Double, meanMovingRange: Double) {
            centre = firmCentre
            self.meanMovingRange = meanMovingRange
            basis = firmBasis
            halfStep = 0
        }
    }

    /// What the chart says of a point.
    public struct Reading: Sendable, Hashable {
        public let point: Point
        /// First day of the first period of the point's stretch.
        public let stretchFrom: LocalDate
        /// Whether a run began the stretch, and not the series.
        public let isAfterRun: Bool
        /// `nil` where fewer than 12 points of the stretch came before it.
        public let limits: Limits?
        /// `nil` where the point is as usual, or without limits.
        public let rule: Signal.Rule?
        /// Of a point that a rule names: above the centre or below it.
        public let isAbove: Bool

        /// In the words of a figure's direction; `nil` where no rule fired.
        public func signal(_ direction: Sheet.Direction) -> Signal? {
            guard let rule, let limits else { return nil }
            return Signal(
                Signal.Meaning(direction, isAbove: isAbove), rule, isProvisional: limits.isProvisional)
        }
    }

    /// First day of the first period of the stretch; `nil` before the first point.
    public private(set) var stretchFrom: LocalDate?
    public private(set) var isAfterRun: Bool
    /// Of a stretch with 24 points and more.
    public private(set) var firmLimits: Limits?
    /// In order: all points of a stretch without firm limits, the last seven of another. More the next point never needs.
    public private(set) var points: [Point]

    /// Without points.
    public init() { self.init(stretchFrom: nil, isAfterRun: false, firmLimits: nil, points: []) }

    /// As another one was when it had these properties.
    public init(stretchFrom: LocalDate?, isAfterRun: Bool, firmLimits: Limits?, points: [Point]) {
        self.stretchFrom = stretchFrom
        self.isAfterRun = isAfterRun
        self.firmLimits = firmLimits
        self.points = points
    }

    /// First day of the last period that was taken in.
    public var last: LocalDate? { points.last?.from }

    /// Takes in the next point and says what it is. `point`: later than all before it.
    public mutating func take(_ point: Point) -> Reading {
        let limits = (firmLimits ?? (points.count >= Self.leastBasis ? Limits(points) : nil))?.widened(for: point)
        let start = stretchFrom ?? point.from
        func reading(_ rule: Signal.Rule?, isAbove: Bool) -> Reading {
            Reading(
                point: point, stretchFrom: start, isAfterRun: isAfterRun, limits: limits, rule: rule,
                isAbove: isAbove)
        }
        stretchFrom = start
        points.append(point)
        guard let limits else { return reading(nil, isAbove: false) }
        let isAbove = Self.isBeyond(point.value, limits.centre)
        let eight = points.suffix(Self.runLength)
        let isRun = eight.allSatisfy {
            isAbove
                ? Self.isBeyond($0.value - $0.step / 2, limits.centre)
                : Self.isBeyond(limits.centre, $0.value + $0.step / 2)
        }
        let isOutside = Self.isBeyond(point.value, limits.upper) || Self.isBeyond(limits.lower, point.value)
        let result = reading(isRun ? .eightInARow : isOutside ? .outside : nil, isAbove: isAbove)
        if isRun, let first = eight.first {
            self = ControlChart(stretchFrom: first.from, isAfterRun: true, firmLimits: nil, points: Array(eight))
        } else if firmLimits != nil || points.count == Self.firmBasis {
            firmLimits = firmLimits ?? Limits(points)
            points.removeFirst(points.count - (Self.runLength - 1))
        }
        return result
    }

    private static func isBeyond(_ a: Double, _ b: Double) -> Bool { a - b > tolerance * max(1, abs(b)) }
}
