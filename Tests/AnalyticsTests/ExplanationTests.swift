import Disclosure
import Domain
import KPIs
import Postgres
import TestSupport
import TestValues
import Testing
@testable import Warehouse

@testable import Analytics

private let requests = Datasets.helpRequests
private let january = Period(.month, year: 2026, ordinal: 0)
private let p50 = Cell(measure: "first_close_elapsed", scope: .organization, breakdown: .none, statistic: "p50")

extension MigratedDatabase {
    /// Eleven requests of January 2026, each by other people: the k-th of ten is closed after k hours, the eleventh is
    /// open since the 20th. Five name their team. Of five more rows one would have counted, one began in December, one
    /// comes in February, and one can't be dated.
    fileprivate func loadEleven() async throws {
        var rows = (1...10).map { k in
            [
                "request_id": "r\(k)", "requester_id": "asker\(k)", "helper_id": "helper\(k)",
                "opened_at": "2026-01-\(9 + k)", "resolved_at": "2026-01-\(9 + k)T\(k < 10 ? "0" : "")\(k):00",
            ].merging(k <= 5 ? ["team_id": "t"] : [:]) { $1 }
        }
        rows.append(["request_id": "r11", "requester_id": "asker11", "opened_at": "2026-01-20"])
        try await load(
            requests,
            from: TestRows(
                rows.map(requests.row),
                rejects: [
                    .init(line: 20, code: "not_a_time", column: "resolved_at", countsFrom: at("2026-01-31T23:59")),
                    .init(line: 21, code: "not_a_time", column: "resolved_at", countsFrom: at("2025-12-31T23:59")),
                    .init(line: 22, code: "not_a_time", column: "resolved_at", countsFrom: at("2026-02-01")),
                    .init(line: 23, code: "not_a_time", column: "opened_at"),
                ]), now: at("2026-02-01"))
    }

    /// The first is said to have taken twenty hours.
    fileprivate func correctFirst() async throws {
        try await load(
            requests,
            [
                [
                    "request_id": "r1", "requester_id": "asker1", "helper_id": "helper1", "team_id": "t",
                    "opened_at": "2026-01-10", "resolved_at": "2026-01-10T20:00",
                ]
            ], now: at("2026-02-10"))
    }

    fileprivate func explain(
        _ kpi: any KPI.Type = TimeToResolve.self, _ period: Period = january, scope: Scope = .organization,
        measure: String? = nil, part: Question.Part? = nil, now: Instant = at("2026-03-01")
    ) async throws -> Explanation {
        let organization = try await acme
        return try await warehouse.transaction(as: .custodian, isolation: .repeatableRead) { connection in
            try await Explanation.read(
                Question(sheet: kpi.sheet, period: period, scope: scope, measure: measure, part: part),
                of: organization, now: now, on: connection)
        }
    }

    fileprivate func computeResolve(now: Instant) async throws {
        _ = try await engine([TimeToResolve.self]).compute(acme, now: now)
    }

    fileprivate func publish(now: Instant) async throws {
        _ = try await Releaser(warehouse: warehouse, sheets: [TimeToResolve.sheet]).release(acme, now: now)
    }
}

extension Explanation {
    fileprivate func input(_ dataset: Dataset) throws -> ExplainedInput {
        try #require(inputs.first { $0.dataset.name == dataset.name })
    }
}

@Suite("The explanation of a figure") struct ExplanationTests {
    @Test("counts the records of the window, what they say, and which file wrote them last")
    func records() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadEleven()
            try await database.correctFirst()
            let input = try await database.explain().input(requests)
            #expect(input.records == 11 && input.need == .always)
            func known(_ column: String) throws -> Int { try #require(input.columns.first { $0.name == column }).known }
            #expect(try known("opened_at") == 11 && known("resolved_at") == 10 && known("team_id") == 5)
            #expect(input.columns.filter { !$0.isGiven }.map(\.name).contains("kind"))
            #expect(input.batches.map(\.records) == [1, 10])
            #expect(input.batches.map(\.read) == [1, 15])
            #expect(input.batches.map(\.updated) == [1, 0])
            #expect(input.batches.map(\.source) == ["desk", "desk"])
            #expect(input.batches.map(\.mappingVersion) == ["01", "01"])
            // In February there is the open one alone.
            let february = try await database.explain(TimeToResolve.self, Period(.month, year: 2026, ordinal: 1))
            #expect(try february.input(requests).records == 1)
            #expect(try february.input(Datasets.calendars).records == 0)
        }
    }

    @Test("tells rejected rows that would have counted from those that may have, and from those that nobody can date")
    func rejects() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadEleven()
            let rejected = try await database.explain().input(requests).rejected
            #expect(rejected.rows.map(\.line) == [20] && rejected.rows.map(\.code) == ["not_a_time"])
            #expect(rejected.rows.map(\.fileName) == ["test.csv"])
            #expect(rejected.begunBefore == 1 && rejected.undated == 1 && rejected.unlisted == 0)
            // Only the first rejects of a file are listed.
            try await database.run("UPDATE mutuality.batch SET read = read + 7, rejected = rejected + 7")
            #expect(try await database.explain().input(requests).rejected.unlisted == 7)
            // By March they all began before, and may have been open still.
            let march = try await database.explain(TimeToResolve.self, Period(.month, year: 2026, ordinal: 2))
            let later = try march.input(requests).rejected
            #expect(later.rows.isEmpty && later.begunBefore == 3 && later.undated == 1)
            // A thank-you in a file of January's cannot be of March.
            try await database.load(
                Datasets.recognitions,
                from: TestRows(
                    [],
                    rejects: [
                        .init(line: 2, code: "not_a_time", column: "given_at"),
                        .init(line: 3, code: "not_a_time", column: "updated_at", countsFrom: at("2026-01-05")),
                    ]), now: at("2026-02-01"))
            func thanks(_ month: Int) async throws -> RejectedRows {
                try await database.explain(HelperOverloadIndex.self, Period(.month, year: 2026, ordinal: month))
                    .input(Datasets.recognitions).rejected
            }
            let early = try await thanks(0)
            #expect(early.rows.map(\.line) == [3] && early.undated == 1)
            #expect(try await thanks(4).isEmpty)
        }
    }

    @Test(
        "counts exactly the records that a computation reads, of each dataset that has a window",
        arguments: [
            ("2026-01-01", "2026-02-01"), ("2026-01-10", "2026-01-12"), ("2026-01-12", "2026-01-20"),
            ("2026-02-01", "2026-03-01"), ("2025-12-01", "2026-01-10"),
        ])
    func asRead(from: String, to: String) async throws {
        try await MigratedDatabase.with { database in
            try await database.loadEleven()
            let answer = ["instrument": "i", "item": "x", "score": "1", "scale_min": "1", "scale_max": "5"]
            try await database.load(
                Datasets.satisfaction,
                [("a", "2026-01-11"), ("a", "2026-01-15"), ("b", "2026-01-11"), ("b", "2026-02-02")].enumerated().map {
                    answer.merging(["survey_id": $1.0, "response_token": "t\($0)", "submitted_at": $1.1]) { $1 }
                })
            try await database.load(
                Datasets.helpContributions,
                ["2026-01-09", "2026-01-10", "2026-01-31", "2026-02-01"].enumerated().map {
                    ["contribution_id": "c\($0)", "helper_id": "h", "started_at": $1]
                })
            let organization = try await database.acme.id
            try await database.warehouse.transaction(as: .custodian) { connection in
                let datasets = [requests, Datasets.satisfaction, Datasets.helpContributions]
                let sheet = Sheet(
                    id: "all", version: 1, title: "", question: "", formula: "", measures: [], direction: .none,
                    inputs: datasets.map { .init($0.handles, .whereKnown) }, unfinished: "",
                    missing: "", reference: "")
                let needs = FactNeeds(
                    [(sheet: sheet, window: Window(from: at(from), to: at(to), zone: .utc))],
                    present: try await FactsReader.present(organization, on: connection).all)
                let rows = try await FactsReader.read(organization, needs, on: connection).rows
                for dataset in datasets {
                    let window = RecordsInWindow(dataset: dataset, from: at(from), to: at(to), zone: .utc)
                    let counted = try await connection.queryOne(
                        """
                        SELECT count(*) FROM \(table: dataset) AS record
                        WHERE \(window.condition(organization: organization))
                        """
                    ) { Int(try $0.decode(Int64.self, at: 0)) }
                    #expect(counted == rows[dataset.name] ?? 0, "\(dataset.name): \(window.words)")
                }
            }
        }
    }

    @Test("says of each change what the ledger held, what it holds, since when, and which file changed it")
    func restatements() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadEleven()
            // Fewer than half of the requests have a known team.
            try await database.warehouse.set(
                [(name: "least_coverage", value: "0.4")], from: .distantPast, of: try await database.acme,
                now: at("2026-01-31"))
            try await database.computeResolve(now: at("2026-02-01"))
            #expect(try await database.explain().restatements.isEmpty)
            try await database.correctFirst()
            try await database.computeResolve(now: at("2026-02-10"))
            let explanation = try await database.explain()
            let change = try #require(explanation.restatements.first { $0.cell == p50 })
            // Eleven at risk: at most half are left after the sixth close. It was the sixth hour's, and is the seventh's.
            #expect(change.old.estimate.value == 6 * 3600 && change.new.estimate.value == 7 * 3600)
            #expect(change.old.knownAt == at("2026-02-01") && change.new.knownAt == at("2026-02-10"))
            #expect(
                change.causes == [
                    .load(dataset: "help_requests", batch: 2, fileName: "test.csv", loadedAt: at("2026-02-10"))
                ])
            let entry = try #require(explanation.entries.first { $0.cell == p50 })
            #expect(entry.content == change.new && entry.people == 10 && entry.content.n == 11)
            #expect(entry.content.censored == 1)
            // Only the team's own cells, and only those that changed: its five took 1, 2, 3, 4, 5 hours.
            let team = try await database.explain(scope: Scope(.team, "t"), measure: "first_close_elapsed")
            #expect(team.restatements.map(\.cell.statistic) == ["naive_mean", "p50", "p90"])
            // 1…5 and 2…5, 20: the mean, the third, the fifth.
            func hours(_ contents: [LedgerEntry.Content]) -> [Double?] {
                contents.map { $0.estimate.value.map { $0 / 3600 } }
            }
            #expect(hours(team.restatements.map(\.old)) == [3, 3, 5])
            #expect(hours(team.restatements.map(\.new)) == [6.8, 4, 20])
        }
    }

    @Test("names the settings whose change restated a figure")
    func changedSetting() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadEleven()
            // From Tokyo's point of view January begins and ends nine hours earlier, and this is February's.
            try await database.load(
                requests, [["request_id": "late", "requester_id": "late", "opened_at": "2026-01-31T20:00"]],
                now: at("2026-02-01"))
            try await database.computeResolve(now: at("2026-02-02"))
            try await database.warehouse.set(
                [("zone", "Asia/Tokyo"), ("minimum_group", "6")], from: day("2026-01-01"), of: database.acme,
                now: at("2026-02-03"))
            try await database.computeResolve(now: at("2026-02-04"))
            let explanation = try await database.explain()
            #expect(!explanation.restatements.isEmpty)
            #expect(explanation.restatements.allSatisfy { $0.causes == [.settings(["zone"])] })
            let zone = try #require(explanation.settings.first { $0.name == "zone" })
            #expect(zone.value == "Asia/Tokyo" && zone.since == day("2026-01-01") && zone.shapesFigures)
            #expect(explanation.window.from == at("2025-12-31T15:00"))
            #expect(explanation.settings.first { $0.name == "release_lag_days" }?.isStandard == true)
            // What shapes others' figures, or is about data that isn't read, is left out.
            let names = Set(explanation.settings.map(\.name))
            #expect(names.isDisjoint(with: ["response_target_minutes", "load_days_satisfaction"]))
            #expect(names.contains("load_days_help_requests"))
            #expect(explanation.computation?.isCurrent == true)
        }
    }

    @Test("gives loads that touch what the KPI reads for the period as causes, and no others")
    func causes() {
        func content(_ version: Int) -> LedgerEntry.Content {
            LedgerEntry.Content(
                estimate: Estimate(1), n: 9, censored: nil, coverage: nil, version: version, settingsVersion: "aa",
                knownAt: at("2026-02-0\(version)"))
        }
        func causes(_ recorded: [RecordedCause], versions: (Int, Int) = (1, 1)) -> [Restatement.Cause] {
            Restatement.causes(
                from: content(versions.0), to: content(versions.1), recorded: recorded, assignments: [],
                sheet: TimeToResolve.sheet, period: january)
        }
        func load(_ dataset: String, _ months: Int32, _ batch: Int64?) -> RecordedCause {
            RecordedCause(
                kind: .load, dataset: dataset, months: months, batch: batch.map { ($0, "f\($0).csv", at("2026-02-03")) }
            )
        }
        func file(_ batch: Int64) -> Restatement.Cause {
            .load(dataset: "help_requests", batch: batch, fileName: "f\(batch).csv", loadedAt: at("2026-02-03"))
        }
        // January; February; all months of the year before; a dataset that the KPI doesn't read; records erased.
        let recorded = [
            load("help_requests", 1, 1), load("help_requests", 2, 2), load("help_requests", 0xFFF << 12, 3),
            load("recognitions", 1, 4), load("help_requests", 1, nil),
        ]
        #expect(causes(recorded) == [file(1), .records(dataset: "help_requests")])
        #expect(causes(recorded, versions: (1, 2)).first == .definition(from: 1, to: 2))
        let full = RecordedCause(kind: .full, dataset: "*", months: 0xFFF, batch: nil)
        #expect(causes([full, load("help_requests", 2, 2)]) == [.full])
        #expect(causes([full, load("help_requests", 1, 1)]) == [file(1)])
        #expect(causes([]) == [.unknown])
    }

    @Test("names the calendars that a scope's teams and people go by")
    func calendars() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadEleven()
            try await database.load(
                Datasets.teams,
                [
                    ["team_id": "t", "department_id": "d", "calendar_id": "office"],
                    ["team_id": "u", "calendar_id": "office", "valid_to": "2026-01-02"],
                    ["team_id": "v", "calendar_id": "nights", "valid_from": "2026-02-01"],
                ])
            try await database.load(
                Datasets.people,
                [["person_id": "helper1", "team_id": "t", "joined_on": "2020-01-01", "calendar_id": "late"]])
            try await database.load(
                Datasets.calendars,
                (1...5).map {
                    [
                        "calendar_id": "office", "weekday": "\($0)", "starts": "09:00", "ends": "17:00",
                        "time_zone": "Asia/Tokyo",
                    ]
                })
            try await database.load(
                Datasets.calendarHolidays,
                ["2026-01-01", "2026-02-01"].map { ["calendar_id": "office", "holiday": $0] })
            let office = CalendarInUse(
                id: "office", zone: "Asia/Tokyo", shifts: 5, holidays: 1, teams: ["t", "u"], people: 0)
            let late = CalendarInUse(id: "late", zone: nil, shifts: 0, holidays: 0, teams: [], people: 1)
            #expect(try await database.explain().calendars == [late, office])
            let team = try await database.explain(scope: Scope(.team, "u")).calendars
            #expect(team.map(\.teams) == [["u"]] && team.map(\.people) == [0])
            // A KPI that reads no calendar goes by none.
            #expect(try await database.explain(SeparationRate.self).calendars.isEmpty)
        }
    }

    @Test("shows the undivided figures unless parts are asked for")
    func parts() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(
                requests,
                ["emotional", "appraisal"].map {
                    ["request_id": $0, "kind": $0, "opened_at": "2026-01-10", "resolved_at": "2026-01-11"]
                }, now: at("2026-02-01"))
            try await database.computeResolve(now: at("2026-02-02"))
            func parts(_ part: Question.Part?) async throws -> Set<String> {
                let entries = try await database.explain(measure: "first_close_elapsed", part: part).entries
                #expect(!entries.isEmpty && entries.allSatisfy { $0.cell.measure == "first_close_elapsed" })
                return Set(entries.map(\.cell.breakdown.value))
            }
            #expect(try await parts(nil) == [""])
            #expect(try await parts(.init(breakdown: "kind", value: nil)) == ["appraisal", "emotional"])
            #expect(try await parts(.init(breakdown: "kind", value: "emotional")) == ["emotional"])
        }
    }

    @Test("enters in the audit log that somebody asked, and what for")
    func audit() async throws {
        try await MigratedDatabase.with { database in
            try await database.loadEleven()
            _ = try await database.explain(scope: Scope(.team, "t"))
            #expect(
                try await database.texts("SELECT action, detail FROM mutuality.audit")
                    == [#"{"action":"explain","detail":"time_to_resolve of team t in 2026-01"}"#])
        }
    }

    @Test("for readers has what each release showed, and nothing of what was hidden")
    func published() async throws {
        try await MigratedDatabase.with { database in
            // So many that those who change fall into five buckets of a digest, whatever their pseudonyms.
            func load(closedAfter more: Int, now: Instant) async throws {
                let rows = (1...30).map { k in
                    let closed = at("2026-01-10").microseconds + Int64(k + more) * 3_600_000_000
                    return [
                        "request_id": "r\(k)", "requester_id": "asker\(k)", "helper_id": "helper\(k)",
                        "opened_at": "2026-01-10",
                        "resolved_at": String(Instant(microseconds: closed).description.prefix(16)),
                        "team_id": k <= 12 ? "t" : k <= 15 ? "small" : "big",
                    ]
                }
                try await database.load(requests, rows, now: now)
                try await database.computeResolve(now: now)
                try await database.publish(now: now)
            }
            let acme = try await database.warehouse.organization(creating: "acme", now: at("2026-02-04"))
            try await database.warehouse.set(
                [(name: "publish_teams_by", value: "month")], from: .distantPast, of: acme, now: at("2026-02-04"))
            try await load(closedAfter: 0, now: at("2026-02-04"))
            func cells(_ scope: Scope) async throws -> [PublishedCell] {
                try await database.warehouse.transaction(as: .reader) { connection in
                    try await PublishedCell.read(
                        Question(
                            sheet: TimeToResolve.sheet, period: january, scope: scope, measure: "first_close_elapsed"),
                        of: "acme", on: connection)
                }
            }
            let median = try #require(try await cells(.organization).first { $0.cell == p50 })
            #expect(median.standing?.estimate.value == 15 * 3600 && median.standing?.n == 30)
            #expect(median.standing?.releasedAt == at("2026-02-04") && median.changes.isEmpty)
            // Twelve people are shown, to the nearest five; three are not, and of those there is no count.
            #expect(try await cells(Scope(.team, "t")).map(\.standing?.n).contains(10))
            let hidden = try await cells(Scope(.team, "small"))
            #expect(hidden.contains { $0.standing?.state == .suppressed })
            #expect(hidden.flatMap(\.statements).allSatisfy { $0.n == nil && $0.censored == nil && $0.coverage == nil })
            // All are closed five hours later: the release follows, and both statements are there.
            try await load(closedAfter: 5, now: at("2026-02-20"))
            let changed = try #require(try await cells(.organization).first { $0.cell == p50 })
            #expect(changed.statements.map(\.estimate.value) == [15 * 3600, 20 * 3600])
            #expect(changed.changes.map(\.old.lastRelease) == [1])
            #expect(changed.changes.map { $0.new?.firstRelease } == [2])
        }
    }
}
