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
        _ question: Question, organization: Int64, on connection: Connection
    ) async throws -> [Restatement] {
        let changes = try await connection.query(
            """
            SELECT measure, breakdown, breakdown_value, statistic, unit, computation_id,
                old_value, old_lower_limit, old_upper_limit, old_n, old_censored, old_coverage, old_version,
                encode(old_settings_sha256, 'hex'), old_known_at,
                value, lower_limit, upper_limit, n, censored, coverage, version, encode(settings_sha256, 'hex'), known_at
            FROM mutuality.restatement
            WHERE organization_id = \(organization) AND \(question.isOfScope)
            ORDER BY computation_id
            """
        ) { row in
            (
                cell: try question.cell(row), unit: try FigureUnit.decode(row, at: 4),
                computation: try row.decode(Int64.self, at: 5), old: try LedgerEntry.Content.decode(row, from: 6),
                new: try LedgerEntry.Content.decode(row, from: 15)
            )
        }.filter { question.concerns($0.cell) }
        let recorded = try await RecordedCause.read(
            of: Set(changes.map(\.computation)), organization: organization, on: connection)
        let assignments = try await SettingAssignment.read(organization, on: connection)
        return changes.map { change in
            Restatement(
                cell: change.cell, unit: change.unit, old: change.old, new: change.new,
                causes: causes(
                    from: change.old, to: change.new, recorded: recorded[change.computation] ?? [],
                    assignments: assignments, sheet: question.sheet, period: question.period))
        }
        .sorted { ($0.new.knownAt, $0.cell) < ($1.new.knownAt, $1.cell) }
    }

    /// Version and settings speak for themselves; of what was recorded, the loads that touch what the KPI reads for the
    /// period.
    static func causes(
        from old: LedgerEntry.Content, to new: LedgerEntry.Content, recorded: [RecordedCause],
        assignments: [SettingAssignment], sheet: Sheet, period: Period
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

/// An entry of `computation_cause`.
struct RecordedCause: Sendable {
    enum Kind: String, Sendable {
        case load, full
    }

    let kind: Kind
    let dataset: String
    /// As in a mark.
    let months: Int32
    let batch: (id: Int64, fileName: String, loadedAt: Instant)?

    /// `nil` unless it is a change of records that the KPI reads for the period.
    func cause(of sheet: Sheet, in period: Period) -> Restatement.Cause? {
        guard kind == .load else { return nil }
        let touches = sheet.inputs.contains { input in
            input.dataset == dataset && months & DueFigures.months(of: period, reach: input.reach) != 0
        }
        guard touches else { return nil }
        return batch.map { .load(dataset: dataset, batch: $0.id, fileName: $0.fileName, loadedAt: $0.loadedAt) }
            ?? .records(dataset: dataset)
    }

    /// By computation; of one, in the order of the batches.
    static func read(
        of computations: Set<Int64>, organization: Int64, on connection: Connection
    ) async throws -> [Int64: [RecordedCause]] {
        let rows = try await connection.query(
            """
            SELECT computation_id, cause, computation_cause.dataset, months, batch.batch_id, batch.file_name,
                batch.loaded_at
            FROM mutuality.computation_cause
            LEFT JOIN mutuality.batch USING (organization_id, batch_id)
            WHERE organization_id = \(organization) AND computation_id = ANY (\(Array(computations)))
            ORDER BY mark_id
            """
        ) { row in
            let kind = try CellColumns.required(Kind(rawValue: row.decode(String.self, at: 1)), "cause")
            var batch: (id: Int64, fileName: String, loadedAt: Instant)?
            if let id = try row.decode(Int64?.self, at: 4) {
                batch = (
                    id, try row.decode(String.self, at: 5), try row.decode(PostgresTimestamp.self, at: 6).instant
                )
            }
            return (
                try row.decode(Int64.self, at: 0),
                RecordedCause(
                    kind: kind, dataset: try row.decode(String.self, at: 2), months: try row.decode(Int32.self, at: 3),
                    batch: batch)
            )
        }
        return Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
    }
}

/// That a setting was given a value.
struct SettingAssignment: Sendable {
    let name: String
    let validFrom: LocalDate
    let setAt: Instant

    static func read(_ organization: Int64, on connection: Connection) async throws -> [SettingAssignment] {
        try await connection.query(
            "SELECT name, valid_from, set_at FROM mutuality.setting WHERE organization_id = \(organization)"
        ) { row in
            SettingAssignment(
                name: try row.decode(String.self, at: 0), validFrom: try row.decode(PostgresDate.self, at: 1).localDate,
                setAt: try row.decode(PostgresTimestamp.self, at: 2).instant)
        }
    }
}
