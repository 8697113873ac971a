import Domain

extension Refusal {
    /// Why there is no value, for people. `coverage`: the figure's; `least`: the setting.
    func text(coverage: Double?, least: Double) -> String {
        switch self {
        case .lowCoverage:
            let share = coverage.map { "\(ShownNumber.text($0, .ratio)) of the records have" } ?? "too few records have"
            return "refused: \(share) all that it needs, and least_coverage is \(least.shortest)"
        case .otherScale(let ends):
            return "refused: the answers are on a scale of \(ends), and it is defined on 0 to 10 only"
        case .gap:
            return "not estimated: from some age on nobody was observed, while others were at a greater one"
        }
    }
}
