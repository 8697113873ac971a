import Domain

extension Assembler.Reading {
    /// The mean of what each position has on a scale, with Student's limits, and who differs from most. Positions that have
    /// nothing, of which there are some where a group is refused, are left out.
    init(
        _ statistic: Sheet.Statistic, meanOf positions: ArraySlice<Int32>, on scale: ClosedRange<Double>,
        value: (Int32) -> Double?
    ) {
        self.init(
            statistic, Mean.estimate(sorted: positions.compactMap(value).sorted(), on: scale),
            sides: .ofCommonest(value, in: positions))
    }
}
