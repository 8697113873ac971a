import Domain
import Postgres
import TestSupport
import TestValues
import Testing

@testable import Warehouse

@Suite("A separation that is told again")
struct ToldAgainTests {
    private let turnover = Datasets.turnover

    private func row(_ person: String, _ leftOn: String, _ more: [String: String] = [:]) -> [String: String] {
        ["person_id": person, "left_on": leftOn].merging(more) { $1 }
    }

    /// Two people: ann in one stretch; bea left in 2024 and joined again in 2025.
    private func withPeople(_ body: @Sendable @escaping (MigratedDatabase) async throws -> Void) async throws {
        try await MigratedDatabase.with { database in
            try await database.load(
                Datasets.people,
                [
                    ["person_id": "ann", "joined_on": "2020-01-01"],
                    ["person_id": "bea", "joined_on": "2020-01-01", "left_on": "2024-06-01"],
                    ["person_id": "bea", "joined_on": "2025-02-01", "left_on": "2026-03-01"],
                ])
            try await body(database)
        }
    }

    /// The dates, in the order in which a computation takes them to have been told.
    private func told(_ database: MigratedDatabase) async throws -> [String] {
        try await database.texts(
            "SELECT left_on::text AS d FROM mutuality_facts.separation ORDER BY person_id, batch_id, told_line"
        ).map { String($0.dropFirst(6).dropLast(2)) }
    }

    @Test("takes the later file, and marks what it changes where another is about the same stretch")
    func again() async throws {
        try await withPeople { database in
            for leftOn in ["2026-03-31", "2026-06-30"] { try await database.load(turnover, [row("ann", leftOn)]) }
            #expect(try await told(database) == ["2026-03-31", "2026-06-30"])
            try await database.run("DELETE FROM mutuality.mark")
            let outcome = try await database.load(turnover, [row("ann", "2026-03-31")])
            #expect(outcome.duplicate == 1 && outcome.accepted == 0)
            #expect(try await told(database) == ["2026-06-30", "2026-03-31"])
            #expect(try await database.markedMonths(turnover) == ["2026: 3 4 5 6 7 8 9 10 11"])
        }
    }

    @Test("marks nothing where no other is about that stretch, of the same person either")
    func alone() async throws {
        try await withPeople { database in
            try await database.load(
                turnover, [row("bea", "2024-06-01"), row("bea", "2026-03-01"), row("ann", "2026-05-01")])
            try await database.run("DELETE FROM mutuality.mark")
            try await database.load(turnover, [row("bea", "2024-06-01"), row("ann", "2026-05-01")])
            #expect(try await database.number("SELECT count(*) FROM mutuality.mark") == 0)
            // A new date of the same stretch changes it from the earlier of the two on, and so does telling it again.
            try await database.load(turnover, [row("bea", "2026-05-01")])
            #expect(try await database.markedMonths(turnover).last == "2026: 1 2 3 4 5 6 7 8 9 10 11")
            try await database.run("DELETE FROM mutuality.mark")
            try await database.load(turnover, [row("bea", "2024-06-01"), row("bea", "2026-03-01")])
            #expect(try await !database.markedMonths(turnover).isEmpty)
        }
    }

    @Test("counts by its place in the file, and not at all where it says that it is older")
    func order() async throws {
        try await withPeople { database in
            try await database.load(turnover, [row("ann", "2026-06-30"), row("ann", "2026-03-31")])
            #expect(try await told(database) == ["2026-06-30", "2026-03-31"])
            try await database.load(
                turnover, [row("ann", "2026-03-31", ["updated_at": "2026-02-02"]), row("ann", "2026-06-30")])
            #expect(try await told(database) == ["2026-03-31", "2026-06-30"])
            let older = row("ann", "2026-03-31", ["updated_at": "2026-02-01", "regretted": "true"])
            #expect(try await database.load(turnover, [older]).duplicate == 1)
            #expect(try await told(database) == ["2026-03-31", "2026-06-30"])
        }
    }

    @Test("finds the stretch that the roster finds, whatever the dates")
    func stretches() async throws {
        try await withPeople { database in
            let dates = [
                "2019-12-31", "2020-01-01", "2020-01-02", "2024-05-31", "2024-06-01", "2025-01-31", "2025-02-01",
                "2025-02-02", "2026-03-01", "2026-04-01",
            ]
            try await database.load(turnover, dates.map { row("bea", $0) })
            let found = try await database.pool.withConnection { connection in
                let stretch = TableShape(Datasets.turnover).stretch(endedBy: "separation")
                return try await connection.query(
                    "SELECT \(stretch) FROM mutuality_facts.separation ORDER BY left_on"
                ) { try $0.decode(PostgresDate?.self, at: 0)?.localDate }
            }
            let joined = [day("2020-01-01"), day("2025-02-01")]
            let spells = zip(joined, [day("2024-06-01"), day("2026-03-01")]).map { joined, left in
                Roster.Spell(
                    team: .unknown, department: .unknown, level: .unknown, joinedOn: joined,
                    from: joined, to: left)
            }
            let expected = dates.map { date -> LocalDate? in
                var columns = SeparationColumns()
                columns.person = [0]
                columns.leftOn = [day(date)]
                columns.type = [.voluntary]
                columns.regretted = [-1]
                columns.updatedAt = [.never]
                let roster = Roster(spellsByPerson: [spells], separations: columns)
                return roster.employments(of: 0).first { $0.separation == 0 }?.joinedOn
            }
            #expect(found == expected && found.first == LocalDate?.none)
        }
    }
}
