import Domain
import Foundation

/// Whether thanks reach everybody, and what they are for.
public enum RecognitionReach: KPI {
    public static let sheet = Sheet(
        id: "recognition_reach",
        version: 1,
        title: "Reach of recognition",
        question: "Whom do thanks reach, and what are they for?",
        formula: """
            ratio: of the people employed on the last day before the period's end, the share who received at least one \
            thank-you in the period. gini: the Gini coefficient of how many each of them received, those without any \
            included, times n/(n-1). Thanks to oneself are none. Who goes without may help where nobody \
            sees it: it tells where to look, not who deserves less.

            | measure | what it is |
            | --- | --- |
            | for_helping | of the thank-yous with a reason, the share for helping |
            | for_asking | the same, for asking |
            | public | of the thank-yous of which it is known, the share that others could see |
            | managers | of the managers, the share who gave a thank-you in the period; a manager is somebody employed on the last day whom somebody else who is names as theirs |
            | value_tags | of the thank-yous that name a value, the share that names this one; one thank-you may name several |

            Limits of shares of people are Wilson's, of shares of thank-yous Wilson's at the effective size, those of \
            gini from the delete-one jackknife.
            """,
        measures: [received, forHelping, forAsking, isPublic, managers, valueTags],
        direction: .higherIsBetter,
        inputs: [
            .init([Recognitions.giver, Recognitions.receiver, Recognitions.givenAt], .always),
            .init([Recognitions.reason, Recognitions.valueTags, Recognitions.isPublic], .whereKnown),
        ] + Place.inputs(people: Managers.columns),
        breakdowns: [tagBreakdown],
        unfinished: "Nothing is: what is given at the period's end or later belongs to a later one.",
        missing: """
            Somebody who isn't in people and received a thank-you lowers the coverage of ratio and gini, since nobody \
            knows whether they are employed; so does, among managers, a manager who isn't in people. Without people \
            there are shares of thank-yous only, without manager_id no managers.

            People count for the team of the last day before the period's end. A thank-you belongs to the team and \
            department that its receiver was in on its day; a receiver who isn't in people lowers the coverage, and \
            counts for the organization only. A thank-you that lacks a reason, whether it was public, or a value is left \
            out of that share and lowers its coverage.

            A value is shown where enough people gave and got thank-yous that name it, and enough others that don't: \
            values are free text, and what one thank-you names may be somebody's secret.
            """,
        reference: """
            Convention. Limits: Wilson 1927, doi:10.1080/01621459.1927.10502953, at the effective size of Korn, Graubard \
            1998, Survey Methodology 24, 193-201, since one person receives many. Gini's factor: Deltas 2003, \
            doi:10.1162/rest.2003.85.1.226. Delete-one jackknife: Yitzhaki 1991, Journal of Business & Economic \
            Statistics 9, 235-239.
            """,
        briefing: .init(
            .stayingAndRewards, matters: .fivePoints,
            next: "Whose help does nobody thank for, and who sees it?"))

    private static let received = Sheet.Measure(
        title: "people present", needs: [Datasets.people], headline: ratio, statistics: [ratio, gini])
    private static let ratio = Sheet.Statistic(
        "ratio", .ratio, "share who received a thank-you", adds: .mean(over: [.scope]), minimum: .coded)
    private static let gini = Sheet.Statistic(
        "gini", .ratio, "Gini coefficient of thank-yous received", leastPeople: 10,
        direction: .lowerIsBetter, rounding: .twoDigits)

    private static let forHelping = share("for_helping", "share for helping", needs: Recognitions.reason)
    private static let forAsking = share("for_asking", "share for asking", needs: Recognitions.reason)
    private static let isPublic = share("public", "share that others could see", needs: Recognitions.isPublic)
    private static let managers = Sheet.Measure(
        id: "managers", title: "managers", needs: [People.manager],
        statistics: [
            .init("ratio", .ratio, "share who gave a thank-you", adds: .mean(over: [.scope]), minimum: .coded)
        ])
    private static let valueTags = Sheet.Measure(
        id: "value_tags", title: "thank-yous", needs: [Recognitions.valueTags], hasWhole: false,
        statistics: [
            .init(
                "ratio", .ratio, "share that names the value", direction: Sheet.Direction.none,
                adds: .mean(over: [.scope]), minimum: .bothSides)
        ])
    private static let tagBreakdown = "value_tag"
    private static let tagSeparator: Character = "|"

    /// What thanks are for is no better one way than another.
    private static func share(_ id: String, _ title: String, needs column: any Recorded) -> Sheet.Measure {
        Sheet.Measure(
            id: id, title: "thank-yous", needs: [column],
            statistics: [
                .init(
                    "ratio", .ratio, title, direction: Sheet.Direction.none, adds: .mean(over: [.scope, .period]))
            ])
    }

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let thanks = Thanks(in: view)
        observePeople(thanks, into: &figures)
        observeManagers(thanks, into: &figures)
        if figures.serves(forHelping) {
            let reasons = view.facts[Recognitions.reason]
            let texts = view.facts.symbols
            for (measure, reason) in [(forHelping, "helping"), (forAsking, "asking")] {
                let isCounted = thanks.rows.map { row in texts[reasons[row]].map { $0 == reason } }
                observeShare(measure, of: thanks, into: &figures, isCounted: isCounted)
            }
        }
        if figures.serves(isPublic) {
            let seen = view.facts[Recognitions.isPublic]
            let isCounted = thanks.rows.map { seen[$0] < 0 ? nil : seen[$0] == 1 }
            observeShare(isPublic, of: thanks, into: &figures, isCounted: isCounted)
        }
        observeTags(thanks, into: &figures)
    }

    private static func observePeople(_ thanks: Thanks, into figures: inout Assembler) {
        guard figures.serves(received) else { return }
        let view = figures.view
        var counts = [Int](repeating: 0, count: view.facts.people.count)
        for receiver in thanks.receivers { counts[receiver.index] += 1 }
        let present = PresentPeople(in: view)
        let ofPresent = present.people.map { counts[$0.index] }
        let records = present.records(in: view, strangers: view.strangers(among: thanks.receivers)) {
            UInt64(ofPresent[$0])
        }
        figures.add(received, of: records) { group in
            [
                .init(ratio, shareOf: group.positions) { ofPresent[Int($0)] > 0 },
                .init(gini, Gini.estimate(group.positions.map { Double(ofPresent[Int($0)]) })),
            ]
        }
    }

    private static func observeManagers(_ thanks: Thanks, into figures: inout Assembler) {
        guard figures.serves(managers) else { return }
        let view = figures.view
        let (day, leaders) = (view.window.lastDate, Managers(view.facts))
        var hasGiven = [Bool](repeating: false, count: view.facts.people.count)
        for giver in thanks.givers { hasGiven[giver.index] = true }
        let present = PresentPeople(in: view) { leaders.isManager($0, on: day) }
        let strangers = view.strangers(among: view.facts.everybody.filter { leaders.isManager($0, on: day) })
        let records = present.records(in: view, strangers: strangers) { hasGiven[present.people[$0].index] ? 1 : 0 }
        figures.add(managers, of: records) { group in
            [.init(managers.statistics[0], shareOf: group.positions) { hasGiven[present.people[Int($0)].index] }]
        }
    }

    /// `isCounted`: by position; `nil` where it isn't known, and it is left out. `part`: of a breakdown the part that the share
    /// is of, which is there where one counts.
    private static func observeShare(
        _ measure: Sheet.Measure, of thanks: Thanks, part: Breakdown = .none, into figures: inout Assembler,
        isCounted: [Bool?]
    ) {
        var records = thanks.records(in: figures.view) { position in
            isCounted[position].map { $0 ? 2 : 1 } ?? 0
        }
        records.isMeasured = { isCounted[$0] != nil }
        if part != .none {
            // All are in the denominator.
            let keys = [Int32](repeating: 0, count: thanks.rows.count)
            records.divisions = [.init(breakdown: part.name, keys: keys, texts: [part.value])]
        }
        var shares = ClusteredShares(personCount: figures.view.facts.people.count)
        figures.add(measure, of: records) { group in
            guard part == .none || group.positions.contains(where: { isCounted[Int($0)] == true }) else { return [] }
            let share = shares.estimate(of: group.positions) {
                thanks.receivers[$0]
            } isEvent: {
                isCounted[$0] == true
            }
            let sides = Assembler.Reading.Sides(of: group.positions) { isCounted[Int($0)] == true }
            return [.init(measure.statistics[0], share, sides: part == .none ? nil : sides)]
        }
    }

    private static func observeTags(_ thanks: Thanks, into figures: inout Assembler) {
        guard figures.serves(valueTags) else { return }
        let (column, texts) = (figures.view.facts[Recognitions.valueTags], figures.view.facts.symbols)
        var named: [Symbol: Set<String>] = [:]
        for list in Set(thanks.rows.map { column[$0] }) where list.isKnown {
            let tags = (texts[list] ?? "").split(separator: tagSeparator).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            named[list] = Set(tags.filter { !$0.isEmpty })
        }
        var positions: [String: [Int]] = [:]
        var isCounted = [Bool?](repeating: nil, count: thanks.rows.count)
        for (position, row) in thanks.rows.enumerated() {
            guard let tags = named[column[row]], !tags.isEmpty else { continue }
            isCounted[position] = false
            for tag in tags { positions[tag, default: []].append(position) }
        }
        for (tag, positions) in positions.sorted(by: { $0.key < $1.key }) {
            for position in positions { isCounted[position] = true }
            observeShare(
                valueTags, of: thanks, part: Breakdown(tagBreakdown, tag), into: &figures, isCounted: isCounted)
            for position in positions { isCounted[position] = false }
        }
    }
}

/// The thank-yous of a window, by position.
private struct Thanks {
    let rows: [Row]
    let givers: [Person]
    let receivers: [Person]
    /// Where the receiver worked on the day.
    private let places: [Place]

    init(in view: PeriodView) {
        let facts = view.facts
        let (giver, receiver) = (facts[Recognitions.giver], facts[Recognitions.receiver])
        let givenAt = facts[Recognitions.givenAt]
        // Loading sets thanks to oneself aside; there can be some from before it did.
        rows = facts.rows(of: Datasets.recognitions).filter {
            view.window.interval.contains(givenAt[$0]) && giver[$0] != receiver[$0]
        }
        givers = rows.map { giver[$0] }
        receivers = rows.map { receiver[$0] }
        places = rows.map { facts.place(of: receiver[$0], on: view.window.zone.date(at: givenAt[$0])) }
    }

    /// Each as its receiver's; `hash` is of what the one at a position counts as.
    func records(in view: PeriodView, hash: @escaping (_ position: Int) -> UInt64) -> Records<Parties> {
        let receivers = receivers
        var records = Records(
            count: rows.count, places: places,
            people: Parties(receivers, and: givers, in: view) { position, _ in hash(position) })
        records.isComplete = { view.isKnown(receivers[$0]) }
        return records
    }
}
