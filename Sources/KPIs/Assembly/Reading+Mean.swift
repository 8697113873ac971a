import Domain

extension Assembler.Reading {
    /// Where on its scale a mean tells something of everybody.
    enum TellingEnds {
        case both
        /// Where it tells nothing of anybody that they are all far from the upper one.
        case upper

        /// How far the values of each survey are from an end, in lengths of the scale: from the one to which all but two of
        /// each are nearer. Tokens of two surveys may be one person's, so who knows two people knows two answers to each.
        func distances(of surveys: some Sequence<[Double]>, on scale: ClosedRange<Double>) -> Exposure.Sum {
            let length = scale.upperBound - scale.lowerBound
            let fromUpper = Exposure.Sum(ofSurveys: surveys.map { $0.map { (scale.upperBound - $0) / length } })
            let fromLower = Exposure.Sum(ofSurveys: surveys.map { $0.map { ($0 - scale.lowerBound) / length } })
            return switch self {
            case .upper: fromUpper
            case .both: fromUpper.withoutTwoLargest < fromLower.withoutTwoLargest ? fromUpper : fromLower
            }
        }
    }

    /// The mean of what each position has on a scale, with Student's limits, and who differs from most. Positions that have
    /// nothing, of which there are some where a group is refused, are left out.
    init(
        _ statistic: Sheet.Statistic, meanOf positions: ArraySlice<Int32>, on scale: ClosedRange<Double>,
        value: (Int32) -> Double?
    ) {
        self.init(
            statistic, Mean.estimate(sorted: positions.compactMap(value).sorted(), on: scale),
            sides: .ofOthers(value, in: positions))
    }

    /// The same of answers, where it tells something of everybody. `survey`: the one that a position is an answer to.
    init(
        _ statistic: Sheet.Statistic, meanOf positions: ArraySlice<Int32>, on scale: ClosedRange<Double>,
        tellingAt ends: TellingEnds, of survey: (Int32) -> Symbol, value: (Int32) -> Double?
    ) {
        self.init(statistic, meanOf: positions, on: scale, value: value)
        let surveys = Dictionary(grouping: positions, by: survey).values
        sum = ends.distances(of: surveys.map { $0.compactMap(value) }, on: scale)
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
