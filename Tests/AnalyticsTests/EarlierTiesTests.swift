import Domain
import KPIs
import Postgres
import TestSupport
import TestValues
import Testing
import Warehouse

@testable import Analytics

/// Who had helped whom before a quarter, of records that the engine reads apart from those of its year.
@Suite struct EarlierTiesTests {
    /// Two years of help among twelve people: requests, some of them answered by contributions that begin long after, and
    /// contributions that name whom they helped.
    private func load(into database: borrowing MigratedDatabase) async throws {
        var numbers = SeededNumbers(seed: 3)
        func day() -> LocalDate { LocalDate(firstOfMonth: 1, year: 2024).advanced(byDays: numbers.below(731)) }
        func person() -> String { "p\(numbers.below(12))" }
        var requests: [[String: String]] = []
        var contributions: [[String: String]] = []
        for number in 0..<220 {
            let opened = day()
            var request = [
                "request_id": "r\(number)", "requester_id": person(), "helper_id": person(),
                "opened_at": "\(opened)T08:00", "first_response_at": "\(opened)T09:00",
            ]
            let isOver = numbers.below(8) > 0
            if isOver { request["resolved_at"] = "\(opened.advanced(byDays: numbers.below(40)))T10:00" }
            requests.append(request)
            if numbers.below(4) == 0 {
                contributions.append([
                    "contribution_id": "c\(number)", "request_id": "r\(number)", "helper_id": person(),
                    "started_at": "\(opened.advanced(byDays: numbers.below(300)))T11:00",
                ])
            }
        }
        for number in 0..<60 {
            contributions.append([
                "contribution_id": "u\(number)", "helper_id": person(), "recipient_id": person(),
                "started_at": "\(day())T12:00",
            ])
        }
        let people = (0..<12).map { ["person_id": "p\($0)", "joined_on": "2020-01-01"] }
        try await database.load(Datasets.people, people, now: at("2026-12-31"))
        try await database.load(Datasets.helpRequests, requests, now: at("2026-12-31"))
        try await database.load(Datasets.helpContributions, contributions, now: at("2026-12-31"))
    }

    @Test("New ties are those of a look at all records at once, and each record is read once a year")
    func asAtOnce() async throws {
        try await MigratedDatabase.with { database in
            try await load(into: database)
            let now = at("2026-01-05")
            let (acme, newTies) = (try await database.acme, [Inclusion.self as any KPI.Type])
            let outcome = try await database.engine(newTies).compute(acme, now: now)
            // All of 2024 lies within 366 days before the first quarter of 2025.
            let all = try await database.number("SELECT count(*) FROM mutuality_facts.help_request")
            let early = try await database.number(
                "SELECT count(*) FROM mutuality_facts.help_request WHERE opened_at < '2025-01-01Z'")
            #expect(outcome.rowsRead[Datasets.helpRequests.name] == Int(all + early))
            for quarter in (0..<4).map({ Period(.quarter, year: 2025, ordinal: $0) }) {
                let window = Window(quarter, zone: .utc)
                let found = try await Analysis(warehouse: database.warehouse).figures(
                    of: newTies, for: acme, window: window, divisions: [], now: now)
                let figure = try #require(found[0].figures.first { $0.cell.measure == "new_ties" })
                let value = try #require(figure.estimate.value)
                #expect(value > 0 && value < 1, "neither all nor none are new")
                let kept = try await database.texts(
                    """
                    SELECT value, n FROM mutuality.ledger
                    WHERE measure = 'new_ties' AND period = 'quarter' AND scope = 'organization'
                        AND period_from = '\(quarter.from)'
                    """)
                #expect(kept == [#"{"value":\#(value),"n":\#(figure.n)}"#])
            }
        }
    }
}
