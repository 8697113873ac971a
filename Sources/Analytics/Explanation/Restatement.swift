import Domain
import Postgres
import Warehouse

/// A change of what a cell says, where the ledger held a value already.
public struct Restatement: Sendable {
    public let cell: Cell
    public let unit: FigureUnit
    public let old: LedgerEntry.Content
    public let new: LedgerEntry.Content
    public let causes: [Cause]

    /// Why the figure was computed anew.
    public enum Cause: Sendable, Hashable {
        case definition(from: Int, to: Int)
        /// Settings that shape the figure; those that were set since the old value was known, if that can be told.
        case settings([String])
        case load(dataset: String, batch: Int64, fileName: String, loadedAt: Instant)
        /// Records changed without a file, as by erasure.
        case records(dataset: String)
        /// Somebody had everything computed, due or not.
        case full
        /// Computed before causes were kept.
        case unknown
    }

    /// Of the cells that are asked for, in the order in which they became known.
    static func read(
        _ question: Question, _ history: SettingsHistory, organization: Int64, on connection: Connection
    ) async throws -> [Restatement] {
        let changes = try await LedgerChange.read(question, organization: organization, on: connection)
        let recorded = try await RecordedCause.read(
            of: Set(changes.map(\.computation)), organization: organization, on: connection)
        return changes.map { change in
            Restatement(
                cell: change.cell, unit: change.unit, old: change.old, new: change.new,
                causes: causes(
                    from: change.old, to: change.new, recorded: recorded[change.computation] ?? [],
                    assignments: history.entries, sheet: question.sheet, period: question.period))
        }
        .sorted { ($0.new.knownAt, $0.cell) < ($1.new.knownAt, $1.cell) }
    }

    /// Version and settings speak for themselves; of what was recorded, the loads that touch what the KPI reads for the
    /// period.
    static func causes(
        from old: LedgerEntry.Content, to new: LedgerEntry.Content, recorded: [RecordedCause],
        assignments: [SettingsHistory.Entry], sheet: Sheet, period: Period
    ) -> [Cause] {
        var causes: [Cause] = []
        if old.version != new.version { causes.append(.definition(from: old.version, to: new.version)) }
        if old.settingsVersion != new.settingsVersion {
            let names = assignments.filter { assignment in
                sheet.shapedBy.contains(assignment.name) && assignment.validFrom <= period.from
                    && (old.knownAt...new.knownAt).contains(assignment.setAt)
            }.map(\.name)
            causes.append(.settings(Set(names).sorted()))
        }
        causes += recorded.compactMap { $0.cause(of: sheet, in: period) }
        if causes.isEmpty { causes.append(recorded.contains { $0.kind == .full } ? .full : .unknown) }
        return causes
    }
}

extension RecordedCause {
    /// `nil` unless it is a change of records that the KPI reads for the period.
    func cause(of sheet: Sheet, in period: Period) -> Restatement.Cause? {
        guard kind == .load, DueFigures.touches(months, of: dataset, sheet, period) else { return nil }
        return batch.map { .load(dataset: dataset, batch: $0.id, fileName: $0.fileName, loadedAt: $0.loadedAt) }
            ?? .records(dataset: dataset)
    }
}
