import Disclosure
import Domain
import Ingestion
import KPIs
import Testing

@testable import mutuality

@Suite struct WordsTests {
    @Test(
        "Working time is told in hours of work, and in days of eight hours from one such day on",
        arguments: [
            (273_788, "76 working hours (9.5 days of 8 hours)", "76 h"),
            (59_760, "16.6 working hours (2.1 days of 8 hours)", "16.6 h"),
            (28_800, "8.0 working hours (1.0 days of 8 hours)", "8.0 h"), (7_920, "2.2 working hours", "2.2 h"),
            (2_400, "40.0 working minutes", "40.0 min"),
        ])
    func workingTime(_ seconds: Double, _ text: String, _ brief: String) {
        let unit = ShownUnit(.seconds, isOfWorkingTime: true)
        #expect(ShownNumber.text(seconds, unit) == text)
        #expect(ShownNumber.text(seconds, unit, brief: true) == brief)
    }

    @Test("Elapsed time is told in the largest unit that it fills, and its limits in the same")
    func elapsedTime() {
        #expect(ShownNumber.text(273_788, .seconds) == "3.2 d")
        #expect(ShownNumber.range(129_600, nil, of: 273_788, ShownUnit(.seconds)) == "1.5 to not reached d")
        let working = ShownUnit(.seconds, isOfWorkingTime: true)
        #expect(ShownNumber.range(129_600, 288_000, of: 273_788, working) == "36 to 80 working hours")
        #expect(ShownNumber.range(0.1, nil, of: 0.2, ShownUnit(.ratio)) == "0.10 to not estimated")
    }

    @Test("A hidden figure names the rule that applies to it")
    func hidden() {
        let cell = Cell(measure: "work", scope: Scope(.team, "logistics"), breakdown: .none, statistic: "mean")
        let text = WithholdingReason.tooFewPeople(least: 5).text(of: cell, in: BurnoutInventory.sheet)
        #expect(text.hasPrefix("hidden. It takes 5 people, 3 of whom differ"))
        #expect(text.contains("A small team near either end of the scale, the best or the worst, is hidden:"))
    }

    @Test(
        "A probability is never told as 0",
        arguments: [(0, "< 0.001"), (4e-10, "< 0.001"), (0.001, "0.001"), (0.25, "0.250")])
    func probabilities(_ p: Double, _ text: String) {
        #expect(ShownNumber.text(p, .probability) == text)
    }

    @Test("Small shares have two digits, as published ones have, so that unlike ones look unlike; nothing has no sign")
    func smallShares() {
        for (value, text) in [
            (0.025, "0.025"), (0.0302, "0.03"), (0.0345, "0.035"), (0.05, "0.05"), (0.1, "0.10"), (0.1234, "0.12"),
            (0, "0.00"), (-0.025, "-0.025"), (0.0025, "0.0025"), (0.0996, "0.10"), (0.00001, "0.00"),
        ] { #expect(ShownNumber.text(value, .ratio) == text) }
        #expect(ShownNumber.range(-0.00001, 0.0231, of: 0.0092, ShownUnit(.perYear)) == "0.00 to 0.0231")
        #expect(ShownNumber.range(-0.001, 0.4, of: 0.2, ShownUnit(.ratio)) == "0.00 to 0.40")
    }

    @Test("Days of work are those of the hours that are shown")
    func daysOfShownHours() {
        // 25.58 hours are 3.2 days; 26 are 3.25.
        #expect(
            ShownNumber.text(92_088, ShownUnit(.seconds, isOfWorkingTime: true))
                == "26 working hours (3.2 days of 8 hours)"
        )
        // 28.4 hours are 3.55 days, 28 are 3.5; 27.52 are 3.44, and 28 again.
        for seconds in [102_240.0, 99_072] {
            #expect(
                ShownNumber.text(seconds, ShownUnit(.seconds, isOfWorkingTime: true))
                    == "28 working hours (3.5 days of 8 hours)")
        }
    }

    @Test("The measures that count working time are those that need calendars")
    func measures() {
        let measures = Catalog.all.flatMap { $0.sheet.measures }.filter { measure in
            measure.statistics.contains { $0.unit == .seconds }
        }
        #expect(
            measures.filter(\.isOfWorkingTime).map(\.id) == ["working", "first_close_working", "final_close_working"])
        #expect(measures.allSatisfy { $0.isOfWorkingTime == $0.needs.contains("calendars") })
    }

    @Test("An error is two sentences: what is wrong, and what to do; names stay as they are written")
    func errors() {
        let places: [(any Error, String)] = [
            (CommandError(.usage, "there is none", mend: "make one"), "There is none. Make one."),
            (CommandError(.usage, at: "a.yaml:3", "this is odd", mend: "why?"), "a.yaml:3: This is odd. Why?"),
            (CommandError(.usage, "opened_at is blank", mend: "fill it in"), "opened_at is blank. Fill it in."),
            (CommandError(.usage, "zone = \"x\" is odd", mend: "set another"), "zone = \"x\" is odd. Set another."),
            (
                CommandError(.usage, "out/kpis.csv is odd", mend: "--json says more"),
                "out/kpis.csv is odd. --json says more."
            ),
            (
                IngestionError(.data, file: "a.csv", line: 2, code: "x", message: "it is empty", mend: "fill it in"),
                "a.csv:2: It is empty. Fill it in."
            ),
        ]
        for (error, text) in places { #expect(ErrorText.of(error) == text) }
    }
}
