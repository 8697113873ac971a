import Domain
import KPIs
import Postgres
import TestSupport
import TestValues
import Testing

@testable import Analytics
@testable import Warehouse

private let noon = at("2026-11-04T12:00")

extension MigratedDatabase {
    /// ana, alone in team t, works Monday to Friday from 9 to 17 and agreed to 2 hours a week: 8 h of 28 days. From 5
    /// August on she helps bob for two hours each Wednesday.
    fileprivate func loadAna() async throws {
        try await load(Datasets.teams, [["team_id": "t", "calendar_id": "days"]])
        try await load(
            Datasets.people,
            ["ana", "bob"].map {
                ["person_id": $0, "joined_on": "2020-01-01"].merging($0 == "ana" ? ["team_id": "t"] : [:]) { $1 }
            })
        try await load(
            Datasets.calendars,
            (1...5).map { ["calendar_id": "days", "weekday": "\($0)", "starts": "09:00", "ends": "17:00"] })
        try await load(
            Datasets.agreements,
            [["agreement_id": "a", "person_id": "ana", "hours_per_week": "2", "valid_from": "2020-01-01"]])
        try await load(
            Datasets.helpContributions,
            (0..<13).map { week in
                let day = day("2026-08-05").advanced(byDays: 7 * week)
                return [
                    "contribution_id": "c\(week)", "helper_id": "ana", "recipient_id": "bob",
                    "started_at": "\(day)T10:00", "minutes": "120",
                ]
            })
    }

    fileprivate func view(
        of id: String = "ana", source: String? = nil, key: [UInt8] = testKeyBytes, period: String = "2026-W44"
    ) async throws -> OwnView {
        try await OwnView.read(
            of: id, source: source, key: try PseudonymKey(bytes: key), in: acme,
            period: try #require(Period(named: period)), now: noon, from: warehouse)
    }

    /// What a refusal says.
    fileprivate func refusal(
        _ kind: WarehouseError.Kind, _ id: String, source: String? = nil, key: [UInt8] = testKeyBytes
    ) async throws -> String {
        let error = await #expect(throws: WarehouseError.self) { try await view(of: id, source: source, key: key) }
        #expect(error?.kind == kind)
        return error?.description ?? ""
    }
}

/// With k of the four Wednesdays in the 28 days: 2k of 8 hours. No lack of rest, nothing after hours, alone in the team: 0
/// each; neither recognitions nor ratings. 2k h given and none received, so 95 % of the weight is known.
private func index(wednesdays k: Double) -> Double {
    let use = 2 * k / 8
    let (load, oneSidedness) = (max(0, (use - 0.8) / 0.7), 2 * k / (2 * k + 2) * use)
    return 100 * (0.30 * load + 0.05 * oneSidedness) / 0.95
}

@Suite("A person's own view") struct OwnViewTests {
    @Test("The index at a week's end, its parts, and the median of the 26 week ends")
    func view() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadAna()
            let view = try await database.view()
            let asked = view.asked.overload
            #expect(agree(asked.value, index(wednesdays: 4)) && asked.first == day("2026-10-05"))
            #expect(asked.findings[.load] == .made(.load(hours: 8, capacity: 8)))
            #expect(asked.findings[.unacknowledged] == .missing(.thanks))
            #expect(view.weekEnds.map(\.period.name).first == "2026-W19" && view.weekEnds.count == 26)
            // The first Wednesday is in the week of 3 August, W32.
            let expected: [Double?] =
                Array(repeating: nil, count: 13) + [1, 2, 3].map { index(wednesdays: $0) }
                + Array(repeating: index(wednesdays: 4), count: 10)
            #expect(zip(view.weekEnds, expected).allSatisfy { agree($0.overload.value, $1) })
            #expect(view.weekEnds[0].overload.absence == .gaveNoHelp)
            #expect(agree(view.median, index(wednesdays: 4)) && view.medianCount == 13)
            let august = try await database.view(period: "2026-W34")
            #expect(agree(august.median, index(wednesdays: 2)) && august.medianCount == 3)
            // A month's is the one that the published shares count.
            let october = try await database.view(period: "2026-10")
            #expect(october.asked.overload.first == day("2026-10-04"))
            #expect(october.weekEnds.last?.period.name == "2026-W43")
        }
    }

    @Test("That somebody asked is in the audit log, by a keyed name that leads to nobody once they are forgotten")
    func audit() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadAna()
            _ = try await database.view()
            let audited =
                "SELECT count(*) FROM mutuality.audit WHERE action = 'self' AND detail = ("
                + "SELECT encode(native_hmac, 'hex') || ' in 2026-W44' FROM mutuality."
            let ana = "WHERE person_id = (SELECT person_id FROM mutuality_facts.agreement))"
            #expect(try await database.number(audited + "identity " + ana) == 1)
            #expect(
                try await database.texts("SELECT actor = session_user AS own FROM mutuality.audit") == [
                    #"{"own":true}"#
                ])
            for table in ["ledger", "computed", "computation", "release"] {
                #expect(try await database.number("SELECT count(*) FROM mutuality.\(table)") == 0, "\(table)")
            }
            _ = try await database.warehouse.forget(
                ["ana"], in: database.acme, key: PseudonymKey(bytes: testKeyBytes), now: noon)
            #expect(try await database.number(audited + "tombstone)") == 1)
            let refusal = try await database.refusal(.unknownPerson, "ana")
            #expect(refusal.contains("forgotten"))
            #expect(try await database.number("SELECT count(*) FROM mutuality.audit WHERE action = 'self'") == 1)
        }
    }

    @Test("If the audit log cannot be written, nothing is handed over")
    func noAudit() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadAna()
            // A right of the group would be taken from every database: what fails is the row.
            try await database.run("ALTER TABLE mutuality.audit ADD CONSTRAINT refused CHECK (action <> 'self')")
            await #expect(throws: PostgresError.self) { try await database.view() }
            // And where it fails no sooner than at the end.
            try await database.run(
                """
                ALTER TABLE mutuality.audit DROP CONSTRAINT refused;
                CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql
                    AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
                CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON mutuality.audit
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.refuse()
                """)
            await #expect(throws: PostgresError.self) { try await database.view() }
        }
    }

    @Test("Who isn't known is told why, what would mend it, and no id")
    func unknown() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadAna()
            #expect(try await database.view(of: " ana ").asked.overload.value != nil)
            let nobody = try await database.refusal(.unknownPerson, "somebody-else")
            #expect(nobody.contains("as the files have it") && !nobody.contains("somebody-else"))
            let alike = try await database.refusal(.unknownPerson, "A na")
            #expect(
                alike.contains("desk has one that differs from it by case or blanks alone") && !alike.contains("A na"))
            #expect(!alike.contains("ana"))
            let source = try await database.refusal(.unknownPerson, "ana", source: "mail")
            #expect(source.contains("The sources are desk"))
            let wrongKey = [UInt8](repeating: 1, count: PseudonymKey.byteCount)
            #expect(try await database.refusal(.pseudonymKey, "ana", key: wrongKey).contains("not the key"))
            #expect(try await database.number("SELECT count(*) FROM mutuality.audit WHERE action = 'self'") == 1)
        }
    }

    @Test("An id that two sources give to different people needs the source's name")
    func sources() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadAna()
            try await database.load(Datasets.people, [["person_id": "ana", "joined_on": "2020-01-01"]], source: "hr")
            let refusal = try await database.refusal(.unknownPerson, "ana")
            #expect(refusal.contains("desk, hr") && refusal.contains("--source"))
            #expect(try await database.view(source: "desk").asked.overload.value != nil)
            #expect(try await database.view(source: "hr").asked.overload.absence == .gaveNoHelp)
            // The custodian knows that the two are one.
            try await database.run(
                """
                UPDATE mutuality.identity SET person_id = (
                    SELECT person_id FROM mutuality.identity AS other
                    WHERE source_id = 1 AND person_id IN (SELECT person_id FROM mutuality_facts.agreement))
                WHERE source_id = 2
                """)
            #expect(try await database.view().asked.overload.value != nil)
        }
    }

    @Test("Without calendars nobody has an index, and before the data is complete there is none")
    func withoutData() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadAna()
            try await database.warehouse.set(
                [("data_since", "2026-09-01")], from: .distantPast, of: database.acme, now: noon)
            let view = try await database.view()
            // Those that end on 27 September begin on 31 August, a day too early.
            #expect(view.weekEnds.first { $0.overload.value != nil }?.period.name == "2026-W40")
            #expect(view.weekEnds.first?.overload.absence == .incomplete && view.medianCount == 5)
        }
        try await MigratedDatabase.with { database in
            try await database.load(Datasets.people, [["person_id": "ana", "joined_on": "2020-01-01"]])
            try await database.load(
                Datasets.helpContributions,
                [["contribution_id": "c", "helper_id": "ana", "started_at": "2026-10-20T10:00", "minutes": "60"]])
            let view = try await database.view()
            #expect(view.asked.overload.absence == .data(["calendars"]) && view.median == nil)
        }
    }
}
