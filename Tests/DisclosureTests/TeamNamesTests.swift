import Domain
import TestSupport
import TestValues
import Testing
import Warehouse

@testable import Disclosure

@Suite("Names of teams in a release")
struct TeamNamesTests {
    private func called(_ database: MigratedDatabase, asKnownAt instant: String? = nil) async throws -> [String] {
        try await database.warehouse.teamNames(of: "acme", asKnownAt: instant.map { at($0) }).map {
            "\($0.team): \($0.name ?? "-")"
        }
    }

    private func name(
        _ database: MigratedDatabase, _ names: [String: String?], source: String = "desk", from: String? = nil,
        updated: String? = nil
    ) async throws {
        try await database.load(
            Datasets.teams,
            names.sorted { $0.key < $1.key }.map { team, name in
                var row = ["team_id": team]
                (row["name"], row["valid_from"], row["updated_at"]) = (name, from, updated)
                return row
            }, source: source)
    }

    private func figures(hiding hidden: String? = nil) -> [Figure] {
        [figure(cell(), people: 40)]
            + ["a", "b", "c"].map { figure(cell(Scope(.team, $0)), people: $0 == hidden ? 3 : 9) }
    }

    @Test("Each team of which something is shown has its name, one without a name none; hidden ones aren't listed")
    func listed() async throws {
        try await MigratedDatabase.with { database in
            try await name(database, ["a": "Payments", "c": "Two of us", "new": "Without a figure"])
            try await database.enter(figures(hiding: "c"))
            #expect(try await called(database).isEmpty)
            let outcome = try await database.release()
            #expect(outcome.release == 1 && outcome.names == 1)
            #expect(try await database.shown()[cell(Scope(.team, "c"))]?.state == .suppressed)
            #expect(try await called(database) == ["a: Payments", "b: -"])
            #expect(try await database.failuresOfSQLTests().filter { $0.hasPrefix("team_names") } == [])
            // Nothing is due.
            #expect(try await database.release().release == nil)
        }
    }

    @Test("Another name makes a release that says it, changes no figure, and leaves what was known before as it was")
    func renamed() async throws {
        try await MigratedDatabase.with { database in
            try await name(database, ["a": "Payments", "b": "Web"])
            try await database.enter(figures())
            try await database.release(now: "2026-02-04")
            let rows = try await database.texts("SELECT * FROM mutuality.release")
            try await name(database, ["a": "Money"])
            #expect(try await called(database) == ["a: Payments", "b: Web", "c: -"])
            let outcome = try await database.release(now: "2026-02-10")
            #expect(outcome == .init(release: 2, rows: 0, heldBack: 0, signals: SignalTally(), names: 1))
            #expect(try await database.texts("SELECT * FROM mutuality.release") == rows)
            #expect(try await called(database) == ["a: Money", "b: Web", "c: -"])
            #expect(try await called(database, asKnownAt: "2026-02-09") == ["a: Payments", "b: Web", "c: -"])
            #expect(try await called(database, asKnownAt: "2026-02-10") == called(database))
            #expect(try await called(database, asKnownAt: "2026-02-03").isEmpty)
            // The name that was wrong is taken back, by the file that was right.
            try await name(database, ["a": "Payments"])
            try await database.release(now: "2026-02-11")
            #expect(try await called(database) == ["a: Payments", "b: Web", "c: -"])
            try await name(database, ["a": nil, "b": "Web"])
            #expect(try await database.release(now: "2026-02-12").names == 1)
            #expect(try await called(database) == ["a: -", "b: Web", "c: -"])
            #expect(try await database.texts("SELECT * FROM mutuality.release") == rows)
            #expect(try await database.failuresOfSQLTests().filter { $0.hasPrefix("team_names") } == [])
        }
    }

    @Test(
        "The newest name counts that has begun by the release, in the organization's zone; a nameless stretch doesn't")
    func newest() async throws {
        try await MigratedDatabase.with { database in
            func stretch(_ from: String, _ to: String?, _ name: String?) -> [String: String] {
                var row = ["team_id": "a", "valid_from": from]
                (row["valid_to"], row["name"]) = (to, name)
                return row
            }
            try await database.load(
                Datasets.teams,
                [
                    stretch("2024-01-01", "2025-01-01", "Old"), stretch("2025-01-01", "2026-01-01", "Payments"),
                    stretch("2026-01-01", "2026-03-01", nil), stretch("2026-03-01", nil, "Money"),
                ])
            try await database.enter(figures())
            try await database.release(now: "2026-02-04")
            #expect(try await called(database) == ["a: Payments", "b: -", "c: -"])
            #expect(try await database.release(now: "2026-02-28T20:00").release == nil)
            // Tokyo is nine hours ahead.
            let organization = try await database.organization()
            try await database.warehouse.set(
                [("zone", "Asia/Tokyo")], from: .distantPast, of: organization, now: at("2026-02-05"))
            try await database.release(now: "2026-02-28T20:00")
            #expect(try await called(database) == ["a: Money", "b: -", "c: -"])
        }
    }

    @Test("Of two sources the newer stretch counts, else the one that was changed or loaded last")
    func sources() async throws {
        try await MigratedDatabase.with { database in
            try await database.enter(figures())
            try await name(database, ["a": "By from", "b": "By change"], source: "hr", from: "2025-06-01")
            try await name(database, ["a": "Earlier"], source: "desk", from: "2025-01-01")
            try await name(database, ["b": "Changed"], source: "desk", from: "2025-06-01", updated: "2025-07-01")
            try await name(database, ["c": "First"], source: "hr")
            try await name(database, ["c": "Last"], source: "desk")
            try await database.release()
            #expect(try await called(database) == ["a: By from", "b: Changed", "c: Last"])
        }
    }

    @Test("A team of which nothing is shown any more has no name any more, but what was known before stays")
    func hiddenAgain() async throws {
        try await MigratedDatabase.with { database in
            try await name(database, ["a": "Payments", "b": "Web"])
            try await database.enter(figures())
            try await database.release(now: "2026-02-04")
            let organization = try await database.organization()
            try await database.warehouse.set(
                [("minimum_group", "12")], from: .distantPast, of: organization, now: at("2026-02-05"))
            #expect(try await database.release(now: "2026-02-06").names == 0)
            #expect(try await called(database).isEmpty)
            #expect(try await called(database, asKnownAt: "2026-02-05") == ["a: Payments", "b: Web", "c: -"])
            #expect(try await database.failuresOfSQLTests().filter { $0.hasPrefix("team_names") } == [])
        }
    }

    @Test("What is published of a hostile name is one line that acts on nothing; of an unseen one nothing")
    func hostile() async throws {
        try await MigratedDatabase.with { database in
            try await name(
                database,
                [
                    "a": "turned \u{202E}round\nand\u{1B}[31m on", "b": String(repeating: "long ", count: 2_000),
                    "c": "\u{2063}",
                ]
            )
            try await database.enter(figures())
            try await database.release()
            let names = try await database.warehouse.teamNames(of: "acme").map(\.name)
            #expect(names[0] == "turned \u{FFFD}round and\u{FFFD}[31m on" && names[1]?.count == 60 && names[2] == nil)
        }
    }

    @Test("Two at once: one says the names, the other finds nothing to do")
    func atOnce() async throws {
        try await MigratedDatabase.with { database in
            try await name(database, ["a": "Payments"])
            try await database.enter(figures())
            async let first = database.release()
            async let second = database.release()
            let outcomes = try await [first, second]
            #expect(outcomes.map { $0.release ?? 0 }.sorted() == [0, 1])
            #expect(outcomes.map(\.names).sorted() == [0, 1])
        }
    }
}
