import Domain
import Testing

@Suite struct FreshnessTests {
    private static let day = Instant.microsecondsPerDay

    /// So many days after 1970-01-01.
    private func at(_ days: Int64) -> Instant { Instant(microseconds: days * Self.day) }

    private func fresh(_ dataset: String, since days: Int64, expected: Int64? = nil) -> Freshness {
        Freshness(
            organization: "acme", dataset: dataset, lastData: nil, lastSuccess: at(days), expectedBy: expected.map(at))
    }

    private func sheet(reading datasets: [String]) -> Sheet {
        Sheet(
            id: "example", version: 1, title: "", question: "", formula: "", measures: [], direction: .none,
            inputs: datasets.compactMap(Datasets.named).map { .init($0.handles, .whereKnown) }, unfinished: "",
            missing: "", reference: "")
    }

    @Test("A dataset is late after the instant at which it is expected, and never where none is expected")
    func late() {
        let dataset = fresh("people", since: 10, expected: 45)
        #expect(!dataset.isLate(at: at(45)))
        #expect(dataset.isLate(at: Instant(microseconds: 45 * Self.day + 1)))
        #expect(!fresh("people", since: 10).isLate(at: .never))
    }

    @Test("Stale are the inputs that were loaded once, but not since the period ended; each is named once, in order")
    func stale() {
        let sheet = sheet(reading: ["people", "help_requests", "people", "turnover"])
        let loads = [
            fresh("people", since: 30), fresh("help_requests", since: 30), fresh("recognitions", since: 1),
        ]
        #expect(sheet.staleInputs(ofPeriodEndingAt: at(30), given: loads) == [])
        #expect(
            sheet.staleInputs(ofPeriodEndingAt: Instant(microseconds: 30 * Self.day + 1), given: loads)
                == ["help_requests", "people"])
        #expect(sheet.staleInputs(ofPeriodEndingAt: at(99), given: []) == [])
    }

    @Test("Teams, agreements and calendars hold on until they change, and surveys come in rounds: none makes stale")
    func silence() {
        let marking = Set(
            Datasets.all.filter { dataset in
                !sheet(reading: [dataset.name]).staleInputs(
                    ofPeriodEndingAt: at(2), given: [fresh(dataset.name, since: 1)]
                ).isEmpty
            }.map(\.name))
        #expect(
            marking.isSuperset(of: [
                "people", "turnover", "help_requests", "request_waits", "help_contributions", "leave", "recognitions",
            ]))
        #expect(
            marking.isDisjoint(with: [
                "teams", "agreements", "agreement_boundaries", "calendars", "calendar_holidays", "satisfaction",
                "survey_invitations", "support_ties", "objectives", "pods",
            ]))
    }

    @Test("Every dataset is expected by its own days, unless a setting says otherwise or never")
    func loadDays() {
        let standard = Dictionary(
            uniqueKeysWithValues: Datasets.all.map { ($0.name, Settings().loadDays(of: $0.name)) })
        #expect(standard["help_requests"] == 3 && standard["people"] == 35 && standard["satisfaction"] == 100)
        #expect(standard["calendar_holidays"] == 380 && standard.count == Datasets.all.count)
        let chosen = Settings(["load_days_people": "92", "load_days_leave": "never"])
        #expect(chosen.loadDays(of: "people") == 92 && chosen.loadDays(of: "leave") == nil)
        #expect(chosen.loadDays(of: "turnover") == 35)
        let setting = Settings.all.first { $0.name == "load_days_people" }
        for value in ["0", "-1", "3651", "monthly", "", "Never", "1.5"] { #expect(setting?.refusal(value) != nil) }
        for value in ["1", "3650", "never"] { #expect(setting?.refusal(value) == nil) }
    }
}
