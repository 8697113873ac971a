import Domain

extension Assembler.Reading {
    /// Positions on either side of what the figure tells.
    struct Sides {
        typealias Positions = ArraySlice<Int32>

        /// Of a value or a limit of it.
        private let of: (Double) -> (before: Positions, after: Positions)
        private let isEvent: (Int32) -> Bool
        /// Whether a limit has sides of its own.
        private let isOfQuantile: Bool
        /// Whether records count and not their people.
        private let isOfRecords: Bool
        /// How many people are on either side, where no positions say it.
        private let counts: (before: Int, after: Int)?

        private init(
            isEvent: @escaping (Int32) -> Bool = { _ in true }, isOfQuantile: Bool = false, isOfRecords: Bool = false,
            counts: (before: Int, after: Int)? = nil,
            of sides: @escaping (Double) -> (before: Positions, after: Positions)
        ) {
            of = sides
            self.isEvent = isEvent
            self.isOfQuantile = isOfQuantile
            self.isOfRecords = isOfRecords
            self.counts = counts
        }

        /// Of a quantile, in the unit of the estimate: at or before it, where those count that have an event, and at
        /// risk after it.
        init(
            isEvent: @escaping (Int32) -> Bool = { _ in true },
            ofQuantile sides: @escaping (Double) -> (before: Positions, after: Positions)
        ) {
            self.init(isEvent: isEvent, isOfQuantile: true, of: sides)
        }

        /// Those of some positions that the figure counts, and the others. `asRecords`: where nobody knows whose they are.
        init(of positions: some Collection<Int32>, asRecords: Bool = false, counted: (Int32) -> Bool) {
            let sides = (positions.filter(counted)[...], positions.filter { !counted($0) }[...])
            self.init(isOfRecords: asRecords) { _ in sides }
        }

        /// So many people, of whom not all have a position.
        init(before: Int, after: Int) {
            self.init(counts: (before, after)) { _ in ([], []) }
        }

        /// Where it only matters that enough people are some way, and not how many aren't: those on both sides.
        init(onBoth positions: Positions) {
            self.init(isOfQuantile: false) { _ in (positions, positions) }
        }

        /// How many people are on them, up to `most` in each role; of an estimate that has the value.
        func exposure<People: PeopleBehind>(
            of estimate: Estimate, at value: Double, behind people: inout People, upTo most: RoleCounts
        ) -> Exposure.Sides {
            func few(_ positions: some Collection<Int32>) -> Int {
                isOfRecords
                    ? min(positions.count, Exposure.most) : people.few(onSideOf: positions, upTo: most).fewest
            }
            if let counts {
                return Exposure.Sides(
                    before: min(counts.before, Exposure.most), after: min(counts.after, Exposure.most))
            }
            func before(_ value: Double) -> Int { few(of(value).before.lazy.filter(isEvent)) }
            func after(_ value: Double) -> Int { few(of(value).after) }
            return Exposure.Sides(
                before: before(value), after: after(value),
                beforeLower: isOfQuantile ? estimate.lower.map { before($0) } : nil,
                afterUpper: isOfQuantile ? estimate.upper.map { after($0) } : nil)
        }
    }
}
