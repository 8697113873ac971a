import Domain

/// Whether managers ask for help where everybody can see it.
public enum LeadersAsk: KPI {
    public static let sheet = Sheet(
        id: "leaders_ask",
        version: 1,
        title: "Leaders who ask",
        question: "Do managers ask for help by name, as they wish that everybody did?",
        formula: """
            Of the managers present on the last day before the period's end, the share who opened a request in the period \
            that is theirs by name: with their requester_id, and not marked as anonymous. others is the same of everybody \
            else who was present. Who doesn't ask may need no help; the two shares side by side tell whether leaders go \
            ahead.

            A manager is whom somebody else who is present names as manager_id on that day. Everybody counts for the team \
            of that day. Limits are Wilson's.
            """,
        measures: [ofManagers, ofOthers],
        direction: .none,
        inputs: [
            .init([HelpRequests.openedAt, HelpRequests.requester], .always),
            .init([HelpRequests.anonymous], .whereKnown),
            .init(Managers.columns, .always),
        ] + Place.inputs(),
        unfinished: "A request counts when it is opened, whatever becomes of it.",
        missing: """
            A request that doesn't say whether it is anonymous counts as asked by name if its requester_id is known. Who \
            left before the period's end is not counted. Managers and askers who aren't in people lower the coverage; \
            somebody whose team is unknown counts for the organization only, and lowers the coverage of departments and \
            teams.
            """,
        reference: """
            Convention; that leaders who ask make it safe to ask: Edmondson 1999, doi:10.2307/2666999. Limits: Wilson 1927, \
            doi:10.1080/01621459.1927.10502953.
            """,
        briefing: .init(
            .supportAndSafety, matters: .fivePoints,
            next: "Do managers show that asking is fine, and does anybody see it?"))

    private static let ofManagers = measure("managers", .higherIsBetter)
    private static let ofOthers = measure("others", Sheet.Direction.none)

    private static func measure(_ id: String, _ direction: Sheet.Direction) -> Sheet.Measure {
        let ratio = Sheet.Statistic(
            "ratio", .ratio, "share who asked by name", direction: direction, adds: .mean(over: [.scope]),
            minimum: .coded)
        return Sheet.Measure(id: id, title: "\(id) present", headline: ratio, statistics: [ratio])
    }

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let managers = Managers(view.facts)
        func isManager(_ person: Person) -> Bool { managers.isManager(person, on: view.window.lastDate) }
        let isAnonymous = view.facts[HelpRequests.anonymous]
        var hasAsked = [Bool](repeating: false, count: view.facts.people.count)
        for row in view.requests.rows(with: view.requests.openedAt, in: view.window.interval) {
            let asker = view.requests.requester[row]
            if asker.isKnown, isAnonymous[row] != 1 { hasAsked[asker.index] = true }
        }
        func observe(_ measure: Sheet.Measure, strangers: [Person], where isCounted: (Person) -> Bool) {
            let present = PresentPeople(in: view, where: isCounted)
            let asked = present.people.map { hasAsked[$0.index] }
            let records = present.records(in: view, strangers: view.strangers(among: strangers)) { asked[$0] ? 1 : 0 }
            figures.add(measure, of: records) { group in
                [.init(measure.statistics[0], shareOf: group.positions) { asked[Int($0)] }]
            }
        }
        let everybody = Array(view.facts.everybody)
        observe(ofManagers, strangers: everybody.filter(isManager), where: isManager)
        observe(ofOthers, strangers: everybody.filter { hasAsked[$0.index] && !isManager($0) }) { !isManager($0) }
    }
}
