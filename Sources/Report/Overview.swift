public import Domain

/// What leaders see first of one period: each KPI's headline figure of every scope, held against its own past.
///
/// A figure that has too few earlier quarters to tell is shown by the newest month of the quarter of which something can be
/// told.
public struct Overview: Sendable {
    /// By whom a figure is judged hangs on the figure, and so does what it is held against.
    public enum HeldAgainst: Sendable, Hashable {
        /// The mean of its earlier values.
        case reference(Double)
        /// What its control chart takes for the middle of what is usual.
        case centre(Double)

        public var value: Double {
            switch self {
            case .reference(let value), .centre(let value): value
            }
        }
    }

    /// A headline figure of a scope.
    public struct Row: Sendable {
        public let sheet: Sheet
        public let measure: Sheet.Measure
        public let statistic: Sheet.Statistic
        public let figure: PublishedFigure
        /// The organization's, of the same period; `nil` of its own figures.
        public let elsewhere: Double?
        /// What it would be by chance alone; `nil` where that isn't shown, or the KPI doesn't say it.
        public let byChance: Double?
        /// The same cell's rows of this kind of period, up to this one, oldest first; hidden ones too.
        public let history: [PublishedFigure]
        /// The share of those asked who answered the surveys that it is of; `nil` of other figures.
        public let response: Response?
        /// What each of these was to be; `nil` where nothing was set.
        public let targets: [Double?]

        /// What the figure is to be; `nil` where nothing is set.
        public var target: Double? { targets.last ?? nil }

        /// Whether it is as good as that; `nil` without a target.
        public var standing: TargetStanding? {
            target.map {
                TargetStanding(of: figure.estimate, against: $0, direction: sheet.direction(of: statistic))
            }
        }

        public var verdict: Verdict? { figure.verdict }
        public var isChange: Bool { verdict?.meaning != nil }

        /// Whether nothing is said of the value, since another share of those asked answered than before.
        public var isOfOtherPeople: Bool { verdict == nil && figure.estimate.value != nil && response?.isMoved == true }

        /// What the value is held against: the centre of its chart where that judges it, or else its reference.
        public var heldAgainst: HeldAgainst? {
            if isChartsVerdict, let limits = chart.last?.limits { return .centre(limits.centre) }
            return figure.reference.map(HeldAgainst.reference)
        }

        private var isChartsVerdict: Bool {
            switch verdict {
            case .signalled, .asUsual: true
            case .moved, .steady, .cannotTell, .tooEarly, nil: false
            }
        }

        /// Between which values its chart takes it for usual, once it has enough of them: no further than such values go.
        public var usual: Estimate? {
            guard let limits = chart.last?.limits else { return nil }
            let isPositive = history.allSatisfy { ($0.estimate.value ?? 0) >= 0 }
            let isShare = [.share, .estimatedShare].contains(statistic.rounding)
            return Estimate(
                limits.centre, lower: isPositive ? max(limits.lower, 0) : limits.lower,
                upper: isShare ? min(limits.upper, 1) : limits.upper)
        }

        /// How far it is from what it is held against, where 1 is the least change that matters; `nil` where that is not said.
        public var weight: Double? {
            guard let matters = sheet.briefing?.matters, let value = figure.estimate.value,
                let held = heldAgainst?.value, let now = matters.scale.position(of: value),
                let then = matters.scale.position(of: held)
            else { return nil }
            return abs(now - then) / matters.amount
        }

        /// How probable its verdict is if nothing changed: of a signal by the chart's limits; `nil` where the chart does not
        /// judge it.
        var falseAlarmRate: Double? { isChartsVerdict ? chart.last?.falseAlarmRate : nil }

        /// What the control chart says of each value in turn, by the newest one's definition.
        public var chart: [ControlChart.Reading] {
            var chart = ControlChart()
            return history.compactMap { past in
                guard past.state == .released, past.version == figure.version, let value = past.estimate.value else {
                    return nil
                }
                return chart.take(
                    .init(
                        from: past.period.from, value: value,
                        step: statistic.rounding.step(at: value, n: past.n ?? 0)))
            }
        }
    }

    public let organization: String
    public let period: Period
    /// Whose it is; `nil` of all.
    public let scope: Scope?
    public let names: TeamNames
    /// In the order of the sheets, of each the organization, then departments, then teams.
    public let rows: [Row]
    /// Of KPIs that have no figures of such periods: those of the newest longer one that was over by its end. They are not
    /// among those that were compared.
    public let ofLongerPeriods: [Row]
    /// Of KPIs that have no figure of the whole: those of the organization's parts, as the items of surveys.
    public let parts: [Parts]
    /// KPIs for which the organization lacks the data.
    public let lacking: [Sheet]
    /// The newest that is shown, up to the period's end, of whose overview it is; where there are figures of surveys and none is
    /// shown, that of the period. `nil` where there are none.
    public let response: Response?

    /// What speaks against how the data was loaded: a sentence, and the KPIs that it concerns.
    public let warnings: [Warning]

    public struct Warning: Sendable, Hashable {
        public let text: String
        public let kpis: Set<String>
    }

    /// Headline figures of a breakdown.
    public struct Parts: Sendable {
        public let sheet: Sheet
        public let measure: Sheet.Measure
        public let statistic: Sheet.Statistic
        /// In the order of their names.
        public let figures: [PublishedFigure]
        /// As a row has it.
        public let response: Response?
    }

    /// Whether a figure is in an overview of some period. Of all that is published that is the smaller part.
    public static func reads(_ figure: PublishedFigure, of sheet: Sheet) -> Bool {
        sheet.isJudged(figure.cell) || sheet.isByChance(figure.cell) || isPart(figure, of: sheet)
            || isWarned(figure, of: sheet)
    }

    /// Of the whole organization: departments' would say the same again.
    private static func isWarned(_ figure: PublishedFigure, of sheet: Sheet) -> Bool {
        figure.cell.scope == .organization && sheet.warning(on: figure) != nil
    }

    private static func isPart(_ figure: PublishedFigure, of sheet: Sheet) -> Bool {
        guard sheet.briefing != nil, let judged = sheet.judged, !judged.measure.hasWhole(of: judged.statistic) else {
            return false
        }
        return figure.cell.measure == judged.measure.id && figure.cell.statistic == judged.statistic.id
            && figure.cell.scope == .organization
    }

    /// Those of which something is said; *too early* is not.
    public var compared: Int { rows.count { $0.verdict != nil && $0.verdict != .tooEarly } }

    /// The largest first; those without a measure of size last.
    public var changes: [Row] {
        rows.filter(\.isChange).enumerated().sorted { a, b in
            let (x, y) = (a.element.weight ?? -1, b.element.weight ?? -1)
            return x == y ? a.offset < b.offset : x > y
        }.map(\.element)
    }

    /// How many of the changes to expect if nothing ever changed: a tenth of those found together with others, and of
    /// those found by charts what their limits let through.
    public var expectedByChance: Double {
        rows.reduce(0) { sum, row in
            if case .moved = row.verdict { return sum + Verdict.falseDiscoveryRate }
            return sum + (row.falseAlarmRate ?? 0)
        }
    }

    /// What a department or a team is called; empty of the organization.
    public func label(of scope: Scope) -> String { names.label(of: scope, in: organization) }

    /// Some of its rows, of each KPI departments and teams in alphabetical order of what they are called.
    public func alphabetical(_ rows: [Row]) -> [Row] {
        rows.map(\.sheet.id).withoutRepeats.flatMap { id in
            rows.filter { $0.sheet.id == id }.map { row in
                let scope = row.figure.cell.scope
                let label = label(of: scope)
                return (row: row, key: (Self.rank(scope.kind), label.lowercased(), label))
            }.sorted { $0.key < $1.key }.map(\.row)
        }
    }

    /// Hidden ones among the rows.
    public var hidden: Int { rows.count { $0.figure.state == .suppressed } }

    /// Whether nothing is published yet of the period as a whole, but of its months.
    public var isUnfinished: Bool { !rows.isEmpty && rows.allSatisfy { $0.figure.period != period } }

    public func count(_ verdict: Verdict) -> Int { rows.count { $0.verdict == verdict } }

    /// - Parameters:
    ///   - figures: all that is published, of one organization.
    ///   - sheets: in the order of the rows.
    ///   - kpis: only these; all if it is empty.
    ///   - scope: only this one; all if `nil`.
    ///   - targets: what figures are to be.
    ///   - names: of the teams.
    public init?(
        of figures: [PublishedFigure], sheets: [Sheet], period wanted: Period? = nil, kpis: Set<String> = [],
        scope: Scope? = nil, targets: [Target] = [], names: TeamNames = .none
    ) {
        guard let organization = figures.first?.organization, let period = wanted ?? Self.newest(of: figures) else {
            return nil
        }
        self.organization = organization
        self.period = period
        self.scope = scope
        self.names = names
        let briefed = sheets.filter { $0.briefing != nil && (kpis.isEmpty || kpis.contains($0.id)) }
        let byKPI = Dictionary(grouping: figures, by: \.kpi)
        let responses = Responses(among: figures, sheets: sheets)
        func rowsAsked(of sheet: Sheet, in period: Period) -> [Row] {
            Self.rows(
                of: sheet, in: period, byKPI[sheet.id] ?? [], responses, targets.filter { $0.kpi == sheet.id }
            ).filter { scope == nil || $0.figure.cell.scope == scope }
        }
        rows = briefed.flatMap { rowsAsked(of: $0, in: period) }
        ofLongerPeriods = briefed.flatMap { sheet -> [Row] in
            guard !sheet.periods.contains(period.kind) else { return [] }
            let longer = (byKPI[sheet.id] ?? []).lazy.map(\.period).filter {
                $0.to <= period.to && $0.dayCount > period.dayCount
            }
            // Of those that end together the shortest.
            let newest = longer.max { ($0.to, $0.from) < ($1.to, $1.from) }
            return newest.map { rowsAsked(of: sheet, in: $0) } ?? []
        }
        warnings = sheets.flatMap { sheet in
            (byKPI[sheet.id] ?? []).filter { $0.period == period && Self.isWarned($0, of: sheet) }.compactMap {
                figure in
                let concerned = briefed.filter { sheet.concerns(figure, $0) }
                guard !concerned.isEmpty else { return nil }
                return sheet.warning(on: figure).map { Warning(text: $0, kpis: Set(concerned.map(\.id))) }
            }
        }
        parts =
            scope == nil || scope == .organization
            ? briefed.compactMap { Self.parts(of: $0, in: period, byKPI[$0.id] ?? [], responses) } : []
        let lacking = briefed.filter { sheet in
            let ofPeriod = (byKPI[sheet.id] ?? []).filter { $0.period == period }
            return !ofPeriod.isEmpty && ofPeriod.allSatisfy { $0.state == .noData }
        }
        self.lacking = lacking
        let isOfSurveys =
            (rows + ofLongerPeriods).contains { row in
                row.response != nil && !lacking.contains { $0.id == row.sheet.id }
            } || parts.contains { $0.response != nil }
        response = isOfSurveys ? responses.newest(of: scope ?? .organization, upTo: period) : nil
    }

    /// The newest quarter, else the newest year, else the newest month.
    public static func newest(of figures: [PublishedFigure]) -> Period? {
        for kind in [PeriodKind.quarter, .year, .month] {
            if let newest = newest(kind, of: figures) { return newest }
        }
        return nil
    }

    /// The newest of a length.
    public static func newest(_ kind: PeriodKind, of figures: [PublishedFigure]) -> Period? {
        figures.lazy.filter { $0.period.kind == kind }.map(\.period).max()
    }

    private static func rows(
        of sheet: Sheet, in period: Period, _ ofKPI: [PublishedFigure], _ responses: Responses, _ targets: [Target]
    ) -> [Row] {
        guard let (measure, statistic) = sheet.judged else { return [] }
        let figures = ofKPI.filter { sheet.isJudged($0.cell) }
        let byChance = ofKPI.filter { sheet.isByChance($0.cell) }
        let ofOrganization = Dictionary(
            figures.filter { $0.cell.scope == .organization }.map { ($0.period, $0) }, uniquingKeysWith: { $1 })
        let ofScopes = Dictionary(grouping: figures, by: \.cell.scope)
        return ofScopes.keys.sorted { (rank($0.kind), $0.id) < (rank($1.kind), $1.id) }.compactMap { scope in
            let all = (ofScopes[scope] ?? []).sorted { $0.period < $1.period }
            guard let figure = newestTold(in: period, all) else { return nil }
            let history = all.filter { $0.period.kind == figure.period.kind && $0.period.from <= figure.period.from }
            return Row(
                sheet: sheet, measure: measure, statistic: statistic, figure: figure,
                elsewhere: scope == .organization ? nil : ofOrganization[figure.period]?.estimate.value,
                byChance: byChance.first { $0.cell.scope == scope && $0.period == figure.period }?.estimate.value,
                history: history,
                response: sheet.isOfSurvey ? responses.response(to: figure, after: history) : nil,
                targets: history.map(targets.value))
        }
    }

    private static func parts(
        of sheet: Sheet, in period: Period, _ figures: [PublishedFigure], _ responses: Responses
    ) -> Parts? {
        guard let (measure, statistic) = sheet.judged else { return nil }
        let parts = figures.filter { $0.period == period && isPart($0, of: sheet) && $0.state != .noData }
            .sorted { $0.cell.breakdown < $1.cell.breakdown }
        guard let first = parts.first else { return nil }
        return Parts(
            sheet: sheet, measure: measure, statistic: statistic, figures: parts,
            response: sheet.isOfSurvey ? responses.response(to: first, after: []) : nil)
    }

    private static func rank(_ kind: ScopeKind) -> Int { ScopeKind.allCases.firstIndex(of: kind) ?? 0 }

    private static func newestTold(in period: Period, _ figures: [PublishedFigure]) -> PublishedFigure? {
        let own = figures.first { $0.period == period }
        func tells(_ figure: PublishedFigure) -> Bool { figure.verdict != nil && figure.verdict != .tooEarly }
        if let own, tells(own) || period.kind != .quarter { return own }
        let month = figures.last {
            $0.period.kind == .month && $0.period.from >= period.from && $0.period.to <= period.to && tells($0)
        }
        return month ?? own
    }
}
