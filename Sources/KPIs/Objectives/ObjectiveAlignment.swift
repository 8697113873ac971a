import Domain

/// How far people's own objectives are about anybody but themselves.
public enum ObjectiveAlignment: KPI {
    public static let sheet = Sheet(
        id: "objective_alignment",
        version: 1,
        title: "Objectives that are good for others",
        question: "Are people held to objectives that are good for others, or only to their own?",
        formula: """
            Of the objectives that a person is held to on the last day of the period the weights are brought to 1. \
            others is the mean over people of the share whose beneficiary is another person or the team; organization \
            that of the share whose beneficiary is the whole organization, which is nobody's in particular. \
            people_with_one is the share of these people who have at least one objective for another person or the team.

            What somebody's objectives say is what they are held to, and not what they do.

            Limits are those of a mean by Student's t, and Wilson's.
            """,
        measures: [others, organization, peopleWithOne],
        direction: .higherIsBetter,
        inputs: HeldObjectives.inputs([Objectives.beneficiary, Objectives.weight]) + Place.inputs(),
        unfinished: "An objective without an end lasts on.",
        missing: """
            An objective without weight, which is one of 0, counts for nothing, and people who have no other are left \
            out, as are those without objectives. Somebody who isn't in people counts for the organization only and \
            lowers the coverage. People count for the team and department of that day; somebody who had left by then \
            and whose objectives go on counts for the organization only.
            """,
        reference: """
            Convention. Mean: Student 1908, doi:10.1093/biomet/6.1.1. Limits of shares: Wilson 1927, \
            doi:10.1080/01621459.1927.10502953.
            """,
        briefing: .init(
            .stayingAndRewards, matters: .fivePoints,
            next: "Whose objectives are good for themselves alone, and who set them?"))

    private static func mean(_ title: String) -> Sheet.Statistic {
        Sheet.Statistic(
            "mean", .ratio, title, adds: .mean(over: [.scope]), minimum: .variety, rounding: .estimatedShare)
    }
    private static let ofOthers = mean("mean share of what a person is held to")
    private static let others = Sheet.Measure(
        id: "others", title: "objectives for another person or the team", headline: ofOthers, statistics: [ofOthers])
    private static let ofOrganization = mean("mean share of what a person is held to")
    private static let organization = Sheet.Measure(
        id: "organization", title: "objectives for the whole organization", statistics: [ofOrganization])
    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share with at least one for another person or the team", adds: .mean(over: [.scope]),
        minimum: .coded)
    private static let peopleWithOne = Sheet.Measure(
        id: "people_with_one", title: "people with objectives", statistics: [ratio])

    /// The beneficiaries of which `others` tells.
    private static let another: Set<String> = ["person", "team"]
    private static let whole = "organization"

    /// Of one person's weights.
    private struct Shares {
        let person: Person
        let others: Double
        let organization: Double

        /// `nil` where they come to 0.
        init?(_ weights: [(beneficiary: String?, weight: Double)], of person: Person) {
            // In order, so that the sums are the same to the bit.
            func sum(_ isIn: (String) -> Bool) -> Double {
                weights.filter { $0.beneficiary.map(isIn) ?? false }.map(\.weight).sorted().reduce(0, +)
            }
            let (others, organization) = (sum(another.contains), sum { $0 == whole })
            let total = others + organization + sum { !another.contains($0) && $0 != whole }
            guard total > 0 else { return nil }
            self.person = person
            self.others = others / total
            self.organization = organization / total
        }
    }

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let day = view.window.lastDate
        let held = HeldObjectives(view: view)
        let (beneficiaries, weights) = (view.facts[Objectives.beneficiary], view.facts[Objectives.weight])
        let people = view.facts.everybody.compactMap { person in
            Shares(
                held.rows(of: person).map { (view.facts.symbols[beneficiaries[$0]], weights[$0]) }, of: person)
        }
        func records(_ hash: @escaping (Shares) -> Double) -> Records<Owners> {
            let owners = Owners(people.map(\.person), in: view) { position, _ in mix(hash(people[position]).bitPattern)
            }
            var records = Records(
                count: people.count, places: people.map { view.facts.place(of: $0.person, on: day) }, people: owners)
            records.isComplete = { view.isKnown(people[$0].person) }
            return records
        }
        func add(_ measure: Sheet.Measure, _ statistic: Sheet.Statistic, _ share: @escaping (Shares) -> Double) {
            figures.add(measure, of: records(share)) { group in
                [.init(statistic, meanOf: group.positions, on: 0...1) { share(people[Int($0)]) }]
            }
        }
        add(others, ofOthers, \.others)
        add(organization, ofOrganization, \.organization)
        figures.add(peopleWithOne, of: records { $0.others > 0 ? 1 : 0 }) {
            [.init(ratio, shareOf: $0.positions) { people[Int($0)].others > 0 }]
        }
    }
}
