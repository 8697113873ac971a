import Domain

extension Assembler.Reading {
    /// Where on its scale a mean tells something of everybody.
    enum TellingEnds {
        case none
        case both
        /// Where it tells nothing of anybody that they are all far from the upper one.
        case upper

        /// How far each value is from an end, in lengths of the scale: from the one to which all but two are nearer. `nil` for
        /// none.
        func distances(of values: [Double], on scale: ClosedRange<Double>) -> [Double]? {
            let length = scale.upperBound - scale.lowerBound
            let fromUpper = values.map { (scale.upperBound - $0) / length }
            let fromLower = values.map { ($0 - scale.lowerBound) / length }
            func rest(_ distances: [Double]) -> Double { Exposure.Sum(of: distances).withoutTwoLargest }
            return switch self {
            case .none: nil
            case .upper: fromUpper
            case .both: rest(fromUpper) < rest(fromLower) ? fromUpper : fromLower
            }
        }
    }

    /// The mean of what each position has on a scale, with Student's limits, and who differs from most. Positions that have
    /// nothing, of which there are some where a group is refused, are left out.
    init(
        _ statistic: Sheet.Statistic, meanOf positions: ArraySlice<Int32>, on scale: ClosedRange<Double>,
        tellingAt ends: TellingEnds = .none, value: (Int32) -> Double?
    ) {
        let values = positions.compactMap(value)
        self.init(
            statistic, Mean.estimate(sorted: values.sorted(), on: scale), sides: .ofOthers(value, in: positions),
            amounts: ends.distances(of: values, on: scale))
    }
}

extension Assembler.Reading.Sides {
    /// Who doesn't answer as most do, on both sides: that few agree hides nothing. Whoever gives no answer isn't counted.
    static func ofOthers<Answer: Hashable & Comparable>(
        _ answer: (Int32) -> Answer?, in positions: some Collection<Int32>
    ) -> Assembler.Reading.Sides {
        .init(onBoth: others(answer, in: positions)[...])
    }

    /// The same, each compared with the others of their group.
    static func ofOthers<Answer: Hashable & Comparable>(
        _ answer: (Int32) -> Answer?, inGroups groups: some Sequence<[Int32]>
    ) -> Assembler.Reading.Sides {
        .init(onBoth: groups.flatMap { others(answer, in: $0) }[...])
    }

    private static func others<Answer: Hashable & Comparable>(
        _ answer: (Int32) -> Answer?, in positions: some Collection<Int32>
    ) -> [Int32] {
        let counts = Dictionary(grouping: positions.compactMap(answer)) { $0 }.mapValues(\.count)
        let commonest = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
        return positions.filter { answer($0) != nil && answer($0) != commonest }
    }
}
