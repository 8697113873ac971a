import Domain
import Foundation

/// Columns of text, each as wide as its widest cell.
struct TextTable: Sendable {
    let head: [String]
    let rows: [[String]]
    /// How many columns stand at their left edge, the others at their right.
    let leftAligned: Int

    var text: String {
        let table = [head] + rows
        let widths = head.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
        return table.map { line in
            zip(line, widths).enumerated().map { column, cell in
                let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                return column < leftAligned ? cell.0 + padding : padding + cell.0
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}

/// Numbers for people to read.
enum ShownNumber {
    static func text(_ value: Double?, _ unit: FigureUnit) -> String {
        // Of what has a value, only times may lie beyond what was seen.
        guard let value else { return unit == .seconds ? "not reached" : "no value" }
        let (size, decimals, name) = form(of: value, unit)
        return number(value / size, decimals) + name
    }

    /// The limits of a value, in the unit that the value is shown in.
    static func range(_ lower: Double?, _ upper: Double?, of value: Double?, _ unit: FigureUnit) -> String {
        let (size, decimals, name) = form(of: value ?? lower ?? upper ?? 0, unit)
        let ends = [lower, upper].map { $0.map { number($0 / size, decimals) } ?? "not reached" }
        return ends[0] + " to " + ends[1] + name
    }

    /// Durations in the largest unit that they fill; counts are whole.
    private static func form(of value: Double, _ unit: FigureUnit) -> (size: Double, decimals: Int, name: String) {
        switch unit {
        case .seconds:
            let units = [(86_400.0, " d"), (3_600, " h"), (60, " min")]
            let (size, name) = units.first { value >= $0.0 } ?? (1, " s")
            return (size, 1, name)
        case .count: return (1, 0, "")
        case .index, .netScore: return (1, 1, "")
        case .ratio, .scale, .perYear: return (1, 2, "")
        }
    }

    private static func number(_ value: Double, _ decimals: Int) -> String { String(format: "%.\(decimals)f", value) }
}
