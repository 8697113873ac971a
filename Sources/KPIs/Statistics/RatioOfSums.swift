import Domain

/// A ratio r = Σy/Σx over people, as hours given over hours agreed.
///
/// Variance n/(n-1) Σ(y - rx)²/(Σx)², limits by Student's t with n - 1 degrees of freedom, clipped to what the ratio
/// can be.
///
/// Source: Cochran 1977, Sampling Techniques, 3rd edition, chapter 2, on estimating a ratio.
enum RatioOfSums {
    /// No value without pairs or where each x is 0; no limits for one pair. Each x and each y is 0 or more, `most` the greatest
    /// ratio that there can be; the order of the pairs is of no matter.
    static func estimate(_ pairs: [(y: Double, x: Double)], most: Double = .infinity) -> Estimate {
        let sorted = pairs.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        let total = sorted.reduce(0) { $0 + $1.x }
        guard total > 0 else { return .none }
        let ratio = sorted.reduce(0) { $0 + $1.y } / total
        guard sorted.count >= 2 else { return Estimate(ratio) }
        let n = Double(sorted.count)
        let squares = sorted.reduce(0) { $0 + ($1.y - ratio * $1.x) * ($1.y - ratio * $1.x) }
        let error = (n / (n - 1) * squares).squareRoot() / total
        let margin = StudentT.quantile975(degreesOfFreedom: sorted.count - 1) * error
        return Estimate(ratio, lower: max(0, ratio - margin), upper: min(ratio + margin, most))
    }
}

/// Ratios of sums over the people of many groups of records, with one table of what each person has.
struct RatiosOfSums {
    private var sums: [(y: Double, x: Double)?]

    init(personCount: Int) { sums = Array(repeating: nil, count: personCount) }

    /// Each record is a known person's; those of one person come in ascending order of their x and y, so that the sums are
    /// the same to the bit whatever order the facts had.
    mutating func estimate(
        of positions: some Sequence<Int32>, most: Double = .infinity, person: (Int) -> Person,
        pair: (Int) -> (y: Double, x: Double)
    ) -> Estimate {
        var touched: [Person] = []
        for position in positions {
            let (person, pair) = (person(Int(position)), pair(Int(position)))
            if sums[person.index] == nil { touched.append(person) }
            let sum = sums[person.index] ?? (0, 0)
            sums[person.index] = (sum.y + pair.y, sum.x + pair.x)
        }
        let pairs = touched.compactMap { sums[$0.index] }
        for person in touched { sums[person.index] = nil }
        return RatioOfSums.estimate(pairs, most: most)
    }
}
