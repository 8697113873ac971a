import Domain
import Export
import Testing

@Suite struct MetricNameTests {
    private func sheet(_ id: String, _ measure: String, _ unit: FigureUnit = .ratio) -> Sheet {
        Sheet(
            id: id, version: 1, title: id, question: "", formula: "",
            measures: [.init(id: measure, title: measure, statistics: [.init("p50", unit, "median")])],
            direction: .none, inputs: [], unfinished: "", missing: "", reference: "")
    }

    @Test(
        "A sheet whose metric promtool or OpenMetrics refuses is not registered",
        arguments: [
            ("hours_given", "default", FigureUnit.ratio), ("lead", "in_days", .ratio),
            ("weeks_covered", "share", .ratio),
            ("lead_minutes", "default", .count), ("requests_count", "default", .count), ("help", "count", .count),
            ("help", "total", .count), ("help_gauge", "default", .ratio), ("help", "per_h", .ratio),
            ("Help", "default", .ratio), ("help-me", "default", .ratio), ("help", "größe", .ratio),
        ])
    func refused(id: String, measure: String, unit: FigureUnit) {
        let error = #expect(throws: ExportError.self) { try ExportContext(sheets: [sheet(id, measure, unit)]) }
        #expect(error?.code == .metricName)
        #expect(error?.description.contains("mutuality_") == true)
    }

    @Test("Two measures that would share a name are refused")
    func shared() {
        let error = #expect(throws: ExportError.self) {
            try ExportContext(sheets: [sheet("help", "given_late"), sheet("help_given", "late")])
        }
        #expect(error?.code == .metricName)
        #expect(throws: ExportError.self) {
            try ExportContext(sheets: [sheet("help", "default", .seconds), sheet("help_lower", "default", .seconds)])
        }
    }

    @Test("A KPI cannot take a name that is there for something else")
    func taken() {
        for id in ["period_end_timestamp", "dataset_last_data_timestamp", "dataset_expected_by_timestamp"] {
            #expect(throws: ExportError.self) { try ExportContext(sheets: [sheet(id, "default", .seconds)]) }
        }
        #expect(throws: ExportError.self) { try ExportContext(sheets: [sheet("kpi_stale", "default", .count)]) }
    }

    @Test("Words that only hold a unit's name are no units")
    func accepted() throws {
        #expect(try ExportContext(sheets: [sheet("daystar", "account_share")]).sheets.count == 1)
    }

    @Test("A measure of other days is one of other dates, since days would be taken for a unit")
    func otherDays() throws {
        let context = try ExportContext(sheets: [sheet("cover_in_absence", "other_days")])
        let figure = Figures.figure(kpi: "cover_in_absence", measure: "other_days", unit: .ratio)
        let text = String(decoding: try PrometheusFormat().bytes([figure], context: context), as: UTF8.self)
        #expect(text.contains("mutuality_cover_in_absence_other_dates_ratio{"))
    }

    @Test("A figure without a sheet is written under its own names, if they are good ones")
    func withoutSheet() throws {
        let context = try ExportContext(sheets: [])
        let text = try PrometheusFormat().bytes([Figures.figure()], context: context)
        #expect(String(decoding: text, as: UTF8.self).contains("time_to_resolve, measure first_close_elapsed."))
        #expect(throws: ExportError.self) {
            try PrometheusFormat().bytes([Figures.figure(kpi: "a{b=\"c\"} 1\n")], context: context)
        }
    }

    @Test("Formats are found by name, and an unknown one names those that exist")
    func formats() throws {
        #expect(try ExportFormats.named("csv").fileExtension == "csv")
        #expect(try ExportFormats.named("prometheus").fileExtension == "prom")
        #expect(try ExportFormats.named("xlsx").fileExtension == "xlsx")
        let error = #expect(throws: ExportError.self) { try ExportFormats.named("ods") }
        #expect(error?.mend == "Choose one of csv, prometheus, xlsx")
    }
}
