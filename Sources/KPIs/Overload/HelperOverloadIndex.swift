import Domain

/// How many of those who help are close to being overloaded by it.
public enum HelperOverloadIndex: KPI {
    private typealias Component = OverloadIndex.Component

    public static let sheet = Sheet(
        id: "helper_overload_index",
        version: 2,
        title: "Helper overload index",
        question: "How many of those who help are carrying too much?",
        formula: """
            Each helper has an index from 0 to 100; what is published is the share of helpers with an index of 50, 60 \
            and 70 or more and the quartiles (type 7), never who has which index. It says how work is spread. It is \
            not a diagnosis: it says nothing about anybody's health, and must not be used to judge people. It looks at \
            28 local dates of the helper, those before the date of the period's end, cut at that end; a quarter and a \
            year have those of their last month; an analysis of another window looks at the dates of that window. \
            Helpers are people employed throughout who gave a piece of help in these days: a contribution, at its \
            start, or a resolved request that no contribution names, at its first close. The index is 100 times the \
            weighted mean of those of six scores that have data, each held between 0 and 1. Load (\(Component.load.weightText)): (hours given \
            / capacity - 0.8) / 0.7; capacity is 28/7 weeks times the mean, over working days, of the hours a week \
            agreed on that day, 0 on leave. Recovery (\(Component.recovery.weightText)): days on which work begins and no free stretch of 11 hours \
            ends, blocks of seven days in which it begins and none of 35 hours ends, and dates of help from the sixth \
            in a row on, divided by 8 in 28 days; work is the helper's calendar outside leave and help; stretches and \
            rows that began earlier count in full. After hours (\(Component.afterHours.weightText)): dates with help that began outside the helper's \
            calendar, 2 for one with such help between 22:00 and 6:00, a week, divided by 3. Concentration (\(Component.concentration.weightText)): \
            (share of the team's help / share of its capacity - 1) / 2, in hours if all of the team's pieces have \
            minutes, else in pieces; capacities count as equal unless every member has one. One-sidedness (\(Component.oneSidedness.weightText)): \
            (given - received) / (given + received + 2 hours), at least 0, times capacity use, at most 1. \
            Unacknowledged (\(Component.unacknowledged.weightText)): 1 - share of pieces that were rated, or for which the person helped thanked the \
            helper within 14 days; from 5 pieces on.
            """,
        measures: [measure],
        direction: .lowerIsBetter,
        inputs: [.init("people", ["joined_on"], required: true, reach: HelperOverload.shiftReach)]
            + Place.inputs(
                people: ["calendar_id", "time_zone"], teams: ["calendar_id", "time_zone"],
                reach: HelperOverload.shiftReach)
            + Pieces.inputs(
                requests: ["requester_id", "effort_minutes"], contributions: ["recipient_id", "minutes", "rating"],
                reach: HelperOverload.helpReach)
            + Calendars.inputs(required: true, reach: HelperOverload.shiftReach)
            + [
                .init(
                    "leave", ["person_id", "valid_from", "valid_to"], required: false,
                    reach: HelperOverload.shiftReach),
                .init("agreements", ["person_id", "hours_per_week", "valid_from", "valid_to"], required: false),
                .init(
                    "recognitions", ["giver_id", "receiver_id", "given_at"], required: false, reach: zoneReach),
            ],
        unfinished: """
            A request that isn't closed by the end of the period is not yet a piece of help. Thanks that come after \
            the period's end do not count yet.
            """,
        missing: """
            A score without its data is left out, never 0, and a helper whose scores have less than 0.60 of the weight \
            has no index; without calendars nobody has one. Load and one-sidedness need an agreement and minutes, \
            one-sidedness also data that says who was helped; recovery and after hours need a calendar on each of the dates; concentration a team on the \
            last day; unacknowledged recognitions or ratings. A piece without minutes is a moment that ends a free \
            stretch; of the others the known hours are summed, and if none is known the hours are missing. A piece \
            that began more than two weeks before the first date is not looked at. Helpers without an index lower the \
            coverage, and so do those who aren't in people. A helper counts for the team and department of the last \
            day.
            """,
        reference: """
            Convention, weights and thresholds alike. 11 and 35 hours of rest: Directive 2003/88/EC, articles 3 and 5. \
            Overload of those who help most: Cross, Rebele, Grant 2016, Collaborative Overload, Harvard Business \
            Review 94. Quantiles: Hyndman, Fan 1996, doi:10.1080/00031305.1996.10473566. Limits of shares: Wilson \
            1927, doi:10.1080/01621459.1927.10502953.
            """
    )

    /// Somebody's dates begin up to 26 h before the organization's.
    private static let zoneReach = 2

    // The strain of persons: more of them stand behind each figure than behind others.
    private static let shares: [(statistic: Sheet.Statistic, least: Double)] = [50, 60, 70].map { least in
        (
            Sheet.Statistic(
                "share_\(least)", .ratio, "share of helpers at \(least) or more", leastPeople: 10,
                adds: .mean(over: [.scope])),
            Double(least)
        )
    }
    private static let quartiles: [(statistic: Sheet.Statistic, q: Double)] = [
        (Sheet.Statistic("p25", .index, "lower quartile of the helpers' indices", leastPeople: 20), 0.25),
        (Sheet.Statistic("p50", .index, "median of the helpers' indices", leastPeople: 10), 0.5),
        (Sheet.Statistic("p75", .index, "upper quartile of the helpers' indices", leastPeople: 20), 0.75),
    ]
    private static let measure = Sheet.Measure(
        title: "overload of helpers", headline: shares[1].statistic,
        statistics: shares.map(\.statistic) + quartiles.map(\.statistic))

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let people = HelperOverload.people(in: view)
        func isCounted(_ position: Int, _ isRefused: Bool) -> Bool {
            isRefused ? people[position].index != nil : people[position].index?.value != nil
        }
        // Whoever else is in a team isn't counted, but changes its helpers' shares.
        let owners = Owners(people.map(\.person), in: view, counts: isCounted) { position, _ in people[position].share }
        var records = Records(count: people.count, places: people.map(\.place), people: owners)
        records.isComplete = { view.isKnown(people[$0].person) }
        records.weight = { isCounted($0, $1) ? 1 : 0 }
        figures.add(measure, of: records) { group in
            let values = group.positions.compactMap { people[Int($0)].index?.value }.sorted()
            return shares.map { share in
                let reached = values.count { $0 >= share.least - Threshold.tolerance }
                return .init(share.statistic, Wilson.estimate(reached, of: values.count))
            } + quartiles.map { .init($0.statistic, Estimate(Quantile.type7(sorted: values, $0.q))) }
        }
    }
}
