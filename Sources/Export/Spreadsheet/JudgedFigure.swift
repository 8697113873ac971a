import Domain

/// A value of a headline, as it is shown.
struct JudgedFigure: Sendable {
    let headline: Headline
    let figure: PublishedFigure
    /// Everybody, or which department or team, in words.
    let whose: String
    /// What it is to be; `nil` where no target is set.
    let target: Double?
    /// Of those asked the share that answered; `nil` where it isn't shown, and of figures that are of no survey.
    var response: Double?

    /// By organization, then in the order of the sheets, of each the organization, departments, teams, and of each of these
    /// year, quarter, month and week, the oldest first. Names are compared by bytes, so that one order holds everywhere.
    static func precedes(_ a: JudgedFigure, _ b: JudgedFigure) -> Bool {
        let (x, y) = (a.figure, b.figure)
        if let before = isBefore(x.organization, y.organization) { return before }
        if a.headline.place != b.headline.place { return a.headline.place < b.headline.place }
        if x.cell.scope.kind != y.cell.scope.kind { return rank(x.cell.scope.kind) < rank(y.cell.scope.kind) }
        if let before = isBefore(a.whose, b.whose) ?? isBefore(x.cell.scope.id, y.cell.scope.id) { return before }
        if x.period.kind != y.period.kind { return rank(x.period.kind) < rank(y.period.kind) }
        return (x.period.from, x.version) < (y.period.from, y.version)
    }

    /// `nil` of the same bytes.
    private static func isBefore(_ a: String, _ b: String) -> Bool? {
        a.utf8.elementsEqual(b.utf8) ? nil : a.utf8.lexicographicallyPrecedes(b.utf8)
    }

    private static func rank(_ kind: ScopeKind) -> Int { ScopeKind.allCases.firstIndex(of: kind) ?? 0 }

    private static func rank(_ kind: PeriodKind) -> Int {
        [PeriodKind.year, .quarter, .month, .week].firstIndex(of: kind) ?? 0
    }
}

extension [JudgedFigure] {
    /// Those of the newest quarter; of the newest year where there is no quarter, else of the newest month. Each organization
    /// has its own.
    var newest: [JudgedFigure] {
        let byOrganization = Dictionary(grouping: self) { Array<UInt8>($0.figure.organization.utf8) }
        let newest = byOrganization.mapValues { figures in
            [PeriodKind.quarter, .year, .month].lazy.compactMap { kind in
                figures.lazy.map(\.figure.period).filter { $0.kind == kind }.max()
            }.first
        }
        return filter { newest[Array<UInt8>($0.figure.organization.utf8)] == $0.figure.period }
    }
}

extension SpreadsheetTable<JudgedFigure> {
    /// The columns of every sheet with figures.
    static let columnsOfFigures: [Column] = [
        Column("Figure", width: 30) { .text($0.headline.sheet.title) },
        Column("Whose", width: 26) { .text($0.whose) },
        Column("Period", width: 22) { .text(FigureWords.name(of: $0.figure.period)) },
        Column("Begins", width: 12) { .date($0.figure.period.from) },
        Column("Value", width: 10) { $0.number($0.figure.estimate.value) },
        Column("Unit", width: 22) { .text(FigureWords.unit(of: $0.headline.statistic, in: $0.headline.measure)) },
        Column("Lower", width: 10) { $0.number($0.figure.estimate.lower) },
        Column("Upper", width: 10) { $0.number($0.figure.estimate.upper) },
        Column("Reference", width: 11) { $0.number($0.figure.reference) },
        Column("Target", width: 10) { $0.number($0.target) },
        Column("Verdict", width: 34) { .text(FigureWords.verdict(on: $0.figure)) },
        Column("n", width: 8) { .count($0.figure.n) },
        Column("Response", width: 10) { $0.response.map { .number($0, .percent) } ?? .empty },
        Column("Ask next", width: 80) { .text($0.headline.sheet.briefing?.next ?? "") },
        Column("Organization", width: 18) { .text($0.figure.organization) },
    ]
}

extension JudgedFigure {
    private static let secondsPerHour = 3_600.0

    /// Durations as hours, shares and rates as per cent, the others as they are. Limits, reference and target look as the value does.
    fileprivate func number(_ value: Double?) -> SpreadsheetCell {
        guard let value else { return .empty }
        let isDuration = headline.statistic.unit == .seconds
        return .number(isDuration ? value / Self.secondsPerHour : value, style(figure.estimate.value ?? value))
    }

    private func style(_ value: Double) -> SpreadsheetStyle {
        let statistic = headline.statistic
        if statistic.unit == .seconds { return abs(value) < Self.secondsPerHour ? .hoursToSeconds : .hours }
        guard statistic.isOfHundred else { return .plain }
        return statistic.rounding == .rate ? Self.percentOfTwoDigits(value) : .percent
    }

    /// Rates are published with two digits.
    private static func percentOfTwoDigits(_ value: Double) -> SpreadsheetStyle {
        switch abs(value) {
        case 0.0995...: .percent
        case 0.00995...: .percentToTenths
        default: .percentToHundredths
        }
    }
}
