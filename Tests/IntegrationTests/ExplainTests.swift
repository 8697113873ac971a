import Foundation
import Postgres
import TestSupport
import Testing

/// Thirty requests of a large team and 137 of a small one, all of February 2026. Of the large one the k-th of thirty is
/// closed after k hours, each by somebody else; in the small one four people ask and four help, 7777 s each time. One row
/// is rejected. The names of people and requests begin with `canary`.
private struct February {
    let user: User
    let conninfo: String

    static let people = "canary"
    private static let header = "request_id,team_id,requester_id,helper_id,opened_at,resolved_at"

    init() async throws {
        conninfo = try await ScratchServer.shared().freshDatabase()
        user = try User(environment: ["MUTUALITY_DATABASE_URL": conninfo])
        try await user.must("db", "migrate")
        try await load("requests.csv", Self.large(more: 0) + Self.small + [Self.broken])
        try await user.must("organization", "set", "publish_teams_by=month")
        try await user.must("compute")
    }

    private static func large(more: Int) -> [String] {
        (1...30).map { k in
            let closed = at(hour: k + more)
            return "canary-r\(k),large,canary-asker\(k),canary-helper\(k),2026-02-03T00:00:00Z,\(closed)"
        }
    }

    private static let small = (0..<137).map { k in
        let opened = "2026-02-10T\(k < 60 ? "08" : k < 120 ? "09" : "10"):\(k % 60 < 10 ? "0" : "")\(k % 60)"
        let closed = k < 60 ? "10" : k < 120 ? "11" : "12"
        // 2 h, 9 min and 37 s later.
        let minute = k % 60 + 9
        let hour = (Int(closed) ?? 0) + minute / 60
        return "canary-s\(k),small,canary-a\(k % 4),canary-h\(k % 4),\(opened):00Z,"
            + "2026-02-10T\(hour):\(minute % 60 < 10 ? "0" : "")\(minute % 60):37Z"
    }

    private static let broken = "canary-x,large,canary-asker1,canary-helper1,2026-02-05T00:00:00Z,2026-02-04T00:00:00Z"

    private static func at(hour: Int) -> String {
        let text = "2026-02-0\(3 + hour / 24)T\(hour % 24 < 10 ? "0" : "")\(hour % 24):00:00Z"
        return text
    }

    private func load(_ name: String, _ rows: [String]) async throws {
        try user.write(name, ([Self.header] + rows).joined(separator: "\n") + "\n")
        try await user.must("ingest", "--dataset", "help_requests", name)
    }

    /// All of the large team's were closed five hours later than was said at first.
    func correct() async throws {
        try await load("late.csv", Self.large(more: 5))
        try await user.must("compute")
    }

    func explain(_ arguments: String...) async throws -> Program.Outcome {
        let outcome = try await user.start(
            ["explain", "time_to_resolve", "--period", "2026-02"] + arguments
        ).outcome()
        try #require(outcome.code == 0, "\(arguments): \(outcome.errors)")
        return outcome
    }

    /// The connection string of a login that belongs to one role alone.
    func url(of role: String) async throws -> String {
        let name = "\(role)_\(UInt32.random(in: .min ... .max))"
        _ = try await user.query("CREATE ROLE \(name) LOGIN")
        _ = try await user.query("GRANT mutuality_\(role) TO \(name)")
        if role == "reader" { try await user.must("organization", "grant", name) }
        return conninfo.replacing("user=postgres", with: "user=\(name)")
    }
}

extension Program.Outcome {
    /// As it is read aloud: lines and columns run on.
    fileprivate var aloud: String { output.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

/// Every path of keys in a JSON text, array positions left out.
private func keyPaths(_ text: String) throws -> Set<String> {
    func paths(_ value: Any, _ path: String) -> Set<String> {
        if let object = value as? [String: Any] {
            return object.reduce(into: []) { all, member in
                let path = path.isEmpty ? member.key : "\(path).\(member.key)"
                all.formUnion([path])
                all.formUnion(paths(member.value, path))
            }
        }
        return (value as? [Any] ?? []).reduce(into: []) { $0.formUnion(paths($1, path)) }
    }
    return paths(try JSONSerialization.jsonObject(with: Data(text.utf8)), "")
}

@Suite(.timeLimit(.minutes(60))) struct ExplainTests {
    @Test("The custodian reads which records, files and rejected rows a figure rests on, and why it was restated")
    func custodian() async throws {
        let february = try await February()
        let first = try await february.explain("--scope", "team=large", "--measure", "first_close_elapsed")
        // Of thirty at most half are left after the fifteenth hour.
        #expect(first.aloud.contains("first_close_elapsed p50 15.0 h 10.0 to 21.0 h 30 0 1.00 30 15.0 h "))
        #expect(first.aloud.contains("help_requests (always): 167 records"))
        #expect(first.aloud.contains("requests.csv, batch 1 from source default, loaded at 2026-03-05T08:00:00Z"))
        #expect(first.aloud.contains("168 rows 167 new, 0 changed, 0 known already, 1 rejected"))
        #expect(first.aloud.contains("requests.csv, resolved_before_opened: line 169"))
        #expect(first.aloud.contains("zone = UTC (default), shapes the figures"))
        #expect(first.aloud.contains("None: the ledger never held another value."))
        #expect(first.errors.isEmpty)

        try await february.correct()
        let second = try await february.explain("--scope", "team=large", "--measure", "first_close_elapsed")
        #expect(second.aloud.contains("late.csv (batch 2, loaded at 2026-03-05T08:00:00Z) changed help_requests"))
        #expect(
            second.aloud.contains(
                "first_close_elapsed p50: 15.0 h (n 30), known since 2026-03-05T08:00:00Z, became 20.0 h (n 30)"))
        let asked = try await february.user.query(
            "SELECT action, detail FROM mutuality.audit WHERE action = 'explain' ORDER BY audit_id")
        #expect(asked == Array(repeating: "explain|time_to_resolve of team large in 2026-02", count: 2))
    }

    @Test(
        "A login that is the custodian's alone gets the same as one that may do everything; the loader's gets nothing")
    func logins() async throws {
        let february = try await February()
        let whole = try await february.explain()
        let custodian = try await february.explain("--database-url", february.url(of: "custodian"))
        #expect(custodian.output == whole.output && custodian.errors.isEmpty)
        #expect(custodian.output.contains("requests.csv, batch 1"))
        let loader = try await february.user.run(
            "explain", "time_to_resolve", "--period", "2026-02", "--database-url", february.url(of: "ingest"))
        #expect(loader.code == 77 && loader.output.isEmpty)
    }

    @Test("A small group is shown to the custodian with the reason why it is hidden from all others")
    func hidden() async throws {
        let february = try await February()
        let text = try await february.explain(
            "--scope", "team=small", "--measure", "first_close_elapsed", "--statistic", "p50"
        ).aloud
        #expect(text.contains(/first_close_elapsed p50 2\.2 h .*? 137 0 1\.00 4 suppressed/))
        #expect(
            text.contains(
                "first_close_elapsed p50: hidden. It takes 5 people in every role, and 5 on each side of what it tells."
            ))
    }

    @Test("A reader gets released figures with their n and the general reason for hidden ones, whatever login asks")
    func reader() async throws {
        let february = try await February()
        try await february.correct()
        let url = try await february.url(of: "reader")
        for arguments in [["--reader"], ["--database-url", url], ["--database-url", url, "--reader"]] {
            func ask(_ more: String...) async throws -> Program.Outcome {
                let outcome = try await february.user.start(
                    ["explain", "time_to_resolve", "--period", "2026-02"] + arguments + more
                ).outcome()
                #expect(outcome.code == 0, "\(arguments): \(outcome.errors)")
                return outcome
            }
            let large = try await ask("--scope", "team=large")
            // A limit of 26 hours goes outward to two digits of seconds.
            #expect(large.aloud.contains("first_close_elapsed p50 20.0 h 15.0 to 26.1 h 30 0 1.00 2 "))
            let changed = "15.0 h (n 30) in release 1 of 2026-03-05T08:00:00Z, then 20.0 h (n 30) from release 2"
            #expect(large.aloud.contains(changed))
            let small = try await ask("--scope", "team=small")
            #expect(small.aloud.contains("hidden: too few people to show, or nobody"))
            #expect(
                small.aloud.contains(
                    "p50: It takes 5 people in every role, and 5 on each side of what it tells. More people where"
                ))
            let whole = try await ask()
            #expect(whole.aloud.contains(" 165 "))
            let json = [try await ask("--scope", "team=small", "--json"), try await ask("--json")]
            let outputs = [large, small, whole] + json
            // Nothing of files, batches, rejected rows, the ledger, nor of the hidden group.
            for word in ["requests.csv", "late.csv", "batch", "reject", "ledger", "\"people\" :", February.people] {
                #expect(!outputs.contains { $0.output.contains(word) }, "\(word) to \(arguments)")
            }
            #expect(!outputs.contains { $0.output.contains(/[^0-9.]137[^0-9.]/) })
            for word in ["7777", "2.2 h"] { #expect(!(small.output + json[0].output).contains(word)) }
            let isNoted = outputs.prefix(3).allSatisfy { $0.errors.contains("mutuality_custodian") }
            #expect(isNoted == !arguments.contains("--reader"))
        }
        #expect(try await february.user.query("SELECT count(*) FROM mutuality.audit WHERE action = 'explain'") == ["0"])
    }

    @Test("No native id of a person or a request is in any explanation")
    func canaries() async throws {
        let february = try await February()
        try await february.correct()
        for scope in ["organization", "team=large", "team=small"] {
            for more in [[], ["--json"]] {
                let outcome = try await february.user.start(
                    ["explain", "time_to_resolve", "--period", "2026-02", "--scope", scope] + more
                ).outcome()
                #expect(outcome.code == 0 && !outcome.output.contains(February.people))
            }
        }
    }

    @Test("The keys of the JSON are these, whoever asks")
    func keys() async throws {
        let february = try await February()
        try await february.correct()
        let common = [
            "audience", "organization", "kpi", "scope", "scope_id", "period", "from", "to", "sheet", "figures",
            "settings", "restatements", "freshness",
        ]
        // The one was restated, the other is hidden for a reason.
        let custodian = try keyPaths(try await february.explain("--scope", "team=large", "--json").output).union(
            try keyPaths(try await february.explain("--scope", "team=small", "--json").output))
        let ofSettings = ["name", "value", "note", "since", "is_default", "shapes_figures"].map { "settings.\($0)" }
        let cell = ["measure", "statistic", "breakdown", "breakdown_value", "unit"]
        let value = ["value", "lower", "upper", "n", "censored", "coverage", "version"]
        let content = value + ["settings_sha256", "known_at"]
        let release =
            value + ["state", "signal", "reference", "verdict", "first_release", "released_at", "last_release"]
        let batch = [
            "batch", "file", "source", "loaded_at", "mapping_sha256", "read", "inserted", "updated", "rejected",
            "duplicate", "records",
        ]
        var expected = Set(common + ["window", "computed", "inputs", "calendars"] + ofSettings)
        expected.formUnion(["from", "to", "as_of", "zone"].map { "window.\($0)" })
        expected.formUnion(["known_at", "version", "settings_sha256", "is_current"].map { "computed.\($0)" })
        let chart = ["signal", "rule", "centre", "lower", "upper", "values", "since", "false_alarm_rate"]
        let ofChart = chart.map { "figures.chart.\($0)" }
        let freshness = ["dataset", "last_data", "last_success", "expected_by", "late", "stale"]
        let ofFreshness = freshness.map { "freshness.\($0)" }
        expected.formUnion(
            (cell + ["ledger", "release", "why", "chart"]).map { "figures.\($0)" } + ofChart + ofFreshness)
        expected.formUnion(["code", "text"].map { "figures.why.\($0)" })
        expected.formUnion((content + ["people", "refusal"]).map { "figures.ledger.\($0)" })
        expected.formUnion(["misspelt_items"])
        expected.formUnion(release.map { "figures.release.\($0)" })
        let input = [
            "dataset", "need", "reach_days", "is_given", "counted", "records", "columns", "batches", "rejected",
        ]
        expected.formUnion(input.map { "inputs.\($0)" })
        expected.formUnion(["name", "need", "is_given", "known"].map { "inputs.columns.\($0)" })
        expected.formUnion(batch.map { "inputs.batches.\($0)" })
        expected.formUnion(["rows", "begun_before", "undated", "unlisted"].map { "inputs.rejected.\($0)" })
        let row = ["batch", "file", "line", "code", "column", "counts_from"]
        expected.formUnion(row.map { "inputs.rejected.rows.\($0)" })
        expected.formUnion((cell + ["old", "new", "causes"]).map { "restatements.\($0)" })
        expected.formUnion(["old", "new"].flatMap { side in content.map { "restatements.\(side).\($0)" } })
        let cause = ["cause", "text", "dataset", "batch", "file", "loaded_at", "settings"]
        expected.formUnion(cause.map { "restatements.causes.\($0)" })
        #expect(custodian.filter { !$0.hasPrefix("sheet.") } == expected)

        let reader = try keyPaths(try await february.explain("--scope", "team=large", "--json", "--reader").output)
        var published = Set(common + ["settings.name", "settings.note"])
        published.formUnion((cell + ["release", "why", "chart"]).map { "figures.\($0)" } + ofChart + ofFreshness)
        published.formUnion(release.map { "figures.release.\($0)" })
        published.formUnion((cell.dropLast() + ["old", "new"]).map { "restatements.\($0)" })
        published.formUnion(["old", "new"].flatMap { side in release.map { "restatements.\(side).\($0)" } })
        #expect(reader.filter { !$0.hasPrefix("sheet.") } == published)
        #expect(custodian.filter { $0.hasPrefix("sheet.") } == reader.filter { $0.hasPrefix("sheet.") })
    }

    @Test("What there isn't is wrong usage, with the nearest that there is: 64")
    func nearest() async throws {
        let february = try await February()
        for (arguments, word) in [
            (["time_to_resolv", "--period", "2026-02"], "nearest is time_to_resolve"),
            (["time_to_resolve", "--period", "Feb"], "2026-Q4"),
            (["time_to_resolve", "--period", "2026-02", "--scope", "team=larg"], "nearest is large"),
            (["time_to_resolve", "--period", "2026-02", "--scope", "team=larg", "--reader"], "nearest is large"),
            (["time_to_resolve", "--period", "2026-02", "--scope", "large"], "team=ID"),
            (["time_to_resolve", "--period", "2026-02", "--measure", "first_close"], "nearest is first_close_"),
            (["time_to_resolve", "--period", "2026-02", "--statistic", "p05"], "p50"),
            (["time_to_resolve", "--period", "2026-02", "--breakdown", "kin=emotional"], "nearest is kind"),
        ] {
            let outcome = try await february.user.start(["explain"] + arguments).outcome()
            #expect(outcome.code == 64 && outcome.errors.contains(word), "\(arguments): \(outcome.errors)")
            #expect(outcome.output.isEmpty)
        }
    }
}
