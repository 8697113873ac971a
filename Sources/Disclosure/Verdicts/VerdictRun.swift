import Domain
import Foundation
import Postgres
import Warehouse

/// Says anew, at the end of a release, what is to be said of figures against their past.
///
/// What is said of a period hangs on values of that period, of any KPI, and of those before it. So everything from the
/// first period on in which a row came, went or changed is looked at again; rows that are to say something else are
/// replaced, their value stays.
struct VerdictRun {
    private let organization: Int64
    private let history: SettingsHistory
    private let sheets: [String: Sheet]
    private let connection: Connection

    init(organization: Int64, history: SettingsHistory, sheets: [Sheet], connection: Connection) {
        self.organization = organization
        self.history = history
        self.sheets = Dictionary(uniqueKeysWithValues: sheets.map { ($0.id, $0) })
        self.connection = connection
    }

    private struct Member: Sendable {
        let row: JudgedRow
        let comparison: PastComparison
    }

    /// Of periods that begin together, the figures of one kind of scope.
    private struct FamilyKey: Hashable {
        let from: LocalDate
        let scope: ScopeKind
    }

    /// Rows of one cell, while they come.
    private struct Reading: Sendable {
        var cell: [JudgedRow] = []
        var members: [Member] = []
        /// Whether anything was said of any of them before.
        var hasVerdicts = false
        /// First day of the earliest period.
        var earliest: LocalDate?
    }

    /// `since`: for each kind of period the first day of the first that changed. Returns how many rows of former releases
    /// were replaced.
    func judge(since: [PeriodKind: LocalDate], release: Int64) async throws -> Int {
        var replaced = 0
        for kind in PeriodKind.ofMonths {
            guard let first = since[kind] else { continue }
            let changes = try await changes(kind, since: first)
            try await VerdictStore.replace(
                changes, kind, organization: organization, release: release, on: connection)
            replaced += changes.count { $0.row.firstRelease != release }
        }
        return replaced
    }

    /// What of some sheets is judged.
    static func figures(of sheets: some Sequence<Sheet>) -> VerdictStore.Figures {
        sheets.compactMap { sheet in
            sheet.judged.flatMap { sheet.briefing == nil ? nil : $0 }.map {
                (kpi: sheet.id, measure: $0.measure.id, statistic: $0.statistic.id)
            }
        }
    }

    /// Response rates that are shown, by first day of the period.
    private typealias Responses = [Scope: [LocalDate: Double]]

    private func responses(_ kind: PeriodKind) async throws -> Responses {
        try await VerdictStore.forEachRow(
            of: Self.figures(of: sheets.values.filter(\.saysResponse)), kind, organization: organization,
            on: connection,
            into: Responses()
        ) { responses, row in
            guard row.state == .released, let share = row.estimate.value else { return }
            responses[row.scope, default: [:]][row.from] = share
        }
    }

    private func changes(_ kind: PeriodKind, since: LocalDate) async throws -> [VerdictChange] {
        let run = self
        let responses = try await responses(kind)
        var reading = try await VerdictStore.forEachRow(
            of: Self.figures(of: sheets.values), kind, organization: organization, on: connection, into: Reading()
        ) { reading, row in
            if let last = reading.cell.last, (last.kpi, last.scope) != (row.kpi, row.scope) {
                run.finish(&reading, kind, responses, since: since)
            }
            reading.cell.append(row)
            reading.earliest = min(reading.earliest ?? row.from, row.from)
            if row.verdict != nil { reading.hasVerdicts = true }
        }
        finish(&reading, kind, responses, since: since)
        // From before there were verdicts.
        if !reading.hasVerdicts, let earliest = reading.earliest, earliest < since {
            return try await changes(kind, since: earliest)
        }
        let families = Dictionary(grouping: reading.members) { FamilyKey(from: $0.row.from, scope: $0.row.scope.kind) }
        return families.values.flatMap(changes)
    }

    private func finish(
        _ reading: inout Reading, _ kind: PeriodKind, _ responses: Responses, since: LocalDate
    ) {
        defer { reading.cell.removeAll() }
        guard let kpi = reading.cell.first?.kpi, let sheet = sheets[kpi], let judged = sheet.judged else { return }
        let responses = sheet.isOfSurvey ? reading.cell.first.flatMap { responses[$0.scope] } ?? [:] : [:]
        // Numbers that stand for the settings of a day.
        var shapes: [String: Int] = [:]
        let points = reading.cell.map { row in
            let shape = history.settings(on: row.from).shaping(sheet)
            let number = shapes[shape] ?? shapes.count
            shapes[shape] = number
            return PastComparison.Point(
                from: row.from, version: row.version, settings: number, state: row.state, estimate: row.estimate,
                coverage: row.coverage, signal: row.signal,
                step: row.estimate.value.map { judged.statistic.rounding.step(at: $0, n: row.n ?? 0) } ?? 0,
                response: responses[row.from])
        }
        let comparisons = PastComparison.all(of: points, kind, matters: sheet.briefing?.matters, since: since)
        reading.members += zip(reading.cell.suffix(comparisons.count), comparisons).map(Member.init)
    }

    private func changes(in family: [Member]) -> [VerdictChange] {
        let verdicts = VerdictFamily.verdicts(
            of: family.map { member in
                let sheet = sheets[member.row.kpi]
                return VerdictFamily.Member(
                    kpi: member.row.kpi, comparison: member.comparison, matters: sheet?.briefing?.matters,
                    direction: sheet?.judged.flatMap { sheet?.direction(of: $0.statistic) } ?? .none)
            })
        return zip(family, verdicts).compactMap { member, verdict in
            let (row, reference) = (member.row, member.comparison.reference.map(Self.rounded))
            guard row.verdict != verdict || row.reference != reference else { return nil }
            return VerdictChange(of: row, reference: reference, verdict: verdict)
        }
    }

    /// To four digits: a mean of rounded values has no more.
    private static func rounded(_ value: Double) -> Double {
        let text = String(format: "%.3e", value)
        return Double(text) ?? value
    }
}
