import Domain

/// How many rewards are for helping others.
public enum RewardsForHelping: KPI {
    public static let sheet = Sheet(
        id: "rewards_for_helping",
        version: 1,
        title: "Rewards for helping",
        question: "How often are people rewarded for helping others?",
        formula: """
            Of the rewards that were given in the period, whatever they are worth, the share that is marked as given \
            for helping. A reward belongs to the team and department of the person rewarded at that time. It tells \
            what is rewarded, and not whether people help for the sake of it.

            Limits are Wilson's, at the effective size.
            """,
        measures: [measure],
        direction: .higherIsBetter,
        inputs: [.init([Rewards.person, Rewards.givenAt, Rewards.forHelping], .always)] + Place.inputs(),
        unfinished: "A reward counts once it is given.",
        missing: """
            A reward of which isn't said whether it was for helping is left out and lowers the coverage; so does one \
            of somebody who isn't in people, which counts for the organization only.
            """,
        reference: """
            Convention. Limits: Wilson 1927, doi:10.1080/01621459.1927.10502953; effective size: Korn, Graubard 1998, \
            Survey Methodology 24, 193-201, since one person can get many rewards.
            """,
        briefing: .init(
            .stayingAndRewards, matters: .fivePoints,
            next: "Who was thanked with more than words, and did the others hear of it?"))

    // A record is a reward, so that coding would not say how many people it is: few on one side are hidden.
    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share marked for helping", adds: .mean(over: [.scope, .period]), minimum: .variety)
    private static let measure = Sheet.Measure(title: "rewards", headline: ratio, statistics: [ratio])

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let (facts, window) = (view.facts, view.window)
        let (persons, givenAt) = (facts[Rewards.person], facts[Rewards.givenAt])
        let forHelping = facts[Rewards.forHelping]
        let rows = facts.rows(of: Datasets.rewards).filter { window.interval.contains(givenAt[$0]) }
        let owners = Owners(rows.map { persons[$0] }, in: view) { position, isRefused in
            let row = rows[position]
            let instant = mix(UInt64(bitPattern: givenAt[row].microseconds))
            return isRefused ? instant : mix(instant ^ UInt64(forHelping[row] == 1 ? 1 : 0))
        }
        var records = Records(
            count: rows.count,
            places: rows.map { facts.place(of: persons[$0], on: window.zone.date(at: givenAt[$0])) }, people: owners)
        records.isMeasured = { forHelping[rows[$0]] >= 0 }
        records.isComplete = { view.isKnown(persons[rows[$0]]) }
        var shares = ClusteredShares(personCount: facts.people.count)
        figures.add(measure, of: records) { group in
            func isForHelping(_ position: Int) -> Bool { forHelping[rows[position]] == 1 }
            let share = shares.estimate(of: group.positions) {
                persons[rows[$0]]
            } isEvent: {
                isForHelping($0)
            }
            return [.init(ratio, share, sides: .init(of: group.positions) { isForHelping(Int($0)) })]
        }
    }
}
