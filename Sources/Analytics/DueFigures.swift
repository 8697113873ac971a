import Domain
import Warehouse

/// Decides which KPIs of which periods of a unit have to be computed. Pure.
///
/// Due is, among closed periods since `data_since` that aren't fixed, what was never computed, what was computed with another version or
/// other values of the settings that the KPI names, and what a mark touches through a dataset that the KPI reads.
struct DueFigures: Sendable {
    let sheets: [Sheet]
    let history: SettingsHistory
    /// From when on the first record of each dataset counts; datasets without records are missing.
    let beginnings: [String: Beginning]

    /// In order of period, then as the sheets are listed; `now` is the instant by which a period has to be over, and `until`
    /// the one after which nothing is computed for the first time.
    func due(
        year: Int, now: Instant, until: Instant, computed: [KPIPeriod: ComputedState], marks: [Mark]
    ) -> [KPIPeriod] {
        let marks = Self.months(of: marks)
        return due(year: year, now: now, until: until, computed: computed) { isMarked($0, $1, marks) }
    }

    /// What is closed, whatever was computed of it.
    func everything(year: Int, now: Instant) -> [KPIPeriod] {
        due(year: year, now: now, until: now, computed: [:]) { _, _ in true }
    }

    private func due(
        year: Int, now: Instant, until: Instant, computed: [KPIPeriod: ComputedState],
        isMarked: (Sheet, Period) -> Bool
    ) -> [KPIPeriod] {
        Period.all(inYear: year).flatMap { period -> [KPIPeriod] in
            let settings = history.settings(on: period.from)
            let end = settings.zone.start(of: period.to)
            guard end <= now, settings.dataSince <= period.from,
                history.fixedBefore <= period.from
            else { return [] }
            return sheets.filter { $0.periods.contains(period.kind) }.compactMap { sheet in
                let target = KPIPeriod(kpi: sheet.id, period: period)
                guard hasBegun(sheet, by: period, settings.zone) else { return nil }
                guard let state = computed[target], !state.isLapsed else { return end <= until ? target : nil }
                return state != ComputedState(sheet, settings) || isMarked(sheet, period) ? target : nil
            }
        }
    }

    /// What was computed and is not to be now: a period that isn't over, as where somebody computed the future once; one
    /// before the data's beginning, when the KPI had no data at all; a marked one before `data_since`. Their marks go with
    /// the others, so they count as never computed. What is fixed stays as it is.
    func lapsed(
        year: Int, now: Instant, computed: [KPIPeriod: ComputedState], marks: [Mark]
    ) -> [KPIPeriod] {
        let marks = Self.months(of: marks)
        return Period.all(inYear: year).filter { history.fixedBefore <= $0.from }.flatMap { period -> [KPIPeriod] in
            let settings = history.settings(on: period.from)
            let isOver = settings.zone.start(of: period.to) <= now
            let isExcluded = period.from < settings.dataSince
            return sheets.filter {
                !isOver || !hasBegun($0, by: period, settings.zone) || isExcluded && isMarked($0, period, marks)
            }.map { KPIPeriod(kpi: $0.id, period: period) }.filter { computed[$0]?.isLapsed == false }
        }
    }

    /// Of what lapsed, that of which the organization's data now begins later, so that the ledger has nothing to hold.
    func isBeforeData(_ target: KPIPeriod) -> Bool {
        guard let sheet = sheets.first(where: { $0.id == target.kpi }) else { return false }
        return !hasBegun(sheet, by: target.period, history.settings(on: target.period.from).zone)
    }

    /// A KPI has figures from the period on in which its data begins, in the zone in force. One without data says so from
    /// the year on in which any data begins.
    private func hasBegun(_ sheet: Sheet, by period: Period, _ zone: Zone) -> Bool {
        guard sheet.isServed(by: { beginnings[$0.dataset] != nil }) else {
            return beginnings.isEmpty || beginnings.values.contains { $0.date(in: zone).year <= period.year }
        }
        return sheet.isServed { input in beginnings[input.dataset].map { $0.date(in: zone) < period.to } ?? false }
    }

    /// By dataset.
    private static func months(of marks: [Mark]) -> [String: Int32] {
        Dictionary(marks.map { ($0.dataset, $0.months) }, uniquingKeysWith: |)
    }

    private func isMarked(_ sheet: Sheet, _ period: Period, _ months: [String: Int32]) -> Bool {
        months[Marks.everyDataset] != nil || months.contains { Self.touches($1, of: $0, sheet, period) }
    }

    /// Whether what changed of a dataset in some months, as a mark has them, can change a sheet's figures of a period.
    static func touches(_ months: Int32, of dataset: String, _ sheet: Sheet, _ period: Period) -> Bool {
        sheet.inputs.contains { $0.dataset == dataset && months & Self.months(of: period, reach: $0.reach) != 0 }
    }

    /// The months of a period and of the days before it that `reach` counts, as bits of its unit's marks.
    static func months(of period: Period, reach: Int) -> Int32 {
        func month(_ date: LocalDate) -> Int { date.year * 12 + date.civil.month - 1 }
        let first = month(period.from.advanced(byDays: -reach))
        return (first...month(period.to.advanced(byDays: -1))).reduce(0) { mask, month in
            mask | (Marks.bit(ofMonth: month % 12 + 1, year: month / 12, inUnit: period.year) ?? 0)
        }
    }
}
