import Domain
import Testing
import Warehouse

@testable import Disclosure

@Suite struct ReplacementTests {
    private func row(
        _ cell: Cell = cell(), value: Double = 1, version: Int = 1, state: PublishedFigure.State = .released,
        changed: Int = 0
    ) -> ReleaseRow {
        let people = onePersonABucket.enumerated().map { ($1, UInt64($0 < changed ? 2 : 1)) }
        return ReleaseRow(
            figure: PublishedFigure(
                organization: "acme", kpi: "example", version: version, cell: cell, period: january, unit: .seconds,
                estimate: state == .released ? Estimate(value) : .none, n: state == .released ? 16 : nil, censored: nil,
                coverage: nil, state: state),
            digest: contributors(Dictionary(uniqueKeysWithValues: people)).digest)
    }

    private func replaces(_ standing: ReleaseRow, _ draft: ReleaseRow) -> Bool {
        Replacement.replaces(standing, with: draft, sheet: exampleSheet)
    }

    @Test("Until five people's contributions differ, what stands stays")
    func leastChange() {
        for changed in 1...4 { #expect(!replaces(row(), row(value: 2, changed: changed))) }
        for changed in 5...16 { #expect(replaces(row(), row(value: 2, changed: changed))) }
    }

    @Test("What stays for that is counted, and nothing that is the same, or hidden")
    func heldBackCount() {
        func count(_ standing: ReleaseRow, _ draft: ReleaseRow) -> Int {
            Replacement.changes(from: [cell(): standing], to: [draft], sheet: exampleSheet, figures: [:]).heldBack
        }
        #expect(count(row(), row(value: 2, changed: 4)) == 1)
        #expect(count(row(), row(state: .suppressed, changed: 4)) == 1)
        #expect(count(row(), row(value: 2, changed: 5)) == 0)
        #expect(count(row(), row(changed: 4)) == 0)
        #expect(count(row(state: .suppressed), row(value: 2, changed: 4)) == 0)
    }

    @Test("Where one person's change can show in two buckets, it takes more than eight")
    func peopleWithoutNames() {
        func replaces(changed: Int) -> Bool {
            Replacement.replaces(
                row(), with: row(value: 2, changed: changed), sheet: sheet(version: 1, bucketsPerPerson: 2))
        }
        for changed in 1...8 { #expect(!replaces(changed: changed)) }
        for changed in [0] + Array(9...16) { #expect(replaces(changed: changed)) }
    }

    @Test("A record that changes the coverage alone moves nothing, as nobody knows how many people it concerns")
    func coverageAlone() {
        var draft = row()
        draft.figure.coverage = 0.5
        #expect(!replaces(row(), draft))
        draft.figure.estimate = Estimate(2)
        #expect(replaces(row(), draft))
        var changed = row(changed: 5)
        changed.figure.coverage = 0.5
        #expect(replaces(row(), changed))
    }

    @Test("A part that isn't listed any more goes where it was shown of fewer people than it takes, or is sensitive")
    func unlistedParts() {
        let part = cell(.organization, "x")
        func gone(_ sheet: Sheet, isObsolete: Bool) -> [Cell] {
            Replacement.changes(
                from: [cell(): row(), part: row(part)], to: [row()], sheet: sheet,
                figures: byCell([figure(part, value: 1, [onePersonABucket[0]: 7])]),
                isObsolete: { $0.figure.cell == part && isObsolete }
            ).gone
        }
        #expect(gone(exampleSheet, isObsolete: true) == [part])
        var sensitive = exampleSheet
        sensitive.sensitiveBreakdowns = ["kind"]
        #expect(gone(sensitive, isObsolete: false) == [part])
    }

    @Test("To hide what stands takes as many changes as to change it")
    func hiding() {
        #expect(!replaces(row(), row(state: .suppressed, changed: 1)))
        #expect(replaces(row(), row(state: .suppressed, changed: 5)))
    }

    @Test("What says the same is not replaced, whoever changed behind it")
    func same() {
        #expect(!replaces(row(), row(changed: 9)))
    }

    @Test("Another version, another setting and the end of no data replace at once")
    func definitions() {
        #expect(replaces(row(), row(value: 2, version: 2, changed: 1)))
        #expect(replaces(row(), row(state: .suppressed)))
        #expect(replaces(row(state: .noData), row(changed: 1)))
        #expect(replaces(row(), row(state: .noData, changed: 1)))
    }

    // MARK: - Whole releases

    private func changes(
        _ standing: [ReleaseRow], _ drafts: [ReleaseRow], _ figures: [Figure] = [], sheet: Sheet = exampleSheet
    ) -> ([Cell], [Cell]) {
        let changes = Replacement.changes(
            from: Dictionary(uniqueKeysWithValues: standing.map { ($0.figure.cell, $0) }), to: drafts, sheet: sheet,
            figures: byCell(figures))
        return (changes.rows.map(\.figure.cell), changes.gone)
    }

    private let part = cell(.organization, "x")
    private let team = cell(Scope(.team, "a"))
    private let teamsPart = cell(Scope(.team, "a"), "x")

    @Test("The first release adds everything")
    func first() {
        let drafts = [row(), row(part), row(team), row(teamsPart)]
        #expect(changes([], drafts) == (drafts.map(\.figure.cell).sorted(), []))
    }

    @Test("A part does not come while the row above it is held back as hidden")
    func heldBack() {
        let (rows, gone) = changes(
            [row(), row(part), row(team, state: .suppressed)],
            [row(), row(part), row(team, changed: 1), row(teamsPart)])
        #expect(rows == [] && gone == [])
    }

    @Test("When a row is hidden, the parts beneath it go with it")
    func goTogether() {
        let (rows, gone) = changes(
            [row(), row(part), row(team), row(teamsPart)], [row(), row(part), row(team, state: .suppressed)])
        #expect(rows == [team] && gone == [teamsPart])
    }

    @Test("When the minimum hides the organization's part, it goes, and so do the teams' parts")
    func partGoes() {
        let standing = [row(), row(part), row(team), row(teamsPart)]
        let same = Figure(
            cell: part, unit: .seconds, estimate: Estimate(1), n: 16, censored: nil, coverage: nil,
            contributors: Contributors(people: 16, digest: standing[1].digest))
        #expect(changes(standing, [row(), row(team)], [same]) == ([], [part, teamsPart]))
    }

    @Test("A part of which one person left stays as it stands, for its going would tell")
    func partStays() {
        let standing = [row(), row(part), row(team), row(teamsPart)]
        let left = Figure(
            cell: part, unit: .seconds, estimate: Estimate(1), n: 4, censored: nil, coverage: nil,
            contributors: Contributors(people: 4, digest: row(changed: 1).digest))
        #expect(changes(standing, [row(), row(team)], [left]) == ([], []))
    }

    @Test("A measure without a whole has its parts all the same, a team's beneath the organization's")
    func withoutWhole() {
        let sheet = sheet(version: 1, hasWhole: false)
        #expect(changes([], [row(part), row(teamsPart)], sheet: sheet) == ([part, teamsPart], []))
        #expect(changes([row(part), row(teamsPart)], [], sheet: sheet) == ([], [part, teamsPart]))
        let held = changes([row(part, state: .suppressed)], [row(part, changed: 1), row(teamsPart)], sheet: sheet)
        #expect(held == ([], []))
    }

    @Test("A row that said that there is no data goes when the data has no such row")
    func noDataGoes() {
        let sheet = sheet(version: 1, hasWhole: false)
        #expect(changes([row(state: .noData)], [row(part)], sheet: sheet) == ([part], [cell()]))
    }

    @Test("When there is no data after all, everything that was shown of the measure goes at once")
    func dataWithdrawn() {
        let team = cell(exampleTeams[0])
        let other = cell(exampleTeams[0], nil, "share")
        let gone = changes([row(), row(team), row(other)], [row(state: .noData, changed: 1)])
        #expect(gone == ([cell()], [team, other]))
    }

    @Test("Rows of a former version that are no longer listed go")
    func formerVersion() {
        let old = cell(.organization, nil, "mean")
        #expect(changes([row(), row(old)], [row(version: 2)], sheet: sheet(version: 2)) == ([cell()], [old]))
    }
}
