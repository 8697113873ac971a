import Domain
import TestValues
import Testing

@testable import KPIs

@Suite("What data can answer of the catalogue")
struct AnswerableCatalogTests {
    private static let sheets = Catalog.all.map { $0.sheet }
    private static let everything =
        Datasets.all.flatMap { dataset in [dataset.name] + dataset.columns.map { "\(dataset.name).\($0.name)" } }
        + sheets.flatMap(\.items).map(SurveyItems.name)

    @Test("is all of it with every dataset, and nothing without any")
    func ends() {
        let all = Answerable(Self.sheets, present: Set(Self.everything))
        #expect(all.answered.count == Self.sheets.count && all.steps.isEmpty)
        #expect(all.rows.allSatisfy { $0.furtherLacking.isEmpty })
        #expect(Answerable(Self.sheets, present: []).answered.isEmpty)
    }

    @Test(
        "is reached step by step: whoever loads what the steps name can answer what they say, and at the end everything"
    )
    func steps() {
        var present: Set<String> = []
        var answered: Set<String> = []
        for step in Answerable(Self.sheets, present: []).steps {
            present.formUnion(step.names)
            answered.formUnion(step.sheets.map(\.id))
            let now = Set(Answerable(Self.sheets, present: present).answered.map(\.sheet.id))
            #expect(now.isSuperset(of: answered), "\(step.datasets)")
            #expect(Set(step.names).isSuperset(of: step.datasets), "\(step.datasets)")
        }
        #expect(answered.count == Self.sheets.count)
    }

    @Test("is what the computation serves, whatever columns are lacking", arguments: UInt64(1)...60)
    func served(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        let share = seed % 2 == 0 ? 3 : 12
        let present = Set(Self.everything.filter { _ in Int(random.next() % UInt64(share)) > 0 })
        let answered = Set(Answerable(Self.sheets, present: present).answered.map(\.sheet.id))
        for sheet in Self.sheets {
            let isServed = sheet.isServed(by: present)
            let hasHeadline = sheet.measures.contains { measure in
                let items = measure.items ?? sheet.items
                let answered = items.count { present.contains(SurveyItems.name(of: $0)) }
                guard items.isEmpty || answered >= measure.leastItems else { return false }
                // A measure's columns can be there only with their datasets.
                let has = { (name: String) in
                    present.contains(name) && present.contains(String(name.prefix { $0 != "." }))
                }
                return measure.statistics.contains { statistic in
                    statistic.id == measure.headline && measure.lacking(has).isEmpty
                        && statistic.needs.allSatisfy(has)
                }
            }
            #expect(answered.contains(sheet.id) == (isServed && hasHeadline), "\(sheet.id)")
        }
    }

    @Test("counts a KPI only by the items of its headline: who asked for personal burnout alone has none of work")
    func items() {
        func answered(without items: [String]) -> Set<String> {
            let present = Set(Self.everything).subtracting(items.map(SurveyItems.name))
            return Set(Answerable(Self.sheets, present: present).answered.map(\.sheet.id))
        }
        let work = SurveyItems.burnoutAtWork.items
        #expect(
            answered(without: []).subtracting(answered(without: work)) == ["burnout_inventory", "overload_validity"])
        #expect(answered(without: SurveyItems.personalBurnout.items).contains("burnout_inventory"))
        // Whoever answered under four of seven has no score.
        #expect(!answered(without: Array(work.dropFirst(3))).contains("burnout_inventory"))
        #expect(answered(without: Array(work.dropFirst(4))).contains("burnout_inventory"))
        // Whoever answered anything has answered.
        let scales = SurveyQuality.sheet.items
        #expect(answered(without: scales).contains("survey_quality"))
        let present = Set(Self.everything).subtracting(scales.map(SurveyItems.name))
        let row = Answerable(Self.sheets, present: present).rows.first { $0.sheet.id == "survey_quality" }
        // Alpha takes every item of one scale, and r_wg of its own.
        #expect(row?.furtherLacking.map { $0.alternatives.map(\.count) } == [[6, 7, 6, 7]])
        let safety = Answerable(
            Self.sheets, present: Set(Self.everything).subtracting([SurveyItems.name(of: "edmondson/e7")])
        ).rows.first { $0.sheet.id == "psychological_safety" }
        #expect(safety?.isAnswered == true)
        #expect(safety?.furtherLacking.map(\.alternatives) == [[["satisfaction.edmondson/e7"]]])
    }
}
