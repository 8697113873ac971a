import Domain
import Foundation

/// A unit as it is shown: seconds of working time are not the calendar's.
struct ShownUnit: Hashable, Sendable {
    let unit: FigureUnit
    var isOfWorkingTime = false

    init(_ unit: FigureUnit, isOfWorkingTime: Bool = false) {
        self.unit = unit
        self.isOfWorkingTime = isOfWorkingTime
    }
}

extension Sheet {
    /// The unit of a figure, as it is shown.
    func shown(_ unit: FigureUnit, of cell: Cell) -> ShownUnit {
        ShownUnit(unit, isOfWorkingTime: measure(of: cell)?.isOfWorkingTime == true)
    }
}

/// Numbers for people to read.
enum ShownNumber {
    /// `brief`: for a column whose rows tell working time by their names.
    static func text(_ value: Double?, _ shown: ShownUnit, brief: Bool = false) -> String {
        guard let value else { return "no value" }
        guard shown.unit != .probability || value >= FigureUnit.leastShownProbability else {
            return "< " + number(FigureUnit.leastShownProbability, 3)
        }
        let form = form(of: value, shown, brief)
        let text = number(value / form.size, form.decimals) + form.name
        guard !brief, shown.isOfWorkingTime, value >= workday else { return text }
        return text + " (\(number(value / workday, 1)) days of 8 hours)"
    }

    static func text(_ value: Double?, _ unit: FigureUnit) -> String { text(value, ShownUnit(unit)) }

    /// The limits of a value, in the unit that the value is shown in. What lies beyond the times that were seen is not
    /// reached.
    static func range(
        _ lower: Double?, _ upper: Double?, of value: Double?, _ shown: ShownUnit, brief: Bool = false
    ) -> String {
        let form = form(of: value ?? lower ?? upper ?? 0, shown, brief)
        let missing = shown.unit == .seconds ? "not reached" : "not estimated"
        let ends = [lower, upper].map { $0.map { number($0 / form.size, form.decimals) } ?? missing }
        return ends[0] + " to " + ends[1] + form.name
    }

    private static let hour = 3_600.0
    /// Eight hours, by which people count days of work.
    private static let workday = 8 * hour
    private static let day = 24 * hour

    /// Durations in the largest unit that they fill, working time in hours at most; counts are whole.
    private static func form(
        of value: Double, _ shown: ShownUnit, _ brief: Bool
    ) -> (size: Double, decimals: Int, name: String) {
        switch shown.unit {
        case .seconds where shown.isOfWorkingTime:
            if value < hour { return (60, 1, brief ? " min" : " working minutes") }
            return (hour, value < day ? 1 : 0, brief ? " h" : " working hours")
        case .seconds:
            let units = [(day, " d"), (hour, " h"), (60, " min")]
            let (size, name) = units.first { value >= $0.0 } ?? (1, " s")
            return (size, 1, name)
        case .count: return (1, 0, "")
        case .index, .netScore, .hundred: return (1, 1, "")
        case .ratio, .scale, .oneToTen, .oneToSeven, .perYear, .perPersonMonth: return (1, 2, "")
        case .probability: return (1, 3, "")
        }
    }

    /// Without a unit.
    static func number(_ value: Double, _ decimals: Int) -> String { String(format: "%.\(decimals)f", value) }
}
