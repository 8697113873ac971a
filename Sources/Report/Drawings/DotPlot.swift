import Domain

/// Figures of teams, or of parts, beside each other: a dot each, a line from limit to limit. In the order given, which is
/// that of their names.
enum DotPlot {
    /// Entries under a title; without one where it is `nil`.
    struct Group {
        let title: String?
        let entries: [Entry]
    }

    struct Entry {
        let name: String
        let estimate: Estimate
        /// The value as it is read, or why there is none.
        let words: String
        let isChange: Bool
    }

    private static let rowHeight = 18

    /// `mark`: a value with a line of its own, as that of the whole.
    static func drawing(_ groups: [Group], mark: Double?) -> String {
        let entries = groups.flatMap(\.entries)
        let rows = entries.count + groups.count { $0.title != nil }
        var svg = SVG(width: 320, height: rows * rowHeight + 4, class: "dots", label: nil)
        let known =
            entries.flatMap { [$0.estimate.value, $0.estimate.lower, $0.estimate.upper].compactMap { $0 } }
            + [mark].compactMap { $0 }
        let axis = Axis(known, from: 196, to: 314)
        if let mark, let axis {
            svg.line("mean", axis.position(of: mark), 0, axis.position(of: mark), Double(rows * rowHeight))
        }
        var y = 13.0
        for group in groups {
            if let title = group.title {
                svg.write(title, "group", 0, y)
                y += Double(rowHeight)
            }
            for entry in group.entries {
                draw(entry, at: y, axis, in: &svg)
                y += Double(rowHeight)
            }
        }
        return svg.closed
    }

    private static func draw(_ entry: Entry, at y: Double, _ axis: Axis?, in svg: inout SVG) {
        svg.write(shortened(entry.name), entry.isChange ? "changed" : nil, 0, y)
        svg.write(entry.words, "words", 186, y)
        guard let axis, let value = entry.estimate.value else { return }
        if let lower = entry.estimate.lower, let upper = entry.estimate.upper {
            svg.line("limits", axis.position(of: lower), y - 4, axis.position(of: upper), y - 4)
        }
        svg.dot(entry.isChange ? "changed" : nil, axis.position(of: value), y - 4, radius: 3)
    }

    private static let longestName = 18

    /// In the middle: names that begin alike, and ids behind names, differ at their end.
    private static func shortened(_ name: String) -> String {
        name.count > longestName ? "\(name.prefix(longestName / 2 - 1))…\(name.suffix(longestName / 2))" : name
    }
}
