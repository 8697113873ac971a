import Domain

/// The pieces of help that began between an instant and the window's end, as columns: contributions, and resolved
/// requests, at their first close, that no contribution names by then. What people do about their own requests is none.
///
/// Sums of minutes over any part are the same to the bit whatever order the facts had: pieces come in ascending order of
/// minutes, unknown ones last, unless all are whole numbers, whose sums are exact; then they come in no particular order.
struct Pieces {
    let helper: [Person]
    /// Who was helped: -1 where unknown.
    let recipient: [Person]
    let startedAt: [Instant]
    /// NaN where unknown.
    let minutes: [Double]
    /// The team that the request names, its own or that of the contribution: -1 where there is none.
    private let namedTeam: [Symbol]
    /// Whether the person helped rated it.
    let isRated: [Bool]
    /// The kind of support: its own, else the request's; `nil` where unknown.
    let kind: [HelpKind?]
    /// Whether it is a contribution that names no request.
    let isUnasked: [Bool]
    /// Resolved requests of which nobody says who helped: records, but no pieces.
    let helperlessCount: Int

    /// What only some figures ask of pieces.
    enum Detail {
        case minutes, recipients, ratings, kinds
    }

    /// `from`: the window's own beginning unless it is given. What isn't among the details is unknown.
    init(view: PeriodView, from: Instant? = nil, details: Set<Detail> = []) {
        let (requests, facts) = (view.requests, view.facts)
        func values<K>(_ column: Column<K>, of detail: Detail) -> ColumnValues<K>? {
            details.contains(detail) ? facts[column] : nil
        }
        let begunBy = facts[HelpContributions.helper]
        let named = values(HelpContributions.recipient, of: .recipients)
        let (asker, requestTeam) = (facts[HelpContributions.asker], facts[HelpContributions.requestTeam])
        let requestOpenedAt = facts[HelpContributions.requestOpenedAt]
        let begunAt = facts[HelpContributions.startedAt]
        let length = values(HelpContributions.minutes, of: .minutes)
        let effort = values(HelpRequests.effortMinutes, of: .minutes)
        let rating = values(HelpContributions.rating, of: .ratings)
        let (kindAsked, kindGiven) = (values(HelpRequests.kind, of: .kinds), values(HelpContributions.kind, of: .kinds))
        let (requestKind, namesRequest) = (facts[HelpContributions.requestKind], facts[HelpContributions.namesRequest])
        let to = view.window.to
        let window = Interval(from: from ?? view.window.from, to: to)
        let resolved = requests.rows(with: requests.resolvedAt, in: window) {
            requests.contributedAt[$0] >= to && view.firstClose(of: $0).outcome == .event
        }
        let asked = resolved.filter { requests.helper[$0].isKnown }
        let begun = facts.rows(of: Datasets.helpContributions).filter { row in
            // A request opened at or after the window's end isn't there yet.
            window.contains(begunAt[row])
                && (requestOpenedAt[row] >= to || asker[row] != begunBy[row])
        }
        func column<Value>(_ ofRequest: (Row) -> Value, _ ofContribution: (Row) -> Value) -> [Value] {
            var values: [Value] = []
            values.reserveCapacity(asked.count + begun.count)
            for row in asked { values.append(ofRequest(row)) }
            for row in begun { values.append(ofContribution(row)) }
            return values
        }
        let minutes = column({ effort?[$0] ?? .nan }, { length?[$0] ?? .nan })
        let order = Self.sumsAreExact(minutes) ? nil : Self.inAscendingOrder(minutes)
        func ordered<Value>(_ values: [Value]) -> [Value] { order.map { $0.map { values[$0] } } ?? values }
        func column<Value>(
            of detail: Detail, unknown: Value, _ ofRequest: (Row) -> Value, _ ofContribution: (Row) -> Value
        ) -> [Value] {
            details.contains(detail)
                ? ordered(column(ofRequest, ofContribution)) : Array(repeating: unknown, count: minutes.count)
        }
        self.minutes = ordered(minutes)
        helper = ordered(column({ requests.helper[$0] }, { begunBy[$0] }))
        recipient = column(of: .recipients, unknown: .unknown) {
            requests.requester[$0]
        } _: { row in
            let asker = requestOpenedAt[row] < to ? asker[row] : .unknown
            let named = named?[row] ?? .unknown
            return named.isKnown ? named : asker
        }
        namedTeam = ordered(
            column({ requests.team[$0] }) { row in
                requestOpenedAt[row] < to ? requestTeam[row] : .unknown
            })
        startedAt = ordered(column({ requests.resolvedAt[$0] }, { begunAt[$0] }))
        isRated = column(of: .ratings, unknown: false) { _ in
            false
        } _: {
            rating?[$0].isNaN == false
        }
        let kinds = HelpKinds(in: details.contains(.kinds) ? facts.symbols : SymbolTable())
        kind = column(of: .kinds, unknown: nil) {
            kinds[kindAsked?[$0] ?? .unknown]
        } _: { row in
            let given = kinds[kindGiven?[row] ?? .unknown]
            return given ?? (requestOpenedAt[row] < to ? kinds[requestKind[row]] : nil)
        }
        isUnasked = ordered(
            column({ _ in false }) { row in
                // Of a request that is yet to be opened nobody knows.
                let isToCome = requestOpenedAt[row] != .never && requestOpenedAt[row] >= to
                return namesRequest[row] == 0 || isToCome
            })
        helperlessCount = resolved.count { !requests.helper[$0].isKnown && !requests.isClosedByAsker($0) }
    }

    /// Whether every sum of some of them is the same in any order: whole numbers, and no sum beyond those that a Double
    /// tells apart.
    private static func sumsAreExact(_ minutes: [Double]) -> Bool {
        var total = 0.0
        for minutes in minutes where !minutes.isNaN {
            guard minutes == minutes.rounded(.towardZero) else { return false }
            total += minutes.magnitude
        }
        return total < 0x1p53
    }

    /// Positions by their minutes; unknown is more than any number.
    private static func inAscendingOrder(_ minutes: [Double]) -> [Int] {
        var order = minutes.indices.map { (minutes: minutes[$0].isNaN ? .infinity : minutes[$0], at: $0) }
        order.sort { $0.minutes < $1.minutes }
        return order.map(\.at)
    }

    /// The columns that say how long pieces took.
    static let minutesColumns = [HelpContributions.minutes, HelpRequests.effortMinutes] as [any Recorded]

    /// Whether any piece from an instant on has minutes. Where none has, nobody's hours are known, theirs too who gave
    /// nothing.
    func haveMinutes(from: Instant) -> Bool {
        startedAt.indices.contains { startedAt[$0] >= from && !minutes[$0].isNaN }
    }

    var count: Int { helper.count }

    /// Where each piece's helper worked on its day; of who isn't in `people` the team that the request names.
    func places(in view: PeriodView) -> [Place] {
        (0..<count).map { position in
            let day = view.window.zone.date(at: startedAt[position])
            if view.isInPeople[helper[position].index] { return view.facts.place(of: helper[position], on: day) }
            let team = namedTeam[position]
            return Place(team: team, department: view.facts.teams.department(of: team, on: day))
        }
    }

    /// Hours of the pieces at ascending positions: the sum of those known, 0 without pieces, `nil` where there are
    /// some and none has minutes.
    func hours(of positions: some Sequence<Int32>) -> Double? {
        var minutesGiven = 0.0
        var known = 0
        var unknown = 0
        for position in positions {
            if minutes[Int(position)].isNaN {
                unknown += 1
            } else {
                known += 1
                minutesGiven += minutes[Int(position)]
            }
        }
        return known == 0 && unknown > 0 ? nil : minutesGiven / 60
    }
}
