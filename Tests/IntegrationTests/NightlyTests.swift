import Foundation
import Postgres
import TestSupport
import Testing

extension CommandTests {
    /// What lies in an inbox goes the whole way, night after night.
    @Suite struct NightlyTests {
        @Test("A first night makes figures of files; a second one with nothing new changes no byte and touches no file")
        func twoNights() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "two nights"])
            try await user.fillInbox()
            // Folders from the environment and the configuration count as those from options do.
            try user.write("c.yaml", "out: figures\n")
            let arguments = ["nightly", "--config", "c.yaml"]
            let variables = ["MUTUALITY_INBOX": "inbox"]
            let first = try await user.start(arguments + ["--json"], variables: variables).outcome()
            #expect(first.code == 0 && first.errors.isEmpty, "\(first.errors)")
            let night = try first.json(NightJSON.self)
            #expect(night.organization == "two nights" && night.exitCode == 0)
            #expect(night.stages.map(\.stage) == ["ingest", "compute", "release", "export"])
            #expect(night.stages.allSatisfy { $0.outcome == "done" && ($0.seconds ?? -1) >= 0 && $0.error == nil })
            // In the order of the list of datasets, though a folder has none.
            let files = ["teams", "people", "help_requests"].map { "\($0).csv" }
            #expect(night.files.map(\.file) == files.map { "inbox/\($0)" })
            #expect(night.files.map(\.movedTo) == files.map { "inbox/done/\($0)" })
            #expect(night.files.allSatisfy { ($0.inserted ?? 0) > 0 && $0.rejected == 0 && $0.exitCode == 0 })
            #expect(try user.names(in: "inbox") == ["done", "rejected"])
            #expect(night.compute?.release == 1)
            #expect(night.exports.map(\.file) == User.fileNames.map { "figures/\($0)" })
            #expect(night.exports.allSatisfy { $0.written })
            try await user.expectExportsAreCurrent()
            #expect(try Promtool.check(metrics: Data(contentsOf: user.path("figures/kpis.prom"))) == "")

            let former = try user.exports()
            let second = try await user.start(arguments + ["--json"], variables: variables).outcome()
            let nothing = try second.json(NightJSON.self)
            #expect(second.code == 0 && nothing.files.isEmpty && nothing.exports.allSatisfy { !$0.written })
            #expect(nothing.compute?.computed == 0 && nothing.compute?.release == nil)
            #expect(try user.exports() == former)

            let told = try await user.start(arguments, variables: variables).outcome()
            #expect(told.code == 0 && told.output.isEmpty)
            let lines = told.errors.replacing(/\d+\.\d s/, with: "0.0 s").split(separator: "\n")
            #expect(
                lines == [
                    "ingest (0.0 s): the inbox is empty", "compute (0.0 s): nothing is due",
                    "release (0.0 s): nothing to release", "export (0.0 s): the files are as they should be",
                    "The night is done, in 0.0 s.",
                ])
            let quiet = try await user.start(arguments + ["--quiet"], variables: variables).outcome()
            #expect(quiet.code == 0 && quiet.isSilent)

            let some = try await user.start(arguments + ["--formats", "html, csv", "--json"], variables: variables)
                .outcome()
            #expect(try some.json(NightJSON.self).exports.map(\.format) == ["csv", "html"])
            let wrong = try await user.start(arguments + ["--formats", "csv,pdf"], variables: variables).outcome()
            #expect(wrong.code == 64 && wrong.errors.contains("Choose from csv, prometheus, xlsx, html"))
        }

        @Test("A wrong file is told each night and stays; the others are loaded, and figures made: 65")
        func badFiles() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "bad files"])
            try await user.fillInbox(["teams", "help_requests"])
            try user.write("inbox/help_requests-late.csv", Sample.file(Sample.good, "r2,platform"))
            try user.write("inbox/people.csv", "person,since\nana,2026-01-01\n")
            try user.write("inbox/leave.csv", "person_id,valid_from,valid_to\nana,never,2026-02-01\n")
            try user.write("inbox/mystery.csv", "a,b\n1,2\n")
            try user.write("inbox/.turnover.csv", "not to be looked at")
            try user.write("inbox/turnover.csv.part", "not complete")
            let arguments = ["nightly", "--inbox", "inbox", "--out", "figures"]
            let first = try await user.start(arguments).outcome()
            #expect(first.code == 65 && first.output.isEmpty)
            for told in [
                "mutuality: inbox/people.csv:1: ", "mutuality: inbox/leave.csv: Every row was rejected.",
                "mutuality: inbox/mystery.csv: The file's name does not begin",
                "inbox/help_requests-late.csv: 2 rows read, 1 new",
                "mutuality: inbox/help_requests-late.csv: 1 of 2 rows were rejected; the reasons are in inbox/rejected/",
                "Correct inbox/rejected/help_requests-late.rejects.csv and load that file.",
                ": 3 loaded, 3 of 6 files stay in the inbox\n", "The night was not completed (exit code 65)",
            ] { #expect(first.errors.contains(told), "\(told): \(first.errors)") }
            let left = [".turnover.csv", "leave.csv", "mystery.csv", "people.csv", "turnover.csv.part"]
            #expect(try user.names(in: "inbox") == (left + ["done", "rejected"]).sorted())
            #expect(
                try user.loaded() == ["help_requests-late.csv", "help_requests.csv", "teams.csv"])
            #expect(try user.read("inbox/rejected/help_requests-late.rejects.csv") == Sample.file("r2,platform"))
            try await user.expectExportsAreCurrent()

            // Nothing has changed, and the next night says so again, without a second copy of anything.
            let rejected = try user.names(in: "inbox/rejected")
            let second = try await user.start(arguments + ["--json"]).outcome()
            #expect(second.code == 65 && second.errors.split(separator: "\n").count == 3, "\(second.errors)")
            let night = try second.json(NightJSON.self)
            #expect(night.exitCode == 65)
            #expect(night.stages.map(\.exitCode) == [65, 0, 0, 0])
            #expect(night.stages.map(\.outcome) == ["failed", "done", "done", "done"])
            #expect(night.files.map(\.exitCode) == [65, 65, 65] && night.files.allSatisfy { $0.movedTo == nil })
            #expect(Set(night.files.map(\.alreadyLoaded)) == [true, nil])
            #expect(try user.names(in: "inbox/rejected") == rejected)

            // Mended, they go the way of the others; so does a corrected reject file.
            for file in ["mystery.csv", "leave.csv"] {
                try FileManager.default.removeItem(at: user.path("inbox/\(file)"))
            }
            try user.write("inbox/people.csv", "person_id,joined_on,left_on\nana,2026-01-01,\n")
            try user.write(
                "inbox/help_requests-late.rejects.csv", Sample.file(Sample.good.replacing("r1,", with: "r2,")))
            let third = try await user.start(arguments + ["--quiet"]).outcome()
            #expect(third.code == 0 && third.isSilent, "\(third.errors)")
            #expect(try user.names(in: "inbox") == [".turnover.csv", "done", "rejected", "turnover.csv.part"])
        }

        @Test("A mapping reads the files of its name; one that is wrong is told, and keeps no other file away: 78")
        func mappings() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "mappings"])
            try user.makeFolder("inbox/mappings")
            try user.write("inbox/teams.csv", "team_id,department_id\nplatform,engineering\n")
            try user.write("inbox/tickets-2026-01.csv", "Ticket,Opened\n17,2026-01-05T10:00:00Z\n")
            let mapping = "dataset: help_requests\nsource: desk\ncolumns:\n  request_id: Ticket\n  opened_at: Opened\n"
            try user.write("inbox/mappings/tickets.yaml", mapping + "  odd: 1\n")
            let arguments = ["nightly", "--inbox", "inbox/", "--out", "figures"]
            let wrong = try await user.start(arguments).outcome()
            #expect(wrong.code == 78, "\(wrong.errors)")
            #expect(wrong.errors.contains("mutuality: inbox/tickets-2026-01.csv: inbox/mappings/tickets.yaml:6"))
            #expect(try user.loaded() == ["teams.csv"])
            try user.write("inbox/mappings/tickets.yaml", mapping)
            #expect(try await user.start(arguments).outcome().code == 0)
            #expect(try user.loaded() == ["teams.csv", "tickets-2026-01.csv"])
            #expect(
                try await user.query(
                    "SELECT source.name FROM mutuality.batch JOIN mutuality.source USING (organization_id, source_id) "
                        + "JOIN mutuality.organization USING (organization_id) "
                        + "WHERE organization.name = 'mappings' AND dataset = 'help_requests'") == ["desk"])
        }

        @Test("An export that cannot be written leaves the former ones byte for byte; the next night catches up: 73")
        func failingExport() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "failing export"])
            try await user.fillInbox()
            func night(_ now: String) async throws -> Program.Outcome {
                try await user.start([
                    "nightly", "--inbox", "inbox", "--out", "figures", "--json", "--now", now,
                ])
                .outcome()
            }
            #expect(try await night(User.now).code == 0)
            let former = try user.export("kpis.csv")
            // A folder where a later format's file should be; the first one's could be written.
            try FileManager.default.removeItem(at: user.path("figures/kpis.prom"))
            try user.makeFolder("figures/kpis.prom")
            let failed = try await night("2026-04-10T08:00:00Z")
            #expect(failed.code == 73 && failed.errors.contains("export: The path figures/kpis.prom is a directory"))
            let report = try failed.json(NightJSON.self)
            #expect(report.stages.map(\.exitCode) == [0, 0, 0, 73] && report.compute?.release == 2)
            #expect(report.exports.isEmpty)
            #expect(try user.export("kpis.csv") == former)
            #expect(try user.names(in: "figures") == User.fileNames, "a draft is left")

            // The release was made the night before, and still its files are missing.
            try FileManager.default.removeItem(at: user.path("figures/kpis.prom"))
            let next = try await night("2026-04-11T08:00:00Z")
            #expect(next.code == 0)
            #expect(try next.json(NightJSON.self).exports.filter { $0.written }.map(\.format).contains("prometheus"))
            #expect(try user.export("kpis.csv") != former)
            try await user.expectExportsAreCurrent()
        }

        @Test(
            "A night that cannot compute or release leaves the files byte for byte; the next one catches up: 70",
            arguments: [
                ("ledger_page", ["done", "failed", "not_run", "not_run"]),
                ("release", ["done", "done", "failed", "not_run"]),
            ])
        func failingStage(table: String, outcomes: [String]) async throws {
            let database = try await MigratedDatabase.fresh()
            let user = try SharedServer.user(environment: ["MUTUALITY_DATABASE_URL": database.conninfo])
            try await user.fillInbox()
            func night(_ now: String) async throws -> Program.Outcome {
                try await user.start([
                    "nightly", "--inbox", "inbox", "--out", "figures", "--json", "--now", now,
                ])
                .outcome()
            }
            #expect(try await night(User.now).code == 0)
            let former = try user.exports()
            try await database.run("ALTER TABLE mutuality.\(table) ADD CONSTRAINT broken CHECK (false) NOT VALID")
            let failed = try await night("2026-04-10T08:00:00Z")
            #expect(failed.code == 70, "\(failed.errors)")
            #expect(try failed.json(NightJSON.self).stages.map(\.outcome) == outcomes)
            #expect(try user.exports() == former)
            try await database.run("ALTER TABLE mutuality.\(table) DROP CONSTRAINT broken")
            #expect(try await night("2026-04-11T08:00:00Z").code == 0)
            #expect(try user.exports() != former)
            try await user.expectExportsAreCurrent()
            await database.pool.shutdown()
        }

        @Test("A file that was loaded before it could be moved is known and moved; a second of its name replaces none")
        func crashBeforeTheMove() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "before the move"])
            try user.makeFolder("inbox")
            let content = Sample.file(Sample.good, "r2")
            try user.write("inbox/help_requests.csv", content)
            let arguments = ["nightly", "--inbox", "inbox", "--out", "figures", "--json"]
            #expect(try await user.start(arguments).outcome().code == 0)
            let stored = try await user.stored(of: "before the move")

            // As if the first had been killed after COMMIT: neither moved, nor its rejected rows named.
            try FileManager.default.moveItem(
                at: user.path("inbox/done/help_requests.csv"), to: user.path("inbox/help_requests.csv"))
            for name in try user.names(in: "inbox/rejected") {
                try FileManager.default.removeItem(at: user.path("inbox/rejected/\(name)"))
            }
            let again = try await user.start(arguments).outcome()
            #expect(again.code == 0)
            #expect(try again.json(NightJSON.self).files.map(\.alreadyLoaded) == [true])
            #expect(try await user.stored(of: "before the move") == stored)
            #expect(try user.names(in: "inbox") == ["done", "rejected"])
            #expect(try user.read("inbox/rejected/help_requests.rejects.csv") == Sample.file("r2"))

            try user.write("inbox/help_requests.csv", Sample.file(Sample.good, "r3"))
            #expect(try await user.start(arguments).outcome().code == 0)
            #expect(try user.read("inbox/done/help_requests.csv") == content)
            #expect(try user.read("inbox/done/help_requests.2.csv") == Sample.file(Sample.good, "r3"))
            #expect(try user.read("inbox/rejected/help_requests.rejects.csv") == Sample.file("r2"))
            #expect(try user.read("inbox/rejected/help_requests.2.rejects.csv") == Sample.file("r3"))
        }

        @Test("Killed again and again, wherever it was, the nights end with the exports of an undisturbed one")
        func killedAnywhere() async throws {
            let calm = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "calm"])
            try await calm.fillInbox()
            let began = ContinuousClock.now
            try await calm.must("nightly", "--inbox", "inbox", "--out", "figures")
            // Among other tests a night takes minutes, and the next ones don't.
            let took = min(ContinuousClock.now - began, .seconds(60))

            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "harried"])
            try await user.fillInbox()
            let kills = 4
            for number in 1...kills {
                let run = try user.start(["nightly", "--inbox", "inbox", "--out", "figures"])
                try await Task.sleep(for: took * number / (kills + 1))
                run.send(SIGKILL)
                _ = try await run.outcome()
                let names = user.exists("figures") ? try user.names(in: "figures") : []
                #expect(names.allSatisfy { User.fileNames.contains($0) || $0.hasSuffix(".tmp") })
            }
            try await user.must("nightly", "--inbox", "inbox", "--out", "figures")
            #expect(try user.names(in: "inbox") == ["done", "rejected"])
            try await user.expectExportsAreCurrent()
            // What is compressed has another organization's name in other places.
            for (name, bytes) in try user.exports() where !name.hasSuffix(".xlsx") {
                let figures = String(decoding: bytes.content, as: UTF8.self).replacing("harried", with: "calm")
                #expect(try calm.read("figures/\(name)") == figures, "\(name)")
            }
        }

        @Test("A missing inbox is 66, one that nobody named 64; nothing is made")
        func noInbox() async throws {
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "no inbox"])
            let missing = try await user.run("nightly", "--inbox", "inbox", "--out", "figures")
            #expect(missing.code == 66 && missing.errors.contains("inbox: There is no such folder"))
            let unnamed = try await user.run("nightly", "--out", "figures")
            #expect(unnamed.code == 64 && unnamed.errors.contains("MUTUALITY_INBOX"))
            try user.makeFolder("inbox")
            let outless = try await user.run("nightly", "--inbox", "inbox")
            #expect(outless.code == 64 && outless.errors.contains("MUTUALITY_OUT"))
            #expect(!user.exists("figures"))
            #expect(try user.names(in: "inbox").isEmpty)
        }
    }
}

/// `nightly --json`.
struct NightJSON: Decodable {
    let organization: String
    let stages: [Stage]
    let files: [File]
    let compute: Computed?
    let exports: [Export]
    let exitCode: Int32

    struct Stage: Decodable {
        let stage: String
        let outcome: String
        let seconds: Double?
        let error: String?
        let exitCode: Int32
    }

    struct File: Decodable {
        let file: String
        let inserted: Int?
        let rejected: Int?
        let alreadyLoaded: Bool?
        let movedTo: String?
        let error: String?
        let exitCode: Int32
    }

    struct Computed: Decodable {
        let computed: Int
        let release: Int?
    }

    struct Export: Decodable {
        let file: String
        let format: String
        let rows: Int
        let written: Bool
    }
}

/// A file as it lies there: written anew it would have another number or moment.
struct LyingFile: Equatable {
    let content: Data
    let inode: Int
    let modified: Date
}

extension User {
    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(at: path(name), withIntermediateDirectories: true)
    }

    func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(folder).path()).sorted()
    }

    /// The files that were loaded, without the list of what they were like.
    func loaded() throws -> [String] { try names(in: "inbox/done").filter { $0 != ".loaded.jsonl" } }

    /// Records of thirty people over two months in `inbox/`.
    func fillInbox(_ datasets: [String] = ["teams", "people", "help_requests"]) async throws {
        try await must("simulate", "--people", "30", "--months", "2", "--out", "records")
        try makeFolder("inbox")
        for name in datasets.map({ "\($0).csv" }) {
            try FileManager.default.copyItem(at: path("records/\(name)"), to: path("inbox/\(name)"))
        }
    }

    /// In `figures/`, in the order of the formats.
    static let exportNames = ["kpis.csv", "kpis.prom", "kpis.xlsx"]
    /// And the page.
    static let fileNames = exportNames + ["report.html"]

    func exports() throws -> [String: LyingFile] {
        try User.exportNames.reduce(into: [:]) { $0[$1] = try export($1) }
    }

    func export(_ name: String) throws -> LyingFile {
        let file = path("figures/\(name)")
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path())
        return LyingFile(
            content: try Data(contentsOf: file), inode: attributes[.systemFileNumber] as? Int ?? 0,
            modified: attributes[.modificationDate] as? Date ?? .distantPast)
    }

    /// The files in `figures/` are what `export` gives.
    func expectExportsAreCurrent(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        for (format, file) in zip(["csv", "prometheus", "xlsx"], Self.exportNames) {
            try await must("export", "--format", format, "--out", "expected")
            #expect(
                try Data(contentsOf: path("figures/\(file)")) == Data(contentsOf: path("expected")), "\(file)",
                sourceLocation: sourceLocation)
        }
    }
}
