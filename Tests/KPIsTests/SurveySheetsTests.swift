import Domain
import KPIs
import Testing

@Suite("Which figures are of surveys")
struct SurveySheetsTests {
    @Test("Those that can't do without answers, and no others; what they read says so")
    func ofSurveys() {
        let ids = Catalog.all.map { $0.sheet }.filter(\.isOfSurvey).map(\.id)
        #expect(
            Set(ids) == [
                "employee_net_promoter_score", "satisfaction_score", "felt_supported", "comfort_asking",
                "psychological_safety", "support_readiness", "time_lost_to_conflict", "burnout_inventory",
                "overload_validity",
            ])
    }

    @Test("One says how many of those asked answered, for each kind of scope and period of the others")
    func response() throws {
        let sheets = Catalog.all.map { $0.sheet }
        #expect(sheets.filter(\.saysResponse).map(\.id) == ["survey_quality"])
        let response = try #require(sheets.first { $0.saysResponse })
        for sheet in sheets where sheet.isOfSurvey {
            #expect(Set(sheet.scopes).isSubset(of: response.scopes), "\(sheet.id)")
            #expect(Set(sheet.periods).isSubset(of: response.periods), "\(sheet.id)")
        }
    }
}
