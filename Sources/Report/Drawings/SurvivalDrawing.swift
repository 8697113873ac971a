import Domain

/// The points at which a survival curve is published: a dot each, with its limits, and a line that only joins them.
enum SurvivalDrawing {
    struct Point {
        /// In days.
        let age: Int
        let share: Estimate
    }

    private static let (width, height) = (320, 120)
    private static let (left, right) = (8.0, 260.0)
    private static let (top, bottom) = (8.0, 98.0)

    /// - Parameters:
    ///   - points: by age, at least one.
    ///   - label: read aloud.
    ///   - target: of the share at an age.
    ///   - days, words: how an age, and a share, is written.
    static func drawing(
        _ points: [Point], label: String, target: TargetLine?, days: (Int) -> String, words: (Double) -> String
    ) -> String {
        var svg = SVG(width: width, height: height, class: "chart", label: label)
        guard let longest = points.last?.age, longest > 0 else { return svg.closed }
        func x(_ age: Int) -> Double { left + Double(age) / Double(longest) * (right - left) }
        // From nobody to everybody: a curve cut off below would look steeper than it is.
        func y(_ share: Double) -> Double { bottom - share * (bottom - top) }
        svg.line("mean", left, y(0), right, y(0))
        svg.write(words(1), "label", right + 8, y(1) + 4)
        svg.write(words(0), "label", right + 8, y(0) + 4)
        if let target, let age = target.age {
            let at = y(target.value)
            svg.line("target", x(0), at, x(min(age, longest)), at)
            let place = TargetLine.place(of: at, besides: [y(1), y(0)], within: top...bottom)
            svg.write(target.words, "label", right + 8, place + 4)
            target.writeLegend(into: &svg, from: right + 8)
        }
        svg.path(
            "value",
            [(x(0), y(1))] + points.map { point in point.share.value.map { (x(point.age), y($0)) } })
        for point in points {
            guard let share = point.share.value else { continue }
            if let lower = point.share.lower, let upper = point.share.upper {
                svg.line("limits", x(point.age), y(lower), x(point.age), y(upper))
            }
            svg.dot("now", x(point.age), y(share), radius: 3)
            svg.write(days(point.age), point.age == longest ? "label end" : "label middle", x(point.age), 116)
        }
        return svg.closed
    }
}
