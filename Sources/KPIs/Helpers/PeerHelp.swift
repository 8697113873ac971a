import Domain

/// How much of the help comes from neither above nor below.
public enum PeerHelp: KPI {
    public static let sheet = Sheet(
        id: "peer_help",
        version: 1,
        title: "Help among peers",
        question: "Does help come from peers, or along the chain of managers?",
        formula: """
            Of the pieces of help that began in the period between two people whose place in the chain of managers is \
            known, the share whose helper is neither above nor below the person helped: not their manager, nor their \
            manager's manager, and so on, and not the other way round.

            A contribution is a piece at its start; so is, at its first close, a resolved request that no contribution \
            names. The person helped is the contribution's recipient, else the request's asker.

            The chain is that of the piece's day, by manager_id of the spells in force. Somebody's place is known who is \
            employed then and has a manager, or is somebody's. In a circle of managers everybody is above everybody; who \
            is named as their own manager has none by that. Limits are Wilson's, at the effective size.
            """,
        measures: [measure],
        direction: .none,
        inputs: [.init(Managers.columns, .always)]
            + Pieces.inputs(contributions: [HelpContributions.recipient]) + Place.inputs(),
        unfinished: "A request that isn't closed by the end of the period is not yet a piece of help.",
        missing: """
            A piece of which one of the two people, or their place in the chain, isn't known is left out and lowers the \
            coverage; so does a resolved request without a helper. A piece belongs to the team and department that the \
            person helped was in on its day; if that is unknown, it counts for the organization only.
            """,
        reference: """
            Convention. Limits: Wilson 1927, doi:10.1080/01621459.1927.10502953; effective size: Korn, Graubard 1998, \
            Survey Methodology 24, 193-201, since one person is helped many times.
            """,
        briefing: .init(
            .supportAndSafety, matters: .fivePoints,
            next: "Do people turn to managers by choice, or do peers have no time?"))

    private static let measure = Sheet.Measure(
        title: "pieces of help", needsOneOf: [HelpContributions.recipient, HelpRequests.requester], headline: ratio,
        statistics: [ratio])
    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share given by a peer", adds: .mean(over: [.scope]))

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let pieces = Pieces(view: view, details: [.recipients])
        let managers = Managers(view.facts)
        let days = pieces.startedAt.map { view.window.zone.date(at: $0) }
        let isPeer: [Bool?] = days.indices.map { position in
            let (helper, helped, day) = (pieces.helper[position], pieces.recipient[position], days[position])
            guard helped.isKnown, managers.isInChain(helper, on: day), managers.isInChain(helped, on: day) else {
                return nil
            }
            return !managers.isAbove(helper, helped, on: day) && !managers.isAbove(helped, helper, on: day)
        }
        var records = Records(
            count: pieces.count,
            places: days.indices.map { view.facts.place(of: pieces.recipient[$0], on: days[$0]) },
            people: Parties(pieces.helper, and: pieces.recipient, in: view) { position, _ in
                let start = mix(UInt64(bitPattern: pieces.startedAt[position].microseconds))
                return mix(start ^ (isPeer[position] == true ? 1 : 0))
            })
        records.isMeasured = { isPeer[$0] != nil }
        records.lacking = pieces.helperlessCount
        var shares = ClusteredShares(personCount: view.facts.people.count)
        figures.add(measure, of: records) { group in
            let share = shares.estimate(of: group.positions) {
                pieces.recipient[$0]
            } isEvent: {
                isPeer[$0] == true
            }
            return [.init(ratio, share)]
        }
    }
}
