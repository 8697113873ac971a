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
        let text = number(value / form.size, form)
        guard !brief, shown.isOfWorkingTime, value >= workday else { return text + form.name }
        // Of the hours as they are shown, so that the two agree.
        let seconds = (Double(text) ?? value / form.size) * form.size
        return text + form.name + " (\(number(seconds / workday, 1)) days of 8 hours)"
    }

    static func text(_ value: Double?, _ unit: FigureUnit) -> String { text(value, ShownUnit(unit)) }

    /// The limits of a value, in the unit that the value is shown in. What lies beyond the times that were seen is not
    /// reached.
    static func range(
        _ lower: Double?, _ upper: Double?, of value: Double?, _ shown: ShownUnit, brief: Bool = false
    ) -> String {
        let form = form(of: value ?? lower ?? upper ?? 0, shown, brief)
        let missing = shown.unit == .seconds ? "not reached" : "not estimated"
        let ends = [lower, upper].map { $0.map { number($0 / form.size, form) } ?? missing }
        return ends[0] + " to " + ends[1] + form.name
    }

    private static let hour = 3_600.0
    /// Eight hours, by which people count days of work.
    private static let workday = 8 * hour
    private static let day = 24 * hour

    private struct Form {
        let size: Double
        let decimals: Int
        var name = ""
        /// Decimals behind which zeros say nothing.
        var least: Int?
    }

    /// Durations in the largest unit that they fill, working time in hours at most; counts are whole. Small shares and rates
    /// have two digits, as the published ones have: otherwise unlike ones look equal.
    private static func form(of value: Double, _ shown: ShownUnit, _ brief: Bool) -> Form {
        switch shown.unit {
        case .seconds where shown.isOfWorkingTime:
            if value < hour { return Form(size: 60, decimals: 1, name: brief ? " min" : " working minutes") }
            return Form(size: hour, decimals: value < day ? 1 : 0, name: brief ? " h" : " working hours")
        case .seconds:
            let units = [(day, " d"), (hour, " h"), (60, " min")]
            let (size, name) = units.first { value >= $0.0 } ?? (1, " s")
            return Form(size: size, decimals: 1, name: name)
        case .count: return Form(size: 1, decimals: 0)
        case .index, .netScore, .hundred: return Form(size: 1, decimals: 1)
        case .ratio, .perYear, .perPersonMonth:
            let size = abs(value)
            return Form(size: 1, decimals: size == 0 || size >= 0.1 ? 2 : size >= 0.01 ? 3 : 4, least: 2)
        case .scale, .oneToTen, .oneToSeven: return Form(size: 1, decimals: 2)
        case .probability: return Form(size: 1, decimals: 3)
        }
    }

    private static func number(_ value: Double, _ form: Form) -> String {
        var text = number(value, form.decimals)
        for _ in 0..<(form.decimals - (form.least ?? form.decimals)) where text.hasSuffix("0") { text.removeLast() }
        return text
    }

    /// Without a unit; what rounds to nothing has no sign.
    static func number(_ value: Double, _ decimals: Int) -> String {
        let text = String(format: "%.\(decimals)f", value)
        return text.hasPrefix("-") && Double(text) == 0 ? String(text.dropFirst()) : text
    }
}
