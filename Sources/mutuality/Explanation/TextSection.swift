import Domain

/// A part of an explanation: a heading, and lines that are kept within a terminal's width.
struct TextSection: Sendable {
    let heading: String
    private(set) var lines: [String] = []

    init(_ heading: String) { self.heading = heading }

    /// Adds a paragraph; its further lines stand under the first, two characters in.
    mutating func add(_ text: String, indent: Int = 0) {
        let margin = String(repeating: " ", count: 2 + indent)
        for (place, line) in WrappedText.lines(text, width: WrappedText.width - margin.count - 2).enumerated() {
            lines.append(margin + (place == 0 ? "" : "  ") + line)
        }
    }

    /// Adds a text, and of which cells it holds; those with one text stand together, in the order of their first ones.
    /// Whole sentences stand behind their cells.
    mutating func add(_ texts: [(text: String, cell: Cell)]) {
        for (text, cells) in Dictionary(grouping: texts, by: \.text).sorted(by: { $0.value[0].cell < $1.value[0].cell })
        {
            let names = cells.map(\.cell.words).joined(separator: "; ")
            add(text.hasSuffix(".") ? "\(names): \(text)" : "\(text): \(names)")
        }
    }

    /// Adds lines as they are, as those of a table.
    mutating func add(verbatim text: String) {
        lines += text.split(separator: "\n").map { "  " + $0 }
    }

    var text: String { ([heading] + lines).joined(separator: "\n") }
}

/// Counts with their nouns.
func counted(_ count: Int, _ one: String, _ many: String) -> String { "\(count) \(count == 1 ? one : many)" }
