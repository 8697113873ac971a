import Domain

/// Whom people say that they would go to, beside who helped them.
public enum SupportMap: KPI {
    public static let sheet = Sheet(
        id: "support_map",
        version: 1,
        title: "Support map",
        question: "Do people get help from those to whom they would go, and who is named by nobody?",
        formula: """
            jaccard compares two sets of pairs: who names whom as somebody to go to, and whom of the same people who helped \
            in the period. It is the number of pairs in both divided by the number in either. unnamed is the number of \
            people whom nobody names, components the number of groups between which nobody names anybody, and brokers \
            the number of people without whom one of these groups would fall apart. To be named by nobody says nothing \
            about somebody's worth or will to help, and a broker is a place in a map, not a task.

            The map is one of the people present on the last day before the period's end: all pairs are of two of them. \
            Pairs are counted once, whatever the kind of support and however often. For components and brokers it \
            doesn't matter who of two names the other; somebody without a pair is a component of their own.

            A survey counts in the quarter of the last answer to it, and in every one if no answer is known. An analysis \
            of another stretch of time takes the surveys and the help of that.

            Where fewer than \(leastNaming.shortest) of the people present name somebody there is no value: who didn't answer \
            would look as if they named nobody.
            """,
        measures: [measure],
        direction: .none,
        inputs: [
            .init([SupportTies.person, SupportTies.colleague], .always),
            // What dates a survey.
            .init([Satisfaction.submittedAt], .whereKnown),
            .init([People.joinedOn], .always),
        ] + Ties.inputs(.whereKnown) + Place.inputs(),
        periods: [.quarter],
        scopes: [.organization],
        unfinished: """
            A request that isn't closed by the end of the period is not yet a piece of help. A survey still running at the end \
            of the period belongs to a later one.
            """,
        missing: """
            The coverage is the share of those who name somebody among the people present and those who name or are \
            named and aren't in people. Without data that says who was helped there is no jaccard; the help that \
            people got who name nobody is not looked at. None of the values has limits.
            """,
        reference: """
            Jaccard 1912, New Phytologist 11, 37-50, doi:10.1111/j.1469-8137.1912.tb05611.x. Brokers: Hopcroft, Tarjan \
            1973, Algorithm 447, Communications of the ACM 16, 372-378, doi:10.1145/362248.362272. The least share of \
            people who name somebody: convention.
            """,
        briefing: .init(
            .supportAndSafety, matters: nil,
            next: "Why do people not get help from those to whom they would go?"))

    /// Of the people present: with fewer who name anybody nothing is said. A convention.
    public static let leastNaming = 0.8

    private static let jaccard = Sheet.Statistic(
        "jaccard", .ratio, "overlap with who helped", direction: .higherIsBetter, rounding: .estimatedShare)
    private static let unnamed = Sheet.Statistic(
        "unnamed", .count, "people whom nobody names", direction: .lowerIsBetter, minimum: .coded)
    private static let components = Sheet.Statistic(
        "components", .count, "groups that nobody's naming connects", direction: .lowerIsBetter, minimum: .coded,
        rounding: .whole)
    private static let brokers = Sheet.Statistic(
        "brokers", .count, "people without whom a group would fall apart", minimum: .coded)
    private static let measure = Sheet.Measure(
        title: "whom people would go to", headline: jaccard, statistics: [jaccard, unnamed, components, brokers])

    /// Somebody in the map.
    private struct Node {
        let isNaming: Bool
        /// Pairs of the two sets that are compared: as who names or was helped, and as who is named or helped.
        var compared = 0
        var comparedWith = 0
        let isNamed: Bool
        let isBroker: Bool
        /// Of whom they name, and of who helped them.
        var hash: UInt64 = 0
        var hashOfCompared: UInt64 = 0
    }

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let map = Map(in: view)
        guard map.isAsked else { return }
        var people = ScopedPeople(Node(isNaming: false, isNamed: false, isBroker: false))
        for (person, node) in zip(map.people, map.nodes) {
            people.change(person, in: .organization, at: .unknown) { $0 = node }
        }
        let naming = map.nodes.count(where: \.isNaming)
        let records = map.people.count + map.strangers
        let coverage = records > 0 ? [ScopeKind.organization: Double(naming) / Double(records)] : [:]
        let isRefused = Double(naming) < leastNaming * Double(map.people.count) - Threshold.tolerance
        figures.add(measure, of: people, also: [.organization], coverage: coverage) { rows in
            readings(of: rows, in: map, isRefused: isRefused)
        } all: { _, rows in
            Population(
                n: records,
                contributors: Contributors(
                    people: rows.count, digest: view.digest(of: rows.map { ($0.person, $0.value.hash) })))
        }
    }

    private static func readings(
        of rows: [ScopedPeople<Node>.Row], in map: Map, isRefused: Bool
    ) -> [Assembler.PeopleReading] {
        let shares = rows.map { Assembler.PeopleReading.Share(person: $0.person, hash: $0.value.hash) }
        guard !isRefused else {
            return measure.statistics.filter { $0.id != jaccard.id || map.overlap != nil }.map {
                .init($0, .none, of: shares, refusal: .fewNamed)
            }
        }
        func count(_ statistic: Sheet.Statistic, _ value: Int, ofPeople counted: Int) -> Assembler.PeopleReading {
            .init(
                statistic, Estimate(rows.isEmpty ? nil : Double(value)), of: shares,
                sides: .init(counted, of: rows.count))
        }
        let unnamed = rows.count { !$0.value.isNamed }
        let brokers = rows.count(where: \.value.isBroker)
        let counts = [
            count(Self.unnamed, unnamed, ofPeople: unnamed),
            count(components, map.components.count, ofPeople: rows.count - map.components.largest),
            count(Self.brokers, brokers, ofPeople: brokers),
        ]
        guard let overlap = map.overlap else { return counts }
        let compared = rows.filter { $0.value.compared + $0.value.comparedWith > 0 }.map {
            Assembler.PeopleReading.Share(
                person: $0.person, hash: $0.value.hashOfCompared, isCounted: $0.value.compared > 0,
                events: $0.value.comparedWith)
        }
        return [.init(jaccard, Estimate(overlap.index), of: compared, n: overlap.either, tellsOfAffected: true)]
            + counts
    }

    /// Who names whom, of the people present.
    private struct Map {
        let people: [Person]
        /// By position in `people`.
        let nodes: [Node]
        let components: WeakComponents
        /// `nil` where nobody knows who was helped.
        let overlap: Jaccard?
        /// Who names or is named and isn't in `people`.
        let strangers: Int
        /// Whether any survey counts.
        let isAsked: Bool

        init(in view: PeriodView) {
            let facts = view.facts
            let people = PresentPeople(in: view).people
            var position = [Int32](repeating: -1, count: facts.people.count)
            for (index, person) in people.enumerated() { position[person.index] = Int32(index) }
            let (namers, colleagues) = (facts[SupportTies.person], facts[SupportTies.colleague])
            let answeredAt = facts[SupportTies.answeredAt]
            let rows = facts.rows(of: Datasets.supportTies).filter {
                answeredAt[$0] == .never || view.window.interval.contains(answeredAt[$0])
            }
            let tails = rows.map { position[namers[$0].index] }
            var isNaming = [Bool](repeating: false, count: people.count)
            for namer in tails where namer >= 0 { isNaming[Int(namer)] = true }
            let named = DirectedTies(
                nodeCount: people.count, tails: tails, heads: rows.map { position[colleagues[$0].index] })
            let helped = Ties.areKnown(in: facts) ? Self.helped(by: position, isNaming, in: view) : nil
            self.people = people
            nodes = Self.nodes(people.map { facts.people[$0.index] }, isNaming, named, helped)
            components = WeakComponents(of: named)
            overlap = helped.map { Jaccard(named, $0) }
            strangers = view.strangers(among: rows.map { namers[$0] } + rows.map { colleagues[$0] })
            isAsked = !rows.isEmpty
        }

        /// Who helped those who name anybody; `position` goes by person.
        private static func helped(by position: [Int32], _ isNaming: [Bool], in view: PeriodView) -> DirectedTies {
            var tails: [Int32] = []
            var heads: [Int32] = []
            view.ties.forEach { asker, helper, _ in
                let asker = position[asker.index]
                guard asker >= 0, isNaming[Int(asker)] else { return }
                tails.append(asker)
                heads.append(position[helper.index])
            }
            return DirectedTies(nodeCount: isNaming.count, tails: tails, heads: heads)
        }

        private static func nodes(
            _ pseudonyms: [Int64], _ isNaming: [Bool], _ named: DirectedTies, _ helped: DirectedTies?
        ) -> [Node] {
            let isCut = CutVertices(of: named).isCut
            let reversed = named.reversed
            var nodes = pseudonyms.indices.map {
                Node(isNaming: isNaming[$0], isNamed: reversed.degree($0) > 0, isBroker: isCut[$0])
            }
            func hash(of node: Int) -> UInt64 { mix(UInt64(bitPattern: pseudonyms[node])) }
            named.forEach { namer, colleague, _ in nodes[namer].hash &+= hash(of: colleague) }
            for (salt, set) in [named, helped].enumerated() {
                set?.forEach { asker, helper, _ in
                    nodes[asker].compared += 1
                    nodes[asker].hashOfCompared &+= mix(hash(of: helper) ^ UInt64(salt))
                    nodes[helper].comparedWith += 1
                }
            }
            return nodes
        }
    }
}
