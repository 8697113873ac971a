import Analytics
import Disclosure
import Domain
import Warehouse

/// An explanation for the custodian: what the ledger holds, why the release says less, and where the figures come from.
struct CustodianExplanation: Sendable {
    let organization: String
    let explanation: Explanation
    let withholding: Withholding
    let context: PublishedContext

    private var question: Question { explanation.question }

    /// The cells that are asked for, of the ledger or the release.
    private var cells: [Cell] {
        let standing = explanation.published.filter { $0.standing != nil }.map(\.cell)
        // What the ledger no longer holds is told by the restatements.
        let held = explanation.entries.filter { $0.content.n > 0 || $0.content.estimate.value != nil }
        return Set(held.map(\.cell) + standing).sorted()
    }

    var text: String {
        let (sheet, window) = (SheetSummary(sheet: question.sheet), explanation.window)
        let head = """
            \(sheet.text)

            \(organization), \(question.scope.words), \(question.period.name): \(question.period.from) to \
            \(question.period.to), days of \(window.zone.name)
            Do not share this output: it is not protected, and shows small groups. The audit log says that you asked.
            """
        let units = Dictionary(
            uniqueKeysWithValues: explanation.published.map { ($0.cell, question.sheet.shown($0.unit, of: $0.cell)) })
        let inputs = ExplainedInputsText(inputs: explanation.inputs)
        let sections = [
            sheet.section, figures, refusals, leftOut, reasons, restatements,
            context.verdictSection(explanation.published), context.signalSection(units),
            inputs.section,
            inputs.rejected,
            context.freshnessSection, calendars, settings,
        ]
        return ([head] + sections.filter { !$0.lines.isEmpty }.map(\.text)).joined(separator: "\n\n")
    }

    var json: JSONObject {
        let window = explanation.window
        return question.json("custodian", organization).merging([
            "window": [
                "from": window.from.description, "to": window.to.description,
                "as_of": question.period.to.description, "zone": window.zone.name,
            ],
            "sheet": SheetSummary(sheet: question.sheet).json, "computed": computedJSON,
            "figures": cells.map(figureJSON), "inputs": explanation.inputs.map(\.json),
            "calendars": explanation.calendars.map(\.json), "settings": explanation.settings.map(\.json),
            "misspelt_items": explanation.misspelt.map { ["item": $0.item, "meant": $0.meant] },
            "restatements": explanation.restatements.map(\.json), "freshness": context.freshnessJSON,
        ])
    }

    // MARK: Figures

    private func entry(_ cell: Cell) -> LedgerEntry? { explanation.entries.first { $0.cell == cell } }

    private func standing(_ cell: Cell) -> PublishedCell.Statement? {
        explanation.published.first { $0.cell == cell }?.standing
    }

    private var figures: TextSection {
        var section = TextSection("Figures")
        if explanation.isFixed {
            section.add(
                "Fixed: records that the period needs were deleted for their age, so it is never computed again.")
        }
        guard let computation = explanation.computation else {
            section.add(
                "Never computed: the period has not closed, the data begins later, or \"mutuality compute\" has not been "
                    + "run since.")
            return section
        }
        section.add(
            "Computed at \(computation.knownAt), with version \(computation.version) of the definition and settings "
                + "\(computation.settingsVersion.prefix(ShownHash.length))."
                + (computation.isCurrent
                    ? ""
                    : " These have changed since: the next computation uses the new ones, unless the period now begins "
                        + "before data_since."))
        let rows = cells.map { cell -> [String] in
            let (entry, standing) = (entry(cell), standing(cell))
            let content = entry?.content
            return [
                cell.words, entry.map(held) ?? "-",
                entry.map { $0.content.estimate.limits(shown($0)) } ?? "-", content.map { "\($0.n)" } ?? "-",
                content?.censored.map(String.init) ?? "-",
                content?.coverage.map { ShownNumber.text($0, .ratio) } ?? "-", entry.map { "\($0.people)" } ?? "-",
                standing.map { released($0, entry) } ?? "-",
            ]
        }
        if rows.isEmpty {
            section.add("Nothing to count: no record of the period is in this scope and part.")
        } else {
            section.add(
                verbatim: TextTable(
                    head: ["figure", "ledger", "95 % limits", "n", "still open", "coverage", "people", "released"],
                    rows: rows, leftAligned: 1
                ).text)
            if rows.count > 1 { section.add(Self.rounded) }
        }
        return section
    }

    private static let rounded =
        "Here the ledger is rounded to what can be read, and the release to protect people, each figure by itself: parts need not "
        + "add up to their whole. --json has the ledger as it is."

    private func shown(_ entry: LedgerEntry) -> ShownUnit { question.sheet.shown(entry.unit, of: entry.cell) }

    /// What the ledger holds; where that is no value, the section on refusals says why.
    private func held(_ entry: LedgerEntry) -> String {
        switch (entry.refusal, entry.content.estimate.value) {
        case (nil, let value?): ShownNumber.text(value, shown(entry))
        // Of what has no refusal, only times may lie beyond what was seen.
        case (nil, nil) where entry.unit == .seconds: "not reached"
        case (nil, nil), (.gap, _): "not estimated"
        case (.lowCoverage, _), (.otherScale, _), (.fewNamed, _): "refused"
        }
    }

    /// Why cells have no value though there are records.
    private var refusals: TextSection {
        var section = TextSection("Why there is no value")
        let least = explanation.settings.first { $0.name == Settings.leastCoverage.name }.flatMap { Double($0.value) }
        let refused = explanation.entries.filter {
            $0.refusal != nil || $0.content.estimate.value == nil && $0.content.n > 0
        }
        let byReason = Dictionary(grouping: refused) {
            $0.refusal?.text(question.sheet, coverage: $0.content.coverage, least: least ?? Settings().leastCoverage)
                ?? NoValue.text(of: $0.cell, in: question.sheet, $0.unit, n: $0.content.n)
        }
        for (reason, entries) in byReason.sorted(by: { $0.key < $1.key }) {
            section.add("\(reason): \(entries.map(\.cell.words).joined(separator: "; "))")
        }
        return section
    }

    /// Items that the KPI may have been meant to read.
    private var leftOut: TextSection {
        var section = TextSection("Answers that are not read")
        for item in explanation.misspelt {
            section.add(
                "The data has \(item.item). If \(item.meant) was meant, give it that name and load the survey again.")
        }
        return section
    }

    private func released(_ statement: PublishedCell.Statement, _ entry: LedgerEntry?) -> String {
        guard statement.state == .released, let entry else { return statement.state.rawValue }
        return ShownNumber.text(statement.estimate.value, shown(entry), brief: true)
    }

    private func text(_ reason: WithholdingReason, _ cell: Cell) -> String { reason.text(of: cell, in: question.sheet) }

    /// Cells with the same reasons stand together.
    private var reasons: TextSection {
        var section = TextSection("Why hidden, or not what the ledger holds")
        section.add(cells.flatMap { cell in withholding.reasons(for: cell).map { (text($0, cell), cell) } })
        return section
    }

    private var computedJSON: JSONObject? {
        explanation.computation.map { computation in
            [
                "known_at": computation.knownAt.description, "version": computation.version,
                "settings_sha256": computation.settingsVersion, "is_current": computation.isCurrent,
            ]
        }
    }

    private func figureJSON(_ cell: Cell) -> JSONObject {
        let entry = entry(cell)
        return cell.json.merging([
            "unit": entry?.unit ?? explanation.published.first { $0.cell == cell }?.unit,
            "ledger": entry.map { $0.content.json.merging(["people": $0.people, "refusal": $0.refusal?.rawValue]) },
            "release": standing(cell)?.json,
            "why": withholding.reasons(for: cell).map { ["code": $0.code, "text": text($0, cell)] },
            "chart": context.chartJSON(of: cell),
        ])
    }

    // MARK: What shaped them

    private var calendars: TextSection {
        var section = TextSection("Calendars")
        for calendar in explanation.calendars {
            let users = [
                calendar.teams.isEmpty
                    ? nil
                    : "\(calendar.teams.count == 1 ? "team" : "teams") \(calendar.teams.joined(separator: ", "))",
                calendar.people == 0 ? nil : "\(counted(calendar.people, "person", "people")) directly",
            ].compactMap { $0 }
            let hours =
                calendar.shifts == 0
                ? "its hours were never given" : counted(calendar.shifts, "shift a week", "shifts a week")
            section.add(
                "\(calendar.id): \(hours), \(counted(calendar.holidays, "day off", "days off")) in the period, "
                    + "\(calendar.zone.map { "zone \($0)" } ?? "in the zone of each team or person that uses it"); "
                    + "for \(users.joined(separator: " and "))")
        }
        return section
    }

    private var settings: TextSection {
        var section = TextSection("Settings in force")
        // By when data is expected stands beside its freshness.
        for setting in explanation.settings where Settings.dataset(expectedBy: setting.name) == nil {
            let value = setting.value.isEmpty ? "not set" : setting.value
            let since = setting.isStandard ? "default" : setting.since.map { "from \($0)" } ?? "always"
            section.add(
                "\(setting.name) = \(value) (\(since))"
                    + (setting.shapesFigures ? ", shapes the figures" : ""))
        }
        return section
    }

    /// Changes of one computation stand together.
    private var restatements: TextSection {
        var section = TextSection("Restatements")
        let groups = Dictionary(grouping: explanation.restatements) { RestatementGroup($0) }
        for (group, changes) in groups.sorted(by: { $0.key.knownAt < $1.key.knownAt }) {
            section.add("At \(group.knownAt), \(group.causes.map(\.text).joined(separator: "; "))")
            for change in changes {
                let unit = question.sheet.shown(change.unit, of: change.cell)
                let (old, new) = (change.old.words(unit), change.new.words(unit))
                section.add(
                    "\(change.cell.words): \(old), known since \(change.old.knownAt), "
                        + (old == new ? "changed by less than is shown here" : "became \(new)"), indent: 2)
            }
        }
        if section.lines.isEmpty { section.add("None: the ledger never held another value.") }
        return section
    }

    private struct RestatementGroup: Hashable {
        let knownAt: Instant
        let causes: [Restatement.Cause]

        init(_ restatement: Restatement) {
            knownAt = restatement.new.knownAt
            causes = restatement.causes
        }
    }
}

/// Hashes as people tell them apart.
enum ShownHash {
    /// 48 bits: two mappings of an organization don't share them.
    static let length = 12
}
