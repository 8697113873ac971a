import Foundation
import TestSupport
import Testing

/// A person's own overload index, as the custodian asks for it. ana is alone in her team, works Monday to Friday from 9 to
/// 17, agreed to 2 hours a week, and helps bob on each Wednesday of February 2026 for two hours: 8 of 8 h.
@Suite(.timeLimit(.minutes(60))) struct SelfTests {
    /// Capacity is fully used, 2/7 of the way from 0.8 to 1.5; 8 h given and none received: 8/10. Of 0.95 of the weight:
    /// 100 · (0.30 · 2/7 + 0.05 · 8/10) / 0.95.
    private static let index = 13.233

    private static let ana = "canary-ana"

    private func company() async throws -> (user: User, conninfo: String) {
        let conninfo = try await ScratchServer.shared().freshDatabase()
        let user = try User(environment: ["MUTUALITY_DATABASE_URL": conninfo])
        try await user.must("db", "migrate")
        for (dataset, text) in [
            ("teams", "team_id,calendar_id\nt,days\n"),
            ("people", "person_id,team_id,joined_on\n\(Self.ana),t,2020-01-01\ncanary-bob,,2020-01-01\n"),
            (
                "calendars",
                "calendar_id,weekday,starts,ends\n" + (1...5).map { "days,\($0),09:00,17:00\n" }.joined()
            ),
            ("agreements", "agreement_id,person_id,hours_per_week,valid_from\na,\(Self.ana),2,2020-01-01\n"),
            (
                "help_contributions",
                "contribution_id,helper_id,recipient_id,started_at,minutes\n"
                    + ["04", "11", "18", "25"].map { "c\($0),\(Self.ana),canary-bob,2026-02-\($0)T10:00Z,120\n" }
                    .joined()
            ),
        ] {
            try user.write("\(dataset).csv", text)
            try await user.must("ingest", "--dataset", dataset, "\(dataset).csv")
        }
        return (user, conninfo)
    }

    @Test("The custodian reads the index of who asked for it, what it is made of, and that it is no diagnosis")
    func text() async throws {
        let (user, _) = try await company()
        let shown = try await user.must("self", Self.ana, "--period", "2026-02")
        for words in [
            "13.2 of 100", "not a diagnosis", "for nobody else",
            "4 pieces of help in 28 days. Load: score 0.29, weight 0.30. 8.0 h given of 8.0 h agreed to, 1.00 of it.",
            "Score 0.00: up to 0.80; score 1.00: 1.50 or more. Recovery:",
            "Unacknowledged: no score, weight 0.05. There are neither ratings nor recognitions", "2026-W08",
        ] {
            #expect(
                shown.output.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(words), "\(words)")
        }
        // Up to the week of the 22nd: one, two and three Wednesdays.
        #expect(shown.output.contains("of 3 that have an index"))
        #expect(shown.errors.isEmpty && !shown.output.contains("canary"))
        try user.write("id.txt", "\(Self.ana)\n")
        let piped = try await user.must("self", "-", "--period", "2026-02", input: "id.txt")
        #expect(piped.output == shown.output)
        let audited = try await user.query(
            "SELECT action, detail LIKE '% in 2026-02, system user %' FROM mutuality.audit")
        #expect(audited == ["self|t", "self|t"])
    }

    @Test("As JSON it has every part by name, exact; without --period it is of the last ISO week")
    func json() async throws {
        struct View: Decodable {
            struct Part: Decodable {
                let part: String
                let score: Double?
                let weight: Double
                let missing: String?
            }
            struct End: Decodable { let period: String }
            let index: Double?
            let pieces: Int?
            let period: String
            let parts: [Part]
            let median: Double?
            let medianOf: Int
            let weekEnds: [End]
        }
        let (user, _) = try await company()
        // It is Thursday, 5 March; the week to Sunday the 1st is over: 2 February to 1 March.
        let view = try await user.must("self", Self.ana, "--json").json(View.self)
        #expect(view.period == "2026-W09" && view.weekEnds.count == 26 && view.weekEnds.last?.period == "2026-W09")
        #expect(view.pieces == 4)
        #expect(view.index.map { abs($0 - Self.index) < 0.001 } == true && view.medianOf == 4)
        #expect(
            view.parts.map(\.part) == [
                "load", "recovery", "after_hours", "concentration", "one_sidedness", "unacknowledged",
            ])
        #expect(view.parts.map(\.missing) == [nil, nil, nil, nil, nil, "thanks"])
        #expect(view.parts.map(\.weight).reduce(0, +) > 0.999 && view.parts[1].score == 0)
    }

    @Test("Who has no index is told why, and that is no failure")
    func absent() async throws {
        let (user, _) = try await company()
        let bob = try await user.must("self", "canary-bob")
        #expect(bob.output.contains("none") && bob.output.contains("gave no help in these days"))
    }

    @Test("Who looked at somebody's is told by their id, and that is entered, too")
    func looks() async throws {
        let (user, _) = try await company()
        let none = try await user.must("self", Self.ana, "--looks")
        #expect(none.output.contains("nobody has looked before"))
        try await user.must("self", Self.ana, "--period", "2026-02")
        try await user.must("self", "canary-bob")
        struct Looks: Decodable {
            struct Look: Decodable {
                let at: String
                let actor: String
                let what: String
            }
            let looks: [Look]
        }
        let outcome = try await user.must("self", Self.ana, "--looks", "--json")
        let looks = try outcome.json(Looks.self).looks
        #expect(looks.count == 2 && looks.allSatisfy { $0.actor == "postgres" && $0.at == "2026-03-05T08:00:00Z" })
        #expect(looks.first?.what.hasPrefix("who looked, system user ") == true)
        #expect(looks.last?.what.hasPrefix("in 2026-02, system user ") == true)
        #expect(!outcome.output.contains("canary"))
        // The first and the last are of who asked who looked.
        #expect(try await user.query("SELECT count(*) FROM mutuality.audit WHERE action = 'self'") == ["4"])
    }

    @Test("Unknown people, sources and periods are wrong usage: 64; without the key it is the configuration's: 78")
    func refusals() async throws {
        let (user, _) = try await company()
        try user.write("none.txt", "\n")
        for (arguments, words) in [
            (["canary-eve"], "as the files have it"), (["Canary-Ana"], "by case or blanks alone"),
            ([Self.ana, "--source", "mail"], "The sources are default"), ([Self.ana, "--period", "Feb"], "2026-W41"),
            ([Self.ana, "--period", "2026-03"], "is not over"),
            ([Self.ana, "--organization", "acme"], "Choose from default"),
        ] {
            let outcome = try await user.start(["self"] + arguments).outcome()
            #expect(outcome.code == 64 && outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
            #expect(outcome.output.isEmpty && !outcome.errors.lowercased().contains("canary"), "\(outcome.errors)")
        }
        #expect(try await user.run("self", "-", input: "none.txt").code == 64)
        try user.write("two.txt", "\(Self.ana)\ncanary-bob\n")
        let two = try await user.run("self", "-", input: "two.txt")
        #expect(two.code == 64 && two.errors.contains("one at a time") && !two.errors.contains("canary"))
        #expect(try await user.run("self", Self.ana, "--looks", "--period", "2026-02").code == 64)
        #expect(try await user.run("self", Self.ana, "--pseudonym-key-file", "nowhere").code == 78)
        #expect(try await user.query("SELECT count(*) FROM mutuality.audit") == ["0"])
    }

    @Test("Only the custodian's login reads it, and only where the audit log can be written")
    func logins() async throws {
        let (user, conninfo) = try await company()
        func url(of role: String) async throws -> String {
            let name = "\(role)_\(UInt32.random(in: .min ... .max))"
            _ = try await user.query("CREATE ROLE \(name) LOGIN")
            _ = try await user.query("GRANT mutuality_\(role) TO \(name)")
            if role == "reader" { try await user.must("organization", "grant", name) }
            return conninfo.replacing("user=postgres", with: "user=\(name)")
        }
        let whole = try await user.must("self", Self.ana)
        let custodian = try await url(of: "custodian")
        #expect(try await user.must("self", Self.ana, "--database-url", custodian).output == whole.output)
        for role in ["reader", "ingest", "compute", "eraser"] {
            let outcome = try await user.run("self", Self.ana, "--database-url", url(of: role))
            #expect(outcome.code == 77 && outcome.output.isEmpty, "\(role): \(outcome.errors)")
        }
        _ = try await user.query(
            "ALTER TABLE mutuality.audit ADD CONSTRAINT full_log CHECK (action <> 'self') NOT VALID")
        let refused = try await user.run("self", Self.ana)
        #expect(refused.code != 0 && refused.output.isEmpty)
    }

    @Test("It is in no ledger, no release and no export, before and after somebody asked")
    func nowhereElse() async throws {
        let (user, _) = try await company()
        try await user.must("compute")
        let export = ["export", "--format", "csv", "--out"]
        _ = try await user.start(export + ["before.csv"]).outcome()
        func stored() async throws -> [String] {
            try await user.query(
                ["ledger", "release", "computed", "computation", "kpi_input", "mark"].map {
                    "SELECT count(*) FROM mutuality.\($0)"
                }.joined(separator: " UNION ALL "))
        }
        let before = try await stored()
        try await user.must("self", Self.ana, "--json")
        try await user.must("compute")
        _ = try await user.start(export + ["after.csv"]).outcome()
        #expect(try await stored() == before)
        #expect(try user.read("before.csv") == user.read("after.csv") && !(try user.read("after.csv").contains("13.2")))
    }
}
