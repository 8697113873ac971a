import Domain

/// Whether the overload index goes with what people say themselves, and how much hangs on its weights.
public enum OverloadValidity: KPI {
    public static let sheet = Sheet(
        id: "overload_validity",
        version: 1,
        title: "Validity of the overload index",
        question: "Is where the overload index is high also where people say that work wears them out?",
        formula: """
            Spearman's correlation between two orders of the teams: by the mean overload index of their helpers and by the mean \
            work-related burnout of those who answered the Copenhagen Burnout Inventory. 1 says that the orders agree, 0 that \
            one says nothing of the other. It is about teams: whether an overloaded person is worn out it cannot say, since \
            nobody knows whose answers are whose. An association is no cause.

            The index is that of helper_overload_index, with the team of the last day; the burnout score is that of the \
            measure work of burnout_inventory, of the surveys whose last answer falls in the period, with the team that a \
            token's last answer names. Compared are teams that have both, \(leastTeams) or more.

            Only indices of the same components are compared: those of the set that most helpers with an index have; of sets \
            that equally many have, the one with more weight, then the one that has the earlier component of \
            helper_overload_index.

            stability is the lowest of \(OverloadIndex.Component.allCases.count * factors.count) Spearman correlations \
            between the helpers' indices and the same with one weight times \(factors[0]) or \(factors[1]), over the same \
            helpers, \(leastHelpers) or more. Near 1 it says that who is above whom doesn't hang on the weights, which are a \
            convention. Who has an index is decided by the plain weights.
            """,
        measures: [measure],
        direction: .higherIsBetter,
        inputs: HelperOverloadIndex.sheet.inputs + SurveyAnswers.inputs,
        scopes: [.organization],
        items: scale.items,
        bucketsPerPerson: Respondents.bucketsPerPerson,
        unfinished: """
            A survey that still gets answers after the period belongs to a later one as a whole. A request that isn't closed \
            by the end of the period is not yet a piece of help.
            """,
        missing: """
            A helper without an index, with one of other components, in no team or not in people lowers the coverage, and so \
            does who answered too few of the work-related items, or names no team. Teams that have one of the two only are \
            left out, which lowers nothing.

            There is no value where all teams, or all helpers, are alike.
            """,
        reference: """
            Spearman 1904, American Journal of Psychology 15, 72-101. Limits: Bonett, Wright 2000, Psychometrika 65, 23-28, \
            doi:10.1007/BF02294183. Burnout: Kristensen, Borritz, Villadsen, Christensen 2005, doi:10.1080/02678370500297720. \
            Weights one at a time: Saltelli and others 2008, Global Sensitivity Analysis, 1.2; factors and least numbers: \
            convention.
            """,
        briefing: .init(
            .helpers, matters: nil,
            next: "Where the two part, what wears people out that the index does not see?",
            noTarget: "it tells whether the overload index can be believed, and not how anybody does"))

    private static let scale = SurveyItems.burnoutAtWork
    /// Of fewer a correlation has no limits to speak of.
    private static let leastTeams = Spearman.leastForLimits
    private static let leastHelpers = Spearman.leastForLimits
    private static let factors = [0.5, 1.5]

    private static let spearman = Sheet.Statistic(
        "spearman", .ratio, "agreement of the teams' orders by index and by burnout", leastPeople: 10,
        audience: .organization, scopes: [.organization],
        estimation: .from(
            leastTeams, "teams with both an index and a burnout score",
            otherwise: "in one of the two all teams are alike"),
        rounding: .twoDigits)
    private static let stability = Sheet.Statistic(
        "stability", .ratio, "lowest agreement of the helpers' orders with one weight changed", leastPeople: 10,
        audience: .organization, scopes: [.organization],
        estimation: .from(leastHelpers, "helpers with an index", otherwise: "all of them are alike"),
        rounding: .twoDigits)
    private static let measure = Sheet.Measure(
        title: "overload index and burnout at work", leastItems: scale.leastAnswered,
        headline: spearman, statistics: [spearman, stability])

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        // Whoever else is in a team isn't counted, but changes its helpers' shares.
        let people = HelperOverload.people(in: view)
        let common = commonest(people.compactMap(\.index))
        let indices = people.map { member in member.index.flatMap { $0.components == common ? $0.value : nil } }
        let answered = AnsweredScale(scale, in: view)
        let burnout = (0..<answered.count).map(answered.mean(at:))

        var tally = CoverageTally()
        for (member, index) in zip(people, indices) where member.index != nil {
            tally.add(
                isComplete: index != nil && member.place.team.isKnown && view.isKnown(member.person),
                place: member.place)
        }
        for (place, score) in zip(answered.place, burnout) {
            tally.add(isComplete: score != nil && place.team.isKnown, place: place)
        }
        let owners = Owners(people.map(\.person), in: view) { position, isRefused in
            isRefused ? people[position].index != nil : indices[position] != nil
        } hash: { position, _ in
            people[position].share
        }

        let teams = compared(
            zip(people.map(\.place.team), indices), zip(answered.place.map(\.team), burnout))
        var both = Records(
            count: people.count + answered.count, places: people.map(\.place) + answered.place,
            people: HelpersAndRespondents(
                owners, count: people.count, and: answered.respondents))
        both.tally = tally
        both.isMeasured = { position in
            let isHelper = position < people.count
            let team = isHelper ? people[position].place.team : answered.place[position - people.count].team
            return teams[team] != nil && (isHelper || burnout[position - people.count] != nil)
        }
        both.weight = { position, isRefused in
            position >= people.count || (isRefused ? people[position].index != nil : indices[position] != nil) ? 1 : 0
        }
        figures.add(measure, of: both) { group in
            let means = teams.values.map { ($0.index, $0.burnout) }
            return [
                .init(
                    spearman, means.count < leastTeams ? .none : estimate(means.map(\.0), means.map(\.1)),
                    n: group.isRefused ? nil : means.count)
            ]
        }

        var helpers = Records(count: people.count, places: people.map(\.place), people: owners)
        helpers.tally = tally
        helpers.weight = { position, isRefused in
            (isRefused ? people[position].index != nil : indices[position] != nil) ? 1 : 0
        }
        let comparable = people.compactMap { $0.index?.components == common ? $0.index : nil }
        figures.add(measure, of: helpers) { _ in [.init(stability, Estimate(lowest(of: comparable)))] }
    }

    /// Of the indices that have a value, the set of components that most have.
    private static func commonest(_ indices: [OverloadIndex]) -> Set<OverloadIndex.Component> {
        let sets = Dictionary(grouping: indices.filter { $0.value != nil }, by: \.components).mapValues {
            (count: $0.count, weight: $0[0].weight)
        }
        let found = sets.max { a, b in
            if a.value.count != b.value.count { return a.value.count < b.value.count }
            if abs(a.value.weight - b.value.weight) > Threshold.tolerance { return a.value.weight < b.value.weight }
            // The first component that one has and the other lacks.
            let first = OverloadIndex.Component.allCases.first { a.key.contains($0) != b.key.contains($0) }
            return first.map { b.key.contains($0) } ?? false
        }
        return found?.key ?? []
    }

    private typealias Means = (index: Double, burnout: Double)

    /// Both means of each team that has both.
    private static func compared(
        _ indices: some Sequence<(Symbol, Double?)>, _ burnout: some Sequence<(Symbol, Double?)>
    ) -> [Symbol: Means] {
        let (indices, burnout) = (means(indices), means(burnout))
        var compared: [Symbol: Means] = [:]
        for (team, index) in indices {
            if let burnout = burnout[team] { compared[team] = (index, burnout) }
        }
        return compared
    }

    private static func means(_ values: some Sequence<(Symbol, Double?)>) -> [Symbol: Double] {
        var byTeam: [Symbol: [Double]] = [:]
        for case (let team, let value?) in values where team.isKnown { byTeam[team, default: []].append(value) }
        return byTeam.mapValues { $0.sorted().reduce(0, +) / Double($0.count) }
    }

    private static func estimate(_ x: [Double], _ y: [Double]) -> Estimate {
        Spearman.estimate(zip(Midranks.doubled(sums: x), Midranks.doubled(sums: y)).map { (x: $0, y: $1) })
    }

    /// `nil` for too few, and where no two differ.
    private static func lowest(of indices: [OverloadIndex]) -> Double? {
        let plain = indices.compactMap(\.value)
        guard plain.count >= leastHelpers else { return nil }
        return OverloadIndex.Component.allCases.flatMap { component in
            factors.compactMap { factor in
                estimate(plain, indices.compactMap { $0.value(weighing: component, by: factor) }).value
            }
        }.min()
    }
}
