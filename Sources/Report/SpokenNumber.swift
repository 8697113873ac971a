public import Domain
import Foundation

/// Numbers as people say them: `2 h 10 min`, `79 %`, `1.5 a year`.
///
/// A duration has two units at most, the smaller one whole. Working time goes by days of eight hours, which are not the
/// calendar's.
public struct SpokenNumber: Sendable {
    private let texts: Texts

    public init(_ texts: Texts) { self.texts = texts }

    private static let minute = 60.0
    private static let hour = 3_600.0
    private static let day = 24 * hour
    private static let workday = 8 * hour
    private static let million = 1e6

    /// `nil` is a dash.
    public func text(_ value: Double?, _ row: Overview.Row) -> String { text(value, row.statistic, row.measure) }

    func text(_ value: Double?, _ statistic: Sheet.Statistic, _ measure: Sheet.Measure) -> String {
        guard let value else { return "–" }
        guard statistic.unit != .seconds else { return duration(value, isOfWorkingTime: measure.isOfWorkingTime) }
        return unit(of: statistic, bare(value, statistic))
    }

    /// A target of the KPI's first headline figure, to its last digit; `nil` of a KPI that has none.
    public func target(_ value: Double, of sheet: Sheet) -> String? {
        guard let (measure, statistic) = sheet.judged else { return nil }
        guard statistic.unit != .seconds else { return wholeDuration(value, isOfWorkingTime: measure.isOfWorkingTime) }
        let shown = statistic.isOfHundred ? value * 100 : value
        // Beyond what the arithmetic adds.
        let digits = ((shown * Self.million).rounded() / Self.million).shortest
        return unit(of: statistic, digits.replacing(".", with: texts["decimal-separator"]))
    }

    /// Both limits; what isn't known is left open.
    public func range(_ estimate: Estimate, _ row: Overview.Row) -> String {
        range(estimate, row.statistic, row.measure)
    }

    func range(_ estimate: Estimate, _ statistic: Sheet.Statistic, _ measure: Sheet.Measure) -> String {
        let isDuration = statistic.unit == .seconds
        func end(_ value: Double) -> String { isDuration ? text(value, statistic, measure) : bare(value, statistic) }
        let range: String
        switch (estimate.lower.map(end), estimate.upper.map(end)) {
        case (let lower?, let upper?): range = texts["range", lower, upper]
        case (let lower?, nil): range = texts["range-open-above", lower]
        case (nil, let upper?): range = texts["range-open-below", upper]
        case (nil, nil): return "–"
        }
        return isDuration ? range : unit(of: statistic, range)
    }

    private func unit(of statistic: Sheet.Statistic, _ number: String) -> String {
        switch statistic.unit {
        case .perYear: texts["per-year", number]
        case .perPersonMonth: texts["per-person-month", number]
        case .ratio where statistic.isOfHundred: texts["per-cent", number]
        case .ratio, .seconds, .count, .index, .netScore, .scale, .oneToTen, .oneToSeven, .hundred, .probability:
            number
        }
    }

    /// Without its unit. Shares lie on a grid of whole hundredths; rates have two digits.
    private func bare(_ value: Double, _ statistic: Sheet.Statistic) -> String {
        switch statistic.unit {
        case .count: number(value, 0)
        case .index, .netScore, .hundred: number(value, value == value.rounded() ? 0 : 1)
        case .scale, .oneToTen, .oneToSeven: number(value, 1)
        case .ratio where statistic.rounding == .rate: twoDigits(value * 100)
        case .ratio where statistic.isOfHundred: number(value * 100, 0)
        case .ratio: number(value, 2)
        case .probability: number(value, 3)
        case .perYear, .perPersonMonth, .seconds: twoDigits(value)
        }
    }

    private func twoDigits(_ value: Double) -> String {
        number(value, value == 0 || abs(value) >= 9.95 ? 0 : abs(value) >= 0.995 ? 1 : 2)
    }

    private func duration(_ seconds: Double, isOfWorkingTime: Bool) -> String {
        let day = isOfWorkingTime ? Self.workday : Self.day
        let suffix = isOfWorkingTime ? "working-" : ""
        if seconds < Self.minute { return texts["seconds", number(seconds, 0)] }
        let units: [(size: Double, name: String)] = [
            (day, suffix + "days"), (Self.hour, suffix + "hours"), (Self.minute, "minutes"),
        ]
        let first = units.firstIndex { seconds >= $0.size } ?? units.count - 1
        let small = first + 1 < units.count ? units[first + 1].size : units[first].size
        let whole = (seconds / small).rounded() * small
        // Rounding can fill the larger unit.
        if first > 0, whole >= units[first - 1].size { return duration(whole, isOfWorkingTime: isOfWorkingTime) }
        let large = (whole / units[first].size).rounded(.down)
        let rest = ((whole - large * units[first].size) / small).rounded()
        let text = texts[units[first].name, number(large, 0)]
        guard first + 1 < units.count, rest > 0 else { return text }
        return text + " " + texts[units[first + 1].name, number(rest, 0)]
    }

    /// In as many units as it takes.
    private func wholeDuration(_ seconds: Double, isOfWorkingTime: Bool) -> String {
        let suffix = isOfWorkingTime ? "working-" : ""
        let units: [(size: Double, name: String)] = [
            (isOfWorkingTime ? Self.workday : Self.day, suffix + "days"), (Self.hour, suffix + "hours"),
            (Self.minute, "minutes"), (1, "seconds"),
        ]
        var rest = seconds.rounded()
        return units.compactMap { size, name in
            let whole = (rest / size).rounded(.down)
            rest -= whole * size
            return whole > 0 ? texts[name, number(whole, 0)] : nil
        }.joined(separator: " ")
    }

    /// With the language's decimal separator and without others.
    func number(_ value: Double, _ decimals: Int) -> String {
        let text = String(format: "%.\(decimals)f", value)
        let plain = text.hasPrefix("-") && Double(text) == 0 ? String(text.dropFirst()) : text
        return plain.replacing(".", with: texts["decimal-separator"])
    }
}
