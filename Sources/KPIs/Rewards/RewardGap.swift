import Domain

/// Whether those who help more are rewarded more, or less.
public enum RewardGap: KPI {
    public static let sheet = Sheet(
        id: "reward_gap",
        version: 1,
        title: "Reward gap",
        question: "Do people who help more get more, or less, than others of their level?",
        formula: """
            Of the people who were rewarded in the period it compares two orders within their level: by hours of help \
            per working day employed, and by reward. spearman is 1 where the orders agree, -1 where one is the other \
            backwards, 0 where one says nothing of the other. Where the upper limit lies below 0, helping goes with \
            lower reward. That is an association and not a cause: whoever is busy with something else may help less \
            and earn more for it.

            amount compares by the sum of the amounts that somebody got in the period, rating by the last rating.

            Hours are those of the pieces that began in the period; who gave none has 0. Working days are those on \
            which a shift of the person's calendar starts, Monday to Friday without a calendar, leave included.

            Within each level of \(leastOfLevel) or more people with both values, a value becomes its midrank over n + \
            1, n the people of the level. All levels together give one Spearman correlation, for which these places \
            are ranked once more. A level is the one of the last day of the period; a department's or a team's levels \
            count its own people alone.
            """,
        measures: [amount, rating],
        direction: .higherIsBetter,
        inputs: [
            .init([Rewards.person, Rewards.givenAt], .always),
            .init([Rewards.amount, Rewards.rating], .whereKnown),
            .init([People.joinedOn, People.level], .always),
        ] + Pieces.inputs(requests: [HelpRequests.effortMinutes], contributions: [HelpContributions.minutes])
            + Calendars.inputs(.whereKnown) + Place.inputs(people: [People.calendar], teams: [Teams.calendar]),
        unfinished: "A request that isn't closed by the end of the period is not yet a piece of help.",
        missing: """
            Somebody who was rewarded is left out without an amount, or a rating; where no minutes of the person's \
            help are known, or nobody's are; without a working day; and without a level on the last day, as somebody \
            who had left by then. Each of these lowers the coverage, and so does not being in people. People in levels \
            that are too small are left out too, which lowers nothing.

            Of several ratings at the same instant the highest counts. There is no value where all hours, or all \
            rewards, are alike, and there are no limits for fewer than \(Spearman.leastForLimits) people. People count \
            for the team and department of the last day.
            """,
        reference: """
            Spearman 1904, American Journal of Psychology 15, 72-101; ranks within strata over n + 1, as van Elteren \
            1960 weights them, Bulletin of the International Statistical Institute 37, 351-361. Limits: Bonett, Wright \
            2000, Psychometrika 65, 23-28, doi:10.1007/BF02294183. Levels of \(leastOfLevel): convention.
            """,
        briefing: .init(
            .stayingAndRewards, matters: nil,
            next: "What do those who decide on rewards see of the help that people give?"))

    /// In a smaller level a place says little.
    private static let leastOfLevel = 5

    private static let alike = Sheet.Estimation.unless("all hours, or all rewards, are alike")
    // Below the organization who sees who helps would learn from an order who earns more.
    private static let ofAmount = Sheet.Statistic(
        "spearman", .ratio, "agreement of the orders by help and by amount", leastPeople: 10, audience: .organization,
        estimation: alike, rounding: .twoDigits)
    private static let amount = Sheet.Measure(
        id: "amount", title: "amounts", needs: [Rewards.amount], needsOneOf: Pieces.minutesColumns, headline: ofAmount,
        statistics: [ofAmount])
    private static let ofRating = Sheet.Statistic(
        "spearman", .ratio, "agreement of the orders by help and by rating", leastPeople: 10, audience: .organization,
        estimation: alike, rounding: .twoDigits)
    private static let rating = Sheet.Measure(
        id: "rating", title: "ratings", needs: [Rewards.rating], needsOneOf: Pieces.minutesColumns, headline: ofRating,
        statistics: [ofRating])

    /// Somebody who was rewarded.
    private struct Rewarded {
        /// Unknown, with nothing to compare, for who is in no level.
        var level = Symbol.unknown
        /// Of help per working day.
        var hours: Double?
        var reward: Double?
    }

    public static func observe(into figures: inout Assembler) {
        guard figures.serves(amount) || figures.serves(rating) else { return }
        let view = figures.view
        let rewards = RewardsOfPeople(view: view)
        let hours = hoursPerWorkingDay(of: rewards.people, in: view)
        observe(amount, ofAmount, rewards.people, hours, into: &figures, reward: rewards.amount(of:))
        observe(rating, ofRating, rewards.people, hours, into: &figures, reward: rewards.lastRating(of:))
    }

    /// By position of the people.
    private static func hoursPerWorkingDay(of people: [Person], in view: PeriodView) -> [Double?] {
        let pieces = Pieces(view: view, details: [.minutes])
        guard pieces.haveMinutes(from: view.window.from) else { return people.map { _ in nil } }
        let byHelper = PositionsByKey(pieces.helper, keyCount: view.facts.people.count)
        let first = view.window.zone.date(at: view.window.from)
        let count = Int(view.window.lastDate.daysSinceEpoch - first.daysSinceEpoch) + 1
        let calendars = Calendars(facts: view.facts, zone: view.window.zone)
        var workingDays = WorkingDays(view: view, calendars: calendars, first: first, count: count)
        return people.map { person in
            let days = workingDays.countEmployed(person)
            return days > 0 ? pieces.hours(of: byHelper[person]).map { $0 / Double(days) } : nil
        }
    }

    private static func observe(
        _ measure: Sheet.Measure, _ statistic: Sheet.Statistic, _ people: [Person], _ hours: [Double?],
        into figures: inout Assembler, reward: (Person) -> Double?
    ) {
        guard figures.serves(measure) else { return }
        let view = figures.view
        let day = view.window.lastDate
        var rewarded = ScopedPeople(Rewarded())
        var tally = CoverageTally()
        for (person, hours) in zip(people, hours) {
            let spell = view.facts.roster.spell(of: person, on: day)
            let place = spell.map { view.facts.place(of: $0, on: day) } ?? .unknown
            let value = Rewarded(level: spell?.level ?? .unknown, hours: hours, reward: reward(person))
            tally.add(
                isComplete: view.isKnown(person) && value.level.isKnown && value.hours != nil && value.reward != nil,
                place: place)
            rewarded.change(person, at: place) { $0 = value }
        }
        figures.add(measure, of: rewarded, also: [] as [Scope], coverage: tally.shares) { rows in
            let compared = compared(rows)
            return [
                .init(
                    statistic, Spearman.estimate(compared.map(\.places)),
                    of: compared.map {
                        .init(person: $0.one.person, hash: mix(mix($0.one.hours.bitPattern) ^ $0.one.reward.bitPattern))
                    })
            ]
        } all: { _, rows in
            Population(
                n: rows.count,
                contributors: Contributors(
                    people: rows.count, digest: view.digest(of: rows.map { ($0.person, 0) })))
        }
    }

    /// Somebody with both values.
    private struct Compared {
        let person: Person
        let level: Symbol
        let hours: Double
        let reward: Double

        init?(_ row: ScopedPeople<Rewarded>.Row) {
            guard row.value.level.isKnown, let hours = row.value.hours, let reward = row.value.reward else {
                return nil
            }
            (person, level) = (row.person, row.value.level)
            (self.hours, self.reward) = (hours, reward)
        }
    }

    /// Twice the midrank over n + 1, n the people of the level. As whole numbers: in large levels places are closer than
    /// rounding is.
    private struct LevelPlace: Comparable {
        let doubledRank: Int
        let next: Int

        static func == (a: LevelPlace, b: LevelPlace) -> Bool { a.doubledRank * b.next == b.doubledRank * a.next }

        static func < (a: LevelPlace, b: LevelPlace) -> Bool { a.doubledRank * b.next < b.doubledRank * a.next }
    }

    /// Those of levels that are large enough, in ascending order, with their places in the level.
    private static func compared(
        _ rows: [ScopedPeople<Rewarded>.Row]
    ) -> [(one: Compared, places: (x: LevelPlace, y: LevelPlace))] {
        let levels = Dictionary(grouping: rows.compactMap(Compared.init), by: \.level).values
        return levels.filter { $0.count >= leastOfLevel }.flatMap { level in
            let hours = Midranks.doubled(sums: level.map(\.hours))
            let rewards = Midranks.doubled(sums: level.map(\.reward))
            let next = level.count + 1
            return level.indices.map { index in
                (
                    one: level[index],
                    places: (
                        x: LevelPlace(doubledRank: hours[index], next: next),
                        y: LevelPlace(doubledRank: rewards[index], next: next)
                    )
                )
            }
        }.sorted { $0.one.person < $1.one.person }
    }
}
