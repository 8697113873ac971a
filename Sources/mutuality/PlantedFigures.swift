import Domain
import Simulator

/// A figure as the demo's table names it.
struct ShownFigure: Sendable {
    let title: String
    let kpi: String
    var measure = "default"
    var breakdown = Breakdown.none
    var statistic = "ratio"

    static let general = [
        ShownFigure(
            title: "first response, median", kpi: "time_to_first_response", measure: "elapsed", statistic: "p50"),
        ShownFigure(
            title: "resolved, median", kpi: "time_to_resolve", measure: "first_close_elapsed", statistic: "p50"),
        ShownFigure(title: "answered in time", kpi: "response_target_met"),
        ShownFigure(title: "open requests", kpi: "backlog", statistic: "count"),
        ShownFigure(
            title: "inequality of help (Gini)", kpi: "helper_concentration", measure: "pieces",
            statistic: "gini_helpers"),
    ]
}

/// A figure in which a planted truth should be seen.
struct PlantedFigure: Sendable {
    let shown: ShownFigure
    let scope: Scope
    let stands: Stands
    /// The length of its period, and the first day from which it counts.
    var length = PeriodKind.month
    /// From when on it was planted; `nil` if it always was.
    var from: LocalDate?
    /// The planted month, where it was only that one.
    var only: LocalDate?

    /// How a figure has to stand apart, so that chance is no likely reason.
    enum Stands: Sendable {
        /// Its lower limit is above the organization's figure, and above its own before.
        case above
        /// Its upper limit is below them.
        case below
        /// It has no limits: it is smaller than in every other team that is shown.
        case smallest

        func hold(_ row: DemoFindings.Row) -> Bool {
            guard let elsewhere = row.elsewhere else { return false }
            let others = [elsewhere] + [row.before].compactMap { $0 }
            return switch self {
            case .above: others.allSatisfy { $0 < row.lower ?? -.infinity }
            case .below: others.allSatisfy { $0 > row.upper ?? .infinity }
            case .smallest: elsewhere > row.value ?? .infinity
            }
        }
    }
}

extension PlantedTruths {
    /// Each truth in words, with the figures that should show it.
    var shown: [(text: String, figures: [PlantedFigure])] {
        let (overrun, late) = (capacityOverrun, afterHoursHelp)
        let overrunTeam = Scope(.team, overrun.teamID)
        let lateTeam = Scope(.team, late.teamID)
        let waveDepartment = Scope(.department, exitWave.departmentID)
        func above(_ shown: ShownFigure, _ scope: Scope, from: String) -> PlantedFigure {
            PlantedFigure(shown: shown, scope: scope, stands: .above, length: .quarter, from: LocalDate(from))
        }
        return [
            (
                "\(slowTeam.teamID) takes \(Int(slowTeam.factor)) times as long as other teams",
                [
                    PlantedFigure(
                        shown: ShownFigure(
                            title: "resolved, median", kpi: "time_to_resolve", measure: "first_close_elapsed",
                            statistic: "p50"), scope: Scope(.team, slowTeam.teamID), stands: .above, length: .quarter)
                ]
            ),
            (
                "in \(overloadedHelper.teamID) one person answers most of what the team is asked",
                [
                    PlantedFigure(
                        shown: ShownFigure(
                            title: "fewest who give half", kpi: "helper_concentration", measure: "pieces",
                            statistic: "absence_factor"), scope: Scope(.team, overloadedHelper.teamID),
                        stands: .smallest, length: .quarter)
                ]
            ),
            (
                "\(overrun.teamID) gives far more than its people agreed to, from \(overrun.from) on",
                [
                    above(
                        ShownFigure(title: "hours given / agreed", kpi: "capacity_use"), overrunTeam, from: overrun.from
                    )
                ]
            ),
            (
                "\(late.teamID) helps at night and on weekends too, from \(late.from) on",
                [
                    above(
                        ShownFigure(title: "help outside hours", kpi: "off_calendar_help"), lateTeam,
                        from: late.from),
                    above(
                        ShownFigure(title: "in no-help windows", kpi: "boundary_breaches"), lateTeam,
                        from: late.from),
                    above(
                        ShownFigure(
                            title: "index 60 or more", kpi: "helper_overload_index", statistic: "share_60"),
                        lateTeam, from: late.from),
                ]
            ),
            (
                "\(exitWave.separations) people left \(exitWave.departmentID) of their own accord in "
                    + exitWave.month.prefix(7),
                [
                    PlantedFigure(
                        shown: ShownFigure(title: "left", kpi: "turnover_rate", measure: "all"),
                        scope: waveDepartment, stands: .above, from: LocalDate(exitWave.month),
                        only: LocalDate(exitWave.month))
                ]
            ),
        ] + (satisfactionFall.map { [self.shown($0)] } ?? [])
    }

    private func shown(_ fall: SatisfactionFall) -> (text: String, figures: [PlantedFigure]) {
        let others = fall.points.keys.filter { $0 != SurveyItems.recommend }.sorted()
        let figures =
            [ShownFigure(title: "would recommend (eNPS)", kpi: "employee_net_promoter_score", statistic: "score")]
            + others.map { item in
                ShownFigure(
                    title: item + " (1 to 5)", kpi: "satisfaction_score", breakdown: Breakdown("item", item),
                    statistic: "mean")
            }
        return (
            "\(fall.departmentID) is less satisfied from the survey of \(fall.from.prefix(7)) on",
            figures.map {
                PlantedFigure(
                    shown: $0, scope: Scope(.department, fall.departmentID), stands: .below, from: LocalDate(fall.from))
            }
        )
    }
}

/// Released figures, to be found by what they are of.
struct FigureIndex: Sendable {
    private let byKPI: [String: [PublishedFigure]]

    init(_ figures: [PublishedFigure]) { byKPI = Dictionary(grouping: figures, by: \.kpi) }

    /// The figure of the latest period that a condition allows; one with a value, if there is any: between surveys
    /// there is none.
    func newest(_ shown: ShownFigure, _ scope: Scope, in isAllowed: (Period) -> Bool) -> PublishedFigure? {
        let cell = Cell(measure: shown.measure, scope: scope, breakdown: shown.breakdown, statistic: shown.statistic)
        let figures = (byKPI[shown.kpi] ?? []).filter { $0.cell == cell && isAllowed($0.period) }
        let valued = figures.filter { $0.estimate.value != nil }
        return (valued.isEmpty ? figures : valued).max { $0.period < $1.period }
    }

    /// `nil` where there is no such figure.
    func row(of figure: PlantedFigure, newest: Period?) -> DemoFindings.Row? {
        let (shown, scope) = (figure.shown, figure.scope)
        let found = self.newest(shown, scope) { period in
            period.kind == figure.length && figure.only.map { $0 == period.from } ?? true
        }
        guard let found else { return nil }
        let before = figure.from.flatMap { from in
            self.newest(shown, scope) { $0.kind == figure.length && $0.to <= from }?.estimate.value
        }
        let elsewhere =
            switch figure.stands {
            case .above, .below: self.newest(shown, .organization) { $0 == found.period }?.estimate.value
            case .smallest: smallest(shown, inTeamsBut: scope, found.period)
            }
        return DemoFindings.Row(found, shown.title, newest: newest, elsewhere: elsewhere, before: before)
    }

    private func smallest(_ shown: ShownFigure, inTeamsBut own: Scope, _ period: Period) -> Double? {
        byKPI[shown.kpi]?.lazy.filter { figure in
            figure.period == period && figure.cell.scope.kind == .team && figure.cell.scope != own
                && figure.cell.measure == shown.measure && figure.cell.statistic == shown.statistic
                && figure.cell.breakdown == shown.breakdown
        }.compactMap(\.estimate.value).min()
    }
}
