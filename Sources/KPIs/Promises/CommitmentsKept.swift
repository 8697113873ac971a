import Domain

/// Whether promised help arrives, and when.
public enum CommitmentsKept: KPI {
    public static let sheet = Sheet(
        id: "commitments_kept",
        version: 1,
        title: "Commitments kept",
        question: "Does the help that people promise arrive?",
        formula: """
            ratio: over the promises of help that fell due in the period, the minutes given by the period's end, late \
            or not, divided by the minutes due: those asked for or, where these aren't known, those agreed. Of one \
            promise no more counts as given than is due. It says whether help arrived and not why: whoever promised \
            may have had more on their hands than anybody could do.

            If any of the organization's promises due in the period has minutes neither asked nor agreed, or nobody \
            ever recorded how many were given, each promise counts as 1: the figure is then the share that was kept.

            | measure | what it is |
            | --- | --- |
            | agreed_of_asked | minutes agreed over minutes asked, of promises that have both; under 1 people said how much they could not take on, which is no fault |
            | on_time | share of the promises that were kept by due_at |
            | lateness | time from due_at to delivered_at, 0 for what came early, by Kaplan-Meier: p50 and p90 are the first times at which at most 0.5 and 0.1 are still to come |

            Limits of ratios of minutes are those of a ratio of sums over helpers, by Student's t; those of shares are \
            Wilson's, at the effective size.
            """,
        measures: [kept, agreedOfAsked, onTime, lateness],
        direction: .higherIsBetter,
        inputs: [
            .init([Commitments.helper, Commitments.dueAt], .always),
            .init(
                [
                    Commitments.recipient, Commitments.minutesAsked, Commitments.minutesAgreed,
                    Commitments.deliveredAt, Commitments.minutesDelivered,
                ], .whereKnown),
        ] + Place.inputs(),
        unfinished: """
            A promise that falls due later is left to the period in which it does. What isn't delivered by the end of \
            the period counts as not given and as not on time, and is censored in lateness at the time that it is late \
            by then.
            """,
        missing: """
            A promise is its helper's. Helpers who aren't in people lower the coverage. A promise belongs to the team \
            and department that its helper was in on the day on which it fell due; somebody who had left by then, or \
            isn't in people, counts for the organization only.

            Where minutes count, a delivery without minutes is left out and lowers the coverage, since some help is \
            not none. One promise without minutes due makes all of its period count 1, so that the value of such a \
            period isn't comparable with that of others. Promises without both numbers lower that of agreed_of_asked. \
            Without delivered_at there is agreed_of_asked alone.

            A ratio or share is hidden where nearly all that was due is one helper's: it would be their own record.
            """,
        reference: """
            Convention. Ratio of sums: Cochran 1977, Sampling Techniques, 3rd edition, chapter 2. Shares: Wilson 1927, \
            doi:10.1080/01621459.1927.10502953, at the effective size of Korn, Graubard 1998, Survey Methodology 24, \
            193-201, since one helper makes many promises. Kaplan, Meier 1958, doi:10.1080/01621459.1958.10501452; \
            limits of quantiles: Brookmeyer, Crowley 1982, doi:10.2307/2530286, with log(-log S).
            """,
        briefing: .init(
            .timelyHelp, matters: .fivePoints,
            next: "Which promises were not kept, and were they possible at all?"))

    private static let kept = Sheet.Measure(
        title: "promises due", needs: [Commitments.deliveredAt], headline: keptRatio, statistics: [keptRatio])
    // Wilson's limits in one case and not in the other, so that nothing can be found from them.
    private static let keptRatio = Sheet.Statistic(
        "ratio", .ratio, "help given of the help due", adds: .ratioOfSums(over: [.scope]),
        alsoTakes: Sheet.Statistic.takesRestOfSum, rounding: .estimatedShare)
    private static let agreedOfAsked = Sheet.Measure(
        id: "agreed_of_asked", title: "promises due",
        needs: [Commitments.minutesAsked, Commitments.minutesAgreed],
        statistics: [
            .init(
                "ratio", .ratio, "minutes agreed per minute asked", direction: Sheet.Direction.none,
                adds: .ratioOfSums(over: [.scope, .period]),
                alsoTakes: Sheet.Statistic.takesRestOfSum, rounding: .twoDigits)
        ])
    private static let onTime = Sheet.Measure(
        id: "on_time", title: "promises due", needs: [Commitments.deliveredAt],
        statistics: [
            .init(
                "ratio", .ratio, "share kept by the time agreed", adds: .mean(over: [.scope, .period]),
                alsoTakes: Sheet.Statistic.takesRestOfSum)
        ])
    private static let lateness = Sheet.Measure(
        id: "lateness", title: "time after it was due", needs: [Commitments.deliveredAt], statistics: [p50, p90])
    private static let p50 = Sheet.Statistic(
        "p50", .seconds, "median", direction: .lowerIsBetter, minimum: .bothSides)
    private static let p90 = Sheet.Statistic(
        "p90", .seconds, "time that one in ten exceeds", direction: .lowerIsBetter, minimum: .bothSides)

    public static func observe(into figures: inout Assembler) {
        let promises = Promise.all(in: figures.view)
        observeKept(promises, into: &figures)
        observeAgreed(promises, into: &figures)
        observeOnTime(promises, into: &figures)
        observeLateness(promises, into: &figures)
    }

    private static func observeKept(_ promises: [Promise], into figures: inout Assembler) {
        guard figures.serves(kept) else { return }
        let view = figures.view
        let haveMinutes =
            view.facts.has(Commitments.minutesDelivered) && promises.allSatisfy { !$0.due.isNaN }
        guard haveMinutes else {
            observeShare(kept, keptRatio, of: promises, into: &figures) { $0.deliveredAt != nil }
            return
        }
        observeRatio(kept, keptRatio, of: promises, most: 1, into: &figures) { promise in
            guard promise.deliveredAt != nil else { return (0, promise.due) }
            return promise.delivered.isNaN ? nil : (min(promise.delivered, promise.due), promise.due)
        }
    }

    private static func observeAgreed(_ promises: [Promise], into figures: inout Assembler) {
        guard figures.serves(agreedOfAsked) else { return }
        observeRatio(agreedOfAsked, agreedOfAsked.statistics[0], of: promises, into: &figures) { promise in
            promise.agreed.isNaN || promise.asked.isNaN ? nil : (promise.agreed, promise.asked)
        }
    }

    private static func observeOnTime(_ promises: [Promise], into figures: inout Assembler) {
        guard figures.serves(onTime) else { return }
        observeShare(onTime, onTime.statistics[0], of: promises, into: &figures) { promise in
            promise.deliveredAt.map { $0 <= promise.dueAt } ?? false
        }
    }

    private static func observeLateness(_ promises: [Promise], into figures: inout Assembler) {
        guard figures.serves(lateness) else { return }
        let to = figures.view.window.to
        func observation(of promise: Promise) -> Observation {
            let end = promise.deliveredAt ?? to
            return Observation(
                exit: max(0, end - promise.dueAt), outcome: promise.deliveredAt == nil ? .censored : .event)
        }
        let sorted = promises.map { (promise: $0, late: observation(of: $0)) }.sorted { $0.late.exit < $1.late.exit }
        let late = sorted.map(\.late)
        let records = Promise.records(of: sorted.map(\.promise), in: figures.view) { position in
            mix(mix(UInt64(late[position].exit)) ^ UInt64(late[position].outcome.rawValue))
        }
        figures.add(lateness, of: records) { group in
            let durations = group.isRefused ? [] : group.positions.map { late[Int($0)] }
            let curve = KaplanMeier(RiskTable(sorted: durations))
            let censored = group.positions.count { late[Int($0)].outcome == .censored }
            return [(p50, 0.5), (p90, 0.9)].map { statistic, q in
                .init(
                    statistic, quantile: q, of: curve, over: durations, at: group.positions, censored: censored
                ) { late[Int($0)].outcome == .event }
            }
        }
    }

    private static func observeShare(
        _ measure: Sheet.Measure, _ statistic: Sheet.Statistic, of promises: [Promise], into figures: inout Assembler,
        isKept: (Promise) -> Bool
    ) {
        let isKept = promises.map(isKept)
        let records = Promise.records(of: promises, in: figures.view) { isKept[$0] ? 1 : 0 }
        var shares = ClusteredShares(personCount: figures.view.facts.people.count)
        figures.add(measure, of: records) { group in
            let share = shares.estimate(of: group.positions) {
                promises[$0].helper
            } isEvent: {
                isKept[$0]
            }
            let due = group.positions.reduce(into: [Person: Double]()) { $0[promises[Int($1)].helper, default: 0] += 1 }
            return [.init(statistic, share, amounts: Array(due.values))]
        }
    }

    /// `pair`: what a promise adds to both sums; `nil` where it is left out.
    private static func observeRatio(
        _ measure: Sheet.Measure, _ statistic: Sheet.Statistic, of promises: [Promise], most: Double = .infinity,
        into figures: inout Assembler, pair: (Promise) -> (y: Double, x: Double)?
    ) {
        // Unknown is more than any number, here alone.
        let sorted = promises.map { (promise: $0, pair: pair($0)) }.sorted { a, b in
            let (a, b) = (a.pair ?? (.infinity, .infinity), b.pair ?? (.infinity, .infinity))
            return (a.x, a.y) < (b.x, b.y)
        }
        let pairs = sorted.map(\.pair)
        var records = Promise.records(of: sorted.map(\.promise), in: figures.view) { position in
            pairs[position].map { mix(mix($0.y.bitPattern) ^ $0.x.bitPattern) } ?? 0
        }
        records.isMeasured = { pairs[$0] != nil }
        var ratios = RatiosOfSums(personCount: figures.view.facts.people.count)
        figures.add(measure, of: records) { group in
            let ratio = ratios.estimate(of: group.positions, most: most) {
                sorted[$0].promise.helper
            } pair: {
                pairs[$0] ?? (0, 0)
            }
            // What is due of one helper tells their own record.
            let due = group.positions.reduce(into: [Person: Double]()) { due, position in
                due[sorted[Int(position)].promise.helper, default: 0] += pairs[Int(position)]?.x ?? 0
            }
            return [.init(statistic, ratio, amounts: Array(due.values))]
        }
    }
}

/// A promise that fell due in a window, as it stood at the window's end.
private struct Promise {
    let helper: Person
    let recipient: Person
    /// Where the helper worked on the day on which it fell due.
    let place: Place
    let dueAt: Instant
    /// `nil` where it wasn't by then.
    let deliveredAt: Instant?
    /// Minutes; NaN where unknown.
    let asked: Double
    let agreed: Double
    let delivered: Double

    /// Minutes; NaN where unknown.
    var due: Double { asked.isNaN ? agreed : asked }

    static func all(in view: PeriodView) -> [Promise] {
        let facts = view.facts
        let (helper, recipient) = (facts[Commitments.helper], facts[Commitments.recipient])
        let (dueAt, deliveredAt) = (facts[Commitments.dueAt], facts[Commitments.deliveredAt])
        let (asked, agreed) = (facts[Commitments.minutesAsked], facts[Commitments.minutesAgreed])
        let delivered = facts[Commitments.minutesDelivered]
        return facts.rows(of: Datasets.commitments).filter { view.window.interval.contains(dueAt[$0]) }.map { row in
            Promise(
                helper: helper[row], recipient: recipient[row],
                place: facts.place(of: helper[row], on: view.window.zone.date(at: dueAt[row])), dueAt: dueAt[row],
                deliveredAt: deliveredAt[row] < view.window.to ? deliveredAt[row] : nil, asked: asked[row],
                agreed: agreed[row], delivered: delivered[row])
        }
    }

    /// Each as its helper's; `hash` is of what the one at a position counts as.
    static func records(
        of promises: [Promise], in view: PeriodView, hash: @escaping (_ position: Int) -> UInt64
    ) -> Records<Parties> {
        let recipients = view.facts.has(Commitments.recipient) ? promises.map(\.recipient) : nil
        var records = Records(
            count: promises.count, places: promises.map(\.place),
            people: Parties(promises.map(\.helper), and: recipients, in: view) { position, _ in hash(position) })
        records.isComplete = { view.isKnown(promises[$0].helper) }
        return records
    }
}
