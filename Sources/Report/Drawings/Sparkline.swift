import Domain

/// The last values of a figure in a line, the newest with a dot.
enum Sparkline {
    private static let periods = 13

    static func drawing(_ row: Overview.Row, label: String) -> String {
        var svg = SVG(width: 96, height: 24, class: "spark", label: label)
        let values = row.history.suffix(periods).map { $0.state == .released ? $0.estimate.value : nil }
        let known = values.compactMap { $0 } + [row.heldAgainst?.value].compactMap { $0 }
        guard let axis = Axis(known, from: 21, to: 3) else { return svg.closed }
        let step = 88 / Double(max(values.count - 1, 1))
        func x(_ index: Int) -> Double { values.count == 1 ? 48 : 4 + Double(index) * step }
        if let held = row.heldAgainst?.value {
            svg.line("mean", 4, axis.position(of: held), 92, axis.position(of: held))
        }
        svg.path(
            "value", values.enumerated().map { index, value in value.map { (x(index), axis.position(of: $0)) } })
        if let last = values.last ?? nil { svg.dot("now", x(values.count - 1), axis.position(of: last), radius: 3) }
        return svg.closed
    }
}
