import Domain

/// What may be said of a figure, by those who stand behind it. Pure.
enum Showing {
    case shown
    /// Under three people on one side of something personal.
    case coded(PublishedFigure.State)
    case hidden

    private static let leastCoded = Sheet.Minimum.leastOnSide
    /// Of the arithmetic.
    private static let noise = 1e-9

    /// `least`: people in every role.
    init(on figure: Figure, of statistic: Sheet.Statistic, least: Int) {
        guard figure.contributors.people >= least else {
            self = .hidden
            return
        }
        guard figure.estimate.value != nil else {
            // A refused part has no sides that could be counted, and its name alone can tell of few.
            let isRefusedPart = figure.refusal != nil && figure.cell.breakdown != .none
            // What has no value where all are alike tells it by having none.
            let isOfEqual = statistic.minimum == .variety && figure.refusal == nil
            self = isOfEqual || isRefusedPart && statistic.minimum != .people ? .hidden : .shown
            return
        }
        let sides = figure.exposure.sides
        let fewer = sides.map { min($0.before, $0.after) } ?? 0
        switch statistic.minimum {
        case .headcount: self = sides.map { Exposure.isEnough($0.before, least) } ?? true ? .shown : .hidden
        case .people: self = Self.isDominated(figure.exposure.sum) ? .hidden : .shown
        case .bothSides: self = Exposure.isEnough(fewer, least) ? .shown : .hidden
        case .variety: self = fewer >= Self.leastCoded && !Self.isAtEnd(figure.exposure.sum) ? .shown : .hidden
        case .coded:
            guard let sides else {
                self = .hidden
                return
            }
            self =
                fewer >= Self.leastCoded
                ? .shown : .coded(sides.before < Self.leastCoded ? .codedLow : .codedHigh)
        }
    }

    var isHidden: Bool {
        guard case .hidden = self else { return false }
        return true
    }

    /// The p % rule: who gives the second most could tell what the largest gives.
    private static func isDominated(_ sum: Exposure.Sum?) -> Bool {
        guard let sum else { return false }
        // Nothing looks like what few give.
        return sum.total <= 0 || sum.withoutTwoLargest < Sheet.Minimum.leastRest * sum.largest
    }

    /// So is what can't be told, as of a scale that has no length.
    private static func isAtEnd(_ sum: Exposure.Sum?) -> Bool {
        sum.map { !($0.withoutTwoLargest > Sheet.Minimum.leastFromEnd + noise) } ?? false
    }
}
