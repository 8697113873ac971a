import Domain
import TestValues
import Testing
import Warehouse

@testable import Disclosure

/// What is withheld of figures of January, released or not, as of an instant.
private func withholding(
    _ figures: [Figure], standing: [ReleaseRow] = [], former: [ReleaseRow] = [], settings: Settings = Settings(widely),
    present: Set<String> = examplePresence, sheet: Sheet = exampleSheet, now: String = "2026-02-04",
    isLeft: Bool = false
) -> Withholding {
    func byCell(_ rows: [ReleaseRow]) -> [Cell: ReleaseRow] {
        Dictionary(uniqueKeysWithValues: rows.map { ($0.figure.cell, $0) })
    }
    return Withholding(
        sheet: sheet, period: january, settings: settings, now: at(now), present: present,
        figures: DisclosureTests.byCell(figures), standing: byCell(standing), former: byCell(former),
        groups: SmallGroups(
            sheet: sheet, period: january, organization: "acme", settings: settings, scopes: exampleTeams),
        isLeft: isLeft)
}

/// What a release makes of figures.
private func released(_ figures: [Figure]) -> [ReleaseRow] {
    SmallGroups(
        sheet: exampleSheet, period: january, organization: "acme", settings: Settings(widely), scopes: exampleTeams
    ).rows(for: byCell(figures), present: examplePresence)
}

@Suite("Why a cell shows nothing, or something else than the ledger holds") struct WithholdingTests {
    private let team = exampleTeams[0]

    @Test("What is shown as it is needs no reason")
    func shown() {
        let figures = [figure(cell(), people: 9)]
        #expect(withholding(figures, standing: released(figures)).reasons(for: cell()) == [])
    }

    @Test("A group of four is too small; of nobody, too")
    func tooFew() {
        let figures = [figure(cell(), people: 9), figure(cell(team), people: 4)]
        let rules = withholding(figures, standing: released(figures))
        #expect(rules.reasons(for: cell(team)) == [.tooFewPeople(least: 5)])
        #expect(rules.reasons(for: cell(exampleTeams[1])) == [.tooFewPeople(least: 5)])
    }

    @Test("A fixed period of another definition stays as it is, and no release is promised; what must be hidden goes")
    func fixed() {
        let before = released([figure(cell(), people: 9), figure(cell(team), people: 9)])
        func rules(isLeft: Bool) -> Withholding {
            withholding(
                [figure(cell(), value: 2, people: 29), figure(cell(team), people: 4)], standing: before, isLeft: isLeft)
        }
        #expect(rules(isLeft: false).reasons(for: cell()) == [.nextRelease])
        #expect(rules(isLeft: true).reasons(for: cell()) == [.fixed])
        #expect(rules(isLeft: true).reasons(for: cell(team)) == [.nextRelease])
        // Of a team that nothing was shown of, nothing new is.
        let other = exampleTeams[1]
        #expect(
            withholding(
                [figure(cell(), people: 9), figure(cell(other), people: 9)], standing: released([]), isLeft: true
            ).reasons(for: cell(other)).contains(.fixed))
    }

    @Test("A part that is rare in the organization is too small; a team's is beneath that, or beneath its own total")
    func beneath() {
        let figures = [
            figure(cell(), people: 9), figure(cell(.organization, "rare"), people: 4), figure(cell(team), people: 9),
            figure(cell(team, "rare"), people: 4), figure(cell(.organization, "common"), people: 9),
            figure(cell(exampleTeams[1]), people: 4), figure(cell(exampleTeams[1], "common"), people: 4),
        ]
        let rules = withholding(figures, standing: released(figures))
        #expect(rules.reasons(for: cell(.organization, "rare")) == [.tooFewPeople(least: 5)])
        #expect(rules.reasons(for: cell(team, "rare")) == [.beneath([cell(.organization, "rare")])])
        #expect(rules.reasons(for: cell(exampleTeams[1], "common")) == [.beneath([cell(exampleTeams[1])])])
    }

    @Test("Three days after its end a period is due, by the organization's zone; then the next release brings it")
    func due() {
        let figures = [figure(cell(), people: 9)]
        let bogota = Settings(["zone": "America/Bogota"])
        // Midnight of 4 February at five hours behind.
        let notDue = WithholdingReason.notDue(at("2026-02-04T05:00"))
        #expect(withholding(figures, settings: bogota, now: "2026-02-04T04:59").reasons(for: cell()) == [notDue])
        #expect(withholding(figures, settings: bogota, now: "2026-02-04T05:00").reasons(for: cell()) == [.nextRelease])
    }

    @Test("Four changed people hold the release back, five don't")
    func heldBack() {
        let standing = released([figure(cell(), value: 1, people: 9)])
        func changed(_ count: Int) -> [Figure] {
            let contributions = onePersonABucket.prefix(9).enumerated().map { ($1, UInt64($0 < count ? 2 : 1)) }
            return [figure(cell(), value: 2, Dictionary(uniqueKeysWithValues: contributions))]
        }
        #expect(withholding(changed(4), standing: standing).reasons(for: cell()) == [.heldBack(changed: 4, least: 5)])
        #expect(withholding(changed(5), standing: standing).reasons(for: cell()) == [.nextRelease])
    }

    @Test("A hidden row that would be shown now stays hidden while too few changed, and both is said")
    func hiddenAndHeldBack() {
        let standing = released([figure(cell(), people: 9), figure(cell(team), people: 4)])
        let now = [figure(cell(), people: 9), figure(cell(team), people: 6)]
        #expect(
            withholding(now, standing: standing).reasons(for: cell(team))
                == [.tooFewPeople(least: 5), .heldBack(changed: 2, least: 5)])
    }

    @Test("What came and went is held back by what it showed last")
    func former() {
        let former = released([figure(cell(), value: 1, people: 9)])
        let figures = [figure(cell(), value: 2, people: 10)]
        #expect(withholding(figures, former: former).reasons(for: cell()) == [.heldBack(changed: 1, least: 5)])
    }

    @Test("Without what it needs there is no data, and the missing is named")
    func noData() {
        let standing = SmallGroups(
            sheet: exampleSheet, period: january, organization: "acme", settings: Settings(widely), scopes: []
        ).rows(for: [:], present: [])
        #expect(
            withholding([], standing: standing, present: []).reasons(for: cell())
                == [.lacksData(["help_requests", "help_requests.opened_at"])])
    }

    @Test("Before the data is complete nothing is shown")
    func beforeData() {
        let settings = Settings(["data_since": "2026-01-02"])
        #expect(
            withholding([figure(cell(), people: 9)], settings: settings).reasons(for: cell())
                == [.beforeData(since: day("2026-01-02"))])
    }
}
