import Domain
import TestValues
import Testing

@Suite("Who worked where, once separations are taken in")
struct RosterTests {
    /// Joined on day 100: team 1 for ten days, then team 2, for ever.
    private let transferred = [spell(team: 1, joined: 100, from: 100, to: 110), spell(team: 2, joined: 100, from: 110)]

    @Test("Without separations, people's own words stand")
    func withoutSeparations() {
        let roster = Roster(spellsByPerson: [transferred])
        #expect(roster.spells(of: 0).map(\.team) == [1, 2])
        #expect(roster.employments(of: 0) == [.init(joinedOn: day(100), leftOn: .distantFuture, separation: -1)])
        #expect(roster.employments(of: 1).isEmpty && roster.idleSeparations.isEmpty)
    }

    @Test("A separation before the transfer makes the later spell vanish")
    func earlier() {
        let roster = Roster(spellsByPerson: [transferred], separations: separations((0, 105)))
        #expect(roster.spells(of: 0).map(\.team) == [1])
        #expect(roster.spells(of: 0).map(\.to) == [day(105)])
        #expect(roster.employments(of: 0) == [.init(joinedOn: day(100), leftOn: day(105), separation: 0)])
        #expect(roster.isEmployed(0, on: day(104)) && !roster.isEmployed(0, on: day(105)))
    }

    @Test("A separation after left_on lets the last spell run on")
    func later() {
        let left = spell(team: 1, joined: 100, from: 100, to: 110)
        let roster = Roster(spellsByPerson: [[left]], separations: separations((0, 120)))
        #expect(roster.spell(of: 0, on: day(119))?.team == 1)
        #expect(roster.spell(of: 0, on: day(120)) == nil)
        #expect(roster.isEmployed(0, on: day(119)) && !roster.isEmployed(0, on: day(120)))
    }

    @Test("Only the employment's last spell runs on: a day between two spells stays uncovered")
    func between() {
        let spells = [spell(team: 1, joined: 100, from: 100, to: 105), spell(team: 2, joined: 100, from: 110)]
        let roster = Roster(spellsByPerson: [spells], separations: separations((0, 107)))
        #expect(roster.spells(of: 0).map(\.to) == [day(105)])
        #expect(roster.isEmployed(0, on: day(106)) && !roster.isEmployed(0, on: day(107)))
    }

    @Test("It ends the stretch that people has end then, else the latest begun before, else one begun then")
    func rehire() {
        let spells = [spell(team: 1, joined: 100, from: 100, to: 110), spell(team: 2, joined: 120, from: 120)]
        func ends(_ leftOn: Int32..., of spells: [Roster.Spell]) -> [LocalDate] {
            let roster = Roster(spellsByPerson: [spells], separations: separations(leftOn.map { (0, $0) }))
            return roster.employments(of: 0).map(\.leftOn)
        }
        #expect(ends(119, of: spells) == [day(119), .distantFuture])
        #expect(ends(120, of: spells) == [day(120), .distantFuture], "the second begins then and isn't over")
        #expect(ends(121, of: spells) == [day(110), day(121)])
        #expect(ends(105, 130, of: spells) == [day(105), day(130)])
        // The second is gone on the day on which it joined, as people has it.
        let both = [spells[0], spell(team: 2, joined: 120, from: 120, to: 120)]
        #expect(ends(120, of: both) == [day(110), day(120)])
        #expect(ends(120, of: [both[1]]) == [day(120)])
        #expect(ends(100, of: [spells[0]]) == [day(100)], "begun on it")
    }

    @Test("Of two about one stretch the newer counts, whichever date is later, and the other is idle")
    func newer() {
        func settled(_ rows: [(leftOn: Int32, updatedAt: Int64)]) -> (leftOn: LocalDate, idle: [Row]) {
            var columns = separations(rows.map { (0, $0.leftOn) })
            columns.updatedAt = rows.map { Instant(microseconds: $0.updatedAt) }
            let roster = Roster(spellsByPerson: [transferred], separations: columns)
            return (roster.employments(of: 0)[0].leftOn, roster.idleSeparations)
        }
        let unknown = Instant.never.microseconds
        #expect(settled([(130, unknown), (125, unknown)]) == (day(125), [0]), "the one told last")
        #expect(settled([(125, unknown), (130, unknown)]) == (day(130), [0]), "also where the date moves later")
        #expect(settled([(130, 2), (125, 1)]) == (day(130), [1]))
        #expect(settled([(130, 1), (125, 1)]) == (day(125), [0]))
        // One that doesn't say when it changed replaces all before it.
        #expect(settled([(130, 3), (125, unknown), (120, 1)]) == (day(120), [0, 1]))
        #expect(settled([(130, 3), (125, unknown), (120, 2), (115, 1)]) == (day(120), [0, 1, 3]))
    }

    @Test("One without an employment is idle")
    func idle() {
        let roster = Roster(
            spellsByPerson: [transferred, []],
            separations: separations((0, 99), (0, 130), (1, 125), (7, 125), (-1, 125)))
        #expect(roster.employments(of: 0) == [.init(joinedOn: day(100), leftOn: day(130), separation: 1)])
        #expect(roster.idleSeparations == [0, 2, 3, 4])
    }

    // 1970-01-02 was a Friday, so day 1 is one, days 2 and 3 are a weekend and day 4 is a Monday.

    @Test("A contract that follows with no day from Monday to Friday between continues the one before")
    func renewals() {
        func employments(leftOn: Int32, joinedOn: Int32, isRehire: Bool = false) -> [Roster.Employment] {
            let spells = [
                spell(team: 1, joined: -50, from: -50, to: leftOn),
                spell(team: 2, joined: joinedOn, from: joinedOn, isRehire: isRehire),
            ]
            return Array(Roster(spellsByPerson: [spells]).employments(of: 0))
        }
        let one = [Roster.Employment(joinedOn: day(-50), leftOn: .distantFuture, separation: -1)]
        for (leftOn, joinedOn) in [(1, 1), (2, 2), (2, 3), (2, 4), (3, 4), (5, 5)] as [(Int32, Int32)] {
            #expect(employments(leftOn: leftOn, joinedOn: joinedOn) == one, "\(leftOn) \(joinedOn)")
            #expect(
                employments(leftOn: leftOn, joinedOn: joinedOn, isRehire: true).map(\.joinedOn) == [
                    day(-50), day(joinedOn),
                ])
        }
        for (leftOn, joinedOn) in [(1, 2), (1, 4), (3, 5), (4, 5), (2, 9)] as [(Int32, Int32)] {
            #expect(
                employments(leftOn: leftOn, joinedOn: joinedOn).map(\.leftOn) == [day(leftOn), .distantFuture],
                "\(leftOn) \(joinedOn)")
        }
    }

    @Test("What is continued lasts until the next contract begins, in its last team, and is one employment")
    func continued() {
        let spells = [
            spell(team: 1, joined: -50, from: -50, to: 2), spell(team: 2, joined: 4, from: 4, to: 9),
            spell(team: 3, joined: 9, from: 9),
        ]
        let roster = Roster(spellsByPerson: [spells])
        #expect(roster.employments(of: 0).count == 1)
        #expect([1, 3, 4, 8, 9].map { roster.spell(of: 0, on: day($0))?.team } == [1, 1, 2, 2, 3])
        #expect(roster.spells(of: 0).allSatisfy { $0.joinedOn == day(-50) && $0.employedUntil == .distantFuture })
    }

    @Test("Leaving breaks a renewal where turnover says so, and the end of a contract doesn't, nor is it idle")
    func brokenRenewals() {
        let spells = [spell(team: 1, joined: -50, from: -50, to: 1), spell(team: 2, joined: 1, from: 1)]
        func roster(_ rows: (leftOn: Int32, type: SeparationType?)...) -> Roster {
            var columns = separations(rows.map { (0, $0.leftOn) })
            columns.type = rows.map(\.type)
            return Roster(spellsByPerson: [spells], separations: columns)
        }
        for type in [SeparationType.voluntary, .involuntary, .retirement] {
            #expect(roster((1, type)).employments(of: 0).map(\.leftOn) == [day(1), .distantFuture])
        }
        for type in [SeparationType.endOfContract, .other, nil] {
            let roster = roster((1, type), (-3, type))
            #expect(roster.employments(of: 0).map(\.leftOn) == [.distantFuture])
            #expect(roster.employments(of: 0).map(\.separation) == [-1])
            #expect(roster.idleSeparations.isEmpty)
        }
        // It competes with none, though it is newer.
        let both = roster((-3, .voluntary), (1, .endOfContract))
        #expect(both.employments(of: 0).map(\.leftOn) == [day(-3), .distantFuture])
        #expect(both.idleSeparations.isEmpty)
    }

    @Test("An employment of no day stays known, and so does one that ended before its first spell")
    func withoutADay() {
        let late = spell(team: 1, joined: 100, from: 110)
        let roster = Roster(
            spellsByPerson: [[spell(team: 1, joined: 100, from: 100, to: 100)], transferred, [late]],
            separations: separations((1, 100), (2, 105)))
        for person in [0, 1] as [Person] {
            #expect(roster.employments(of: person).map(\.leftOn) == [day(100)])
            #expect(roster.knows(person, before: day(101)) && !roster.isEmployed(person, on: day(100)))
            #expect(roster.spell(of: person, on: day(100)) == nil)
        }
        #expect(roster.isEmployed(2, on: day(104)) && !roster.isEmployed(2, on: day(105)))
        #expect(roster.spell(of: 2, on: day(104)) == nil)
    }

    @Test("The teams of a day are those that something is known of then")
    func teams() {
        let open = TeamHistory.Stretch(department: .unknown, from: .distantPast, to: .distantFuture)
        let closed = TeamHistory.Stretch(department: 7, from: day(100), to: day(110))
        let teams = TeamHistory(stretches: [4: [closed], 1: [open], 2: []])
        #expect(teams.all(on: day(109)) == [1, 4])
        #expect(teams.all(on: day(110)) == [1])
        #expect(TeamHistory().all(on: day(100)).isEmpty)
    }
}

private func day(_ number: Int32) -> LocalDate { LocalDate(daysSinceEpoch: number) }

private func spell(
    team: Symbol, joined: Int32, from: Int32, to: Int32? = nil, isRehire: Bool = false
) -> Roster.Spell {
    Roster.Spell(
        team: team, department: .unknown, level: .unknown, joinedOn: day(joined), from: day(from),
        to: to.map(day) ?? .distantFuture, isRehire: isRehire)
}

private func separations(_ rows: (person: Person, leftOn: Int32)...) -> SeparationColumns { separations(rows) }

private func separations(_ rows: [(person: Person, leftOn: Int32)]) -> SeparationColumns {
    var columns = SeparationColumns()
    for row in rows {
        columns.person.append(row.person)
        columns.leftOn.append(day(row.leftOn))
        columns.type.append(nil)
        columns.regretted.append(-1)
        columns.updatedAt.append(.never)
    }
    return columns
}
