import Domain
import KPIs
import Report

/// Figures that the tests of this room share.
enum Published {
    static let sheets = Catalog.all.map { $0.sheet }

    static func sheet(_ id: String) -> Sheet { sheets.first { $0.id == id } ?? sheets[0] }

    static let quarter = Period(.quarter, year: 2026, ordinal: 2)
    static let september = Period(.month, year: 2026, ordinal: 8)

    /// Of the KPI's first headline, undivided.
    static func figure(
        _ id: String, _ scope: Scope = .organization, _ period: Period = quarter, value: Double? = 0.5,
        lower: Double? = 0.4, upper: Double? = 0.6, n: Int? = 100, state: PublishedFigure.State = .released,
        reference: Double? = nil, verdict: Verdict? = nil, signal: Signal? = nil, organization: String = "acme"
    ) -> PublishedFigure {
        let sheet = sheet(id)
        let judged = sheet.judged ?? (sheet.measures[0], sheet.measures[0].statistics[0])
        return PublishedFigure(
            organization: organization, kpi: id, version: sheet.version,
            cell: Cell(
                measure: judged.measure.id, scope: scope, breakdown: .none, statistic: judged.statistic.id),
            period: period, unit: judged.statistic.unit,
            estimate: state == .released ? Estimate(value, lower: lower, upper: upper) : .none,
            n: state == .released ? n : nil, censored: nil, coverage: state == .released ? 1 : nil, state: state,
            signal: signal, reference: reference, verdict: verdict)
    }

    /// Of the same figure.
    static func target(_ id: String, _ value: Double?, from day: LocalDate = .distantPast) -> Target {
        let judged = sheet(id).judged ?? (sheet(id).measures[0], sheet(id).measures[0].statistics[0])
        return Target(
            organization: "acme", kpi: id, measure: judged.measure.id, statistic: judged.statistic.id, validFrom: day,
            value: value)
    }

    static func overview(
        _ figures: [PublishedFigure], period: Period? = nil, scope: Scope? = nil, targets: [Target] = [],
        names: TeamNames = .none
    ) -> Overview? {
        Overview(of: figures, sheets: sheets, period: period, scope: scope, targets: targets, names: names)
    }

    /// Of teams of "acme", by their ids.
    static func names(_ names: [String: String?]) -> TeamNames {
        TeamNames(names.map { TeamName(organization: "acme", team: $0.key, name: $0.value) })
    }
}
