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
            The share of helpers whose index is 50, 60 and 70 or more, and the quartiles of their indices (type 7). \
            Each helper has an index from 0 to 100; who has which is never published. The index says how work is \
            spread. It is not a diagnosis: it says nothing about anybody's health, and must not be used to judge \
            people.

            It looks at \(HelperOverload.dayCount) local dates of the helper: those before the date of the period's \
            end, cut at that end. A quarter and a year have those of their last month. An analysis of another window \
            looks at the dates of that window.

            Helpers are people employed throughout who gave a piece of help in these days. A piece is a contribution, \
            at its start, or a resolved request that no contribution names, at its first close.

            The index is 100 times the weighted mean of those of six scores that have data. Each score is held between \
            0 and 1.

            | score | what it measures | how it is scaled | weight |
            | --- | --- | --- | --- |
            | load | use of capacity: hours given / capacity | \
            (use - \(Index.useFrom)) / \(Index.useRange) | \(Component.load.weightText) |
            | recovery | lacks of rest | \
            lacks in \(HelperOverload.dayCount) days / \(Index.fullLacks) | \(Component.recovery.weightText) |
            | after hours | dates with help that began outside the helper's calendar; one with such help between \
            22:00 and 6:00 counts \(Night.points) | \
            dates a week / \(Index.fullAfterHoursDays) | \(Component.afterHours.weightText) |
            | concentration | share of the team's help / share of its capacity | \
            (ratio - 1) / \(Index.fullExcess) | \(Component.concentration.weightText) |
            | one-sidedness | (given - received) / (given + received + \(Reciprocity.damping) hours), at least 0 | \
            times use of capacity, at most 1 | \(Component.oneSidedness.weightText) |
            | unacknowledged | share of pieces that were acknowledged, from \(Index.fewestPieces) pieces on | \
            1 - share | \(Component.unacknowledged.weightText) |

            Capacity is 28/7 weeks times the mean, over working days, of the hours a week agreed on that day, 0 on \
            leave.

            Lacks of rest are days on which work begins and no free stretch of \(Rest.dailyHours) hours ends, blocks \
            of seven days in which it begins and none of \(Rest.weeklyHours) hours ends, and dates of help from the \
            sixth in a row on. Work is the helper's calendar outside leave, and help. Stretches and rows that began \
            earlier count in full.

            The share of the team's help is in hours if all of the team's pieces have minutes, else in pieces. \
            Capacities count as equal unless every member has one.

            A piece is acknowledged if it was rated, or if the person helped thanked the helper within 14 days.
            """,
        measures: [measure],
        direction: .lowerIsBetter,
        inputs: [.init([People.joinedOn], .always, reach: HelperOverload.shiftReach)]
            + Place.inputs(
                people: [People.calendar, People.zone], teams: [Teams.calendar, Teams.zone],
                reach: HelperOverload.shiftReach)
            + Pieces.inputs(
                requests: [HelpRequests.requester, HelpRequests.effortMinutes],
                contributions: [HelpContributions.recipient, HelpContributions.minutes, HelpContributions.rating],
                reach: HelperOverload.helpReach)
            + Calendars.inputs(.always, reach: HelperOverload.shiftReach)
            + [
                .init(
                    [Leave.person, Leave.validFrom, Leave.validTo], .whereKnown, reach: HelperOverload.shiftReach),
                .init(
                    [
                        AgreementStretches.person, AgreementStretches.hoursPerWeek, AgreementStretches.validFrom,
                        AgreementStretches.validTo,
                    ], .whereKnown),
                .init(
                    [Recognitions.giver, Recognitions.receiver, Recognitions.givenAt], .whereKnown, reach: zoneReach),
            ],
        unfinished: """
            A request that isn't closed by the end of the period is not yet a piece of help. Thanks that come after \
            the period's end do not count yet.
            """,
        missing: """
            A score without its data is left out, never 0. A helper whose scores have less than \
            \(Index.leastWeight) of the weight has no index; without calendars nobody has one.

            Load and one-sidedness need an agreement and minutes, one-sidedness also data that says who was helped. \
            Recovery and after hours need a calendar on each of the dates, concentration a team on the last day, \
            unacknowledged recognitions or ratings.

            A piece without minutes is a moment that ends a free stretch; of the others the known hours are summed, \
            and if none is known the hours are missing. A piece that began more than two weeks before the first date \
            is not looked at.

            Helpers without an index lower the coverage, and so do those who aren't in people. A helper counts for the \
            team and department of the last day.
            """,
        reference: """
            Convention, weights and thresholds alike. 11 and 35 hours of rest: Directive 2003/88/EC, articles 3 and 5. \
            Overload of those who help most: Cross, Rebele, Grant 2016, Collaborative Overload, Harvard Business \
            Review 94. Quantiles: Hyndman, Fan 1996, doi:10.1080/00031305.1996.10473566. Limits of shares: Wilson \
            1927, doi:10.1080/01621459.1927.10502953.
            """,
        briefing: .init(
            .helpers, matters: .fivePoints,
            next: "What can be taken off those who carry most, and have they been asked?",
            noTarget: "it tells of people's strain, and whoever is held to it has reason to hide that"))

    private typealias Index = OverloadIndex

    /// Somebody's dates begin up to 26 h before the organization's.
    private static let zoneReach = 2

    private static let headlineShare = 60
    private static let shares: [(statistic: Sheet.Statistic, least: Double)] = [50, 60, 70].map { least in
        (
            Sheet.Statistic(
                "share_\(least)", .ratio, "share of helpers at \(least) or more", adds: .mean(over: [.scope]),
                audience: least == headlineShare ? .everybody : .organization, minimum: .coded),
            Double(least)
        )
    }
    private static let quartiles: [(statistic: Sheet.Statistic, q: Double)] = [
        (
            Sheet.Statistic(
                "p25", .index, "lower quartile of the helpers' indices", audience: .organization, minimum: .bothSides),
            0.25
        ),
        (
            Sheet.Statistic(
                "p50", .index, "median of the helpers' indices", audience: .organization, minimum: .bothSides), 0.5
        ),
        (
            Sheet.Statistic(
                "p75", .index, "upper quartile of the helpers' indices", audience: .organization, minimum: .bothSides),
            0.75
        ),
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
                let least = share.least - Threshold.tolerance
                let reached = values.count { $0 >= least }
                return .init(
                    share.statistic, Wilson.estimate(reached, of: values.count),
                    sides: .init(of: group.positions) { people[Int($0)].index?.value.map { $0 >= least } ?? false })
            }
                + quartiles.map {
                    .init($0.statistic, quantile: Quantile.type7(sorted: values, $0.q), at: group.positions) {
                        people[Int($0)].index?.value
                    }
                }
        }
    }
}
