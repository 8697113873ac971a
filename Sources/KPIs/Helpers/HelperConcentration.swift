import Domain

/// How much of the help rests on few people.
public enum HelperConcentration: KPI {
    public static let sheet = Sheet(
        id: "helper_concentration",
        version: 4,
        title: "Helper concentration",
        question: "Does the help rest on a few shoulders?",
        formula: """
            Per helper the pieces of help that began in the period, or their minutes. A contribution is a piece at its \
            start; so is, at its first close, a resolved request that no contribution names.

            gini_helpers is the Gini coefficient over everybody who gave a piece, gini_present over everybody employed \
            on the last day before the period's end, who gave nothing included; both are multiplied by n/(n-1).

            gini_by_chance stands beside gini_present of pieces: what would be expected if chance alone dealt the \
            pieces of the people present out among them, e^(-2λ) (I₀(2λ) + I₁(2λ)), with λ pieces per person present. \
            Few pieces lie unevenly whoever gives them, so only what gini_present has beyond it tells of few \
            shoulders.

            top_5_percent and top_10_percent are the shares of the total that the busiest 5 % and 10 % of helpers \
            give, their number rounded up. absence_factor is the fewest helpers who together give at least half.
            """,
        measures: [pieces, time],
        direction: .lowerIsBetter,
        inputs: Pieces.inputs(requests: [HelpRequests.effortMinutes], contributions: [HelpContributions.minutes])
            + Place.inputs(),
        unfinished: """
            A request that isn't closed by the end of the period is not yet a piece of help, and a contribution that \
            begins later doesn't replace its request yet.
            """,
        missing: """
            A resolved request without a known helper is not a piece, and a piece without minutes has no length. A \
            helper whose pieces all lack minutes is left out of the measure time; if all pieces of the period lack \
            them, everybody is. Each of these lowers the coverage, and so does a helper who isn't in people. What \
            people do about their own requests is not help, and a request that its asker closed lacks no helper.

            A piece belongs to the team and department that its helper was in at its start or, if the helper isn't in \
            people, to the team that the request names; if that is unknown, it counts for the organization only.

            Without people there is neither gini_present nor gini_by_chance, which has a value where gini_present has \
            one; without any minutes there is no measure time. There are no limits for \
            fewer than three people or if one of them gave everything, and no shares if the total is 0.
            """,
        reference: """
            CHAOSS, Contributor Absence Factor. Cross, Rebele, Grant 2016, Collaborative Overload, Harvard Business \
            Review 94. Gini's factor: Deltas 2003, doi:10.1162/rest.2003.85.1.226. Delete-one jackknife: Yitzhaki \
            1991, Journal of Business & Economic Statistics 9, 235-239. Chance: Ramasubban 1958, Biometrika 45, \
            549-556, doi:10.1093/biomet/45.3-4.549.
            """,
        briefing: .init(
            .helpers, matters: nil,
            next: "Who is always asked, and what keeps the others from being asked?"))

    private static let pieces = Sheet.Measure(
        id: "pieces", title: "pieces of help", headline: absenceFactor,
        statistics: statistics + [giniByChance])
    private static let time = Sheet.Measure(
        id: "time", title: "minutes of help", needsOneOf: Pieces.minutesColumns, statistics: statistics)

    private static let giniHelpers = Sheet.Statistic(
        "gini_helpers", .ratio, "Gini coefficient among helpers", leastPeople: 10, rounding: .twoDigits)
    private static let giniPresent = Sheet.Statistic(
        "gini_present", .ratio, "Gini coefficient among people present", leastPeople: 10, needs: [Datasets.people],
        rounding: .twoDigits)
    private static let giniByChance = Sheet.Statistic(
        "gini_by_chance", .ratio, "what chance alone gives among people present", leastPeople: 10,
        needs: [Datasets.people], direction: Sheet.Direction.none, rounding: .twoDigits)
    // A share of the busiest is shown only where five people hold it together; with fewer it would tell of persons.
    private static let topTwentieth = Sheet.Statistic(
        "top_5_percent", .ratio, "share of the busiest 5 % of helpers", leastPeople: 100,
        rounding: .estimatedShare)
    private static let topTenth = Sheet.Statistic(
        "top_10_percent", .ratio, "share of the busiest 10 % of helpers", leastPeople: 50,
        rounding: .estimatedShare)
    private static let absenceFactor = Sheet.Statistic(
        "absence_factor", .count, "fewest helpers who give half", direction: .higherIsBetter, rounding: .whole)
    private static let statistics = [giniHelpers, giniPresent, topTwentieth, topTenth, absenceFactor]

    public static func observe(into figures: inout Assembler) {
        let loads = HelperLoads(view: figures.view)
        observe(pieces, loads, coverage: loads.coverage { _ in true }, into: &figures) { Double($0.pieces) }
        guard figures.serves(time) else { return }
        let isKnown = loads.pieces.haveMinutes(from: figures.view.window.from)
        let coverage = loads.coverage { !loads.pieces.minutes[$0].isNaN }
        observe(time, loads, coverage: coverage, into: &figures) {
            isKnown && ($0.hasMinutes || $0.pieces == 0) ? $0.minutes : nil
        }
    }

    /// `total`: what somebody gave; `nil` where none of it has a size, and the person is left out.
    private static func observe(
        _ measure: Sheet.Measure, _ loads: HelperLoads, coverage: [ScopeKind: Double],
        into figures: inout Assembler, total: (HelperLoads.Load) -> Double?
    ) {
        typealias Row = ScopedPeople<HelperLoads.Load>.Row
        func shares(_ rows: [Row]) -> [Assembler.PeopleReading.Share] {
            rows.compactMap { row in total(row.value).map { .init(person: row.person, hash: mix($0.bitPattern)) } }
        }
        figures.add(measure, of: loads.loads, also: [.organization], coverage: coverage) { rows in
            let givers = rows.filter { $0.value.pieces > 0 }
            let present = rows.filter(\.value.isPresent)
            let helpers = shares(givers)
            let totals = givers.compactMap { total($0.value) }.sorted()
            let absence = Concentration.absenceFactor(of: totals).map { Double($0) }
            let ofPresent = Gini.estimate(present.compactMap { total($0.value) })
            let readings: [Assembler.PeopleReading] = [
                .init(giniHelpers, Gini.estimate(totals), of: helpers),
                .init(topTwentieth, Estimate(Concentration.topShare(oneIn: 20, of: totals)), of: helpers),
                .init(topTenth, Estimate(Concentration.topShare(oneIn: 10, of: totals)), of: helpers),
                .init(absenceFactor, Estimate(absence), of: helpers),
                .init(giniPresent, ofPresent, of: shares(present)),
            ]
            guard measure.id == pieces.id else { return readings }
            let given = present.reduce(0) { $0 + $1.value.pieces }
            let chance = ofPresent.value.map { _ in
                GiniByChance.value(mean: Double(given) / Double(present.count))
            }
            return readings + [.init(giniByChance, Estimate(chance), of: shares(present))]
        } all: {
            loads.records(of: $1, in: $0)
        }
    }
}
