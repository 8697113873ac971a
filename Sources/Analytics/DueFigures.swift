import Domain
import Warehouse

/// Decides which KPIs of which periods of a unit have to be computed. Pure.
///
/// Due is, among closed periods, what was never computed, what was computed with another version or other settings,
/// and what a mark touches through a dataset that the KPI reads.
struct DueFigures: Sendable {
    let sheets: [Sheet]
    let history: SettingsHistory
    /// First day that any record of each dataset touches; datasets without records are missing.
    let beginnings: [String: LocalDate]

    /// In order of period, then as the sheets are listed.
    func due(
        year: Int, now: Instant, computed: [KPIPeriod: ComputedState], marks: ReadMarks, full: Bool
    ) -> [KPIPeriod] {
        Period.all(inYear: year).flatMap { period -> [KPIPeriod] in
            let settings = history.settings(on: period.from)
            guard settings.zone.start(of: period.to) <= now else { return [] }
            let settingsHash = Ledger.hash(of: settings)
            return sheets.compactMap { sheet in
                let target = KPIPeriod(kpi: sheet.id, period: period)
                guard let state = computed[target] else { return hasBegun(sheet, by: period) ? target : nil }
                let stale = state.version != sheet.version || state.settingsHash != settingsHash
                return full || stale || isMarked(sheet, period, marks) ? target : nil
            }
        }
    }

    /// A KPI has figures, or says that it has no data, from the period on in which its data begins.
    private func hasBegun(_ sheet: Sheet, by period: Period) -> Bool {
        sheet.inputs.filter(\.required).allSatisfy { input in
            beginnings[input.dataset].map { $0 < period.to } ?? true
        }
    }

    private func isMarked(_ sheet: Sheet, _ period: Period, _ marks: ReadMarks) -> Bool {
        sheet.inputs.contains { input in
            (marks.months[input.dataset] ?? 0) & Self.months(of: period) != 0
        }
    }

    /// Bit 0 for January.
    static func months(of period: Period) -> Int32 {
        let first = period.from.civil.month - 1
        return ((1 << Int32(period.kind.months)) - 1) << Int32(first)
    }
}
