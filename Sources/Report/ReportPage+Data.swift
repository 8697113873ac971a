import Domain

/// What the page says of the data: who joined and left, what is partial, corrected, lacking, stale or unmatched.
extension ReportPage {
    private static let movementPeriods = 8
    private static let movementMeasures = ["joins", "exits", "headcount_close"]

    static func isMovement(_ figure: PublishedFigure) -> Bool {
        figure.kpi == "turnover_rate" && figure.cell.scope == .organization && figure.cell.breakdown == .none
            && movementMeasures.contains(figure.cell.measure)
    }

    /// How many joined and left.
    var movements: [String: Any] {
        let cells = figures.filter {
            Self.isMovement($0) && $0.period.kind == overview.period.kind && $0.period.from <= overview.period.from
        }
        let periods = cells.map(\.period).sorted().withoutRepeats.suffix(Self.movementPeriods)
        func count(_ measure: String, in period: Period) -> String? {
            cells.first { $0.cell.measure == measure && $0.period == period }.flatMap(\.estimate.value).map {
                wording.numbers.number($0, 0)
            }
        }
        let rows = periods.compactMap { period -> [String: Any]? in
            let counts = Self.movementMeasures.map { count($0, in: period) }
            guard counts.contains(where: { $0 != nil }) else { return nil }
            return ["cells": [wording.name(of: period)] + counts.map { $0 ?? "–" }]
        }
        return [
            "hasMovements": !rows.isEmpty, "movementsTitle": texts["joins-exits"], "movements": rows,
            "movementHeads": ["period", "joined", "left", "headcount"].map { texts[$0] },
        ]
    }

    /// What rests on part of the records, and what was published before and has changed.
    var reservations: [String: Any] {
        let partial = overview.rows.filter { row in
            row.figure.cell.scope == overview.scope ?? .organization
                && row.figure.coverage.map { $0 < Verdict.leastCoverage } ?? false
        }
        let titles = Dictionary(
            (overview.rows + overview.ofLongerPeriods).map { ($0.sheet.id, $0.sheet.title) }, uniquingKeysWith: { $1 })
        let revised = revisions.filter {
            titles[$0.kpi] != nil && (overview.scope == nil || $0.cell.scope == overview.scope)
        }
        return [
            "hasPartial": !partial.isEmpty, "partialTitle": texts["partial"], "partialWhy": texts["partial-why"],
            "partial": partial.map { row in
                let share = (row.figure.coverage ?? 0) * 100
                return row.sheet.title + ": " + texts["per-cent", wording.numbers.number(share.rounded(.down), 0)]
            },
            "hasRevised": !revised.isEmpty, "revisedTitle": texts["revised"], "revisedWhy": texts["revised-why"],
            "revised": revised.map(\.kpi).withoutRepeats.compactMap { id -> String? in
                guard let title = titles[id] else { return nil }
                let ofKPI = revised.filter { $0.kpi == id }
                let periods = ofKPI.map(\.period).sorted().withoutRepeats
                return title + ": " + texts.counted("figures", ofKPI.count) + " "
                    + texts["of-periods", periods.map(\.name).joined(separator: ", ")]
            },
        ]
    }

    var data: [String: Any] {
        let end = overview.rows.map(\.figure.periodEnd).max()
        let rows = freshness.sorted { $0.dataset < $1.dataset }.map { entry -> [String: Any] in
            let isStale = end.map(entry.isStale) ?? false
            return [
                "cells": [
                    entry.dataset, entry.shownLastData ?? "–", "\(clock.date(at: entry.lastSuccess))",
                    texts[isStale ? "stale" : "fresh"],
                ]
            ]
        }
        return [
            "hasDatasets": !rows.isEmpty, "dataTitle": texts["data"], "datasets": rows,
            "dataHeads": ["dataset", "last-data", "last-load", "state"].map { texts[$0] },
            "hasLacking": !overview.lacking.isEmpty, "lackingTitle": texts["lacking"],
            "lackingWhy": texts["lacking-why"],
            "lacking": overview.lacking.map { sheet in
                sheet.title + ": " + texts["needs", lacks(of: sheet).joined(separator: ", ")]
            },
        ]
    }

    /// Ids that don't meet, of datasets in which there are any.
    var strangers: [String: Any] {
        func number(_ count: Int) -> String { wording.numbers.number(Double(count), 0) }
        func people(_ count: Int, of entry: Unmatched) -> String {
            entry.named > 0 ? texts["up-to", number(count)] : "–"
        }
        func isStrange(_ entry: Unmatched) -> Bool { entry.unknown > 0 || entry.teams.map { $0.unknown > 0 } ?? false }
        let rows = unmatched.filter(isStrange).sorted { $0.dataset < $1.dataset }.map { entry -> [String: Any] in
            [
                "cells": [
                    entry.dataset, people(entry.unknown, of: entry), people(entry.named, of: entry),
                    entry.teams.map { texts["part-of", number($0.unknown), number($0.named)] } ?? "–",
                ]
            ]
        }
        return [
            "hasStrangers": !rows.isEmpty, "strangersTitle": texts["unmatched"], "strangersWhy": texts["unmatched-why"],
            "strangers": rows,
            "strangersHeads": ["dataset", "unknown-people", "of-named", "unknown-teams"].map { texts[$0] },
        ]
    }

    /// Datasets that were never loaded; where all were, the columns of which one at least is missing.
    private func lacks(of sheet: Sheet) -> [String] {
        let needed = sheet.inputs.filter { $0.need != .whereKnown }
        let loaded = Set(freshness.map(\.dataset))
        let missing = needed.map(\.dataset).withoutRepeats.filter { !loaded.contains($0) }
        guard missing.isEmpty else { return missing }
        return needed.filter { !$0.columns.isEmpty }.map { input in
            texts["needs-columns", input.dataset, input.columns.joined(separator: ", ")]
        }
    }
}
