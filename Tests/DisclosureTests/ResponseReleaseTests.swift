import Domain
import TestSupport
import TestValues
import Testing
import Warehouse

@testable import Disclosure

@Suite("Response rates in the release")
struct ResponseReleaseTests {
    private static let survey = sheet("felt", .init("mean", .seconds, "mean"), matters: .aFifth, needs: [])
    private static let response = response(version: 1)

    private static func response(version: Int) -> Sheet {
        sheet(
            "answered", version: version, .init("ratio", .ratio, "share"), matters: .fivePoints,
            needs: [SurveyInvitations.invited])
    }

    private static func sheet(
        _ id: String, version: Int = 1, _ statistic: Sheet.Statistic, matters: Sheet.Matters, needs: [any Recorded]
    ) -> Sheet {
        Sheet(
            id: id, version: version, title: id, question: "?", formula: "x",
            measures: [.init(title: "default", needs: needs, headline: statistic, statistics: [statistic])],
            direction: .lowerIsBetter, inputs: [.init([Satisfaction.score], .always)], unfinished: "-", missing: "-",
            reference: "-", briefing: .init(.supportAndSafety, matters: matters, next: "Who?"))
    }

    /// Enters a value a month from a month of 2023 on, with limits a tenth off.
    private func enter(
        _ values: [Double], of sheet: Sheet, from first: Int = 0, round: UInt64 = 0, into database: MigratedDatabase
    ) async throws {
        let statistic = sheet.measures[0].statistics[0]
        for (ordinal, value) in values.enumerated() {
            let people = onePersonABucket.prefix(9)
            let figure = Figure(
                cell: cell(.organization, nil, statistic.id), unit: statistic.unit,
                estimate: Estimate(value, lower: 0.9 * value, upper: 1.1 * value), n: 400, censored: 0, coverage: 1,
                contributors: contributors(Dictionary(uniqueKeysWithValues: people.map { ($0, 1 + round) })))
            try await database.enter(
                [figure], of: sheet, period: Period(.month, year: 2023, ordinal: first + ordinal), now: "2029-01-01")
        }
    }

    private func release(_ database: MigratedDatabase, _ response: Sheet = response, now: String) async throws {
        _ = try await Releaser(warehouse: database.warehouse, sheets: [Self.survey, response]).release(
            database.organization(), now: at(now))
    }

    /// What is said of the survey's months in turn, and what of them is held against.
    private func said(
        _ database: MigratedDatabase, asKnownAt instant: Instant? = nil
    ) async throws -> [(verdict: String?, reference: Double?)] {
        try await database.warehouse.publishedFigures(of: "acme", asKnownAt: instant).filter { $0.kpi == "felt" }
            .sorted { $0.period < $1.period }.map { ($0.verdict?.rawValue, $0.reference) }
    }

    private static let steady: [Double] = [1000, 1100, 1000, 1100, 1000, 1100, 1000]

    @Test("A month to which another share answered is not compared, until its rate is corrected")
    func corrected() async throws {
        try await MigratedDatabase.with { database in
            try await enter(Self.steady + [9000], of: Self.survey, into: database)
            try await enter(Array(repeating: 0.6, count: 7) + [0.71], of: Self.response, into: database)
            try await release(database, now: "2030-01-01")
            let before = try await said(database)
            #expect(before[6].verdict == "steady" && before[7].verdict == nil && before[7].reference == nil)
            // 0.1 away is let through; of the figure itself nothing has changed.
            try await enter([0.7], of: Self.response, from: 7, round: 7, into: database)
            try await release(database, now: "2030-02-01")
            let now = try await said(database)
            #expect(now[7].verdict == "worse" && now[7].reference == 1042)
            #expect(try await said(database, asKnownAt: at("2030-01-15"))[7].verdict == nil)
        }
    }

    @Test("A rate that is taken out of history takes with it what it let be said, of its month and of later ones")
    func withdrawn() async throws {
        try await MigratedDatabase.with { database in
            try await enter(Self.steady + [1000], of: Self.survey, into: database)
            try await enter(Array(repeating: 0.6, count: 8), of: Self.response, into: database)
            try await release(database, now: "2030-01-01")
            // The seventh month's rate is of another definition since, so what it was before is in no history. The survey's
            // newest months have other values since, so that history has rows of theirs.
            let other = Self.response(version: 2)
            try await enter([0.65], of: other, from: 6, round: 7, into: database)
            try await enter([1200, 1200, 1200], of: Self.survey, from: 5, round: 7, into: database)
            try await release(database, other, now: "2030-02-01")
            let before = try await said(database, asKnownAt: at("2030-01-15"))
            #expect(
                before[5].verdict == "too early" && before[6].verdict == nil && before[7].verdict == nil, "\(before)")
            #expect(try await said(database)[7].verdict != nil)
        }
    }
}
