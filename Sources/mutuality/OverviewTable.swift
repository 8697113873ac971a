import Domain
import Export
import KPIs
import Report

/// An overview for a terminal: what changed as a table, then the organization's other figures.
struct OverviewTable: Sendable {
    private let overview: Overview
    private let extent: Extent
    /// `nil` unless KPIs were asked for.
    private let details: DetailTable?
    private let unmatched: [Unmatched]
    private let wording = Wording(.english)

    /// Columns that are left out where no row has anything in them.
    private static let optional: Set = ["target", "answered"]
    private static let nothing = "–"
    /// Of more changes the rest is counted.
    private static let mostChanges = 20

    /// What is listed as text.
    enum Extent {
        case changes
        /// And the organization's other figures.
        case changesAndOrganization
        case everything
    }

    /// `unmatched`: ids that don't meet, as the release found them.
    init(_ overview: Overview, _ extent: Extent, details: DetailTable? = nil, unmatched: [Unmatched] = []) {
        self.overview = overview
        self.extent = extent
        self.details = details
        self.unmatched = unmatched
    }

    var text: String {
        let changes = overview.changes
        let listed = extent == .everything ? changes : Array(changes.prefix(Self.mostChanges))
        let others = rest.filter { row in
            switch extent {
            case .changes: false
            case .changesAndOrganization: row.figure.cell.scope == .organization && row.figure.state == .released
            case .everything: true
            }
        }
        let parts = extent == .changes ? [] : overview.parts
        let head = [
            "\(overview.organization), \(overview.period.name)", "whose", "now", "95 % limits", "held against",
            "elsewhere", "target", "n", "answered", "verdict",
        ]
        let gap = listed.isEmpty || others.isEmpty ? [] : [Array(repeating: "", count: head.count)]
        let rows = listed.map(cells) + gap + overview.alphabetical(others).map(cells) + parts.flatMap(cells)
        let kept = head.indices.filter { column in
            !Self.optional.contains(head[column]) || rows.contains { !["", Self.nothing].contains($0[column]) }
        }
        let table = TextTable(
            head: kept.map { head[$0] }, rows: rows.map { row in kept.map { row[$0] } }, leftAligned: 2)
        let unlisted = changes.count - listed.count
        let paragraphs = [
            (wording.unmet(unmatched) + overview.warnings.map(\.text)).joined(separator: "\n"),
            [wording.lead(overview), wording.rest(overview), wording.response(of: overview) ?? ""].filter {
                !$0.isEmpty
            }.joined(separator: "\n"),
            table.isEmpty ? "" : table.text,
            details.flatMap { $0.figures.isEmpty ? nil : $0.text } ?? "",
            unlisted > 0
                ? counted(unlisted, "more change", "more changes") + ": see \"mutuality report\", or give --scope."
                : "",
        ]
        return paragraphs.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// All rows but those that changed. Of longer periods all: they are not among those that were compared.
    private var rest: [Overview.Row] { overview.rows.filter { !$0.isChange } + overview.ofLongerPeriods }

    /// Of a KPI that has no figure of the whole.
    private func cells(_ parts: Overview.Parts) -> [[String]] {
        parts.figures.map { figure in
            [
                "\(parts.sheet.title), \(figure.cell.breakdown.value)", "everybody",
                wording.value(figure, of: parts),
                wording.limits(figure, of: parts), Self.nothing, Self.nothing, Self.nothing,
                figure.n.map(String.init) ?? Self.nothing, wording.responseColumn(parts.response), wording.verdict(nil),
            ]
        }
    }

    private func cells(_ row: Overview.Row) -> [String] {
        let figure = row.figure
        return [
            row.sheet.title + (figure.period == overview.period ? "" : ", \(figure.period.name)"),
            figure.cell.scope == .organization ? "everybody" : overview.label(of: figure.cell.scope),
            briefValue(row),
            wording.limits(row), heldAgainst(row), wording.elsewhere(row), wording.targetInBrief(row),
            figure.n.map(String.init) ?? Self.nothing, wording.responseColumn(row.response), verdict(row),
        ]
    }

    /// The reference; a chart's centre is named.
    private func heldAgainst(_ row: Overview.Row) -> String {
        guard let held = wording.heldAgainst(row)?.value else { return "–" }
        if case .centre = row.heldAgainst { return "centre \(held)" }
        return held
    }

    private func briefValue(_ row: Overview.Row) -> String {
        row.figure.state == .released && row.figure.estimate.value == nil
            ? "–" : row.figure.state == .suppressed ? "hidden" : wording.value(row)
    }

    private func verdict(_ row: Overview.Row) -> String {
        let reservations = row.isOfOtherPeople ? ["(response)"] : reservations(row.verdict)
        return ([wording.mark(row.verdict), wording.verdict(row.verdict)] + reservations).filter { !$0.isEmpty }
            .joined(separator: " ")
    }

    /// In a column, briefly.
    private func reservations(_ verdict: Verdict?) -> [String] {
        switch verdict {
        case .moved(_, let isEarly, let isSeasonal):
            (isEarly ? ["(early)"] : []) + (isSeasonal ? ["(season?)"] : [])
        case .signalled(let signal): [signal.rule == .outside ? "(outside)" : "(8 in a row)"]
        case .steady, .cannotTell, .tooEarly, .asUsual, nil: []
        }
    }

    // MARK: For programs

    private static let columns = [
        "organization", "kpi", "version", "measure", "statistic", "scope", "scope_id", "breakdown", "breakdown_value",
        "period", "value", "lower", "upper",
        "unit", "n", "state", "reference", "elsewhere", "target", "target_state", "verdict", "weight", "response",
        "ask_next",
    ]

    private func members(_ row: Overview.Row) -> [JSONObject.Member?] {
        let (figure, cell) = (row.figure, row.figure.cell)
        return [
            figure.organization, figure.kpi, figure.version, cell.measure, cell.statistic, cell.scope.kind.rawValue,
            cell.scope.id, cell.breakdown.name, cell.breakdown.value, figure.period.name, figure.estimate.value,
            figure.estimate.lower, figure.estimate.upper,
            figure.unit.rawValue, figure.n, figure.state.rawValue, figure.reference, row.elsewhere, row.target,
            row.standing?.rawValue, figure.verdict?.rawValue, row.weight, row.response?.share,
            row.sheet.briefing?.next,
        ]
    }

    /// Of a figure that is not held against its past. `of`: the KPI's parts, where it is one of them.
    private func members(_ figure: PublishedFigure, of parts: Overview.Parts? = nil) -> [JSONObject.Member?] {
        let cell = figure.cell
        return [
            figure.organization, figure.kpi, figure.version, cell.measure, cell.statistic, cell.scope.kind.rawValue,
            cell.scope.id, cell.breakdown.name, cell.breakdown.value, figure.period.name, figure.estimate.value,
            figure.estimate.lower, figure.estimate.upper, figure.unit.rawValue, figure.n, figure.state.rawValue,
            figure.reference, nil, nil, nil, figure.verdict?.rawValue, nil, parts?.response?.share,
            parts?.sheet.briefing?.next,
        ]
    }

    var json: JSONObject {
        [
            "organization": overview.organization, "period": overview.period.name, "compared": overview.compared,
            "changed": overview.changes.count, "expected_by_chance": overview.expectedByChance,
            "steady": overview.count(.steady), "as_usual": overview.count(.asUsual),
            "cannot_tell": overview.count(.cannotTell), "too_early": overview.count(.tooEarly),
            "hidden": overview.hidden, "response": overview.response?.share,
            "response_period": overview.response.map(\.period.name), "lacking": overview.lacking.map(\.id),
            "unmatched": unmatched.map { entry in
                ["dataset": entry.dataset, "named": entry.named, "not_known": entry.unknown] as JSONObject
            },
            "figures": table.objects,
        ]
    }

    var csv: String { table.csv }

    /// Changes first, details last.
    private var table: MemberTable {
        MemberTable(
            columns: Self.columns,
            rows: (overview.changes + rest).map { members($0) }
                + overview.parts.flatMap { parts in parts.figures.map { members($0, of: parts) } }
                + (details?.figures ?? []).map { members($0) })
    }
}
