/// A target in a chart: a dotted line, its value beside it, and a word that says which line it is.
struct TargetLine {
    let value: Double
    /// Of a point of a survival curve: the age in days for which it is set.
    let age: Int?
    /// The value as it is read.
    let words: String
    let legend: String

    /// Nearer texts would lie on each other.
    static let lineHeight = 12.0

    /// Below the chart, behind the names of its periods or ages.
    func writeLegend(into svg: inout SVG, from x: Double) {
        svg.line("target", x, 112, x + 16, 112)
        svg.write(legend, "label", x + 22, 116)
    }

    /// Where its value is written: at `y`, or beside the first text that stands there, on the same side if there is room.
    static func place(of y: Double, besides others: [Double], within chart: ClosedRange<Double>) -> Double {
        guard let other = others.first(where: { abs($0 - y) < lineHeight }) else { return y }
        let (above, below) = (other - lineHeight, other + lineHeight)
        return (y <= other ? [above, below] : [below, above]).first(where: chart.contains) ?? y
    }
}
