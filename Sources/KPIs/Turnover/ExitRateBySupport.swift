import Domain

/// Whether those who give much help, or who get some, leave more or less often than others.
public enum ExitRateBySupport: KPI {
    public static let sheet = Sheet(
        id: "exit_rate_by_support",
        version: 2,
        title: "Exits beside support",
        question: "Do people who give much help, or who are helped, leave more often than others, or less?",
        formula: """
            rate_ratio is the rate at which one group leaves over that of the others: an association, not a cause. Who is \
            about to leave may help less, ask less and be asked less, and teams, tenure and kinds of work differ in all of it.

            For each quarter of the year it looks at everybody who was there all of the quarter before, and divides them by that \
            quarter: given, into those who gave more help than the 75th percentile of them all (type 7, everybody who gave \
            nothing counts with 0) and those who didn't; received, into those who got a piece of help and those who got none. \
            Help given is in hours if any piece of the organization's quarter has minutes, else in pieces. Then it follows \
            everybody through the quarter until they leave.

            The rate is the number of people who left over the days that everybody was employed. Only people of one quarter \
            are compared with each other: the ratio is Mantel and Haenszel's over the quarters. p is the probability of so \
            different leavings by chance alone, by the log-rank test stratified by quarter, with days since the quarter's first \
            as time. 1 means no difference; a p above 0.05 that the difference may well be chance.

            A piece of help is a contribution, at its start, given to its recipient or else to whoever asked the request \
            that it names; or a resolved request that no contribution names, at its first close, given to its asker. Somebody \
            counts in each quarter for the team and department of the day before it, whose people have a 75th percentile of \
            their own. Another stretch of time that is analysed is cut into three months each from its first day on.
            """,
        measures: [given, received],
        direction: .none,
        inputs: Workforce.inputs(needsLeavers: true)
            + Pieces.inputs(
                .whereKnown, requests: [HelpRequests.effortMinutes],
                contributions: [HelpContributions.recipient, HelpContributions.minutes], reach: daysOfQuarter)
            + Place.inputs(reach: daysOfQuarter),
        settings: [Settings.leavers.name],
        periods: [.year],
        unfinished: """
            Who is still there when a quarter ends counts with all its days and without a leaving. Who comes back after leaving \
            isn't followed again before the first quarter that follows one of whole presence.
            """,
        missing: """
            A separation in turnover takes precedence over left_on in people; if neither was ever given for anybody, there \
            is no figure. Without data that says who helped there is no figure either, and without data that says who was \
            helped no received.

            Of given, somebody whose pieces of the quarter before all lack minutes, while others' have some, is left out and \
            lowers the coverage. So does a separation of the year that ends no known employment, or that a newer one \
            replaced. Somebody who was in no known team on the day before a quarter counts for the organization only.

            n is the number of people who were employed for a day or more of some quarter. Quarters in which one group is empty \
            tell nothing. There is no ratio if nobody of the others left in a quarter that has both; if nobody of the first did it \
            is 0; either way it has no limits. There is no p where nobody left while both groups were there.
            """,
        reference: """
            Rothman, Greenland, Lash 2008, Modern Epidemiology, chapter 15. Limits: Greenland, Robins 1985, Biometrics 41, \
            55-68. Log-rank: Mantel 1966, Cancer Chemotherapy Reports 50, 163-170. Percentile: Hyndman, Fan 1996, \
            doi:10.1080/00031305.1996.10473566. Groups: convention.
            """,
        briefing: .init(
            .stayingAndRewards, matters: .aFifth,
            next: "What do those who left say about the help that they gave and got, and what else told them apart?"))

    /// Of three calendar months the most.
    private static let daysOfQuarter = 92
    /// A convention: a quarter of the people give more.
    private static let percentile = 0.75

    private static let takesLeavers = "As many have to have left in each of the two groups, while both were there."
    // Of a team or department they would tell which of a few leavers had helped, or were helped.
    private static let ratio = Sheet.Statistic(
        "rate_ratio", .ratio, "rate of leaving over that of the others (an association, not a cause)",
        audience: .organization, alsoTakes: takesLeavers,
        estimation: .unless("nobody of the others left in a quarter that has both groups"),
        rounding: .twoDigits)
    private static let p = Sheet.Statistic(
        "p", .probability, "p of the log-rank test (an association, not a cause)", audience: .organization,
        alsoTakes: takesLeavers, estimation: .unless("nobody left while both groups were there"))
    private static let given = Sheet.Measure(
        id: "given", title: "people who gave much help", needsOneOf: Workforce.leavers,
        needsOneOfEach: Pieces.columnsOfEach, statistics: [ratio, p])
    private static let received = Sheet.Measure(
        id: "received", title: "people who were helped", needsOneOf: Workforce.leavers,
        needsOneOfEach: Pieces.columnsOfEach + [Ties.recipients], headline: ratio, statistics: [ratio, p])

    public static func observe(into figures: inout Assembler) {
        guard figures.serves(given) || figures.serves(received) else { return }
        let followed = FollowedQuarters(in: figures.view)
        let members = followed.members
        add(given, followed, into: &figures) {
            members[$0].given != nil
        } isFirst: { positions in
            let thresholds = thresholds(of: positions.map { members[Int($0)] }, quarterCount: followed.quarterCount)
            return { position in
                let member = members[Int(position)]
                return (member.given ?? 0) > (thresholds[member.quarter] ?? .infinity) + Threshold.tolerance
            }
        }
        add(received, followed, into: &figures) { _ in
            true
        } isFirst: { _ in
            { members[Int($0)].wasHelped }
        }
    }

    /// By quarter: what most of the people gave at most; `nil` without people.
    private static func thresholds(
        of members: [FollowedQuarters.Member], quarterCount: Int
    ) -> [Double?] {
        var given = [[Double]](repeating: [], count: quarterCount)
        for member in members { if let hours = member.given { given[member.quarter].append(hours) } }
        return given.map { Quantile.type7(sorted: $0.sorted(), percentile) }
    }

    /// `isFirst`: of the people of a scope, whether one is in the first group.
    private static func add(
        _ measure: Sheet.Measure, _ followed: FollowedQuarters, into figures: inout Assembler,
        isMeasured: @escaping (Int) -> Bool, isFirst: (ArraySlice<Int32>) -> (Int32) -> Bool
    ) {
        guard figures.serves(measure) else { return }
        let (view, members) = (figures.view, followed.members)
        let hash = { (position: Int) in
            let member = members[position]
            let help = mix(mix(member.given?.bitPattern ?? 1) ^ (member.wasHelped ? 1 : 0))
            return mix(mix(UInt64(member.days)) ^ help) ^ member.hashOfLeaving
        }
        var records = Records(
            count: members.count, places: members.map(\.place),
            people: Owners(
                members.map(\.person), in: view,
                counts: { position, isRefused in isRefused || members[position].days > 0 },
                hash: { position, isRefused in
                    isRefused ? members[position].hashOfLeaving : hash(position)
                }))
        records.isMeasured = isMeasured
        records.lacking = view.workforce.idleCount
        figures.add(measure, of: records) { group in
            guard !group.isRefused else { return [.init(ratio, .none), .init(p, .none)] }
            let isFirst = isFirst(group.positions)
            let compared = Comparison(
                of: group.positions.map { (members[Int($0)], isFirst($0)) }, quarterCount: followed.quarterCount)
            // Who left is known. Of few leavers in a group the figure tells what group they were in, and so does its having no
            // value; enough leavers are enough people.
            let fewer = Contributors(
                people: compared.fewerLeavers,
                digest: view.digest(of: group.positions.map { (members[Int($0)].person, hash(Int($0))) }))
            return [(ratio, compared.ratio), (p, Estimate(compared.p))].map {
                .init($0, $1, n: compared.people, compared: fewer)
            }
        }
    }

    /// Two groups of people, over all quarters.
    private struct Comparison {
        /// Who was employed for a day or more of some quarter.
        let people: Int
        /// Who left and is compared by both figures, in the group in which fewer are: each may compare some more.
        let fewerLeavers: Int
        let ratio: Estimate
        let p: Double?

        init(of members: [(member: FollowedQuarters.Member, isFirst: Bool)], quarterCount: Int) {
            var strata = [MantelHaenszelRates.Stratum](repeating: .init(), count: quarterCount)
            for (member, isFirst) in members {
                let (events, days) = (member.hasLeft ? 1 : 0, Double(member.days))
                if isFirst {
                    strata[member.quarter].events += events
                    strata[member.quarter].exposure += days
                } else {
                    strata[member.quarter].otherEvents += events
                    strata[member.quarter].otherExposure += days
                }
            }
            people = Self.distinct(members.lazy.filter { $0.member.days > 0 })
            let followed = Self.followed(members, quarterCount: quarterCount)
            let leavers = members.filter { $0.member.hasLeft && followed[$0.member.quarter].compare($0.member) }
            fewerLeavers = min(
                Self.distinct(leavers.lazy.filter(\.isFirst)), Self.distinct(leavers.lazy.filter { !$0.isFirst }))
            ratio = MantelHaenszelRates.estimate(strata)
            let subjects = members.map { member, isFirst in
                LogRank.Subject(
                    observation: Observation(
                        exit: Int64(member.days), outcome: member.hasLeft ? .event : .censored),
                    group: isFirst ? 0 : 1, stratum: member.quarter)
            }
            p = LogRank(subjects, groupCount: 2).p
        }

        /// For how many days the people of a quarter were followed, of each kind those who were so longest; -1 is nobody.
        private struct Longest {
            var first = -1
            var others = -1
            var staying = -1

            /// Whether somebody who left is compared by both figures: each group had time, both were still there, and somebody
            /// went on.
            func compare(_ leaver: FollowedQuarters.Member) -> Bool {
                let (shorter, longer) = (min(first, others), max(first, others))
                return shorter > 0 && leaver.days <= shorter && (longer > leaver.days || staying >= leaver.days)
            }
        }

        private static func followed(
            _ members: [(member: FollowedQuarters.Member, isFirst: Bool)], quarterCount: Int
        ) -> [Longest] {
            members.reduce(into: [Longest](repeating: .init(), count: quarterCount)) { longest, each in
                let (quarter, days) = (each.member.quarter, each.member.days)
                if each.isFirst {
                    longest[quarter].first = max(longest[quarter].first, days)
                } else {
                    longest[quarter].others = max(longest[quarter].others, days)
                }
                if !each.member.hasLeft { longest[quarter].staying = max(longest[quarter].staying, days) }
            }
        }

        private static func distinct(
            _ members: some Sequence<(member: FollowedQuarters.Member, isFirst: Bool)>
        ) -> Int {
            // Those of one person come one after the other.
            var (count, last) = (0, Person.unknown)
            for (member, _) in members where member.person != last {
                count += 1
                last = member.person
            }
            return count
        }
    }
}
