import Domain
import KPIs
import TestValues
import Testing

@testable import Analytics
@testable import Warehouse

@Suite struct DueFiguresTests {
    private let sheet = TimeToResolve.sheet

    private func due(
        now: String, computed: [KPIPeriod: ComputedState] = [:], marks: [String: Int32] = [:],
        since: String? = "2025-01-15", year: Int = 2025, history: [(String, String, String)] = [],
        sheet: Sheet = TimeToResolve.sheet, lengths: [PeriodKind] = PeriodKind.ofMonths, until: String? = nil
    ) -> [String] {
        figures(since: since, history: history, sheet: sheet)
            .due(
                year: year, now: at(now), until: at(until ?? now), computed: computed,
                marks: marks.sorted { $0.key < $1.key }.map { Mark(id: 0, dataset: $0.key, months: $0.value) }
            )
            .filter { lengths.contains($0.period.kind) }
            .map { "\($0.period.kind.rawValue) \($0.period.from)" }
    }

    private func figures(
        since: String? = "2025-01-15", history: [(String, String, String)] = [], sheet: Sheet = TimeToResolve.sheet
    ) -> DueFigures {
        DueFigures(
            sheets: [sheet],
            history: SettingsHistory(
                entries: history.map { .init(name: $0.0, validFrom: day($0.1), value: $0.2, setAt: .distantPast) }),
            beginnings: since.map { ["help_requests": .instant(at($0))] } ?? [:])
    }

    private func state(version: Int? = nil, settings: [String: String] = [:]) -> ComputedState {
        ComputedState(version: version ?? sheet.version, settingsHash: Ledger.hash(of: Settings(settings), for: sheet))
    }

    private func everything(_ state: ComputedState) -> [KPIPeriod: ComputedState] {
        Dictionary(
            uniqueKeysWithValues: Period.all(inYear: 2025).map { (KPIPeriod(kpi: sheet.id, period: $0), state) })
    }

    @Test("Only what has closed is due")
    func closed() {
        #expect(due(now: "2025-01-31T23:59") == [])
        #expect(due(now: "2025-02-01") == ["month 2025-01-01"])
        #expect(
            due(now: "2025-04-01") == [
                "month 2025-01-01", "month 2025-02-01", "month 2025-03-01", "quarter 2025-01-01",
            ])
        #expect(due(now: "2026-01-01").count == 17)
    }

    @Test("What is fixed is not due, neither for a mark nor for another definition, and does not lapse")
    func fixed() {
        let history = [("fixed_before", "2000-01-01", "2025-03-01")]
        let marks = ["help_requests": Int32(0xFFF)]
        #expect(
            due(now: "2025-06-01", computed: everything(state(version: 0)), marks: marks, history: history) == [
                "month 2025-03-01", "month 2025-04-01", "month 2025-05-01",
            ])
        let lapsed = figures(since: "2025-05-15", history: history).lapsed(
            year: 2025, now: at("2026-01-01"), computed: everything(state()), marks: [])
        #expect(lapsed.map(\.period.from).min() == day("2025-03-01"))
    }

    @Test("A period closes at midnight in the organization's zone")
    func zone() {
        let tokyo = [("zone", "2000-01-01", "Asia/Tokyo")]
        #expect(due(now: "2025-01-31T15:00", history: tokyo) == ["month 2025-01-01"])
        #expect(due(now: "2025-01-31T14:59", history: tokyo) == [])
    }

    @Test("What was computed and not touched is not due; asked for in full it is")
    func nothing() {
        #expect(due(now: "2026-01-01", computed: everything(state())) == [])
        #expect(due(now: "2026-01-01", computed: everything(state()), marks: ["*": 1]).count == 17)
        #expect(due(now: "2025-02-01", computed: everything(state()), marks: ["*": 1]) == ["month 2025-01-01"])
    }

    @Test("After the end of records nothing is begun, and what was computed there goes on")
    func afterTheEnd() {
        let march = KPIPeriod(kpi: sheet.id, period: Period(.month, containing: day("2025-03-01")))
        let april = KPIPeriod(kpi: sheet.id, period: Period(.month, containing: day("2025-04-01")))
        let computed = [march: state(), april: ComputedState(version: sheet.version, settingsHash: [])]
        let marks = ["help_requests": Int32(0xFFF)]
        #expect(
            due(now: "2025-06-01", computed: computed, marks: marks, until: "2025-02-01") == [
                "month 2025-01-01", "month 2025-03-01",
            ])
        #expect(due(now: "2025-03-31", computed: computed, marks: marks, until: "2025-01-31") == [])
    }

    @Test("A mark makes its month, its quarter and its year due")
    func marked() {
        #expect(
            due(now: "2026-01-01", computed: everything(state()), marks: ["help_requests": 1 << 4])
                == ["month 2025-05-01", "quarter 2025-04-01", "year 2025-01-01"])
    }

    /// A KPI of months and years whose records count for 40 days after they are over.
    private static let reaching = Sheet(
        id: "reaching", version: 1, title: "", question: "", formula: "", measures: [], direction: .none,
        inputs: [.init([HelpRequests.openedAt], .always, reach: 40)], periods: [.month, .year], unfinished: "",
        missing: "", reference: "")

    @Test("Nothing is due of periods that begin before the data is complete, marked or asked for in full")
    func dataSince() {
        let since = [("data_since", "2000-01-01", "2025-11-01")]
        let due = due(
            now: "2026-01-01", marks: ["help_requests": 4095, "*": 1], history: since)
        #expect(due == ["month 2025-11-01", "month 2025-12-01"])
    }

    @Test("A mark makes due what the KPI's reach leads to, over the year's end too, and no other length of time")
    func reach() {
        let computed = Dictionary(
            uniqueKeysWithValues: Period.all(inYear: 2025).map { period in
                (
                    KPIPeriod(kpi: "reaching", period: period),
                    ComputedState(version: 1, settingsHash: Ledger.hash(of: Settings(), for: sheet))
                )
            })
        func due(_ mask: Int32) -> [String] {
            self.due(now: "2026-01-01", computed: computed, marks: ["help_requests": mask], sheet: Self.reaching)
        }
        // Forty days before 1 June is 22 April, before 1 January 22 November.
        #expect(due(1 << 3) == ["month 2025-04-01", "month 2025-05-01", "month 2025-06-01", "year 2025-01-01"])
        #expect(due(1 << (Marks.yearBefore + 10)) == ["month 2025-01-01", "year 2025-01-01"])
        #expect(
            due(1 << (Marks.yearBefore + 11)) == ["month 2025-01-01", "month 2025-02-01", "year 2025-01-01"])
        #expect(due(1 << (Marks.yearBefore + 9)) == [])
    }

    @Test("A reach of 366 days makes due by the December before the year before, unless that year has a leap day")
    func longestReach() {
        func due(year: Int, _ mask: Int32) -> [String] {
            let sheet = Sheet(
                id: "far", version: 1, title: "", question: "", formula: "", measures: [], direction: .none,
                inputs: [.init([HelpRequests.openedAt], .always, reach: Sheet.Input.longestReach)],
                periods: [.quarter], unfinished: "", missing: "", reference: "")
            let state = ComputedState(version: 1, settingsHash: Ledger.hash(of: Settings(), for: sheet))
            let computed = Dictionary(
                uniqueKeysWithValues: Period.all(inYear: year).map { (KPIPeriod(kpi: sheet.id, period: $0), state) })
            return self.due(
                now: "2027-02-01", computed: computed, marks: ["help_requests": mask], since: "2020-01-01", year: year,
                sheet: sheet)
        }
        // 366 days before 1 January 2026 is 31 December 2024, before 1 January 2025 the first day of 2024.
        let december: Int32 = 1 << Int32(Marks.earlierDecember)
        #expect(due(year: 2026, december) == ["quarter 2026-01-01"])
        #expect(due(year: 2025, december) == [])
        #expect(
            due(year: 2025, 1 << Int32(Marks.yearBefore)) == ["quarter 2025-01-01"])
    }

    @Test("Weeks are due by the months that they lie in, those of the next January too; beside them nothing of months")
    func weeks() {
        // 2026 has 53 weeks, from 2025-12-29 to 2027-01-03.
        func due(_ mask: Int32) -> [String] {
            let computed = Dictionary(
                uniqueKeysWithValues: Period.all(inYear: 2026).map { (KPIPeriod(kpi: sheet.id, period: $0), state()) })
            return self.due(
                now: "2027-02-01", computed: computed, marks: ["help_requests": mask], since: "2020-01-01", year: 2026,
                lengths: PeriodKind.allCases)
        }
        #expect(due(1 << Int32(Marks.nextJanuary)) == ["week 2026-12-28"])
        #expect(due(1 << Int32(Marks.yearBefore + 11)) == ["week 2025-12-29"])
        #expect(
            due(1 << 1) == [
                "month 2026-02-01", "quarter 2026-01-01", "year 2026-01-01", "week 2026-01-26", "week 2026-02-02",
                "week 2026-02-09", "week 2026-02-16", "week 2026-02-23",
            ])
    }

    @Test("A setting makes due the KPIs that name it, and the zone all")
    func namedSetting() {
        let target = [("response_target_minutes", "2025-07-01", "60")]
        #expect(due(now: "2026-01-01", computed: everything(state()), history: target) == [])
        let named = ResponseTargetMet.sheet
        let computed = Dictionary(
            uniqueKeysWithValues: Period.all(inYear: 2025).map { period in
                (
                    KPIPeriod(kpi: named.id, period: period),
                    ComputedState(version: named.version, settingsHash: Ledger.hash(of: Settings(), for: named))
                )
            })
        let expected = [
            "month 2025-07-01", "month 2025-08-01", "month 2025-09-01", "month 2025-10-01", "month 2025-11-01",
            "month 2025-12-01", "quarter 2025-07-01", "quarter 2025-10-01",
        ]
        #expect(due(now: "2026-01-01", computed: computed, history: target, sheet: named) == expected)
    }

    @Test("A mark of a dataset that the KPI doesn't read makes nothing due")
    func foreignMark() {
        #expect(due(now: "2026-01-01", computed: everything(state()), marks: ["surveys": 4095]) == [])
    }

    @Test("Another version and other settings are due")
    func stale() {
        #expect(due(now: "2026-01-01", computed: everything(state(version: sheet.version - 1))).count == 17)
        #expect(due(now: "2026-01-01", computed: everything(state(settings: ["zone": "Asia/Tokyo"]))).count == 17)
        // Computed under Tokyo from July on, as it is in force.
        var computed = everything(state())
        for (target, _) in computed where target.period.from >= day("2025-07-01") {
            computed[target] = state(settings: ["zone": "Asia/Tokyo"])
        }
        #expect(due(now: "2026-02-01", computed: computed, history: [("zone", "2025-07-01", "Asia/Tokyo")]) == [])
    }

    @Test("A setting that shapes no figure makes none due")
    func otherSetting() {
        #expect(
            due(now: "2026-01-01", computed: everything(state()), history: [("minimum_group", "2025-01-01", "9")]) == []
        )
    }

    @Test("Nothing is due before the data begins; without the dataset everything says so")
    func beginnings() {
        #expect(
            due(now: "2026-01-01", since: "2025-11-01") == [
                "month 2025-11-01", "month 2025-12-01", "quarter 2025-10-01", "year 2025-01-01",
            ])
        #expect(due(now: "2026-01-01", since: nil).count == 17)
    }

    @Test("What once said that there is no data counts as never computed when the dataset comes and begins later")
    func beginsLater() {
        #expect(due(now: "2026-01-01", computed: everything(state()), since: "2025-11-01") == [])
        let lapsed = figures(since: "2025-11-01").lapsed(
            year: 2025, now: at("2026-01-01"), computed: everything(state()), marks: [])
        #expect(lapsed.filter { PeriodKind.ofMonths.contains($0.period.kind) }.count == 17 - 4)
        // The week that holds 1 November, a Saturday, has begun to have data.
        #expect(lapsed.filter { $0.period.kind == .week }.map(\.period.to).max() == day("2025-10-27"))
        #expect(
            figures().lapsed(
                year: 2025, now: at("2026-01-01"), computed: everything(state()), marks: []
            ).filter { PeriodKind.ofMonths.contains($0.period.kind) } == [])
    }
}
