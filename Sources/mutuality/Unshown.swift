import Disclosure
import Domain
import Postgres
import Warehouse

/// Why a KPI that has the data that it needs shows no headline, in the words of `explain`: for the custodian.
struct Unshown: Sendable, Hashable {
    let text: String
    /// Whether too few records have all that it needs, as where ids don't meet.
    let isOfCoverage: Bool

    init(_ text: String, isOfCoverage: Bool = false) {
        self.text = text
        self.isOfCoverage = isOfCoverage
    }

    /// By KPI, of those that show none; nothing of a KPI that was never computed. For a transaction of the custodian that
    /// is one snapshot.
    static func read(
        _ answerable: Answerable, of organization: Organization, now: Instant, on connection: Connection
    ) async throws -> [String: Unshown] {
        let rows = answerable.answered.filter { $0.release != .shown }
        let entries = try await FullestEntry.read(
            of: rows.flatMap(\.headlines), organization: organization.id, on: connection)
        let history = try await Database.settings(of: organization.id, on: connection)
        var found: [String: Unshown] = [:]
        for row in rows {
            guard let entry = entries[row.sheet.id] else {
                if row.release == .hidden { found[row.sheet.id] = nothing(row.sheet) }
                continue
            }
            if let refusal = entry.refusal {
                let least = history.settings(on: entry.period.from).leastCoverage
                found[row.sheet.id] = Unshown(
                    refusal.text(row.sheet, coverage: entry.coverage, least: least),
                    isOfCoverage: refusal == .lowCoverage)
                continue
            }
            let withholding = try await Withholding.read(
                row.sheet, in: entry.period, of: organization, now: now, on: connection)
            let reason = withholding.reasons(for: entry.cell).first.map { text(of: $0, entry.cell, in: row.sheet) }
            let noValue = entry.hasValue ? nil : NoValue.text(of: entry.cell, in: row.sheet, entry.unit, n: entry.n)
            found[row.sheet.id] = (reason ?? noValue).map { Unshown($0) }
        }
        return found
    }

    /// How many people's contributions changed is told by `explain` alone, which writes down who asked.
    private static func text(of reason: WithholdingReason, _ cell: Cell, in sheet: Sheet) -> String {
        if case .heldBack = reason { return "held back: too few people's contributions have changed" }
        return reason.text(of: cell, in: sheet)
    }

    /// Of a KPI that was computed, and counted nothing in any period.
    private static func nothing(_ sheet: Sheet) -> Unshown {
        let datasets = sheet.requirements.flatMap { $0.alternatives.first ?? [] }.map(Requirement.dataset)
            .withoutRepeats
        guard datasets.count > 1 else { return Unshown("nothing to count in any period so far") }
        return Unshown(
            "nothing to count in any period so far: do the ids of \(datasets.joined(separator: ", ")) meet?",
            isOfCoverage: true)
    }
}
