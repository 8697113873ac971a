import Domain
import Logging
import Postgres
import TestSupport
import TestValues
import Testing
import Warehouse

@testable import Disclosure

@Suite struct ReleaserTests {
    @Test("The first release comes three days after the period's end, not an instant sooner")
    func lag() async throws {
        try await MigratedDatabase.with { database in
            try await database.enter([figure(cell(), value: 42, people: 9)])
            let nothing = Releaser.Outcome(release: nil, rows: 0, heldBack: 0, signals: SignalTally(), names: 0)
            #expect(try await database.release(now: "2026-02-03T23:59") == nothing)
            #expect(try await database.shown().isEmpty)
            #expect(try await database.release(now: "2026-02-04").release == 1)
            #expect(try await database.shown()[cell()]?.estimate.value == 42)
            #expect(try await database.release(now: "2026-02-05") == nothing)
        }
    }

    @Test("What is set while a release is made is followed by the next one")
    func setMeanwhile() async throws {
        try await MigratedDatabase.with { database in
            try await database.enter([figure(cell(), value: 42, people: 9)])
            let organization = try await database.organization()
            let pending = try await database.pool.withConnection {
                try await ReleaseStore.pending(of: organization.id, on: $0)
            }
            #expect(!pending.isEmpty)
            try await database.warehouse.set(
                [(name: "minimum_group", value: "12")], from: .distantPast, of: organization, now: at("2026-02-04"))
            let left = try await database.pool.withConnection { connection in
                try await ReleaseStore.close(pending, of: organization.id, on: connection)
                return try await ReleaseStore.pending(of: organization.id, on: connection)
            }
            #expect(left.map(\.target) == pending.map(\.target))
            try await database.release(now: "2026-02-04")
            #expect(try await database.shown()[cell()]?.state == .suppressed)
        }
    }

    @Test("Old rows are closed and otherwise left as they are; the new one stands beside them")
    func appendOnly() async throws {
        try await MigratedDatabase.with { database in
            try await database.enter([figure(cell(), value: 1, people: 9)])
            try await database.release()
            let before = try await database.texts("SELECT * FROM mutuality.release")
            let others = Dictionary(uniqueKeysWithValues: onePersonABucket.prefix(9).map { ($0, 7 as UInt64) })
            try await database.enter([figure(cell(), value: 2, others)])
            #expect(try await database.release().release == 2)
            let closed = try await database.texts("SELECT * FROM mutuality.release WHERE last_release = 1")
            #expect(closed.count == 1)
            #expect(before.contains(closed[0].replacing("\"last_release\":1", with: "\"last_release\":null")))
            #expect(try await database.shown()[cell()]?.estimate.value == 2)
            #expect(
                try await database.texts(
                    "SELECT value, first_release, last_release FROM kpi.figure_history WHERE state = 'released' ORDER BY 2"
                )
                    == [
                        #"{"value":1,"first_release":1,"last_release":1}"#,
                        #"{"value":2,"first_release":2,"last_release":null}"#,
                    ])
        }
    }

    @Test("What was known at an instant is what the newest release by then showed, rows that are gone included")
    func asKnownAt() async throws {
        try await MigratedDatabase.with { database in
            func known(_ instant: String) async throws -> [PublishedFigure] {
                try await database.warehouse.publishedFigures(of: "acme", asKnownAt: at(instant))
            }
            func stands() async throws -> [PublishedFigure] {
                try await database.warehouse.publishedFigures(of: "acme")
            }
            try await database.enter([figure(cell(), value: 1, people: 9), figure(cell(.organization, "x"), people: 7)])
            try await database.release(now: "2026-02-04")
            let first = try await stands()
            try await database.enter([figure(cell(), value: 2, people: 16)])
            try await database.release(now: "2026-02-10")
            let second = try await stands()
            try await database.enter([figure(cell(), value: 3, people: 8)])
            try await database.release(now: "2026-03-01")
            #expect(Set([first, second, try await stands()]).count == 3)
            #expect(try await known("2026-02-03T23:59") == [])
            #expect(try await known("2026-02-04") == first)
            #expect(try await known("2026-02-09T23:59") == first)
            #expect(try await known("2026-02-10") == second)
            #expect(try await known("2027-01-01") == stands())
        }
    }

    @Test("Four changed people leave the release alone, though the ledger moved; another version goes through")
    func fourChanged() async throws {
        try await MigratedDatabase.with { database in
            try await database.enter([figure(cell(), value: 1, people: 9)])
            try await database.release()
            let four = onePersonABucket.prefix(9).enumerated().map { ($1, UInt64($0 < 4 ? 2 : 1)) }
            let figure = figure(cell(), value: 2, Dictionary(uniqueKeysWithValues: four))
            try await database.enter([figure])
            #expect(try await database.release().release == nil)
            #expect(try await database.shown()[cell()]?.estimate.value == 1)
            try await database.enter([figure], version: 2)
            #expect(try await database.release(version: 2).release == 2)
            #expect(try await database.shown()[cell()]?.estimate.value == 2)
        }
    }

    @Test("A raised minimum hides at the next release what stood, and all parts beneath it")
    func raisedMinimum() async throws {
        try await MigratedDatabase.with { database in
            let team = Scope(.team, "a")
            try await database.enter([
                figure(cell(), people: 9), figure(cell(.organization, "x"), people: 6),
                figure(cell(.organization, "y"), people: 8), figure(cell(team), people: 6),
                figure(cell(team, "y"), people: 5),
            ])
            try await database.release()
            #expect(try await database.shown()[cell(team, "y")]?.state == .released)
            try await database.warehouse.set(
                [("minimum_group", "7")], from: .distantPast, of: database.organization(), now: at("2026-02-05"))
            try await database.release(now: "2026-02-05")
            let released = try await database.shown().filter { $0.value.state == .released }.keys
            #expect(Set(released) == [cell(), cell(.organization, "y")])
            #expect(try await database.shown()[cell(team, "y")] == nil)
        }
    }

    @Test(
        "What a raised minimum, a new version or a coarser grain hides goes from history and from what was known, too")
    func history() async throws {
        try await MigratedDatabase.with { database in
            let team = Scope(.team, "a")
            func history() async throws -> [String] {
                try await database.texts(
                    """
                    SELECT scope, breakdown_value AS part, value, n, state FROM kpi.figure_history
                    WHERE statistic = 'p50' AND last_release IS NOT NULL ORDER BY first_release, scope, part
                    """)
            }
            func hidden(_ scope: String, _ part: String = "") -> String {
                #"{"scope":"\#(scope)","part":"\#(part)","value":null,"n":null,"state":"suppressed"}"#
            }
            func set(_ name: String, _ value: String) async throws {
                try await database.warehouse.set(
                    [(name, value)], from: .distantPast, of: database.organization(), now: at("2026-02-05"))
                try await database.release(now: "2026-02-06")
            }
            try await database.enter([
                figure(cell(), value: 3, people: 16), figure(cell(team), value: 5, people: 6),
                figure(cell(.organization, "x"), people: 9), figure(cell(team, "x"), people: 6),
            ])
            try await database.release(now: "2026-02-04")
            try await set("minimum_group", "7")
            #expect(try await history().filter { $0.contains("team") } == [hidden("team"), hidden("team", "x")])
            try await set("publish_breakdowns", "organization")
            try await set("publish_teams_by", "quarter")
            let known = try await database.warehouse.publishedFigures(of: "acme", asKnownAt: at("2026-02-04"))
            #expect(known.filter { $0.cell.scope == team }.allSatisfy { $0.state == .suppressed && $0.n == nil })
            #expect(known.first { $0.cell == cell() }?.estimate.value == 3)
            #expect(try await database.shown()[cell(team)] == nil)
            try await database.enter([figure(cell(), value: 4, people: 16)], version: 2, now: "2026-02-08")
            try await database.release(now: "2026-02-08", version: 2)
            #expect(try await history().contains(hidden("organization")))
            #expect(try await database.number("SELECT count(*) FROM kpi.figure_history WHERE value = 3") == 0)
            #expect(try await database.shown()[cell()]?.estimate.value == 4)
        }
    }

    @Test("What was shown of a period that the data turns out not to cover goes at the next release")
    func dataSince() async throws {
        try await MigratedDatabase.with { database in
            try await database.enter([figure(cell(), people: 9)])
            try await database.release()
            try await database.warehouse.set(
                [("data_since", "2026-01-02")], from: .distantPast, of: database.organization(), now: at("2026-02-05"))
            #expect(try await database.release(now: "2026-02-05").release == 2)
            #expect(try await database.shown().isEmpty)
            #expect(try await database.warehouse.publishedFigures(of: "acme", asKnownAt: at("2026-02-04")).count > 0)
            // One person's change would show if the row came back now, as its former value is known.
            let one = onePersonABucket.prefix(9).enumerated().map { ($1, UInt64($0 < 1 ? 2 : 1)) }
            try await database.enter([figure(cell(), value: 2, Dictionary(uniqueKeysWithValues: one))])
            try await database.warehouse.set(
                [("data_since", "")], from: .distantPast, of: database.organization(), now: at("2026-02-06"))
            try await database.release(now: "2026-02-06")
            #expect(try await database.shown()[cell()] == nil)
            try await database.enter([figure(cell(), people: 9)])
            try await database.release(now: "2026-02-07")
            #expect(try await database.shown()[cell()]?.estimate.value == 1)
        }
    }

    @Test(
        "Of a period that has no figures any more history and what was known stay as they were",
        arguments: ["UPDATE mutuality.computed SET settings_sha256 = '', released_computation_id = NULL", nil])
    func historyWithoutFigures(lapse: String?) async throws {
        try await MigratedDatabase.with { database in
            try await database.enter([figure(cell(), people: 9), figure(cell(.organization, "x"), people: 7)])
            try await database.release()
            let known = try await database.warehouse.publishedFigures(of: "acme")
            #expect(known.contains { $0.state == .released })
            if let lapse {
                try await database.run(lapse)
            } else {
                try await database.warehouse.set(
                    [("data_since", "2026-01-02")], from: .distantPast, of: database.organization(),
                    now: at("2026-02-05"))
            }
            #expect(try await database.release(now: "2026-02-05").rows == known.count)
            #expect(try await database.shown().isEmpty)
            #expect(try await database.warehouse.publishedFigures(of: "acme", asKnownAt: at("2026-02-04")) == known)
        }
    }

    @Test("A fixed period keeps what another definition released of it, but for what a raised minimum hides")
    func fixed() async throws {
        try await MigratedDatabase.with { database in
            try await database.enter([figure(cell(), people: 16), figure(cell(.organization, "x"), people: 7)])
            try await database.release()
            let shown = try await database.shown()
            try await database.run(
                """
                INSERT INTO mutuality.setting (organization_id, name, valid_from, value, set_at)
                SELECT organization_id, 'fixed_before', '-infinity', '2026-02-01', '2026-02-01'
                FROM mutuality.organization
                """)
            func set(_ name: String, _ value: String) async throws {
                try await database.warehouse.set(
                    [(name, value)], from: .distantPast, of: database.organization(), now: at("2026-02-05"))
                try await database.release(now: "2026-02-05", version: 2)
            }
            try await set("release_lag_days", "1")
            #expect(try await database.shown() == shown)
            try await set("minimum_group", "10")
            #expect(try await database.shown()[cell()] == shown[cell()])
            #expect(try await database.shown()[cell(.organization, "x")]?.state != .released)
        }
    }

    @Test("A reader sees all of a release or nothing of it")
    func atomic() async throws {
        try await MigratedDatabase.with { database in
            try await database.enter([figure(cell(), people: 9)])
            try await database.enter([figure(cell(), people: 9)], period: Period(.month, year: 2025, ordinal: 11))
            let blocker = try await database.connect()
            try await blocker.execute("BEGIN")
            // What was followed is noted last, when the rows are already written.
            try await blocker.execute("LOCK TABLE mutuality.computed IN SHARE MODE")
            let release = Task { try await database.release() }
            try await blocker.waitUntilBlocking()
            #expect(try await database.shown().isEmpty)
            #expect(try await database.warehouse.currentRelease(of: "acme") == nil)
            try await blocker.execute("COMMIT")
            await blocker.close()
            #expect(try await release.value.release == 1)
            #expect(try await database.number("SELECT count(DISTINCT period_from) FROM kpi.figure") == 2)
            #expect(try await database.warehouse.currentRelease(of: "acme")?.number == 1)
        }
    }

    @Test("Two releasers at once make one release")
    func atOnce() async throws {
        try await MigratedDatabase.with { database in
            try await database.enter([figure(cell(), people: 9)])
            async let a = database.release()
            async let b = database.release()
            let releases = try await [a.release, b.release].compactMap(\.self)
            #expect(releases == [1])
            #expect(try await database.failuresOfSQLTests() == [])
        }
    }

    @Test(
        "Over random ledgers nothing small is ever released, and nothing changes by fewer than five people",
        arguments: 1...8 as ClosedRange<UInt64>)
    func random(seed: UInt64) async throws {
        try await MigratedDatabase.with { database in
            var numbers = SeededNumbers(seed: seed)
            let scopes = [Scope.organization] + exampleTeams
            let cells = scopes.flatMap { scope in [nil, "x", "y"].map { cell(scope, $0) } }
            var people: [Cell: [Int64: UInt64]] = [:]
            // By cell and digest: who stood behind it.
            var known: [Cell: [Contributors.Digest: [Int64: UInt64]]] = [:]
            var shown: [Cell: ReleaseRow] = [:]
            let target = KPIPeriod(kpi: "example", period: january)
            let acme = try await database.organization()
            for _ in 0..<12 {
                for cell in cells {
                    switch numbers.below(4) {
                    case 0: people[cell] = nil
                    case 1:
                        people[cell] = Dictionary(
                            (0..<numbers.below(10)).map { _ in (Int64(numbers.below(40)), UInt64(numbers.below(3))) },
                            uniquingKeysWith: { first, _ in first })
                    case 2:
                        for _ in 0...numbers.below(3) {
                            people[cell, default: [:]][Int64(numbers.below(40))] = UInt64(numbers.below(3))
                        }
                    default: break
                    }
                    known[cell, default: [:]][contributors(people[cell] ?? [:]).digest] = people[cell] ?? [:]
                }
                let figures = cells.compactMap { cell in
                    people[cell].map { figure(cell, value: Double(numbers.below(1000)), $0) }
                }
                try await database.enter(figures)
                try await database.release()
                let rows = try await database.pool.withConnection { connection in
                    try await ReleaseStore.current(of: target, organization: acme, on: connection)
                }
                for (cell, row) in rows where cell.statistic == "p50" {
                    let behind = known[cell]?[row.digest] ?? [:]
                    #expect(row.figure.state != .released || behind.count >= 5)
                    guard let former = shown[cell], former != row else { continue }
                    let before = known[cell]?[former.digest] ?? [:]
                    let changed = Set(before.keys).union(behind.keys).count { before[$0] != behind[$0] }
                    #expect(changed == 0 || changed >= 5, "\(cell) changed by \(changed)")
                }
                shown = rows
            }
            #expect(try await database.failuresOfSQLTests() == [])
            #expect(try await database.number("SELECT count(*) FROM kpi.figure_history WHERE state = 'released'") > 0)
        }
    }
}
