import Domain
import Foundation
import KPIs

@testable import Export

/// The figure of a KPI that leaders see first, as dashboards and rules name it.
struct JudgedFigure {
    let sheet: Sheet
    let briefing: Sheet.Briefing
    let measure: Sheet.Measure
    let statistic: Sheet.Statistic

    /// Those of the catalogue, in its order.
    static let all = Catalog.all.compactMap { JudgedFigure($0.sheet) }

    static func all(of theme: Sheet.Theme) -> [JudgedFigure] { all.filter { $0.briefing.theme == theme } }

    private init?(_ sheet: Sheet) {
        guard let briefing = sheet.briefing, let judged = sheet.judged else { return nil }
        self.sheet = sheet
        self.briefing = briefing
        measure = judged.measure
        statistic = judged.statistic
    }

    var family: MetricFamily { MetricFamily(kpi: sheet.id, measure: measure.id) }

    /// Whether there is a figure of the whole, which alone is held against its past.
    var hasWhole: Bool { measure.hasWhole(of: statistic) }

    /// What it is divided into where there is no whole; empty where there is.
    var breakdown: String { hasWhole ? "" : sheet.breakdowns.first ?? "" }

    var scopes: [ScopeKind] { sheet.scopes.filter(statistic.scopes.contains) }

    /// The length of its periods, where there is but one.
    var onlyPeriod: PeriodKind? { sheet.periods.count == 1 ? sheet.periods[0] : nil }

    /// Whether a change of it can be called worse: without a direction it has only changed.
    var canBeWorse: Bool { hasWhole && sheet.direction(of: statistic) != .none }

    /// Whether an organization can say what it is to be.
    var canHaveTarget: Bool { sheet.whyNoTarget == nil }

    /// Grafana's id of its unit. Shares and rates are per cent; a quotient of two amounts and a coefficient are not.
    var unit: String {
        switch statistic.unit {
        case .seconds: "s"
        case .ratio: [.share, .estimatedShare, .rate].contains(statistic.rounding) ? "percentunit" : "none"
        case .count, .index, .netScore, .scale, .oneToTen, .oneToSeven, .hundred, .perYear, .perPersonMonth,
            .probability:
            "none"
        }
    }

    /// The KPI's title, and for what the choice above the panels doesn't hold.
    var title: String {
        let limits = [
            scopes.count == 1 ? "\(scopes[0].rawValue)s only" : nil, onlyPeriod.map { "\($0.rawValue)s only" },
        ].compactMap { $0 }
        return limits.isEmpty ? sheet.title : "\(sheet.title) (\(limits.joined(separator: ", ")))"
    }

    /// The sheet's question, what is computed, and what to ask next.
    var description: String {
        let formula = sheet.formula.split(separator: "\n\n", maxSplits: 1)[0]
        return """
            \(sheet.question)

            Shown is \(measure.title): \(statistic.title)\(unitWords). \(formula)

            Ask next: \(briefing.next)
            """
    }

    /// What Grafana has no unit for.
    private var unitWords: String {
        switch statistic.unit {
        case .perYear: ", a person and year"
        case .perPersonMonth: ", a person and month"
        case .index, .hundred: ", in points from 0 to 100"
        case .oneToTen: ", in points from 1 to 10"
        case .oneToSeven: ", in points from 1 to 7"
        case .netScore: ", in points from -100 to 100"
        case .seconds, .ratio, .count, .scale, .probability: ""
        }
    }
}

extension Sheet.Theme {
    /// Part of file names, uids and labels: it never changes, whatever the question is called.
    var slug: String {
        switch self {
        case .timelyHelp: "help-in-time"
        case .helpers: "helpers"
        case .supportAndSafety: "support-and-safety"
        case .stayingAndRewards: "staying-and-rewards"
        }
    }

    var title: String {
        let words = slug.replacing("-", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    /// The alert on a figure of it that got worse.
    var alert: String { "MutualityWorse" + slug.split(separator: "-").map(\.capitalized).joined() }
}
