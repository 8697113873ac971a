import Domain
import Warehouse

extension PublishedContext {
    /// What is said of the figure that is held against its own past, where it is among the cells.
    func verdictSection(_ cells: [PublishedCell]) -> TextSection {
        var section = TextSection("Verdict")
        guard let briefing = sheet.briefing else { return section }
        for cell in cells where sheet.isJudged(cell.cell) {
            guard let standing = cell.standing, standing.state == .released else { continue }
            let unit = sheet.shown(cell.unit, of: cell.cell)
            guard let verdict = standing.verdict else {
                section.add("\(cell.cell.words): not held against its past. docs/signals.md says when it is.")
                continue
            }
            // What the chart judges it holds against its centre, which the section on signals has.
            let comparison = (verdict.isOfChart ? nil : standing.reference).map { reference in
                "; \(ShownNumber.text(standing.estimate.value, unit)) against a reference of "
                    + "\(ShownNumber.text(reference, unit)), the mean of earlier values"
            }
            section.add("\(cell.cell.words): \(verdict.rawValue), \(verdict.words)\(comparison ?? "")")
            section.add("Ask next: \(briefing.next)")
        }
        return section
    }
}

extension Verdict {
    /// Whether its control chart says so.
    fileprivate var isOfChart: Bool {
        switch self {
        case .signalled, .asUsual: true
        case .moved, .steady, .cannotTell, .tooEarly: false
        }
    }

    /// What it means.
    var words: String {
        switch self {
        case .moved(_, let isEarly, let isSeasonal):
            "more than chance and enough to matter; of such verdicts about one in ten is chance"
                + (isEarly ? "; it has few values of its own, so others of its kind tell how much it varies" : "")
                + (isSeasonal ? "; the same period of the year before was alike" : "")
        case .steady: "no change that matters is likely"
        case .cannotTell: "its limits allow for a change that matters, and for none"
        case .tooEarly: "it has too few earlier values"
        case .signalled: "by its control chart"
        case .asUsual: "its control chart has no signal"
        }
    }
}
