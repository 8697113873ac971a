import Domain
import KPIs

extension Refusal {
    /// Why a figure of a sheet has no value, for people. `coverage`: the figure's; `least`: the setting.
    func text(_ sheet: Sheet, coverage: Double?, least: Double) -> String {
        switch self {
        case .lowCoverage:
            let share =
                coverage.map { "only \(ShownNumber.text($0, .ratio)) of the records have" } ?? "too few records have"
            return "refused: \(share) all that it needs (setting least_coverage: \(least.shortest))"
        case .otherScale(let ends):
            let need = sheet.scaleNeed.map { ", and the figure needs \($0.words)" } ?? ""
            return "refused: the answers are on a scale of \(ends)\(need)"
        case .gap:
            return "not estimated: nobody was observed at some age, while others were at a greater one"
        case .fewNamed:
            return "refused: under \(SupportMap.leastNaming.shortest) of the people present named anybody"
        }
    }
}
