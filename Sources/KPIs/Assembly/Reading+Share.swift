import Domain

extension Assembler.Reading {
    /// The share of people, each of whom has one of the positions, with Wilson's limits, and who is on either side of
    /// it.
    init(_ statistic: Sheet.Statistic, shareOf positions: ArraySlice<Int32>, isCounted: (Int32) -> Bool) {
        self.init(
            statistic, Wilson.estimate(positions.count(where: isCounted), of: positions.count),
            sides: Sides(of: positions, counted: isCounted))
    }
}
