/// How much of a total few hold.
///
/// Source: CHAOSS, Contributor Absence Factor.
enum Concentration {
    /// What the largest of every `group` values hold together, their number rounded up. `nil` where the total is 0.
    static func topShare(oneIn group: Int, of values: [Double]) -> Double? {
        let descending = values.sorted(by: >)
        let total = descending.reduce(0, +)
        guard total > 0 else { return nil }
        let count = (values.count + group - 1) / group
        return descending.prefix(count).reduce(0, +) / total
    }

    /// The fewest values that hold at least half of the total. `nil` where the total is 0.
    static func absenceFactor(of values: [Double]) -> Int? {
        let descending = values.sorted(by: >)
        let total = descending.reduce(0, +)
        guard total > 0 else { return nil }
        var held = 0.0
        for (index, value) in descending.enumerated() {
            held += value
            if held / total >= 0.5 - Threshold.tolerance { return index + 1 }
        }
        return descending.count
    }
}
