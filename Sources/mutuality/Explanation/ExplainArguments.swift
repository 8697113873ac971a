import Analytics
import Domain
import Ingestion
import KPIs

/// What was asked on the command line, as a question that can be answered.
struct ExplainArguments: Sendable {
    let kpi: String
    let scope: String?
    let period: String
    let measure: String?
    let statistic: String?
    let breakdown: String?

    /// Throws, with the nearest that there is, for what a sheet doesn't have.
    func question() throws -> Question {
        guard let sheet = Catalog.named(kpi)?.sheet else {
            throw Self.unknown("KPI", kpi, among: Catalog.all.map { $0.sheet.id })
        }
        if let measure, !sheet.measures.contains(where: { $0.id == measure }) {
            throw Self.unknown("measure", measure, among: sheet.measures.map(\.id))
        }
        let statistics = sheet.measures.filter { measure ?? $0.id == $0.id }.flatMap { $0.statistics.map(\.id) }
            .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        if let statistic, !statistics.contains(statistic) {
            throw Self.unknown("statistic", statistic, among: statistics)
        }
        let period = try period(of: sheet)
        return Question(
            sheet: sheet, period: period, scope: try scope(of: sheet, in: period), measure: measure,
            statistic: statistic, part: try part(of: sheet))
    }

    private func period(of sheet: Sheet) throws -> Period {
        let found = try Period(argument: period)
        guard sheet.periods.contains(found.kind) else {
            throw CommandError(
                .usage, "\(sheet.id) has no figures for a \(found.kind.rawValue)",
                mend: "ask for a \(sheet.periods.map(\.rawValue).joined(separator: " or "))")
        }
        return found
    }

    private func scope(of sheet: Sheet, in period: Period) throws -> Scope {
        guard let scope = try scope.map({ try Scope(argument: $0) }), scope != .organization else {
            return .organization
        }
        let scopes = sheet.scopes(of: period.kind)
        guard scopes.contains(scope.kind) else {
            throw CommandError(
                .usage, "\(sheet.id) has no figures of a \(scope.kind.rawValue) for a \(period.kind.rawValue)",
                mend: "ask for \(scopes.map(\.rawValue).joined(separator: " or "))")
        }
        return scope
    }

    private func part(of sheet: Sheet) throws -> Question.Part? {
        guard let breakdown else { return nil }
        let parts = breakdown.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard !sheet.breakdowns.isEmpty else {
            throw CommandError(.usage, "\(sheet.id) has no breakdowns", mend: "leave out --breakdown")
        }
        guard sheet.breakdowns.contains(parts[0]) else {
            throw Self.unknown("breakdown", parts[0], among: sheet.breakdowns)
        }
        return Question.Part(breakdown: parts[0], value: parts.count == 2 ? parts[1] : nil)
    }

    /// As many names as fit into a message.
    private static let listed = 30

    /// Throws unless the organization has the scope.
    static func check(_ scope: Scope, among known: [Scope]) throws {
        guard scope != .organization, !known.contains(scope) else { return }
        throw unknown(
            scope.kind.rawValue, scope.id, among: known.filter { $0.kind == scope.kind }.map(\.id))
    }

    static func unknown(_ what: String, _ name: String, among names: [String]) -> CommandError {
        let nearest = Nearest.near(to: name, among: names)
        let mend =
            switch names.count {
            case 0: "leave out --scope to ask for the organization"
            case ...listed: "choose from \(names.joined(separator: ", "))"
            default: "\"mutuality \(what == "KPI" ? "kpis" : "export --format csv")\" lists them all"
            }
        return CommandError(
            .usage, "there is no \(what) \"\(name)\"" + (nearest.map { "; the nearest is \($0)" } ?? ""), mend: mend)
    }
}

extension Question {
    /// What was asked, for whom.
    func json(_ audience: String, _ organization: String) -> JSONObject {
        [
            "audience": audience, "organization": organization, "kpi": sheet.id, "scope": scope.kind,
            "scope_id": scope.id, "period": period.kind, "from": period.from.description,
            "to": period.to.description,
        ]
    }
}
