import Domain
import Foundation

/// Columns of text, each as wide as its widest cell. A row is a line, and no cell moves the cursor: signs that a terminal
/// obeys instead of showing them are U+FFFD.
struct TextTable: Sendable {
    private let head: [String]
    private let rows: [[String]]
    /// How many columns stand at their left edge, the others at their right.
    private let leftAligned: Int

    init(head: [String], rows: [[String]], leftAligned: Int) {
        self.head = head.map(Self.shown)
        self.rows = rows.map { $0.map(Self.shown) }
        self.leftAligned = leftAligned
    }

    var isEmpty: Bool { rows.isEmpty }

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

    /// With signs that a terminal would obey as U+FFFD.
    static func shown(_ cell: String) -> String {
        guard cell.unicodeScalars.contains(where: isObeyed) else { return cell }
        return String(String.UnicodeScalarView(cell.unicodeScalars.map { isObeyed($0) ? "\u{FFFD}" : $0 }))
    }

    /// Controls (C0, delete, C1), ends of lines, and marks that turn the direction of what follows.
    private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
