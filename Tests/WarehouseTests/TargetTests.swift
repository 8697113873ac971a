import Domain
import TestSupport
import TestValues
import Testing

@testable import Warehouse

@Suite("Targets in the store")
struct TargetTests {
    private static func sheet(
        _ id: String, _ unit: FigureUnit, _ direction: Sheet.Direction, noTarget: String? = nil
    ) -> Sheet {
        let headline = Sheet.Statistic("p50", unit, "median")
        return Sheet(
            id: id, version: 1, title: id, question: "", formula: "",
            measures: [.init(id: "all", title: "", headline: headline, statistics: [headline])], direction: direction,
            inputs: [], unfinished: "", missing: "", reference: "",
            briefing: .init(.helpers, matters: nil, next: "", noTarget: noTarget))
    }

    private static let sheets = [
        sheet("waiting", .seconds, .lowerIsBetter), sheet("kept", .ratio, .higherIsBetter),
        sheet("asked", .ratio, .none), sheet("worn_out", .hundred, .lowerIsBetter, noTarget: "it is theirs to say"),
    ]

    private func with(
        _ body: @Sendable (MigratedDatabase, Organization) async throws -> Void
    ) async throws {
        try await MigratedDatabase.with { database in
            try await body(database, try await database.warehouse.organization(creating: "acme", now: at("2026-01-01")))
        }
    }

    private static func target(_ kpi: String, _ value: Double?, from day: LocalDate = .distantPast) -> Target {
        Target(organization: "acme", kpi: kpi, measure: "all", statistic: "p50", validFrom: day, value: value)
    }

    @Test("They are kept by KPI and day in the figure's unit, and told as they were known at a time")
    func kept() async throws {
        try await with { database, organization in
            let warehouse = database.warehouse
            func set(_ name: String, _ value: String, from: LocalDate = .distantPast, now: String) async throws {
                try await warehouse.set(
                    [(name, value)], from: from, of: organization, now: at(now), judgedBy: Self.sheets)
            }
            try await set("target_waiting", "8h", now: "2026-01-01")
            try await set("target_kept", "90 %", from: day("2026-04-01"), now: "2026-02-01")
            try await set("target_waiting", "4h", now: "2026-03-01")
            try await set("target_waiting", "6h", now: "2026-03-01")
            try await set("target_kept", "", from: day("2026-07-01"), now: "2026-03-02")

            let first = try await warehouse.targets(of: "acme", now: at("2026-01-15"))
            #expect(first == [Self.target("waiting", 28_800)])
            let second = try await warehouse.targets(of: "acme", now: at("2026-02-01"))
            #expect(second == [Self.target("kept", 0.9, from: day("2026-04-01")), Self.target("waiting", 28_800)])
            let all = try await warehouse.targets(of: "acme", now: at("2026-03-02"))
            #expect(
                all == [
                    Self.target("kept", 0.9, from: day("2026-04-01")),
                    Self.target("kept", nil, from: day("2026-07-01")),
                    Self.target("waiting", 21_600),
                ])
            #expect(try await warehouse.targets(of: organization) == all)
            #expect(try await warehouse.targets(of: "nobody", now: at("2026-03-02")).isEmpty)
            #expect(
                try await database.texts("SELECT detail FROM mutuality.audit ORDER BY audit_id LIMIT 2") == [
                    #"{"detail":"target_waiting=8h from \#(LocalDate.distantPast)"}"#,
                    #"{"detail":"target_kept=90 % from 2026-04-01"}"#,
                ])
        }
    }

    @Test("One marks nothing, makes nothing due, and is no setting that shapes a figure or its verdict")
    func touchesNothing() async throws {
        try await with { database, organization in
            try await database.run(
                """
                INSERT INTO mutuality.unit VALUES (\(organization.id), 2026);
                INSERT INTO mutuality.computation VALUES (\(organization.id), 1, 2026, now());
                INSERT INTO mutuality.computed (
                    organization_id, kpi, period, period_from, version, settings_sha256, computation_id,
                    released_computation_id
                ) VALUES (\(organization.id), 'waiting', 'month', '2026-01-01', 1, '', 1, 1)
                """)
            let states = """
                SELECT (SELECT count(*) FROM mutuality.mark), released_computation_id, settings_sha256,
                    (SELECT count(*) FROM mutuality.setting)
                FROM mutuality.computed
                """
            let before = try await database.texts(states)
            let shaping = try await database.warehouse.settings(of: organization).settings(on: day("2026-01-01"))
                .shaping(Self.sheets[0])
            try await database.warehouse.set(
                [("target_waiting", "8h"), ("target_kept", "0.9")], from: .distantPast, of: organization,
                now: at("2026-03-01"), judgedBy: Self.sheets)
            #expect(try await database.texts(states) == before && before.count == 1)
            let then = try await database.warehouse.settings(of: organization).settings(on: day("2026-01-01"))
            #expect(then.shaping(Self.sheets[0]) == shaping)
            // Of figures it is another matter.
            try await database.warehouse.set(
                [("target_waiting", "8h"), ("release_lag_days", "5")], from: .distantPast, of: organization,
                now: at("2026-03-01"), judgedBy: Self.sheets)
            #expect(try await database.texts(states) != before)
        }
    }

    @Test(
        "What can have no target, or not that one, is refused with the reason, and nothing of the command is set",
        arguments: [
            ("target_frobnicate", "1", "there is no KPI \"frobnicate\""), ("target_", "1", "there is no KPI \"\""),
            ("target_asked", "0.5", "neither more nor less of it is better"),
            ("target_worn_out", "40", "worn_out can have no target: it is theirs to say"),
            ("target_worn_out", "", "it is theirs to say"),
            ("target_waiting", "8", "must be a duration such as 90min, 8h or 2d"),
            ("target_kept", "90", "must be a number from 0 to 1 or per cent"),
        ])
    func refused(name: String, value: String, reason: String) async throws {
        try await with { database, organization in
            let error = await #expect(throws: WarehouseError.self) {
                try await database.warehouse.set(
                    [("target_kept", "0.9"), (name, value)], from: .distantPast, of: organization,
                    now: at("2026-01-01"), judgedBy: Self.sheets)
            }
            #expect(error?.kind == .setting && error?.message.contains(reason) == true, "\(error?.message ?? "")")
            let targets = try await database.warehouse.targets(of: organization)
            #expect(targets.isEmpty)
        }
    }
}
