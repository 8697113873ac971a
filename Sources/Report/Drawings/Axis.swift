/// Where values stand along a line, from the least to the greatest of those shown.
struct Axis {
    private let least: Double
    private let greatest: Double
    private let start: Double
    private let end: Double

    /// `nil` without a value.
    init?(_ values: [Double], from start: Double, to end: Double) {
        guard let least = values.min(), let greatest = values.max() else { return nil }
        let room = greatest > least ? 0.06 * (greatest - least) : max(abs(least) * 0.1, 0.5)
        (self.least, self.greatest, self.start, self.end) = (least - room, greatest + room, start, end)
    }

    func position(of value: Double) -> Double { start + (value - least) / (greatest - least) * (end - start) }
}
