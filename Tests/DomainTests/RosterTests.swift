import Domain
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

    @Test("It ends the employment with the latest joined_on not after it, be it the same day")
    func rehire() {
        let spells = [spell(team: 1, joined: 100, from: 100, to: 110), spell(team: 2, joined: 120, from: 120)]
        func ends(_ leftOn: Int32...) -> [LocalDate] {
            let roster = Roster(spellsByPerson: [spells], separations: separations(leftOn.map { (0, $0) }))
            return roster.employments(of: 0).map(\.leftOn)
        }
        #expect(ends(119) == [day(119), .distantFuture])
        #expect(ends(120) == [day(110), day(120)])
        #expect(ends(130) == [day(110), day(130)])
        #expect(ends(105, 130) == [day(105), day(130)])
    }

    @Test("Of two on one employment the earlier ends it and the other is idle, as is one without an employment")
    func idle() {
        let roster = Roster(
            spellsByPerson: [transferred, []],
            separations: separations((0, 99), (0, 130), (0, 125), (1, 125), (7, 125), (-1, 125)))
        #expect(roster.employments(of: 0) == [.init(joinedOn: day(100), leftOn: day(125), separation: 2)])
        #expect(roster.idleSeparations == [0, 1, 3, 4, 5])
    }

    @Test("An employment of no day stays known, and so does one that ended before its first spell")
    func withoutADay() {
        let late = spell(team: 1, joined: 100, from: 110)
        let roster = Roster(
            spellsByPerson: [[spell(team: 1, joined: 100, from: 100, to: 100)], transferred, [late]],
            separations: separations((1, 100), (2, 105)))
        for person in Int32(0)...1 {
            #expect(roster.employments(of: person).map(\.leftOn) == [day(100)])
            #expect(roster.knows(person, before: day(101)) && !roster.isEmployed(person, on: day(100)))
            #expect(roster.spell(of: person, on: day(100)) == nil)
        }
        #expect(roster.isEmployed(2, on: day(104)) && !roster.isEmployed(2, on: day(105)))
        #expect(roster.spell(of: 2, on: day(104)) == nil)
    }
}

private func day(_ number: Int32) -> LocalDate { LocalDate(daysSinceEpoch: number) }

private func spell(team: SymbolTable.Symbol, joined: Int32, from: Int32, to: Int32? = nil) -> Roster.Spell {
    Roster.Spell(
        team: team, department: SymbolTable.none, level: SymbolTable.none, joinedOn: day(joined), from: day(from),
        to: to.map(day) ?? .distantFuture)
}

private func separations(_ rows: (person: Int32, leftOn: Int32)...) -> SeparationColumns { separations(rows) }

private func separations(_ rows: [(person: Int32, leftOn: Int32)]) -> SeparationColumns {
    var columns = SeparationColumns()
    for row in rows {
        columns.person.append(row.person)
        columns.leftOn.append(day(row.leftOn))
        columns.type.append(SymbolTable.none)
        columns.regretted.append(-1)
    }
    return columns
}
