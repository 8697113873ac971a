import Domain
import Warehouse

/// Decides what a new release changes. Pure.
///
/// A row that stands is replaced only when the contributions of enough people changed behind it: whoever holds both
/// versions could otherwise subtract one from the other and be left with a person. A change of definition or of a
/// setting, which leaves the contributions as they are, goes through. So does that there is no data after all, with
/// everything that was shown beneath it.
enum Replacement {
    /// Fewest people whose contributions must differ.
    static let leastChange = Settings.leastGroup

    /// `sheet`: the KPI's.
    static func replaces(_ standing: ReleaseRow, with draft: ReleaseRow, sheet: Sheet) -> Bool {
        guard !isSame(standing, as: draft) else { return false }
        guard standing.figure.version == draft.figure.version, standing.figure.state != .noData,
            draft.figure.state != .noData
        else { return true }
        // What a raised minimum hides goes at once, whatever else has changed behind it.
        if draft.figure.state == .suppressed, draft.leastPeople > standing.leastPeople { return true }
        return mayChange(standing.digest, to: draft.digest, sheet)
    }

    /// But for signal and verdict, which follow from values that are out. Records that only lower the coverage are in no
    /// digest, so what it says of them moves with the figure alone.
    static func isSame(_ standing: ReleaseRow, as draft: ReleaseRow) -> Bool {
        var former = standing.figure.withoutJudgement
        if standing.digest == draft.digest { former.coverage = draft.figure.coverage }
        return former == draft.figure.withoutJudgement
    }

    /// But for signal and verdict.
    private static func saysTheSame(_ row: ReleaseRow, _ draft: ReleaseRow) -> Bool {
        row.figure.withoutJudgement == draft.figure.withoutJudgement
    }

    private static func mayChange(
        _ standing: Contributors.Digest, to digest: Contributors.Digest, _ sheet: Sheet
    ) -> Bool {
        let differences = standing.differences(from: digest)
        return differences == 0 || people(differences, sheet) >= leastChange
    }

    /// The fewest people whose contributions differ where so many buckets do.
    static func people(_ differences: Int, _ sheet: Sheet) -> Int {
        (differences + sheet.bucketsPerPerson - 1) / sheet.bucketsPerPerson
    }

    /// What a release does to the rows of a KPI in a period.
    struct Changes: Equatable {
        /// Added, in place of those that stand in the same cell.
        var rows: [ReleaseRow] = []
        /// Closed, and nothing comes in their place.
        var gone: [Cell] = []
        /// How many rows go on showing what the ledger no longer holds, since too few people's contributions changed.
        var heldBack = 0

        var isEmpty: Bool { rows.isEmpty && gone.isEmpty }

        /// What is left of them where the figures are fixed, and another definition's: no more than what must be hidden.
        func onlyHiding(_ standing: [Cell: ReleaseRow]) -> Changes {
            let shown = standing.filter { $0.value.figure.state.isShown }
            return Changes(
                rows: rows.filter {
                    ![.released, .noData].contains($0.figure.state) && shown[$0.figure.cell] != nil
                }, gone: gone.filter { shown[$0] != nil })
        }
    }

    /// `former`: the newest rows that stand no more; they count where none stands. `figures`: what the ledger holds, of
    /// cells that are no longer listed too. `sheet`: the KPI's. `isObsolete`: whether a row may not
    /// stand, whoever is behind it now.
    ///
    /// What comes back to a cell is compared with what it last showed, for who holds that still holds it.
    /// A breakdown's row stays or comes only where the rows above it are released once all is done: a draft whose
    /// parent is held back waits with it, and a row that stands goes with its parent.
    static func changes(
        from standing: [Cell: ReleaseRow], former: [Cell: ReleaseRow] = [:], to drafts: [ReleaseRow], sheet: Sheet,
        figures: [Cell: Figure], isObsolete: (ReleaseRow) -> Bool = { _ in false }
    ) -> Changes {
        func mayCome(_ draft: ReleaseRow) -> Bool {
            let cell = draft.figure.cell
            if let row = standing[cell] { return replaces(row, with: draft, sheet: sheet) }
            guard let row = former[cell] else { return true }
            return saysTheSame(row, draft) || replaces(row, with: draft, sheet: sheet)
        }
        let withoutWhole = Self.withoutWhole(sheet)
        func parents(of cell: Cell) -> [Cell] {
            Self.parents(of: cell, hasWhole: withoutWhole[cell.measure]?.contains(cell.statistic) != true)
        }
        let lacking = Set(drafts.lazy.filter { $0.figure.state == .noData }.map(\.figure.cell.measure))
        let drafts = Dictionary(grouping: drafts) { parents(of: $0.figure.cell).count }
        let rows = Dictionary(grouping: standing.values) { parents(of: $0.figure.cell).count }
        let listed = standing.isEmpty ? [] : Set(drafts.values.joined().map(\.figure.cell))
        // As things are once all is done; of the deepest rows nobody asks.
        var isReleased = standing.mapValues { $0.figure.state.isShown }
        func isOpen(_ cell: Cell) -> Bool { parents(of: cell).allSatisfy { isReleased[$0] ?? false } }
        var changes = Changes()
        for depth in 0...deepest {
            var replaced: Set<Cell> = []
            for draft in drafts[depth] ?? [] {
                let cell = draft.figure.cell
                guard isOpen(cell) else { continue }
                guard mayCome(draft) else {
                    if let row = standing[cell], row.figure.state.isShown, !isSame(row, as: draft) {
                        changes.heldBack += 1
                    }
                    continue
                }
                if depth < deepest { isReleased[cell] = draft.figure.state.isShown }
                if !standing.isEmpty { replaced.insert(cell) }
                changes.rows.append(draft)
            }
            for row in rows[depth] ?? [] where !replaced.contains(row.figure.cell) {
                let cell = row.figure.cell
                let isOutdated =
                    !listed.contains(cell)
                    && (isObsolete(row) || row.figure.version != sheet.version || row.figure.state == .noData
                        || lacking.contains(cell.measure)
                        // Of a sensitive breakdown all parts go.
                        || sheet.sensitiveBreakdowns.contains(cell.breakdown.name))
                let isHidden =
                    !listed.contains(cell) && cell.scope == .organization && cell.breakdown != .none
                    && mayChange(row.digest, to: figures[cell]?.contributors.digest ?? Contributors.Digest(), sheet)
                guard !isOpen(cell) || isOutdated || isHidden else { continue }
                isReleased[cell] = nil
                changes.gone.append(cell)
            }
        }
        changes.rows = changes.rows.inOrderOfCells
        changes.gone.sort()
        return changes
    }

    /// A scope's part has two rows above it.
    private static let deepest = 2

    /// The rows that must be released before a cell is listed.
    static func parents(of cell: Cell, sheet: Sheet) -> [Cell] {
        parents(of: cell, hasWhole: sheet.hasWhole(of: cell))
    }

    /// By measure, statistics of which there are only parts: asked once a row, so that they are looked up once.
    private static func withoutWhole(_ sheet: Sheet) -> [String: Set<String>] {
        Dictionary(
            uniqueKeysWithValues: sheet.measures.map { measure in
                (measure.id, Set(measure.statistics.filter { !measure.hasWhole(of: $0) }.map(\.id)))
            })
    }

    /// The rows that must be released before this one is listed: of a part of the organization the undivided one; of
    /// a part of another scope the scope's own undivided one and the organization's part. Undivided ones where the
    /// measure has them.
    private static func parents(of cell: Cell, hasWhole: Bool) -> [Cell] {
        guard cell.breakdown != .none else { return [] }
        func parent(_ scope: Scope, _ breakdown: Breakdown) -> Cell {
            Cell(measure: cell.measure, scope: scope, breakdown: breakdown, statistic: cell.statistic)
        }
        let whole = hasWhole ? [parent(cell.scope, .none)] : []
        return cell.scope == .organization ? whole : whole + [parent(.organization, cell.breakdown)]
    }
}
