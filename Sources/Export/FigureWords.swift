import Domain

/// What is said of a figure in a file that people read: whose it is, when, in which unit, and what came of it.
enum FigureWords {
    static func whose(_ figure: PublishedFigure, _ names: TeamNames) -> String {
        let scope = figure.cell.scope
        let label = names.label(of: scope, in: figure.organization)
        return switch scope.kind {
        case .organization: "Everybody"
        case .department: "Department \(label)"
        case .team: "Team \(label)"
        }
    }

    /// `March 2026`, `first quarter of 2026`, `2026`; of a week its ISO name, `2026-W10`.
    static func name(of period: Period) -> String {
        let month = period.from.civil.month
        return switch period.kind {
        case .month: "\(months[month - 1]) \(period.year)"
        case .quarter: "\(quarters[(month - 1) / 3]) quarter of \(period.year)"
        case .year: "\(period.year)"
        case .week: period.name
        }
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let quarters = ["first", "second", "third", "fourth"]

    /// Of values as a spreadsheet has them, where durations are hours.
    static func unit(of statistic: Sheet.Statistic, in measure: Sheet.Measure) -> String {
        switch statistic.unit {
        case .seconds: measure.isOfWorkingTime ? "hours of working time" : "hours"
        case .ratio: statistic.isOfHundred ? "per cent" : "ratio"
        case .count: "number"
        case .index, .hundred: "points from 0 to 100"
        case .netScore: "points from -100 to 100"
        case .scale: "points of the scale"
        case .oneToTen: "points from 1 to 10"
        case .oneToSeven: "points from 1 to 7"
        case .perYear: "per person and year"
        case .perPersonMonth: "per person and month"
        case .probability: "probability"
        }
    }

    /// The verdict on a value, or why there is no value.
    static func verdict(on figure: PublishedFigure) -> String {
        switch figure.state {
        case .released where figure.estimate.value == nil: "no value: too little is known or over"
        case .released: figure.verdict?.rawValue ?? "not compared"
        case .codedLow: "at most 2 of those counted"
        case .codedHigh: "all but 2 at most"
        case .suppressed: "hidden: too few people, or held back"
        case .noData: "no data"
        }
    }
}
