import Domain
import TestSupport
import Testing
import Warehouse

@Suite struct LedgerRetentionTests {
    private func pages(_ database: MigratedDatabase) async throws -> Int {
        try await database.number("SELECT count(*) FROM mutuality.ledger_page")
    }

    private func values(_ database: MigratedDatabase) async throws -> [String] {
        try await database.texts(
            """
            SELECT DISTINCT ON (scope_id) scope_id, value FROM mutuality.ledger ORDER BY scope_id, computation_id DESC
            """)
    }

    @Test("What a value was is kept for ten years; then older pages are one, and every cell has its last value of then")
    func merged() async throws {
        try await MigratedDatabase.with { database in
            func enter(_ value: Double, now: String) async throws {
                let changing = figure(cell(exampleTeams[0]), value: value, [1: 1])
                let lasting = figure(cell(exampleTeams[1]), value: 7, [2: 1])
                try await database.enter([changing, lasting], now: now)
            }
            try await enter(1, now: "2026-02-01")
            try await enter(2, now: "2026-03-01")
            try await enter(3, now: "2036-01-31")
            #expect(try await pages(database) == 3)
            #expect(try await database.number("SELECT count(*) FROM mutuality.restatement") == 2)

            try await enter(4, now: "2036-03-15")
            #expect(try await pages(database) == 3)
            #expect(try await database.number("SELECT count(*) FROM mutuality.restatement") == 2)
            #expect(
                try await values(database) == [#"{"scope_id":"a","value":4}"#, #"{"scope_id":"b","value":7}"#])
        }
    }

    @Test("Many figures of teams are stored apart from others, and reading the others leaves them where they are")
    func apart() async throws {
        try await MigratedDatabase.with { database in
            let teams = (0..<600).map { figure(cell(Scope(.team, "team \($0)")), value: Double($0), people: 5) }
            let others = [Scope.organization, Scope(.department, "d")].map { figure(cell($0), value: 1, people: 5) }
            try await database.enter(teams + others, now: "2026-02-01")
            #expect(try await pages(database) == 2)
            let target = KPIPeriod(kpi: exampleSheet.id, period: january)
            let organization = try await database.organization().id
            func latest(_ scopes: Set<ScopeKind>) async throws -> Set<Cell> {
                try await database.warehouse.transaction(as: .compute) { connection in
                    let unread = try await Ledger.unread(target, in: scopes, organization: organization, on: connection)
                    return Set(try unread.latest { _ in true }.keys)
                }
            }
            #expect(try await latest([.organization, .department]) == Set(others.map(\.cell)))
            #expect(try await latest([.team]) == Set(teams.map(\.cell)))
            let everywhere = Set(ScopeKind.allCases)
            #expect(try await latest(everywhere) == Set((teams + others).map(\.cell)))

            // Quarters publish teams: there is nothing to leave.
            try await database.enter(
                teams + others, period: Period(.quarter, year: 2026, ordinal: 0), now: "2026-04-01")
            #expect(try await pages(database) == 3)
        }
    }

    @Test("Of pages that another definition came after nothing is read, since all was written anew with it")
    func redefined() async throws {
        try await MigratedDatabase.with { database in
            func enter(_ values: [Double], version: Int, now: String) async throws {
                let figures = zip(exampleTeams, values).map { figure(cell($0), value: $1, people: 5) }
                try await database.enter(figures, version: version, now: now)
            }
            try await enter([1, 2, 3], version: 1, now: "2026-02-01")
            try await enter([4, 5], version: 2, now: "2026-02-02")
            try await enter([4, 6], version: 2, now: "2026-02-03")
            let organization = try await database.organization().id
            let target = KPIPeriod(kpi: exampleSheet.id, period: january)
            let (unread, latest) = try await database.warehouse.transaction(as: .compute) { connection in
                (
                    try await Ledger.unread(
                        target, in: [.team], organization: organization, on: connection),
                    try await Ledger.latest(of: target, organization: organization, on: connection)
                )
            }
            #expect(try unread.latest { _ in true } == latest)
            #expect(
                latest.mapValues(\.estimate.value) == [
                    cell(exampleTeams[0]): 4, cell(exampleTeams[1]): 6, cell(exampleTeams[2]): nil,
                ])
            #expect(unread.parts.count == 2 && latest[cell(exampleTeams[2])]?.n == 0)
        }
    }

    @Test("A page of many cells is stored in parts, and of what is computed again only what differs is written")
    func parts() async throws {
        try await MigratedDatabase.with { database in
            var figures = (0..<20_001).map { number in
                figure(cell(Scope(.team, "team \(number)")), value: Double(number), people: 5)
            }
            try await database.enter(figures, now: "2026-02-01")
            #expect(try await pages(database) == 3)
            try await database.enter(figures, now: "2026-02-02")
            #expect(try await pages(database) == 3)

            figures[17].estimate = Estimate(-1)
            let gone = figures.remove(at: 20_000)
            try await database.enter(figures, now: "2026-02-03")
            #expect(try await pages(database) == 4)
            #expect(
                try await database.texts(
                    """
                    SELECT scope_id, value, n FROM mutuality.ledger
                    WHERE computation_id = (SELECT max(computation_id) FROM mutuality.ledger) ORDER BY scope_id
                    """)
                    == [
                        #"{"scope_id":"team 17","value":-1,"n":5}"#, #"{"scope_id":"team 20000","value":null,"n":0}"#,
                    ])
            try await database.enter(figures + [gone], now: "2026-02-04")
            #expect(try await database.number("SELECT count(*) FROM mutuality.ledger") == 20_004)
            #expect(try await pages(database) == 5)
        }
    }
}
