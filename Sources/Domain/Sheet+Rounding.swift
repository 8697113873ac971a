import Foundation

extension Sheet.Rounding {
    /// Numbers of people and records are published as multiples of this.
    public static let countStep = 5

    /// Parts into which a published share's range from 0 to 1 is divided, by the published n.
    public static func parts(ofShareOf n: Int) -> Double {
        switch n {
        case 300...: 100
        case 150...: 50
        default: 20
        }
    }

    /// Distance between neighbours on the grid where a published value lies; `n`: the published one.
    public func step(at value: Double, n: Int) -> Double {
        switch self {
        case .share, .estimatedShare: 1 / Self.parts(ofShareOf: n)
        case .netScore: 100 / Self.parts(ofShareOf: n)
        case .rate, .twoDigits: Self.stepOfTwoDigits(at: value)
        case .probability: max(Self.stepOfTwoDigits(at: value), FigureUnit.leastShownProbability)
        case .tenths: 0.1
        case .fives: Double(Self.countStep)
        case .whole: 1
        }
    }

    /// The nearest on the grid; of two as near the one further from 0.
    public func published(_ value: Double, n: Int) -> Double {
        onGrid(value, n: n) { ($0 + ($0 < 0 ? -Self.noise : Self.noise)).rounded(.toNearestOrAwayFromZero) }
    }

    /// The nearest on the grid that is not above it.
    public func down(_ value: Double, n: Int) -> Double { onGrid(value, n: n) { ($0 + Self.noise).rounded(.down) } }

    /// The nearest on the grid that is not below it.
    public func up(_ value: Double, n: Int) -> Double { onGrid(value, n: n) { ($0 - Self.noise).rounded(.up) } }

    /// Of a number that lies on the grid, or midway between two of its points, but for the arithmetic.
    private static let noise = 1e-9

    /// By integers, so that what is printed has as few digits as the grid.
    private func onGrid(_ value: Double, n: Int, _ rounded: (Double) -> Double) -> Double {
        switch self {
        case .share, .estimatedShare:
            let parts = Self.parts(ofShareOf: n)
            return rounded(value * parts) / parts
        case .netScore:
            let parts = Self.parts(ofShareOf: n)
            return rounded(value / 100 * parts) * (100 / parts)
        case .rate, .twoDigits, .probability:
            let step = step(at: value, n: n)
            return step >= 1
                ? rounded(value / step) * step
                : step > 0 ? rounded(value * (1 / step).rounded()) / (1 / step).rounded() : 0
        case .tenths: return rounded(value * 10) / 10
        case .fives: return rounded(value / Double(Self.countStep)) * Double(Self.countStep)
        case .whole: return rounded(value)
        }
    }

    private static func stepOfTwoDigits(at value: Double) -> Double {
        value == 0 ? 0 : pow(10, (log10(abs(value)) + noise).rounded(.down) - 1)
    }
}
