import Domain

/// The employments that touch a window: begun before its end and not over before its first day.
struct Workforce: Sendable {
    struct Member: Sendable {
        let person: Person
        let employment: Roster.Employment
        /// Where they were on the day before the window; `nil` who wasn't there.
        let placeBefore: Place?
        /// Where they spent the window's days.
        let stays: [Stay]
        /// Where they were on the employment's last day before the window's end; where it never had a day, where its first
        /// row says.
        let lastPlace: Place
    }

    /// Time in one place, without break: `[from, to)`.
    struct Stay: Sendable {
        let place: Place
        let from: LocalDate
        let to: LocalDate

        var days: Int { Int(to.daysSinceEpoch - from.daysSinceEpoch) }
    }

    /// In order of person, then of joined_on.
    let members: [Member]
    /// The window's first local date.
    let from: LocalDate
    /// The first local date after it.
    let to: LocalDate
    /// Separations of the window that ended no employment.
    let idleCount: Int

    /// What tells who left: where nobody ever wrote it down, nothing can be said of who stayed.
    static let leavers = [People.leftOn, Turnover.leftOn] as [any Recorded]

    /// `needsLeavers`: whether nothing can be said without them.
    static func inputs(needsLeavers: Bool) -> [Sheet.Input] {
        let need: Sheet.Input.Need = needsLeavers ? .either : .whereKnown
        return [
            .init([People.joinedOn], .always),
            .init([People.leftOn], need),
            .init([Turnover.person, Turnover.leftOn], need),
            .init([Turnover.type], .whereKnown),
            .init(
                [People.team, People.department, People.validFrom, People.validTo, People.rehired], .whereKnown),
            .init([Teams.department, Teams.validFrom, Teams.validTo], .whereKnown),
        ]
    }

    init(facts: Facts, window: Window) {
        let from = window.zone.date(at: window.from)
        let to = window.lastDate.advanced(byDays: 1)
        self.from = from
        self.to = to
        let dateBefore = window.dateBeforeFrom
        var members: [Member] = []
        for person in facts.everybody {
            for employment in facts.roster.employments(of: person)
            where employment.joinedOn < to && employment.leftOn >= from {
                let day = min(employment.leftOn, to).advanced(byDays: -1)
                let place =
                    day < employment.joinedOn
                    ? facts.place(ofFirstRowIn: employment, of: person) : facts.place(of: person, on: day)
                let isPresentBefore = employment.joinedOn <= dateBefore && dateBefore < employment.leftOn
                members.append(
                    Member(
                        person: person, employment: employment,
                        placeBefore: isPresentBefore ? facts.place(of: person, on: dateBefore) : nil,
                        stays: facts.stays(of: person, in: employment, from: from, to: to), lastPlace: place))
            }
        }
        self.members = members
        idleCount = facts.roster.idleSeparations.count {
            let leftOn = facts.separations.leftOn[$0.index]
            return from <= leftOn && leftOn < to
        }
    }

    var days: Int { Int(to.daysSinceEpoch - from.daysSinceEpoch) }

    /// The last days of months that lie in the window, in order.
    var monthEnds: [LocalDate] {
        let (year, month, _) = from.civil
        return Array(
            sequence(first: month + 1) { $0 + 1 }.lazy
                .map { LocalDate(firstOfMonth: $0, year: year).advanced(byDays: -1) }.prefix { $0 < to })
    }

    func hasLeft(_ member: Member) -> Bool { member.employment.leftOn < to }

    /// Each employment as a record at its last place; `hash` is of what the one at a position counts as. Separations without
    /// an employment lack everything.
    func records(
        in view: PeriodView, hash: @escaping (_ position: Int) -> UInt64
    ) -> Records<Owners> {
        let owners = Owners(members.map(\.person), in: view) { position, isRefused in
            isRefused ? hashOfRefused(members[position]) : hash(position)
        }
        var records = Records(count: members.count, places: members.map(\.lastPlace), people: owners)
        records.lacking = idleCount
        return records
    }

    /// Of what somebody counts as in a figure that is refused.
    fileprivate func hashOfRefused(_ member: Member) -> UInt64 { hasLeft(member) ? 1 : 0 }
}

extension Workforce {
    /// Some of the members, each at one place.
    struct Cohort {
        fileprivate let workforce: Workforce
        fileprivate let members: [Member]
        fileprivate let places: [Place]
        /// Their positions.
        fileprivate let byScope: [Scope: [Int]]

        init(_ members: [Member], of workforce: Workforce, at place: (Member) -> Place, in view: PeriodView) {
            self.workforce = workforce
            self.members = members
            places = members.map(place)
            var byScope: [Scope: [Int]] =
                members.isEmpty && workforce.idleCount == 0 ? [:] : [.organization: Array(members.indices)]
            for (position, place) in places.enumerated() {
                for kind in [ScopeKind.department, .team] {
                    guard let id = view.facts.symbols[place[kind]] else { continue }
                    byScope[Scope(kind, id), default: []].append(position)
                }
            }
            self.byScope = byScope
        }
    }
}

extension Assembler {
    /// Adds the figures of a measure over what people have in each scope. Coverage is the share of the cohort, and of
    /// separations without an employment, that are complete and in a known place; a refused figure counts those of the
    /// cohort who are in the scope.
    mutating func add<Value>(
        _ measure: Sheet.Measure, of people: ScopedPeople<Value>, among cohort: Workforce.Cohort,
        isComplete: (Workforce.Member) -> Bool = { _ in true },
        readings: ([ScopedPeople<Value>.Row]) -> [PeopleReading]
    ) {
        let view = view
        let workforce = cohort.workforce
        var tally = CoverageTally()
        for (member, place) in zip(cohort.members, cohort.places) {
            tally.add(isComplete: isComplete(member), place: place)
        }
        tally.addIncomplete(workforce.idleCount)
        add(measure, of: people, also: cohort.byScope.keys, coverage: tally.shares, readings: readings) { scope, _ in
            let members = (cohort.byScope[scope] ?? []).map { cohort.members[$0] }
            return Population(
                n: members.count + (scope == .organization ? workforce.idleCount : 0),
                contributors: Contributors(
                    people: Set(members.map(\.person)).count,
                    digest: view.digest(of: members.map { ($0.person, workforce.hashOfRefused($0)) })))
        }
    }
}

extension Facts {
    fileprivate func place(ofFirstRowIn employment: Roster.Employment, of person: Person) -> Place {
        roster.firstSpell(of: person, in: employment).map { place(of: $0, on: employment.joinedOn) } ?? .unknown
    }

    /// Where somebody spent the days of an employment. Places change only where a spell or what is known of its team does.
    fileprivate func stays(
        of person: Person, in employment: Roster.Employment, from: LocalDate, to: LocalDate
    ) -> [Workforce.Stay] {
        let first = max(from, employment.joinedOn)
        let end = min(to, employment.leftOn)
        guard first < end else { return [] }
        var changes = [first]
        func note(_ day: LocalDate) { if first < day, day < end { changes.append(day) } }
        for spell in roster.spells(of: person) {
            note(spell.from)
            note(spell.to)
            for stretch in teams.stretches(of: spell.team) {
                note(stretch.from)
                note(stretch.to)
            }
        }
        changes.sort()
        changes.append(end)
        return zip(changes, changes.dropFirst()).filter { $0 < $1 }.map { from, to in
            Workforce.Stay(place: place(of: person, on: from), from: from, to: to)
        }
    }
}
