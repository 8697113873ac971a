import Crypto
public import Domain
import Foundation
import Mustache

/// The page that leaders read: one file, without a script, that loads nothing else.
public struct ReportPage: Sendable {
    /// Of departments and teams beside each other no more are drawn; those that changed always are.
    private static let mostBeside = 40

    let overview: Overview
    let figures: [PublishedFigure]
    let freshness: [Freshness]
    let revisions: [Revision]
    let unmatched: [Unmatched]
    private let release: Instant?
    let wording: Wording
    let clock: WallClock

    /// - Parameters:
    ///   - figures: all that is published, of one organization.
    ///   - freshness: of the datasets behind them.
    ///   - revisions: what was published before, and has changed since.
    ///   - unmatched: ids that don't meet, as the release found them.
    ///   - release: when that was made.
    public init(
        _ overview: Overview, figures: [PublishedFigure], freshness: [Freshness], revisions: [Revision],
        unmatched: [Unmatched], release: Instant?, texts: Texts
    ) {
        self.overview = overview
        self.figures = figures
        self.freshness = freshness
        self.revisions = revisions
        self.unmatched = unmatched
        self.release = release
        wording = Wording(texts)
        clock = WallClock(figures)
    }

    /// Whether the page of some period needs a figure.
    public static func reads(_ figure: PublishedFigure, of sheet: Sheet) -> Bool {
        Overview.reads(figure, of: sheet) || isMovement(figure) || isOfCurve(figure, of: sheet)
    }

    /// What the page may do, for the header of an answer that has it, too.
    public static let policy =
        "default-src 'none'; style-src 'sha256-\(Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString())'; "
        + "base-uri 'none'; form-action 'none'"

    private static let style = String(decoding: PackageResources.report_css, as: UTF8.self)

    public var html: String {
        get throws {
            let template = try HTMLText.template(String(decoding: PackageResources.report_mustache, as: UTF8.self))
            return template.render(content)
        }
    }

    var texts: Texts { wording.texts }

    private var content: [String: Any] {
        let changes = overview.changes
        let untold = overview.rows.filter { $0.verdict == .cannotTell }
        let hidden = overview.rows.filter { $0.figure.state == .suppressed }
        var content: [String: Any] = [
            "language": texts.language, "policy": Self.policy, "style": Self.style, "skip": texts["skip"],
            "pageTitle": texts["page-title", wording.whose(overview), wording.name(of: overview)],
            "organization": wording.whose(overview), "title": texts["title"],
            "period": wording.name(of: overview), "lead": wording.lead(overview),
            "rest": wording.rest(overview), "changesTitle": texts["changes"], "hasChanges": !changes.isEmpty,
            "largestFirst": texts["largest-first"], "changes": changes.map(change),
            "heads": ["figure", "verdict", "now", "held-against", "elsewhere", "trend", "ask"].map { texts[$0] },
            "nowLabel": texts["now"], "heldLabel": texts["held-against"], "elsewhereLabel": texts["elsewhere"],
            "nothingChanged": wording.lead(overview),
            "hasUntold": !untold.isEmpty,
            "untoldTitle": texts["cannot-tell"], "untoldWhy": texts["cannot-tell-why"], "untold": names(untold),
            "hasHidden": !hidden.isEmpty, "hiddenTitle": texts["hidden"], "hiddenWhy": texts["hidden-why"],
            "hidden": names(hidden),
            "themes": themes, "release": release.map { texts["printed", clock.minute(at: $0)] } ?? "",
            "howTitle": texts["how"],
            "how": (["how-1", "how-2", "how-3", "how-4", "how-5"] + (hasTargets ? ["how-6"] : [])).map { texts[$0] },
        ]
        content["answered"] = wording.response(of: overview)
        let unmet = wording.unmet(unmatched)
        content["unmet"] = unmet + (unmet.isEmpty ? [] : [texts["unmet-see"]])
        content.merge(movements) { $1 }
        content.merge(reservations) { $1 }
        content.merge(data) { $1 }
        content.merge(strangers) { $1 }
        return content
    }

    private var hasTargets: Bool { (overview.rows + overview.ofLongerPeriods).contains { $0.target != nil } }

    // MARK: Changes

    private func change(_ row: Overview.Row) -> [String: Any] {
        let held = wording.heldAgainst(row)
        return said(row).merging([
            "title": row.sheet.title, "whose": wording.whose(row, in: overview), "what": wording.what(row),
            "held": held?.value ?? "–", "heldName": held?.name ?? "",
            "elsewhere": wording.elsewhere(row), "spark": Sparkline.drawing(row, label: label(of: row)),
        ]) { $1 }
    }

    /// What table and cards have in common.
    private func said(_ row: Overview.Row) -> [String: Any] {
        var said: [String: Any] = [
            "class": row.verdict?.meaning?.rawValue ?? "", "mark": wording.mark(row.verdict),
            "verdict": wording.verdict(row.verdict), "more": wording.reservation(row),
            "value": wording.value(row), "limits": wording.limits(row), "next": row.sheet.briefing?.next ?? "",
        ]
        said["response"] = row.response.map(wording.response)
        return said
    }

    private func label(of row: Overview.Row) -> String {
        texts[
            "chart-label", row.sheet.title, wording.whose(row.figure.cell.scope, in: overview), wording.value(row),
            "\(row.history.count)", row.figure.period.name]
    }

    /// Each KPI once, with how many scopes that is said of.
    private func names(_ rows: [Overview.Row]) -> [String] {
        overview.rows.map(\.sheet.id).withoutRepeats.compactMap { id in
            let ofKPI = rows.filter { $0.sheet.id == id }
            guard let first = ofKPI.first else { return nil }
            let kinds = ScopeKind.allCases.compactMap { kind -> String? in
                let count = ofKPI.count { $0.figure.cell.scope.kind == kind }
                guard count > 0 else { return nil }
                return kind == .organization ? texts["everybody"] : texts.counted("\(kind.rawValue)s", count)
            }
            return first.sheet.title + ": " + kinds.joined(separator: ", ")
        }
    }

    // MARK: Questions

    private var themes: [[String: Any]] {
        Sheet.Theme.allCases.compactMap { theme in
            let rows = (overview.rows + overview.ofLongerPeriods).filter { row in
                row.sheet.briefing?.theme == theme && !overview.lacking.contains { $0.id == row.sheet.id }
            }
            let sheets = rows.map(\.sheet.id).withoutRepeats.compactMap { id in rows.first { $0.sheet.id == id }?.sheet
            }
            let parts = overview.parts.filter { $0.sheet.briefing?.theme == theme }
            guard !sheets.isEmpty || !parts.isEmpty else { return nil }
            let cards = sheets.map { sheet in card(sheet, rows.filter { $0.sheet.id == sheet.id }) } + parts.map(card)
            return ["title": theme.rawValue, "cards": cards]
        }
    }

    private func card(_ sheet: Sheet, _ rows: [Overview.Row]) -> [String: Any] {
        let own = rows.first { $0.figure.cell.scope == overview.scope ?? .organization }
        let others = rows.filter { $0.figure.cell.scope != overview.scope ?? .organization }
        let longer = overview.ofLongerPeriods.first { $0.sheet.id == sheet.id }
        let period = longer?.figure.period ?? overview.period
        let beside = beside(others, in: period)
        let isOfParts = own == nil && !others.isEmpty
        var card: [String: Any] = [
            "id": sheet.id, "title": sheet.title, "what": sheet.question, "nextTitle": texts["next"],
            "next": sheet.briefing?.next ?? "", "definitionTitle": texts["definition"],
            "definition": definition(of: sheet), "besideTitle": texts["beside"],
            "besideNote": [
                texts["beside-note", wording.name(of: period)],
                others.contains { wording.briefResponse($0.response) != nil } ? texts["beside-response"] : nil,
            ].compactMap { $0 }.joined(separator: " "),
            "hasBeside": !beside.drawing.isEmpty,
            "beside": beside.drawing, "others": beside.others,
            "warnings": overview.warnings.filter { $0.kpis.contains(sheet.id) }.map(\.text),
        ]
        if let own {
            card.merge(said(own)) { $1 }
            if own.figure.estimate.value == nil {
                (card["state"], card["value"], card["verdict"]) = (card["value"], "", "")
            }
            // So few that their number says nothing.
            let n = own.figure.n.flatMap { $0 > 0 ? texts["n-counts", "\($0)"] : nil }
            let month = own.figure.period == overview.period ? nil : wording.name(of: own.figure.period)
            let limits =
                own.figure.estimate.lower == nil && own.figure.estimate.upper == nil ? nil : wording.limits(own)
            let about = [wording.what(own), month, limits, n, wording.byChance(own), wording.usual(own)]
            card["limits"] = about.compactMap { $0 }.joined(separator: "; ")
            card["target"] = wording.target(own)
            let curve = curve(of: own)
            if curve.count > 1 {
                card["chart"] = SurvivalDrawing.drawing(
                    curve,
                    label: texts[
                        "curve-label", own.sheet.title, wording.whose(own.figure.cell.scope, in: overview),
                        wording.name(of: own.figure.period)],
                    target: targetLine(of: own), days: { texts["days", "\($0)"] }
                ) { wording.numbers.text($0, own) }
            } else if own.history.count(where: { $0.estimate.value != nil }) > 1 {
                card["chart"] = ControlChartDrawing.drawing(own, label: label(of: own), target: targetLine(of: own)) {
                    wording.numbers.text($0, own)
                }
            }
        } else {
            card["state"] = texts[isOfParts ? "no-whole" : "no-figure"]
        }
        return card
    }

    /// What a chart says of its target; `nil` where none is set.
    private func targetLine(of row: Overview.Row) -> TargetLine? {
        guard let value = row.target, let words = wording.words(ofTarget: value, of: row) else { return nil }
        return TargetLine(
            value: value, age: row.statistic.ageInDays, words: words, legend: texts["target"])
    }

    /// Of a KPI without a figure of the whole.
    private func card(_ parts: Overview.Parts) -> [String: Any] {
        let entries = parts.figures.map { figure in
            DotPlot.Entry(
                name: figure.cell.breakdown.value, estimate: figure.estimate,
                words: brief(figure, parts.statistic, parts.measure), isChange: false)
        }
        var card: [String: Any] = [
            "id": parts.sheet.id, "title": parts.sheet.title, "what": parts.sheet.question,
            "value": "", "limits": "\(parts.measure.title): \(parts.statistic.title)",
            "chart": DotPlot.drawing([.init(title: nil, entries: entries)], mark: nil), "nextTitle": texts["next"],
            "next": parts.sheet.briefing?.next ?? "", "definitionTitle": texts["definition"],
            "definition": definition(of: parts.sheet), "hasBeside": false,
        ]
        card["response"] = parts.response.map(wording.response)
        return card
    }

    /// In brackets the response rate.
    private func brief(_ row: Overview.Row) -> String {
        let words = brief(row.figure, row.statistic, row.measure)
        guard row.figure.state == .released, let response = wording.briefResponse(row.response) else { return words }
        return "\(words) (\(response))"
    }

    private func brief(
        _ figure: PublishedFigure, _ statistic: Sheet.Statistic, _ measure: Sheet.Measure
    ) -> String {
        figure.state == .released
            ? wording.numbers.text(figure.estimate.value, statistic, measure) : texts["brief-\(figure.state.rawValue)"]
    }

    /// The points of a survival curve, by age; empty where the figure has none.
    private func curve(of row: Overview.Row) -> [SurvivalDrawing.Point] {
        let ages = Dictionary(
            row.measure.statistics.compactMap { statistic in statistic.ageInDays.map { (statistic.id, $0) } },
            uniquingKeysWith: { $1 })
        guard !ages.isEmpty else { return [] }
        return figures.compactMap { figure in
            guard figure.kpi == row.sheet.id, figure.period == row.figure.period,
                figure.cell.measure == row.measure.id, figure.cell.scope == row.figure.cell.scope,
                figure.cell.breakdown == .none, figure.state == .released, figure.estimate.value != nil,
                let age = ages[figure.cell.statistic]
            else { return nil }
            return SurvivalDrawing.Point(age: age, share: figure.estimate)
        }.sorted { $0.age < $1.age }
    }

    private static func isOfCurve(_ figure: PublishedFigure, of sheet: Sheet) -> Bool {
        figure.cell.breakdown == .none && sheet.briefing != nil && figure.cell.measure == sheet.judged?.measure.id
            && sheet.statistic(of: figure.cell)?.ageInDays != nil
    }

    /// Those of another period are not beside the others.
    private func beside(_ all: [Overview.Row], in period: Period) -> (drawing: String, others: [String]) {
        let rows = all.filter { $0.figure.period == period }
        guard !rows.isEmpty else { return ("", []) }
        // Those that changed always; of the others departments first, as far as there is room.
        var room = max(Self.mostBeside - rows.count(where: \.isChange), 0)
        let few = rows.count <= Self.mostBeside
        let kept = rows.filter { row in
            if few || row.isChange { return true }
            guard row.figure.cell.scope.kind == .department, room > 0 else { return false }
            room -= 1
            return true
        }
        let groups = [ScopeKind.department, .team].compactMap { kind -> DotPlot.Group? in
            let ofKind = overview.alphabetical(kept.filter { $0.figure.cell.scope.kind == kind })
            let entries = ofKind.map { row in
                DotPlot.Entry(
                    name: overview.label(of: row.figure.cell.scope), estimate: row.figure.estimate,
                    words: brief(row),
                    isChange: row.isChange)
            }
            return entries.isEmpty ? nil : DotPlot.Group(title: texts["all-\(kind.rawValue)s"], entries: entries)
        }
        let others = rows.count - kept.count
        return (
            DotPlot.drawing(groups, mark: rows.first?.elsewhere), others > 0 ? [texts.counted("too-many", others)] : []
        )
    }

    private func definition(of sheet: Sheet) -> [String] {
        Self.paragraphs(sheet.formula) + [
            texts["unfinished"] + ": " + (Self.paragraphs(sheet.unfinished).first ?? ""),
            texts["missing"] + ": " + (Self.paragraphs(sheet.missing).first ?? ""),
        ]
    }

    /// The first three; tables stand in the page of the KPI.
    private static func paragraphs(_ text: String) -> [String] {
        Array(text.components(separatedBy: "\n\n").filter { !$0.hasPrefix("|") }.prefix(3))
    }
}
