import Domain

/// How many people ask without their name, and whether they are answered as soon.
public enum AnonymousRequests: KPI {
    public static let sheet = Sheet(
        id: "anonymous_requests",
        version: 1,
        title: "Anonymous requests",
        question: "How much is asked without a name, and is it answered as soon as what is asked by name?",
        formula: """
            Of the requests opened in the period that say whether they are anonymous, the share that is. A high share can \
            mean that people don't dare to ask by name, or that they can ask about what they otherwise would not; so it is \
            neither good nor bad by itself.

            target_met_anonymous and target_met_named are, of the requests of each sort whose time was up in the period, \
            the shares that were answered within response_target_minutes (a setting): the target of response_target_met, \
            by the same clock, less what was withdrawn before.

            A request belongs to the team that its asker was in when it was opened; an anonymous one too, if requester_id \
            is given all the same. Limits are Wilson's, at the effective size.
            """,
        measures: [share, anonymous, named],
        direction: .higherIsBetter,
        inputs: [.init([HelpRequests.openedAt, HelpRequests.anonymous], .always)]
            + ResponseTargets.inputs(.whereKnown),
        settings: [Settings.responseTargetMinutes.name],
        unfinished: """
            A request counts in the share when it is opened. One without an answer by the end of the period missed its \
            target; a target that falls due later is left to the period in which it does.
            """,
        missing: """
            A request that doesn't say whether it is anonymous is left out, and lowers the coverage. One whose asker isn't \
            known counts for the organization only, and lowers the coverage of departments and teams. Without \
            first_response_at nothing is said of targets.

            Who asked without a name is protected: whether the target was met is shown only where enough known people \
            asked anonymously and enough by name, so nowhere if anonymous requests keep no requester_id. The share is the \
            organization's alone, and takes as many on either side; where no anonymous request keeps its requester_id, \
            as many requests.
            """,
        reference: """
            Convention. Limits: Wilson 1927, doi:10.1080/01621459.1927.10502953, at the effective size of Korn, Graubard \
            1998, Survey Methodology 24, 193-201, since one asker has many requests.
            """,
        briefing: .init(
            .timelyHelp, matters: .fivePoints,
            next: "What do people ask without their name, and what would have to change for them to give it?"))

    private static let share = Sheet.Measure(title: "requests for help", headline: ratio, statistics: [ratio])
    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share asked without a name", direction: Sheet.Direction.none,
        adds: .mean(over: [.scope, .period]), audience: .organization, minimum: .bothSides)
    private static let anonymous = Sheet.Measure(
        id: "target_met_anonymous", title: "anonymous requests by their target", needs: [HelpRequests.firstResponseAt],
        statistics: [met])
    private static let named = Sheet.Measure(
        id: "target_met_named", title: "named requests by their target", needs: [HelpRequests.firstResponseAt],
        statistics: [met])
    private static let met = Sheet.Statistic(
        "ratio", .ratio, "share answered within the target", adds: .mean(over: [.scope]), minimum: .bothSides)

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let column = view.facts[HelpRequests.anonymous]
        func isAnonymous(_ row: Row) -> Bool? { column[row] == Kind.Flag.unknown ? nil : column[row] == 1 }
        var shares = ClusteredShares(personCount: view.facts.people.count)

        let asked = view.requests.rows(with: view.requests.openedAt, in: view.window.interval)
        var records = Records(ofRequests: asked, atTheirAskers: true, in: view) {
            mix(isAnonymous(asked[$0]) == true ? 1 : 0)
        }
        records.isMeasured = { isAnonymous(asked[$0]) != nil }
        let isAnybodyKnown = asked.contains { isAnonymous($0) == true && view.requests.requester[$0].isKnown }
        figures.add(share, of: records) { group in
            let share = shares.estimate(of: group.positions) {
                view.requests.requester[asked[$0]]
            } isEvent: {
                isAnonymous(asked[$0]) == true
            }
            let sides = Assembler.Reading.Sides(of: group.positions, asRecords: !isAnybodyKnown) {
                isAnonymous(asked[Int($0)]) == true
            }
            return [.init(ratio, share, sides: sides)]
        }

        guard figures.serves(anonymous) else { return }
        let targets = ResponseTargets(dueIn: view)
        let due = targets.rows.indices.filter { targets.verdicts[$0] != .withdrawn }
        let (rows, isMet) = (due.map { targets.rows[$0] }, due.map { targets.verdicts[$0] == .met })
        for (measure, wanted) in [(anonymous, true), (named, false)] {
            let isWanted = rows.map { isAnonymous($0) == wanted }
            var records = Records(ofRequests: rows, atTheirAskers: true, in: view) {
                mix((isMet[$0] ? 1 : 0) | (isWanted[$0] ? 2 : 0))
            }
            records.isMeasured = { isAnonymous(rows[$0]) != nil }
            records.isPart = isWanted
            figures.add(measure, of: records) { group in
                let share = shares.estimate(of: group.positions.lazy.filter { isWanted[Int($0)] }) {
                    view.requests.requester[rows[$0]]
                } isEvent: {
                    isMet[$0]
                }
                return [
                    .init(met, share, isOfPart: true, sides: .init(of: group.positions) { isWanted[Int($0)] })
                ]
            }
        }
    }
}
