import Domain
import Postgres
import TestSupport
import TestValues
import Testing
import Warehouse

@testable import Disclosure

@Suite("Verdicts in the release")
struct VerdictReleaseTests {
    private static let briefing = Sheet.Briefing(.timelyHelp, matters: .aFifth, next: "Who?")

    /// Enters a value a month from January 2023 on, with limits a tenth off; `nil` is a group of four.
    private func enter(
        _ values: [Double?], from first: Int = 0, round: UInt64 = 0, people count: Int = 9,
        into database: MigratedDatabase
    ) async throws {
        for (ordinal, value) in values.enumerated() {
            let people = onePersonABucket.prefix(value == nil ? 4 : count)
            let contributions = Dictionary(uniqueKeysWithValues: people.map { ($0, 1 + round) })
            let entered = Figure(
                cell: cell(), unit: .seconds,
                estimate: Estimate(value, lower: value.map { 0.9 * $0 }, upper: value.map { 1.1 * $0 }), n: 9,
                censored: 0,
                coverage: 1, contributors: contributors(contributions))
            let month = first + ordinal
            try await database.enter(
                [entered], period: Period(.month, year: 2023 + month / 12, ordinal: month % 12), now: "2029-01-01")
        }
    }

    private func judged(version: Int = 1) -> Sheet {
        sheet(version: version, direction: .lowerIsBetter).with(Self.briefing)
    }

    private func release(_ database: MigratedDatabase, version: Int = 1, now: String) async throws -> Releaser.Outcome {
        try await Releaser(warehouse: database.warehouse, sheets: [judged(version: version)]).release(
            database.organization(), now: at(now))
    }

    /// Months whose figure was published otherwise before, lately.
    private func revised(_ database: MigratedDatabase) async throws -> [String] {
        try await database.warehouse.revisions(of: "acme", judgedBy: [judged()]).map(\.period.name)
    }

    /// What is said of the months in turn, and what of them is held against.
    private func said(
        _ database: MigratedDatabase, asKnownAt instant: Instant? = nil
    ) async throws -> [(verdict: String?, reference: Double?)] {
        try await database.warehouse.publishedFigures(of: "acme", asKnownAt: instant).filter { $0.cell == cell() }
            .sorted { $0.period < $1.period }.map { ($0.verdict?.rawValue, $0.reference) }
    }

    @Test("A month is held against the mean of those before it, and the first ones are too early")
    func judged() async throws {
        try await MigratedDatabase.with { database in
            try await enter([1000, 1100, 1000, 1100, 1000, 1100, 1000, nil, 9000], into: database)
            _ = try await release(database, now: "2030-01-01")
            let said = try await said(database)
            #expect(
                said.map(\.verdict) == [
                    "too early", "too early", "too early", "too early", "too early", "too early", "steady", nil,
                    "worse",
                ])
            // The seventh is 4.5 % under the mean; its arm, √((ln 1.1)² + 6 (ln 0.9)²/36) = 0.105, keeps it within a fifth.
            // √(1000 · 1100), and of seven: exp((4 ln 1000 + 3 ln 1100) / 7).
            #expect(said[2].reference == 1049 && said[8].reference == 1042 && said[7].reference == nil)
        }
    }

    @Test("A corrected month changes what is said of later ones, and what was said before stays known")
    func corrected() async throws {
        try await MigratedDatabase.with { database in
            try await enter([1000, 1100, 1000, 1100, 1000, 1100, 1000, 9000], into: database)
            _ = try await release(database, now: "2030-01-01")
            #expect(try await said(database).last?.verdict == "worse")
            // The months before were as slow after all.
            try await enter([9000, 8900, 9000, 8900, 9000, 8900, 9000], round: 7, into: database)
            let outcome = try await release(database, now: "2030-02-01")
            #expect(outcome.release == 2)
            let now = try await said(database)
            #expect(now.last?.verdict == "steady" && now.last?.reference == 8957)
            let before = try await said(database, asKnownAt: at("2030-01-15"))
            #expect(before.last?.verdict == "worse")
            #expect(try await release(database, now: "2030-03-01").release == nil)
            // The seventh month was slow from the beginning; what is said of the eighth has changed, and not its value.
            let months = (1...7).map { "2023-0\($0)" }
            #expect(try await revised(database) == months)
            // A release a quarter later is news, and those before it no longer.
            try await enter([1000], from: 8, into: database)
            _ = try await release(database, now: "2030-06-01")
            #expect(try await revised(database).isEmpty)
        }
    }

    @Test("Many verdicts are changed as few are: in this release at once, in former ones by copies")
    func many() async throws {
        try await MigratedDatabase.with { database in
            try await enter([1000, 1100, 1000, 1100, 1000, 1100, 1000], into: database)
            _ = try await release(database, now: "2030-01-01")
            let organization = try await database.organization().id
            func change(_ reference: Double, in release: Int64?) async throws -> Bool {
                try await database.warehouse.transaction(as: .compute) { connection in
                    let rows = try await VerdictStore.forEachRow(
                        of: [(kpi: "example", measure: "default", statistic: "p50")], .month,
                        organization: organization, on: connection, into: [JudgedRow]()
                    ) { $0.append($1) }
                    var number = release
                    if number == nil {
                        number = try await ReleaseStore.open(organization, at: at("2030-02-01"), on: connection)
                    }
                    try await VerdictStore.replace(
                        rows.prefix(4).map { VerdictChange(of: $0, reference: reference, verdict: .steady) }, .month,
                        organization: organization, release: number ?? 0, fewRows: 1, on: connection)
                    return try await connection.queryOne("SHOW enable_nestloop") { try $0.only(String.self) } == "on"
                }
            }
            #expect(try await change(41, in: 1))
            #expect(try await said(database).prefix(5).map(\.reference) == [41, 41, 41, 41, 1049])
            #expect(try await change(42, in: nil))
            #expect(try await said(database).prefix(5).map(\.reference) == [42, 42, 42, 42, 1049])
            let before = try await said(database, asKnownAt: at("2030-01-15"))
            #expect(before.prefix(5).map(\.reference) == [41, 41, 41, 41, 1049])
        }
    }

    @Test("What is no longer shown was revised, too")
    func hiddenAgain() async throws {
        try await MigratedDatabase.with { database in
            try await enter([1000, 1100, 1000], into: database)
            _ = try await release(database, now: "2030-01-01")
            #expect(try await revised(database).isEmpty)
            try await enter([nil], from: 1, round: 7, into: database)
            _ = try await release(database, now: "2030-02-01")
            #expect(try await revised(database) == ["2023-02"])
        }
    }

    @Test("After twelve months, too, a figure is held against those before, and what its chart says stands beside it")
    func chart() async throws {
        try await MigratedDatabase.with { database in
            try await enter((0..<12).map { $0.isMultiple(of: 2) ? 1000 : 1100 } + [1000, 9000], into: database)
            _ = try await release(database, now: "2030-01-01")
            let said = try await said(database)
            // 1,210 is published as 1,300: 5 % over the mean, and it may be 22 %.
            #expect(said[11].verdict == "can't tell" && said[12].verdict == "steady", "\(said)")
            #expect(said[13].verdict == "worse")
            #expect(said[13].reference != nil)
        }
    }

    @Test("The whole history is judged in the first release after the upgrade, and nothing when nothing is due")
    func upgrade() async throws {
        try await MigratedDatabase.with { database in
            try await enter([1000, 1100, 1000, 1100], into: database)
            _ = try await release(database, now: "2030-01-01")
            try await database.run("UPDATE mutuality.release SET verdict = NULL, reference = NULL")
            #expect(try await release(database, now: "2030-01-02").release == nil)
            try await enter([1000], from: 4, into: database)
            _ = try await release(database, now: "2030-01-03")
            let said = try await said(database)
            #expect(said.count == 5 && said.allSatisfy { $0.verdict == "too early" })
        }
    }

    @Test(
        "What was held against values that were taken out of history goes out of it, too: the mean tells the third of three"
    )
    func withdrawn() async throws {
        try await MigratedDatabase.with { database in
            try await enter([1000, 1200, 1000, 1200], into: database)
            // The first month has four people who are hidden once ten are asked for; the others have more.
            for month in 1..<4 {
                try await enter([1000 + 200 * Double(month % 2)], from: month, people: 12, into: database)
            }
            _ = try await release(database, now: "2030-01-01")
            #expect(try await said(database)[3].reference == 1063)
            let organization = try await database.organization()
            try await database.run(
                """
                INSERT INTO mutuality.setting (organization_id, name, valid_from, value, set_at)
                VALUES (\(organization.id), 'minimum_group', '-infinity', '10', '2029-01-01')
                """)
            try await database.run("UPDATE mutuality.computed SET released_computation_id = NULL")
            _ = try await release(database, now: "2030-02-01")
            let now = try await said(database)
            #expect(now[0].verdict == nil && now[3].reference == 1095)
            let before = try await said(database, asKnownAt: at("2030-01-15"))
            #expect(before.count == 4 && before.allSatisfy { $0.reference == nil }, "\(before)")
        }
    }

    @Test("A month before a change of a setting that shapes the figure is no reference")
    func settings() async throws {
        try await MigratedDatabase.with { database in
            try await enter([1000, 1100, 1000, 1100, 1000, 1100, 1000, 9000], into: database)
            let organization = try await database.organization()
            try await database.run(
                """
                INSERT INTO mutuality.setting (organization_id, name, valid_from, value, set_at)
                VALUES (\(organization.id), 'least_coverage', '2023-05-01', '0.4', '2029-01-01')
                """)
            _ = try await release(database, now: "2030-01-01")
            let said = try await said(database)
            // January to April are another series; of May to July there are three, which have too few ranges.
            #expect(said[5].reference == nil && said[7].reference == 1032 && said[7].verdict == "too early")
        }
    }
}

extension Sheet {
    fileprivate func with(_ briefing: Briefing) -> Sheet {
        Sheet(
            id: id, version: version, title: title, question: question, formula: formula, measures: measures,
            direction: direction, inputs: inputs, breakdowns: breakdowns, unfinished: unfinished, missing: missing,
            reference: reference, briefing: briefing)
    }
}
