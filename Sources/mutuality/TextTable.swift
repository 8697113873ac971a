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
                guard column < leftAligned else { return padding + cell.0 }
                return column < line.count - 1 ? cell.0 + padding : cell.0
            }.joined(separator: "  ")
        }.map { $0.allSatisfy { $0 == " " } ? "" : $0 }.joined(separator: "\n")
    }
}
