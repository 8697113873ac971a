import Analytics
import Disclosure
import Domain

extension WithholdingReason {
    /// A stable word for JSON.
    var code: String {
        switch self {
        case .tooFewPeople: "too_few_people"
        case .personal: "coded"
        case .notPublished: "not_published"
        case .lacksData: "lacks_data"
        case .notDue: "not_due"
        case .beneath: "beneath_hidden"
        case .heldBack: "held_back"
        case .beforeData: "before_data"
        case .fixed: "fixed"
        case .nextRelease: "next_release"
        }
    }

    /// For the custodian, of a cell of a sheet.
    func text(of cell: Cell, in sheet: Sheet) -> String {
        switch self {
        case .tooFewPeople(let least):
            "hidden. " + (sheet.rule(of: cell, least: least) ?? "It takes \(least) people in every role.")
        case .personal: "coded: of something personal, on one side there are too few people to say how many"
        case .notPublished:
            "not published at this level or for this length of time, or for the custodian alone; the command analyze has it "
                + "(settings \(Settings.publishTeamsBy.name), \(Settings.publishBreakdowns.name))"
        case .lacksData(let names): "no data: \(MissingText.missing(names))"
        case .notDue(let due): "not released yet: this period is due for release from \(due) on"
        case .beneath(let cells):
            "not listed: a part is only listed beneath figures that are shown, and this one is hidden: "
                + cells.map { "\($0.words) of the \($0.scope.words)" }.joined(separator: "; ")
        case .heldBack(let changed, let least):
            "held back: the ledger has changed, but the release follows only once the contributions of \(least) people have "
                + "changed, and so far that is certain of \(changed)"
        case .beforeData(let since):
            "not shown: the period begins before \(since), since when the data is complete (setting data_since)"
        case .fixed:
            "fixed: records that it was computed from were deleted (setting \(Settings.fixedBefore.name)), so it stays as an "
                + "earlier definition of the KPI had it"
        case .nextRelease: "out of date: the next release brings it up to date"
        }
    }
}

extension PublishedFigure.State {
    /// Why there is no value, as far as everybody may know; `nil` where there may be one.
    var words: String? {
        switch self {
        case .released: nil
        case .suppressed: "hidden: too few people to show, or nobody, or held back; all look the same on purpose"
        case .codedLow: "at most 2 of n, or none: which of these isn't said, since it is personal"
        case .codedHigh: "all of n, or all but 2 at most: which of these isn't said, since it is personal"
        case .noData: "no data: the organization has not given what the figure needs"
        }
    }
}

extension Cell {
    /// Measure, statistic and part: `first_close_elapsed p50, kind=emotional`.
    var words: String {
        "\(measure) \(statistic)" + (breakdown == .none ? "" : ", \(breakdown.name)=\(breakdown.value)")
    }

    var json: JSONObject {
        [
            "measure": measure, "statistic": statistic, "breakdown": breakdown.name,
            "breakdown_value": breakdown.value,
        ]
    }
}

extension Estimate {
    /// The 95 % limits in words; `-` where the method gives none.
    func limits(_ unit: ShownUnit) -> String {
        lower == nil && upper == nil ? "-" : ShownNumber.range(lower, upper, of: value, unit)
    }

    var json: JSONObject { ["value": value, "lower": lower, "upper": upper] }
}
