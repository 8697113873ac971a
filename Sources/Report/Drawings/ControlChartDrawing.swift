import Domain

/// A figure over its periods: values with a dot each, the limits that the chart holds the newest against, or else the
/// reference, and the newest value's own limits.
enum ControlChartDrawing {
    private static let periods = 24
    private static let (width, height) = (320, 120)
    private static let (top, bottom) = (8.0, 98.0)

    /// `label`: read aloud; `target`: of the newest value; `words`: how a value is written at the edge.
    static func drawing(
        _ row: Overview.Row, label: String, target: TargetLine?, words: (Double) -> String
    ) -> String {
        var svg = SVG(width: width, height: height, class: "chart", label: label)
        let shown = row.history.suffix(periods)
        let values = shown.map { $0.state == .released ? $0.estimate.value : nil }
        let limits = row.usual
        let estimate = row.figure.estimate
        let known =
            values.compactMap { $0 } + row.targets.suffix(periods).compactMap { $0 }
            + [limits?.lower, limits?.upper, row.heldAgainst?.value, estimate.lower, estimate.upper].compactMap { $0 }
        guard let axis = Axis(known, from: bottom, to: top) else { return svg.closed }
        let (left, right) = (8.0, 232.0)
        let step = (right - left) / Double(max(values.count - 1, 1))
        func x(_ index: Int) -> Double { values.count == 1 ? (left + right) / 2 : left + Double(index) * step }
        if let lower = limits?.lower, let upper = limits?.upper {
            let top = axis.position(of: upper)
            svg.area("usual", x: left, y: top, width: right - left, height: axis.position(of: lower) - top)
        }
        // Where texts stand at the edge.
        var taken: [Double] = []
        func write(_ text: String, at y: Double) {
            svg.write(text, "label", right + 8, y + 4)
            taken.append(y)
        }
        if let held = row.heldAgainst?.value {
            let y = axis.position(of: held)
            svg.line("mean", left, y, right, y)
            write(words(held), at: y)
        }
        svg.path(
            "target",
            row.targets.suffix(periods).enumerated().flatMap { index, value in
                // A target holds for a whole period.
                [x(index) - step / 2, x(index) + step / 2].map { x in
                    value.map { (min(max(x, left), right), axis.position(of: $0)) }
                }
            })
        if let target {
            let y = axis.position(of: target.value)
            write(target.words, at: TargetLine.place(of: y, besides: taken, within: top...bottom))
            target.writeLegend(into: &svg, from: right + 8)
        }
        if row.heldAgainst != nil {
            for limit in [limits?.lower, limits?.upper].compactMap({ $0 }) {
                let y = axis.position(of: limit)
                if taken.allSatisfy({ abs($0 - y) >= TargetLine.lineHeight }) { write(words(limit), at: y) }
            }
        }
        svg.path(
            "value", values.enumerated().map { index, value in value.map { (x(index), axis.position(of: $0)) } })
        for (index, value) in values.enumerated() {
            guard let value else { continue }
            svg.dot(nil, x(index), axis.position(of: value), radius: 2)
        }
        if let last = values.last ?? nil {
            let at = x(values.count - 1)
            if let lower = estimate.lower, let upper = estimate.upper {
                svg.line("limits", at, axis.position(of: lower), at, axis.position(of: upper))
            }
            svg.dot("now", at, axis.position(of: last), radius: 4)
        }
        svg.write(shown.first?.period.name ?? "", "label", left, 116)
        svg.write(shown.last?.period.name ?? "", "label end", right, 116)
        return svg.closed
    }
}
