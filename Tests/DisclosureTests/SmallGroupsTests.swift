import Domain
import Testing
import Warehouse

@testable import Disclosure

@Suite struct SmallGroupsTests {
    private func rows(
        _ figures: [Figure], settings: [String: String] = [:], present: Set<String> = examplePresence,
        sheet: Sheet = exampleSheet
    ) -> [Cell: PublishedFigure] {
        let rows = SmallGroups(
            sheet: sheet, period: january, organization: "acme", settings: Settings(settings.merging(widely) { $1 }),
            scopes: exampleTeams
        ).rows(for: byCell(figures), present: present)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.figure.cell, $0.figure) })
    }

    @Test("Four people are hidden, five are shown")
    func five() {
        for (people, state) in [
            (0, "suppressed"), (1, "suppressed"), (4, "suppressed"), (5, "released"), (6, "released"),
        ] {
            #expect(rows([figure(cell(), people: people)])[cell()]?.state.rawValue == state, "\(people) people")
        }
    }

    @Test("The minimum can be raised to seven, and not lowered to three")
    func raised() {
        let six = [figure(cell(), people: 6)]
        #expect(rows(six, settings: ["minimum_group": "7"])[cell()]?.state == .suppressed)
        #expect(rows([figure(cell(), people: 7)], settings: ["minimum_group": "7"])[cell()]?.state == .released)
        #expect(rows([figure(cell(), people: 4)], settings: ["minimum_group": "3"])[cell()]?.state == .suppressed)
    }

    @Test("A small group, an empty one and one without any figure look the same")
    func same() {
        let rows = rows([
            figure(cell(), people: 9), figure(cell(exampleTeams[0]), people: 4),
            figure(cell(exampleTeams[1]), people: 0),
        ])
        func anonymous(_ scope: Scope) -> PublishedFigure? {
            var row = rows[cell(scope)]
            row?.cell = cell()
            return row
        }
        let small = anonymous(exampleTeams[0])
        #expect(small?.state == .suppressed)
        #expect(small?.estimate == Estimate.none && small?.n == nil && small?.censored == nil && small?.coverage == nil)
        #expect(small == anonymous(exampleTeams[1]) && small == anonymous(exampleTeams[2]))
    }

    @Test("A measure without a whole lists the organization's shown parts for every team, and no whole")
    func withoutWhole() {
        let figures = [
            figure(cell(.organization, "x"), people: 9), figure(cell(.organization, "y"), people: 4),
            figure(cell(exampleTeams[0], "x"), people: 5), figure(cell(exampleTeams[1], "x"), people: 4),
        ]
        let rows = rows(figures, sheet: sheet(version: 1, hasWhole: false))
        #expect(Set(rows.keys) == Set(([Scope.organization] + exampleTeams).map { cell($0, "x") }))
        #expect(rows[cell(exampleTeams[0], "x")]?.state == .released)
        #expect(rows[cell(exampleTeams[1], "x")]?.state == .suppressed)
    }

    @Test("A shown figure that was refused is released without a value")
    func refused() {
        let row = rows([figure(cell(), value: nil, people: 5)])[cell()]
        #expect(row?.state == .released && row?.estimate.value == nil && row?.n == 5)
    }

    @Test(
        "Every known team is listed, with figures or without; statistics that are no headline for the organization alone"
    )
    func universe() {
        #expect(
            Set(rows([]).keys) == Set([cell(.organization, nil, "share"), cell()] + exampleTeams.map { cell($0) }))
    }

    @Test("A breakdown's row is listed only beneath a shown total and a shown part of the organization")
    func beneath() {
        let (a, b, c) = (exampleTeams[0], exampleTeams[1], exampleTeams[2])
        let rows = rows([
            figure(cell(), people: 12), figure(cell(.organization, "x"), people: 8),
            figure(cell(.organization, "y"), people: 4),
            figure(cell(a), people: 6), figure(cell(a, "x"), people: 5), figure(cell(a, "y"), people: 2),
            figure(cell(b), people: 4), figure(cell(b, "x"), people: 3),
            figure(cell(c), people: 5),
        ])
        let parts = rows.filter { $0.key.breakdown != .none && $0.key.statistic == "p50" }.mapValues(\.state)
        // y is rare everywhere, b's total is hidden; c has nobody with x, which looks like few.
        #expect(parts == [cell(.organization, "x"): .released, cell(a, "x"): .released, cell(c, "x"): .suppressed])
    }

    @Test("Of a sensitive breakdown all parts are listed or none: each takes five people inside and five outside")
    func sensitive() {
        func listed(x: Int, outside: Int, _ breakdowns: Set<String> = ["kind"], minimum: Int = 5) -> Set<String> {
            var sheet = sheet(version: 1)
            sheet.sensitiveBreakdowns = breakdowns
            var (part, rest) = (
                figure(cell(.organization, "x"), people: x), figure(cell(.organization, "y"), people: 20)
            )
            part.exposure.outside.whole = RoleCounts(outside)
            rest.exposure.outside.whole = RoleCounts(x)
            let rows = rows(
                [figure(cell(), people: 40), part, rest], settings: ["minimum_group": "\(minimum)"], sheet: sheet)
            return Set(rows.values.filter { $0.state == .released }.map(\.cell.breakdown.value))
        }
        #expect(listed(x: 5, outside: 5) == ["", "x", "y"])
        #expect(listed(x: 4, outside: 9) == [""])
        #expect(listed(x: 9, outside: 4) == [""])
        #expect(listed(x: 4, outside: 9, []) == ["", "y"])
        // Outside no more than ten are counted.
        #expect(listed(x: 12, outside: 10, minimum: 12) == ["", "x", "y"])
        #expect(listed(x: 11, outside: 10, minimum: 12) == [""])
        #expect(listed(x: 12, outside: 9, minimum: 12) == [""])
    }

    @Test("A share of something personal is coded: only n is said, and parts are listed beneath it")
    func coded() {
        var figure = figure(cell(.organization, nil, "share"), value: 0.25, people: 8)
        figure.exposure.sides = .init(before: 2, after: 6)
        let row = rows([figure], sheet: sheet(version: 1, minimum: .coded))[figure.cell]
        #expect(row?.state == .codedLow && row?.estimate == Estimate.none && row?.n == 10 && row?.coverage == 1)
    }

    @Test("Beneath a hidden organization there is no part at all")
    func hiddenOrganization() {
        let rows = rows([figure(cell(), people: 4), figure(cell(.organization, "x"), people: 4)])
        #expect(!rows.keys.contains { $0.breakdown != .none })
    }

    @Test("Where the organization lacks the dataset there is one row a statistic, which says no data")
    func noData() {
        for present in [[], ["people"], ["help_requests"]] as [Set<String>] {
            let rows = rows([figure(cell(), people: 9)], present: present)
            #expect(rows.mapValues(\.state) == [cell(): .noData, cell(.organization, nil, "share"): .noData])
            #expect(rows.values.allSatisfy { $0.estimate == Estimate.none && $0.n == nil })
        }
    }
}
