import Domain

/// How giving and receiving help balance, and how much help is returned.
public enum Reciprocity: KPI {
    public static let sheet = Sheet(
        id: "reciprocity",
        version: 1,
        title: "Reciprocity",
        question: "Is help mutual, or do some only give and others only receive?",
        formula: """
            The balance of each person who gave or received help in the period, (given - received) / (given + received + \
            \(damping) hours): -1 only receives, 0 gives as much as they receive, 1 only gives. p25, p50 and p75 are its \
            quartiles (type 7), and share_balanced is, of people who gave and received \(leastHours) hours or more together, \
            the share whose balance lies between -\(mostOfBalanced) and \(mostOfBalanced). Neither end is bad in itself: who \
            is new receives more, who has been there for long gives more.

            ties: a tie is an ordered pair of two known people, one of whom helped the other in the period, however often. \
            edge_reciprocity is the share of ties for which there is one the other way, pair_reciprocity the share of \
            pairs with any tie that have one each way, and density the number of ties divided by n(n - 1), n the people \
            present on the last day before the period's end.

            A piece of help is a contribution, at its start, given to its recipient or else to whoever asked the request \
            that it names; or a resolved request that no contribution names, at its first close, given to its asker.

            In a department or team count the balances of its people, whomever they helped, and the ties with both ends \
            inside.
            """,
        measures: [balances, ties],
        direction: .none,
        inputs: Ties.inputs() + [
            .init([HelpRequests.effortMinutes], .whereKnown), .init([HelpContributions.minutes], .whereKnown),
        ] + Place.inputs(),
        unfinished: """
            A request that isn't closed by the end of the period is not yet a piece of help, and a contribution that \
            begins later doesn't replace its request yet.
            """,
        missing: """
            Without data that says who was helped there is nothing, without minutes there are ties alone, and without \
            people no density.

            Hours are the sum of the minutes that are known. Somebody whose pieces given, or received, all lack minutes \
            has no balance, and if all pieces of the period lack them nobody has; who gave or received nothing has 0 \
            hours of it. People without a balance, or who aren't in people, lower the coverage of balances. Pieces of \
            which one side is unknown or isn't in people lower that of ties.

            A person counts for the team and department of the last day before the period's end; who had left by then \
            counts for the organization only. Ties of people who have left, or aren't in people, count for the \
            organization, so that its density can be above 1. Figures of ties have no limits.
            """,
        reference: """
            The balance and its bounds: convention. Ties: Wasserman, Faust 1994, Social Network Analysis, chapters 4 and 13. \
            Quantiles: Hyndman, Fan 1996, doi:10.1080/00031305.1996.10473566. Limits of the share: Wilson 1927, \
            doi:10.1080/01621459.1927.10502953.
            """,
        briefing: .init(
            .supportAndSafety, matters: .fivePoints,
            next: "Do some only give, and what would let them ask?"))

    private static let balances = Sheet.Measure(
        title: "balance of giving and receiving", needsOneOf: Pieces.minutesColumns, needsOneOfEach: [Ties.recipients],
        headline: shareBalanced, statistics: quartiles.map(\.statistic) + [shareBalanced])
    private static let shareBalanced = Sheet.Statistic(
        "share_balanced", .ratio, "share of people with help of \(leastHours) hours or more whose balance is near 0",
        adds: .mean(over: [.scope]), minimum: .coded)
    private static let quartiles: [(statistic: Sheet.Statistic, q: Double)] = [
        (quartile("p25", "lower quartile"), 0.25), (quartile("p50", "median"), 0.5),
        (quartile("p75", "upper quartile"), 0.75),
    ]

    private static func quartile(_ id: String, _ title: String) -> Sheet.Statistic {
        Sheet.Statistic(
            id, .ratio, title, audience: .organization, minimum: .bothSides, rounding: .estimatedShare)
    }

    private static let ties = Sheet.Measure(
        id: "ties", title: "who helped whom", needsOneOf: Ties.recipients, statistics: [edges, pairs, density])
    private static let edges = Sheet.Statistic(
        "edge_reciprocity", .ratio, "share of ties that are returned", rounding: .estimatedShare)
    private static let pairs = Sheet.Statistic(
        "pair_reciprocity", .ratio, "share of pairs with a tie that have one each way", rounding: .estimatedShare)
    private static let density = Sheet.Statistic(
        "density", .ratio, "ties for each that there could be", needs: [Datasets.people], rounding: .twoDigits)

    /// Hours that are added to the denominator, so that a little help one way is no extreme. A convention.
    static let damping = 2
    /// Given and received together: with less the damping alone brings a balance near 0. A convention.
    private static let leastHours = 2
    /// About three times as much given as received, or received as given. A convention.
    private static let mostOfBalanced = 0.5

    /// -1 only receives, 0 balanced, 1 only gives; for hours of 0 or more.
    static func balance(given: Double, received: Double) -> Double {
        (given - received) / (given + received + Double(damping))
    }

    public static func observe(into figures: inout Assembler) {
        observeBalances(into: &figures)
        observeTies(into: &figures)
    }

    // MARK: Balances

    private static func observeBalances(into figures: inout Assembler) {
        guard figures.serves(balances) else { return }
        let view = figures.view
        let pieces = Pieces(view: view, details: [.minutes, .recipients])
        let areMinutesKnown = pieces.haveMinutes(from: view.window.from)
        let byHelper = PositionsByKey(pieces.helper, keyCount: view.facts.people.count)
        let byRecipient = PositionsByKey(pieces.recipient, keyCount: view.facts.people.count)
        let people = view.facts.everybody.filter { !byHelper[$0].isEmpty || !byRecipient[$0].isEmpty }
        let hours: [(given: Double, received: Double)?] = people.map { person in
            guard areMinutesKnown, let given = pieces.hours(of: byHelper[person]),
                let received = pieces.hours(of: byRecipient[person])
            else { return nil }
            return (given, received)
        }
        let balances = hours.map { hours in hours.map { balance(given: $0.given, received: $0.received) } }
        let owners = Owners(people, in: view) { position, _ in
            // Of unknown hours none is below 0.
            mix(mix((hours[position]?.given ?? -1).bitPattern) ^ (hours[position]?.received ?? -1).bitPattern)
        }
        let places = view.lastPlaces
        var records = Records(count: people.count, places: people.map { places[$0.index] }, people: owners)
        records.isMeasured = { hours[$0] != nil }
        records.isComplete = { view.isKnown(people[$0]) }
        // Who lacks hours may have had as many.
        let isPart = hours.map { hours in
            hours.map { $0.given + $0.received >= Double(leastHours) - Threshold.tolerance } ?? true
        }
        records.isPart = isPart
        func isBalanced(_ position: Int32) -> Bool {
            balances[Int(position)].map { abs($0) <= mostOfBalanced + Threshold.tolerance } ?? false
        }
        figures.add(Self.balances, of: records) { group in
            let sorted = group.positions.compactMap { balances[Int($0)] }.sorted()
            let part = group.positions.filter { isPart[Int($0)] }
            return quartiles.map {
                .init($0.statistic, quantile: Quantile.type7(sorted: sorted, $0.q), at: group.positions) {
                    balances[Int($0)]
                }
            } + [
                .init(
                    shareBalanced, Wilson.estimate(part.count(where: isBalanced), of: part.count), isOfPart: true,
                    sides: .init(of: part, counted: isBalanced))
            ]
        }
    }

    // MARK: Ties

    /// What somebody has of the ties within a scope.
    private struct Ends {
        /// To those who helped them.
        var asked = 0
        /// From those whom they helped.
        var helped = 0
        /// Of those to who helped them: those that are returned.
        var returned = 0
        /// Of help that they got there.
        var pieces = 0
        var isPresent = false
        /// Of who helped them.
        var hash: UInt64 = 0
    }

    private static func observeTies(into figures: inout Assembler) {
        guard figures.serves(ties) else { return }
        let view = figures.view
        let places = view.lastPlaces
        let known = view.ties
        var people = ScopedPeople(Ends())
        let byKind = ([.organization] + view.kindsOfParts).map { kind in
            (kind: kind, ends: ends(of: known, within: kind, places, in: view))
        }
        for person in view.facts.everybody {
            for (kind, ends) in byKind {
                let own = ends[person.index]
                guard own.asked + own.helped > 0 || own.isPresent else { continue }
                people.change(person, in: kind, at: places[person.index]) { $0 = own }
            }
        }
        let tally = known.tally(in: view) { asker, helper in
            let (asker, helper) = (places[asker.index], places[helper.index])
            return Place(
                team: asker.team.isKnown ? helper.team : .unknown,
                department: asker.department.isKnown ? helper.department : .unknown)
        }
        figures.add(ties, of: people, also: [.organization], coverage: tally.shares) { rows in
            let census = rows.reduce(into: TieCensus()) {
                $0.ties += $1.value.asked
                $0.returned += $1.value.returned
            }
            let shares = rows.filter { $0.value.asked + $0.value.helped > 0 }.map { share($0) { _ in 0 } }
            let withPresent = rows.map { share($0) { $0.isPresent ? 1 : 0 } }
            let present = rows.count(where: \.value.isPresent)
            func reading(
                _ statistic: Sheet.Statistic, _ value: Double?, _ shares: [Assembler.PeopleReading.Share]
            ) -> Assembler.PeopleReading {
                .init(statistic, Estimate(value), of: shares, n: census.ties, tellsOfAffected: true)
            }
            return [
                reading(edges, census.edgeReciprocity, shares), reading(pairs, census.pairReciprocity, shares),
                reading(density, census.density(people: present), withPresent),
            ]
        } all: { scope, rows in
            let shares = rows.map { share($0) { UInt64($0.pieces) } }
            return Population(
                n: rows.reduce(scope == .organization ? known.lacking : 0) { $0 + $1.value.pieces },
                contributors: Contributors(
                    roles: RoleCounts(shares.count(where: \.isCounted), shares.count { $0.events > 0 }),
                    digest: view.digest(of: shares.map { ($0.person, $0.hash) })))
        }
    }

    /// A tie is the asker's, so that a changed one never counts twice; its helper is the other role.
    private static func share(
        _ row: ScopedPeople<Ends>.Row, besides: (Ends) -> UInt64
    ) -> Assembler.PeopleReading.Share {
        .init(
            person: row.person, hash: mix(row.value.hash ^ mix(besides(row.value))), isCounted: row.value.asked > 0,
            events: row.value.helped)
    }

    /// By person.
    private static func ends(
        of ties: Ties, within kind: ScopeKind, _ places: [Place], in view: PeriodView
    ) -> [Ends] {
        var ends = [Ends](repeating: Ends(), count: places.count)
        for person in view.facts.everybody {
            ends[person.index].isPresent =
                kind == .organization
                ? view.facts.roster.isEmployed(person, on: view.window.lastDate) : places[person.index][kind].isKnown
        }
        ties.forEach { asker, helper, pieces in
            let scope = places[asker.index][kind]
            guard kind == .organization || scope.isKnown && scope == places[helper.index][kind] else { return }
            ends[asker.index].asked += 1
            ends[asker.index].pieces += pieces
            ends[asker.index].hash &+= mix(UInt64(bitPattern: view.facts.people[helper.index]))
            if ties.pairs.contains(helper.index, asker.index) { ends[asker.index].returned += 1 }
            ends[helper.index].helped += 1
        }
        return ends
    }
}
