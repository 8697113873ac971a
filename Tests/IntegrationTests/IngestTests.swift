import Foundation
import Testing

extension CommandTests {
    @Suite struct IngestTests {
        @Test("A file that is loaded again, compressed, renamed or from standard input changes nothing")
        func again() async throws {
            let user = try SharedServer.user()
            try user.write("a.csv", Sample.file(Sample.good, "r2,platform,,2026-01-07T10:00:00Z,,"))
            let arguments = ["ingest", "--organization", "again", "--dataset", "help_requests", "--json"]
            func load(_ name: String, input: String? = nil) async throws -> Report {
                let outcome = try await user.start(arguments + [name], input: input).outcome()
                #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
                return try #require(try outcome.json([Report].self).first)
            }
            let first = try await load("a.csv")
            #expect((first.read, first.inserted, first.alreadyLoaded) == (2, 2, false))
            let stored = try await user.stored(of: "again")
            #expect(stored == ["2", "1", "1"])

            try FileManager.default.copyItem(at: user.path("a.csv"), to: user.path("b.csv"))
            let gzip = Process()
            gzip.executableURL = URL(filePath: "/usr/bin/gzip")
            gzip.arguments = ["--keep", user.path("b.csv").path()]
            try gzip.run()
            gzip.waitUntilExit()
            #expect(try await load("a.csv").alreadyLoaded)
            #expect(try await load("b.csv").alreadyLoaded)
            #expect(try await load("b.csv.gz").alreadyLoaded)
            #expect(try await load("-", input: "a.csv").alreadyLoaded)
            #expect(try await user.stored(of: "again") == stored)
        }

        @Test("Compressed records and records from standard input load like plain ones")
        func otherWaysIn() async throws {
            let user = try SharedServer.user()
            try user.write("a.csv", Sample.file(Sample.good))
            let gzip = Process()
            gzip.executableURL = URL(filePath: "/usr/bin/gzip")
            gzip.arguments = ["--keep", user.path("a.csv").path()]
            try gzip.run()
            gzip.waitUntilExit()
            try await user.must("ingest", "--organization", "gz", "--dataset", "help_requests", "a.csv.gz")
            try await user.must(
                "ingest", "--organization", "piped", "--dataset", "help_requests", "-", input: "a.csv")
            #expect(try await user.stored(of: "gz") == ["1", "1", "1"])
            #expect(try await user.stored(of: "piped") == ["1", "1", "1"])
        }

        @Test("A changed row is updated, an unchanged one is a duplicate, a new one is added")
        func changes() async throws {
            let user = try SharedServer.user()
            let open = "r2,platform,,2026-01-07T10:00:00Z,,"
            try user.write("a.csv", Sample.file(Sample.good, open))
            try user.write(
                "b.csv", Sample.file(Sample.good, open + "2026-01-08T10:00:00Z", open.replacing("r2", with: "r3")))
            let arguments = ["ingest", "--organization", "changes", "--dataset", "help_requests", "--json"]
            _ = try await user.start(arguments + ["a.csv"]).outcome()
            let outcome = try await user.start(arguments + ["b.csv"]).outcome()
            let report = try #require(try outcome.json([Report].self).first)
            #expect((report.read, report.inserted, report.updated, report.duplicate) == (3, 1, 1, 1))
            #expect(try await user.stored(of: "changes") == ["3", "2", "1"])
        }

        @Test("A dry run says what would come of a file, and stores and writes nothing")
        func dryRun() async throws {
            let user = try SharedServer.user()
            try user.write("a.csv", Sample.file(Sample.good, "r2"))
            let outcome = try await user.must(
                "ingest", "--organization", "dry", "--dataset", "help_requests", "--dry-run", "--json", "a.csv")
            let report = try #require(try outcome.json([Report].self).first)
            #expect((report.read, report.accepted, report.rejected) == (2, 1, 1))
            // What is new only the store knows, and it isn't asked.
            #expect(report.inserted == nil && report.updated == nil && report.duplicate == nil)
            #expect(try await user.query("SELECT count(*) FROM mutuality.organization WHERE name = 'dry'") == ["0"])
            #expect(!user.exists("a.rejects.csv") && !user.exists("a.rejects.why.csv"))
            try user.write("b.csv", Sample.file("r2"))
            let bad = try await user.run("ingest", "--dataset", "help_requests", "--dry-run", "b.csv")
            #expect(bad.code == 65 && !bad.errors.contains("reject file") && !bad.errors.contains("rejects.csv"))
            #expect(bad.errors.contains("Correct the rows in your own file and load that"))
        }

        @Test(
            "The last line agrees with the rows: a reject file that lacks rows of theirs isn't the one to load",
            arguments: [
                ("help_requests", Sample.file(Sample.good, "r2"), "correct bad.rejects.csv and load that file"),
                (
                    "leave", "person_id,valid_from,valid_to\nana,2026-01-01,2026-02-01\nana,2026-03-01,never\n",
                    "correct the rows in your own file and load that"
                ),
                (
                    "people", "person_id,joined_on,left_on\nana,2026-01-01,\n,2026-01-01,\n",
                    "correct the rows in your own file and load that"
                ),
                (
                    "people", "person_id,joined_on,left_on\nana,2026-01-01,\nbo,never,\n",
                    "correct bad.rejects.csv and load that file"
                ),
            ])
        func advice(_ dataset: String, _ records: String, _ advice: String) async throws {
            let user = try SharedServer.user()
            try user.write("bad.csv", records)
            // Each user has a key of their own, and so needs an organization of their own.
            let outcome = try await user.run(
                "ingest", "--organization", "advice \(UUID())", "--dataset", dataset, "bad.csv")
            #expect(outcome.code == 0 && outcome.errors.hasSuffix("  \(advice)\n"), "\(outcome.errors)")
        }

        @Test("A mended reject file gives what a clean file would have given")
        func mended() async throws {
            let user = try SharedServer.user()
            let late = "r2,platform,,2026-01-07T10:00:00Z,,2026-01-06T10:00:00Z"
            try user.write("a.csv", Sample.file(Sample.good, late))
            let arguments = ["ingest", "--organization", "mended", "--dataset", "help_requests"]
            let first = try await user.start(arguments + ["a.csv"]).outcome()
            #expect(first.code == 0 && first.output.isEmpty)
            #expect(try user.read("a.rejects.csv") == Sample.file(late))
            try user.write("a.rejects.csv", try user.read("a.rejects.csv").replacing("2026-01-06", with: "2026-01-08"))
            #expect(try await user.start(arguments + ["a.rejects.csv"]).outcome().code == 0)
            #expect(try await user.stored(of: "mended")[0] == "2")
        }
    }
}
