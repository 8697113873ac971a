import Foundation
import Testing

extension CommandTests {
    /// Files that are not what they should be: what is said, with which exit code, and what is stored.
    @Suite struct BadInputTests {
        /// Loads `bad.csv`; every test has an organization of its own.
        private func load(_ user: User, _ organization: String, _ more: String...) async throws -> Program.Outcome {
            try await user.start(
                ["ingest", "--organization", organization, "--dataset", "help_requests"] + more + ["bad.csv"]
            ).outcome()
        }

        /// One good row, one bad row on line 3: the good one is stored, the bad one set aside with its reason.
        @Test(
            "A bad row is set aside with file, line, column, reason and mend; the good ones are loaded: 0",
            arguments: [
                ("shifted", "r2,x,platform,ana,2026-01-07T10:00:00Z,,", "field_count", "", "shifted the row"),
                ("no-time", "r2,platform,ana,07/01/26,,", "not_a_time", "opened_at", "formats"),
                ("no-offset", "r2,platform,ana,2026-01-07 10:00,,", "time_without_offset", "opened_at", "zone"),
                (
                    "order", "r2,platform,ana,2026-01-07T10:00:00Z,,2026-01-06T10:00:00Z", "resolved_before_opened",
                    "resolved_at", "Correct one of the two"
                ),
                ("no-key", ",platform,ana,2026-01-07T10:00:00Z,,", "required_missing", "request_id", "Fill it in"),
            ])
        func badRow(_ name: String, _ row: String, _ code: String, _ column: String, _ mend: String) async throws {
            let user = try SharedServer.user()
            try user.write("bad.csv", Sample.file(Sample.good, row, "r3,platform,,2026-01-09T10:00:00Z,,"))
            let outcome = try await load(user, name)
            #expect(outcome.code == 0 && outcome.output.isEmpty)
            let line = try #require(outcome.errors.split(separator: "\n").first { $0.contains("[\(code)]") })
            #expect(
                line.contains("bad.csv: line 3") && line.contains(mend) && (column.isEmpty || line.contains(column)))
            #expect(
                outcome.errors.contains("3 rows read, 2 new") && outcome.errors.contains("bad.rejects.csv"))
            #expect(try user.read("bad.rejects.csv") == Sample.file(row))
            let reasons = try user.read("bad.rejects.why.csv").split(separator: "\n")
            #expect(reasons.count == 2 && reasons[1].hasPrefix("3,") && reasons[1].contains(",\(column),\(code),"))
            #expect(try await user.stored(of: name) == ["2", "1", "1"])
        }

        @Test("Bytes that are no UTF-8 set their row aside, and the reject file has them as they were")
        func invalidUTF8() async throws {
            let user = try SharedServer.user()
            let row = Data("r2,plat".utf8) + [0xFF] + Data("form,,2026-01-07T10:00:00Z,,\n".utf8)
            try user.write("bad.csv", Data(Sample.file(Sample.good).utf8) + row)
            let outcome = try await load(user, "bytes")
            #expect(outcome.code == 0 && outcome.errors.contains("line 3, team_id") && outcome.errors.contains("UTF-8"))
            #expect(try Data(contentsOf: user.path("bad.rejects.csv")) == Data((Sample.header + "\n").utf8) + row)
            #expect(try await user.stored(of: "bytes") == ["1", "1", "1"])
        }

        @Test("A field of 10 MB is set aside whole, and what follows is loaded")
        func longField() async throws {
            let user = try SharedServer.user()
            let row = "r2,\(String(repeating: "x", count: 10_000_000)),,2026-01-07T10:00:00Z,,"
            try user.write("bad.csv", Sample.file(Sample.good, row, "r3,platform,,2026-01-09T10:00:00Z,,"))
            let outcome = try await load(user, "long")
            #expect(outcome.code == 0 && outcome.errors.contains("line 3, team_id: The field is longer than the limit"))
            #expect(outcome.errors.utf8.count < 2_000)
            #expect(try user.read("bad.rejects.csv") == Sample.file(row))
            #expect(try await user.stored(of: "long")[0] == "2")
        }

        @Test(
            "A file that is wrong as a whole is refused, with its place and the mend: 65",
            arguments: [
                (
                    "required", "request_id,opened\nr1,2026-01-07T10:00:00Z\n",
                    "bad.csv:1: help_requests needs a column opened_at",
                    "field 2 has a similar name"
                ),
                (
                    "doubled", "\(Sample.header),team_id\n\(Sample.good),x\n",
                    "bad.csv:1: The header has \"team_id\" twice",
                    "fields 2 and 7"
                ),
                ("empty", "", "bad.csv: The file is empty", "header line"),
                (
                    "nothing-good", Sample.file("r1", "r2"), "Every row of a file was rejected",
                    "Correct bad.rejects.csv and load that file"
                ),
                (
                    "open-quote", Sample.file(Sample.good, "\"r2,platform"), "bad.csv:3", "quote"
                ),
            ])
        func badFile(_ name: String, _ text: String, _ message: String, _ mend: String) async throws {
            let user = try SharedServer.user()
            try user.write("bad.csv", text)
            let outcome = try await load(user, name)
            #expect(outcome.code == 65 && outcome.output.isEmpty)
            #expect(outcome.errors.contains(message) && outcome.errors.contains(mend), "\(outcome.errors)")
            let rows = try await user.query(
                "SELECT count(*) FROM mutuality_facts.help_request JOIN mutuality.organization USING (organization_id) "
                    + "WHERE name = '\(name)'")
            #expect(rows == ["0"])
        }

        @Test("A header without a mapped column is refused, naming it and the place of one like it: 65")
        func mappedColumn() async throws {
            let user = try SharedServer.user()
            try user.write("m.yaml", "dataset: help_requests\ncolumns:\n  request_id: Id\n  opened_at: Opened on\n")
            try user.write("bad.csv", "Id,Opened in\nr1,2026-01-07T10:00:00Z\n")
            let outcome = try await user.run("ingest", "--organization", "mapped", "--mapping", "m.yaml", "bad.csv")
            #expect(outcome.code == 65)
            #expect(
                outcome.errors.contains("reads opened_at from \"Opened on\"")
                    && outcome.errors.contains("field 2 has a similar name"))

            try user.write("m.yaml", "dataset: help_requests\ncolumns:\n  request_id: Id\n  opend_at: Opened in\n")
            let wrong = try await user.run("ingest", "--organization", "mapped", "--mapping", "m.yaml", "bad.csv")
            #expect(wrong.code == 78 && wrong.errors.contains("m.yaml:4") && wrong.errors.contains("opened_at"))
            #expect(try await user.query("SELECT count(*) FROM mutuality.organization WHERE name = 'mapped'") == ["0"])
        }

        @Test("What is missing, a directory, or not to be read by this user, is no input: 66")
        func noInput() async throws {
            let user = try SharedServer.user()
            let missing = try await load(user, "none")
            #expect(missing.code == 66 && missing.errors.contains("bad.csv: There is no such file"))

            try FileManager.default.createDirectory(at: user.path("bad.csv"), withIntermediateDirectories: true)
            let directory = try await load(user, "none")
            #expect(directory.code == 66 && directory.errors.contains("bad.csv: This is a directory"))

            try user.write("secret.csv", Sample.file(Sample.good))
            try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: user.path("secret.csv").path())
            // Root reads everything, but not without the capabilities that let it.
            let wrapper = geteuid() == 0 ? ["/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search"] : []
            let unreadable = try await user.run(
                "ingest", "--organization", "none", "--dataset", "help_requests", "secret.csv", wrapper: wrapper)
            #expect(unreadable.code == 66 && unreadable.errors.contains("secret.csv: This user may not read"))
            #expect(try await user.query("SELECT count(*) FROM mutuality.organization WHERE name = 'none'") == ["0"])
        }

        @Test("A pseudonym key that isn't the organization's, is missing, or is open to others, loads nothing: 78")
        func wrongKey() async throws {
            let user = try SharedServer.user()
            try user.write("bad.csv", Sample.file(Sample.good))
            #expect(try await load(user, "keyed").code == 0)
            try user.write("bad.csv", Sample.file(Sample.good.replacing("r1", with: "r2")))
            try user.write("other.key", String(repeating: "ab", count: 32) + "\n")
            let open = try await load(user, "keyed", "--pseudonym-key-file", "other.key")
            #expect(open.code == 78 && open.errors.contains("chmod 600"))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: user.path("other.key").path())
            let other = try await load(user, "keyed", "--pseudonym-key-file", "other.key")
            #expect(other.code == 78 && other.errors.contains("not the key") && !other.errors.contains("abab"))
            let missing = try await load(user, "keyed", "--pseudonym-key-file", "none.key")
            #expect(missing.code == 78 && missing.errors.contains("none.key"))
            #expect(try await user.stored(of: "keyed") == ["1", "1", "1"])
        }

        @Test("A place that no file can be written to is told apart from wrong data: 73")
        func noOutput() async throws {
            let user = try SharedServer.user()
            try user.write("bad.csv", Sample.file(Sample.good))
            #expect(try await load(user, "written").code == 0)
            for target in ["missing/kpis.csv", "."] {
                let outcome = try await user.run(
                    "export", "--organization", "written", "--format", "csv", "--out", target)
                #expect(outcome.code == 73 && outcome.errors.contains(target), "\(outcome.errors)")
            }
        }
    }
}
