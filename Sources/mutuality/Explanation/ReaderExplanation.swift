import Analytics
import Domain
import Warehouse

/// An explanation of what is published, from what is published: no more than every reader may know.
struct ReaderExplanation: Sendable {
    let organization: String
    let question: Question
    let cells: [PublishedCell]
    let context: PublishedContext

    var text: String {
        let head = """
            \(SheetSummary(sheet: question.sheet).text)

            \(organization), \(question.scope.words), \(question.period.name): \(question.period.from) to \
            \(question.period.to), as published
            """
        let units = Dictionary(uniqueKeysWithValues: cells.map { ($0.cell, shown($0)) })
        let sections = [
            SheetSummary(sheet: question.sheet).section, figures, context.verdictSection(cells), changes,
            context.signalSection(units),
            context.freshnessSection, settings,
        ]
        return ([head] + sections.filter { !$0.lines.isEmpty }.map(\.text)).joined(separator: "\n\n")
    }

    var json: JSONObject {
        question.json("reader", organization).merging([
            "sheet": SheetSummary(sheet: question.sheet).json,
            "settings": shaping.map { ["name": $0.name, "note": $0.note] },
            "figures": cells.map { cell in
                cell.cell.json.merging([
                    "unit": cell.unit, "release": cell.standing?.json, "why": cell.standing?.state.words,
                    "chart": context.chartJSON(of: cell.cell),
                ])
            },
            "freshness": context.freshnessJSON,
            "restatements": cells.flatMap { cell in
                cell.changes.map { cell.cell.json.merging(["old": $0.old.json, "new": $0.new?.json]) }
            },
        ])
    }

    private func shown(_ cell: PublishedCell) -> ShownUnit { question.sheet.shown(cell.unit, of: cell.cell) }

    private var shaping: [any AnySetting] {
        Settings.all.filter { question.sheet.shapedBy.contains($0.name) }
    }

    private var figures: TextSection {
        var section = TextSection("Figures")
        let standing = cells.compactMap { cell in cell.standing.map { (cell: cell, statement: $0) } }
        guard !standing.isEmpty else {
            section.add(
                "No released figure matches: the period is not due, begins before data_since or never had figures; or this is "
                    + "a part of a figure that is hidden.")
            return section
        }
        let shown = standing.filter { $0.statement.state == .released }
        if !shown.isEmpty {
            let table = TextTable(
                head: ["figure", "value", "95 % limits", "n", "still open", "coverage", "since release"],
                rows: shown.map { cell, statement in
                    [
                        cell.cell.words, ShownNumber.text(statement.estimate.value, self.shown(cell)),
                        statement.estimate.limits(self.shown(cell)), statement.n.map(String.init) ?? "-",
                        statement.censored.map(String.init) ?? "-",
                        statement.coverage.map { ShownNumber.text($0, .ratio) } ?? "-", "\(statement.firstRelease)",
                    ]
                }, leftAligned: 1)
            section.add(verbatim: table.text)
            if shown.count > 1 { section.add(Self.rounded) }
            section.add(noValue(shown.filter { $0.statement.estimate.value == nil }.map(\.cell)))
        }
        for state in [PublishedFigure.State.codedLow, .codedHigh, .suppressed, .noData] {
            let names = standing.filter { $0.statement.state == state }.map(\.cell.cell.words)
            guard let words = state.words, !names.isEmpty else { continue }
            section.add("\(words): \(names.joined(separator: "; "))")
        }
        section.add(rules(standing.filter { $0.statement.state == .suppressed }.map(\.cell.cell)))
        return section
    }

    /// What hidden figures would take; as many people as the sheet asks for, since settings aren't everybody's to see.
    private func rules(_ cells: [Cell]) -> [(text: String, cell: Cell)] {
        let sheet = question.sheet
        return cells.compactMap { cell in
            sheet.statistic(of: cell).flatMap {
                sheet.rule(of: cell, least: max(sheet.minimumPeople, $0.leastPeople))
            }.map { ("\($0) More people where \(Settings.minimumGroup.name) asks for more.", cell) }
        }
    }

    private func noValue(_ cells: [PublishedCell]) -> [(text: String, cell: Cell)] {
        cells.map { cell in
            let ofItsKind =
                cell.unit == .seconds
                ? "too much is still open to tell" : question.sheet.statistic(of: cell.cell)?.whyNotEstimated(n: nil)
            let few = "too few records have all that the figure needs (setting \(Settings.leastCoverage.name))"
            return ("No value: " + (ofItsKind.map { "\($0), or " } ?? "") + few, cell.cell)
        }
    }

    private static let rounded =
        "Each figure is rounded by itself, to protect people: parts need not add up to their whole, nor what came and went to "
        + "the difference of two counts."

    private var settings: TextSection {
        var section = TextSection("Settings that shape the figures")
        for setting in shaping { section.add("\(setting.name): \(setting.note)") }
        return section
    }

    private var changes: TextSection {
        var section = TextSection("Restated since its first release")
        for cell in cells {
            for (old, new) in cell.changes {
                let now =
                    new.map { new in
                        let isAlike = new.state == old.state && new.words(shown(cell)) == old.words(shown(cell))
                        return
                            "then \(isAlike ? "changed by less than is shown here" : new.words(shown(cell))) from release "
                            + "\(new.firstRelease) of \(new.releasedAt)"
                    }
                    ?? "no longer shown since release \((old.lastRelease ?? old.firstRelease) + 1)"
                section.add(
                    "\(cell.cell.words): \(old.words(shown(cell))) in release \(old.firstRelease) of \(old.releasedAt), "
                        + now)
            }
        }
        if section.lines.isEmpty { section.add("Nothing that was shown has changed.") }
        return section
    }
}

extension PublishedCell.Statement {
    func words(_ unit: ShownUnit) -> String {
        ShownNumber.text(estimate.value, unit) + (n.map { " (n \($0))" } ?? "")
    }

    var json: JSONObject {
        estimate.json.merging([
            "state": state.rawValue, "version": version, "n": n,
            "censored": censored, "coverage": coverage, "signal": signal,
            "reference": reference, "verdict": verdict?.rawValue,
            "first_release": firstRelease, "released_at": releasedAt.description,
            "last_release": lastRelease,
        ])
    }
}
