import Domain

/// How often people ask for help, and who asks less than others.
public enum AskingRate: KPI {
    public static let sheet = Sheet(
        id: "asking_rate",
        version: 1,
        title: "Asking rate",
        question: "How often do people ask for help, and does anybody hold back?",
        formula: """
            Requests opened in the period, divided by the months that everybody together was employed in it: their days \
            over \(daysPerMonth). A low rate is neither good nor bad by itself: it may mean that nobody needs help, and a \
            high one that people trust others enough to ask.

            rate_ratio compares groups: the rate of a level divided by that of everybody else whose level is known, and \
            the rate of people within their first \(daysOfFirstYear) days divided by that of the rest, and the other way \
            round. It tells who asks less or more than others, an association and not its cause.

            A request belongs to the team that its asker was in when it was opened, to their level and to their tenure on \
            that day; each day of employment to the team, level and tenure of that day. Whether a request was withdrawn, \
            or answered, is of no matter.
            """,
        measures: [measure],
        direction: .none,
        inputs: [
            .init([HelpRequests.openedAt], .always),
            .init([HelpRequests.requester], .whereKnown),
            .init([People.level], .whereKnown),
        ] + Workforce.inputs(needsLeavers: false),
        periods: PeriodKind.allCases,
        breakdowns: [levelBreakdown, tenureBreakdown],
        unfinished: "A request counts when it is opened. People who are still employed count with their days so far.",
        missing: """
            A request whose asker isn't known, isn't in people or wasn't employed that day counts in the rate of the \
            organization only, and lowers the coverage of departments and teams; one whose asker is named, but isn't in \
            people, lowers that of the organization too. Without any requester_id there are no parts. Days and requests \
            of people without a level are in no level.

            n is the number of people who were employed at some time in the period. If the others asked for nothing, \
            rate_ratio has a lower limit alone; if nobody in either group asked, there is none.
            """,
        reference: """
            Convention; a month is \(daysPerMonth) days, a twelfth of 365.25. Limits of rates: Garwood 1936, Biometrika \
            28, 437-442; of their ratios: Clopper, Pearson 1934, doi:10.1093/biomet/26.4.404, for the split of the \
            requests (Przyborowski, Wilenski 1940, doi:10.1093/biomet/31.3-4.313). They take each request for one event of \
            its own.
            """,
        briefing: .init(
            .timelyHelp, matters: .aFifth,
            next: "Do people need less help, or do some of them hold back? Who could ask them?"))

    private static let daysPerMonth = 30.4375
    /// A convention: whoever has been there for as long knows whom to ask.
    private static let daysOfFirstYear = 365

    private static let measure = Sheet.Measure(
        title: "requests for help", headline: rate, statistics: [rate, ratio])
    private static let rate = Sheet.Statistic(
        "rate", .perPersonMonth, "per person and month", adds: .ratioOfSums(over: [.scope, .period]))
    private static let ratio = Sheet.Statistic(
        "rate_ratio", .ratio, "rate of a part over that of the others", hasWhole: false, audience: .organization,
        rounding: .twoDigits)

    private static let levelBreakdown = "level"
    private static let tenureBreakdown = "tenure"
    private enum Tenure: Int32, CaseIterable {
        case underOneYear, rest

        var name: String {
            switch self {
            case .underOneYear: "under_1_year"
            case .rest: "rest"
            }
        }
    }

    public static func observe(into figures: inout Assembler) {
        let view = figures.view
        let asked = view.requests.rows(with: view.requests.openedAt, in: view.window.interval)
        let stays = stays(in: view, asking: asked)
        var records = Records(
            count: stays.count, places: stays.map(\.place),
            people: Owners(
                stays.map(\.person), in: view,
                counts: { position, isRefused in stays[position].counts(isRefused: isRefused) },
                hash: { position, _ in stays[position].hash }))
        records.tally = tally(of: asked, in: view)
        if view.facts.has(HelpRequests.requester) {
            records.divisions = [
                .init(
                    breakdown: levelBreakdown, keys: stays.map(\.level.ordinal), texts: view.facts.symbols.texts),
                .init(
                    breakdown: tenureBreakdown, keys: stays.map { $0.tenure?.rawValue ?? -1 },
                    texts: Tenure.allCases.map(\.name)),
            ]
        }
        let keys = Dictionary(uniqueKeysWithValues: records.divisions.map { ($0.breakdown, $0.keys) })
        var inScope: ArraySlice<Int32> = []
        var known: (breakdown: String, everybody: Everybody)?
        figures.add(measure, of: records) { group in
            let own = Sum(of: group.positions, stays)
            let n = group.isRefused ? own.requests : own.people
            var readings = [
                Assembler.Reading(rate, Garwood.estimate(own.requests, per: own.months), n: n)
            ]
            guard let keys = keys[group.breakdown.name], let key = group.positions.first.map({ keys[Int($0)] }) else {
                // A scope's whole comes before its parts, and all parts of a breakdown before those of another.
                (inScope, known) = (group.positions, nil)
                return readings
            }
            if known?.breakdown != group.breakdown.name {
                let all = inScope.filter { keys[Int($0)] >= 0 }[...]
                known = (
                    group.breakdown.name, Everybody(at: all, keys, stays, in: view, isRefused: group.isRefused)
                )
            }
            if let everybody = known?.everybody {
                let other = everybody.sum.less(own)
                readings.append(
                    .init(
                        ratio,
                        RateRatio.estimate(own.requests, per: own.months, over: other.requests, per: other.months),
                        n: n, compared: everybody.contributors(beside: key)))
            }
            return readings
        }
    }

    /// All of a scope whose part of a breakdown is known: what is compared is summed once, and each part taken from it.
    private struct Everybody {
        let sum: Sum
        private let people: Int
        private let digest: Contributors.Digest
        /// By part: people who are in no other.
        private var alone: [Int32: Int] = [:]

        /// Stays of one person come one after the other.
        init(
            at positions: ArraySlice<Int32>, _ keys: [Int32], _ stays: [Stay], in view: PeriodView, isRefused: Bool
        ) {
            sum = Sum(of: positions, stays)
            var people = 0
            var digest = Contributors.Digest()
            var last: (person: Person, key: Int32?)?
            for position in positions.map(Int.init) {
                let stay = stays[position]
                digest.add(person: view.facts.people[stay.person.index], contribution: stay.hash)
                guard stay.counts(isRefused: isRefused) else { continue }
                if let counted = last, counted.person == stay.person {
                    if let key = counted.key, key != keys[position] {
                        alone[key, default: 0] -= 1
                        last?.key = nil
                    }
                } else {
                    people += 1
                    alone[keys[position], default: 0] += 1
                    last = (stay.person, keys[position])
                }
            }
            self.people = people
            self.digest = digest
        }

        /// Those who are in another part too or alone, and the digest of all.
        func contributors(beside key: Int32) -> Contributors {
            Contributors(people: people - alone[key, default: 0], digest: digest)
        }
    }

    /// Time that somebody spent in one place, level and tenure, and the requests that they opened meanwhile; or requests of
    /// which nobody knows where they belong.
    private struct Stay {
        let person: Person
        let place: Place
        let level: Symbol
        let tenure: Tenure?
        let from: LocalDate
        let to: LocalDate
        var requests = 0

        var days: Int { Int(to.daysSinceEpoch - from.daysSinceEpoch) }

        /// Of what it counts as.
        var hash: UInt64 { mix(mix(UInt64(days)) ^ UInt64(requests)) }

        /// Whether its person stands behind a figure.
        func counts(isRefused: Bool) -> Bool { isRefused ? requests > 0 : days > 0 }
    }

    private struct Sum {
        private(set) var requests = 0
        private(set) var people = 0
        private var days = 0

        var months: Double { Double(days) / daysPerMonth }

        /// Stays of one person come one after the other.
        init(of positions: ArraySlice<Int32>, _ stays: [Stay]) {
            var last = Person.unknown
            for stay in positions.lazy.map({ stays[Int($0)] }) {
                requests += stay.requests
                days += stay.days
                if stay.days > 0, stay.person != last {
                    people += 1
                    last = stay.person
                }
            }
        }

        /// What is left of requests and days; of people nothing is said.
        func less(_ part: Sum) -> (requests: Int, months: Double) {
            (requests - part.requests, Double(days - part.days) / daysPerMonth)
        }
    }

    /// In order of person; requests of people who weren't there come behind.
    private static func stays(in view: PeriodView, asking rows: [Row]) -> [Stay] {
        var stays: [Stay] = []
        var firstStay = [Int?](repeating: nil, count: view.facts.people.count)
        for member in view.workforce.members {
            let yearOver = member.employment.joinedOn.advanced(byDays: daysOfFirstYear)
            for stay in member.stays {
                let level = view.facts.roster.spell(of: member.person, on: stay.from)?.level ?? .unknown
                for (tenure, from, to) in [
                    (Tenure.underOneYear, stay.from, min(stay.to, yearOver)),
                    (Tenure.rest, max(stay.from, yearOver), stay.to),
                ] where from < to {
                    firstStay[member.person.index] = firstStay[member.person.index] ?? stays.count
                    stays.append(
                        Stay(
                            person: member.person, place: stay.place, level: level, tenure: tenure, from: from, to: to))
                }
            }
        }
        let employed = stays.count
        var elsewhere: [Stay] = []
        for row in rows {
            let (asker, day) = (view.requests.requester[row], view.window.zone.date(at: view.requests.openedAt[row]))
            var position = asker.isKnown ? firstStay[asker.index] : nil
            while let stay = position, stay < employed, stays[stay].person == asker {
                if stays[stay].from <= day, day < stays[stay].to { break }
                position = stay + 1
            }
            if let position, position < employed, stays[position].person == asker {
                stays[position].requests += 1
            } else {
                elsewhere.append(
                    Stay(
                        person: asker, place: .unknown, level: .unknown, tenure: nil, from: day, to: day, requests: 1))
            }
        }
        return stays + elsewhere
    }

    /// Of requests: who asked is known to `people`, or to nobody.
    private static func tally(of rows: [Row], in view: PeriodView) -> CoverageTally {
        zip(rows, view.placesOfAskers(of: rows)).reduce(into: CoverageTally()) { tally, request in
            let asker = view.requests.requester[request.0]
            tally.add(isComplete: !asker.isKnown || view.isKnown(asker), place: request.1)
        }
    }
}
