import Domain
import Foundation
import Postgres
import TestSupport
import TestValues
import Testing
import Warehouse

@testable import Ingestion

@Suite("A load")
struct LoadTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    static let requests = "request_id,opened_at\n1,2024-05-01T10:00:00Z\n2,never\n"

    private func load(
        _ input: Input, _ mapping: Mapping, into database: MigratedDatabase, between: () throws -> Void = {}
    ) async throws -> Load.Outcome {
        let ingestor = try Ingestor(input, mapping: mapping)
        try between()
        let now = at("2026-11-01")
        return try await Load(ingestor).into(
            database.warehouse, organization: try await database.warehouse.organization(creating: "acme", now: now),
            key: try PseudonymKey(bytes: testKeyBytes), now: now)
    }

    // MARK: Histories

    struct Case: Sendable, CustomTestStringConvertible {
        let mapping: Mapping
        let old: String
        let new: String
        /// Of `new`: what is broken, and how.
        let broken: [(right: String, wrong: String)]
        let testDescription: String
    }

    static let cases = [
        Case(
            mapping: .people,
            old: """
                person_id,joined_on,left_on,valid_from,valid_to,team_id
                ana,2020-01-01,,,2021-01-01,one
                ana,2020-01-01,,2021-01-01,,two
                bob,2020-01-01,,,,one
                cy,2019-01-01,,,,one

                """,
            new: """
                person_id,joined_on,left_on,valid_from,valid_to,team_id
                ana,2020-01-01,,,2020-06-01,one
                bob,2020-01-01,,,2022-01-01,one
                ana,2020-01-01,,2020-06-01,2022-01-01,three
                bob,2020-01-01,,2022-01-01,,three
                dee,2023-01-01,,,2024-01-01,one
                ana,2020-01-01,,2022-01-01,,two
                dee,2023-01-01,,2024-01-01,,two

                """,
            broken: [
                ("2020-06-01,2022-01-01,three", "2020-05-01,2022-01-01,three"),
                ("2020-06-01,2022-01-01,three", "2020-06-31,2022-01-01,three"),
                ("2020-06-01,2022-01-01,three", "2020-06-01,2020-01-01,three"),
                ("2020-06-01,2022-01-01,three", "2020-06-01,2022-01-01,th,ree"),
                ("2020-06-01,2022-01-01,three", "2020-06-01,2022-01-01,th\"ree"),
                ("dee,2023-01-01,,2024-01-01,,two", "dee,2023-06-01,,2024-01-01,,two"),
            ],
            testDescription: "people"),
        Case(
            mapping: .teams,
            old: """
                team_id,name,valid_from,valid_to
                one,One,2020-01-01,2021-01-01
                one,Uno,2021-01-01,
                two,Two,,

                """,
            new: """
                team_id,name,valid_from,valid_to
                one,One,2020-01-01,2020-06-01
                two,Two,,2022-01-01
                one,Uno,2020-06-01,2022-01-01
                two,Dos,2022-01-01,
                one,Um,2022-01-01,

                """,
            broken: [
                ("Uno,2020-06-01", "Uno,2020-05-01"), ("Um,2022-01-01,", "Um,2022-01-01,soon"),
                ("Um,2022-01-01,", "Um,2022-01-01,2020-01-01"), ("Um,2022-01-01,", "Um,2022-01-01"),
                ("Dos,2022-01-01,", "Do\"s,2022-01-01,"),
            ],
            testDescription: "teams"),
    ]

    @Test("of a history with a broken row leaves the stored one as it was; mended and loaded, it is the clean load's")
    func mendAndReload() async throws {
        for test in Self.cases {
            let dataset = test.mapping.dataset
            let clean = try await MigratedDatabase.with { database in
                _ = try await load(try scratch.write(test.old, to: "old.csv"), test.mapping, into: database)
                let old = try await database.dump(dataset)
                _ = try await load(try scratch.write(test.new, to: "new.csv"), test.mapping, into: database)
                return (old: old, new: try await database.dump(dataset))
            }
            #expect(clean.old != clean.new)
            for (right, wrong) in test.broken {
                try await MigratedDatabase.with { database in
                    _ = try await load(try scratch.write(test.old, to: "old.csv"), test.mapping, into: database)
                    let text = test.new.replacing(right, with: wrong)
                    let first = try await load(try scratch.write(text, to: "new.csv"), test.mapping, into: database)
                    // Every history is either the old one or the new one.
                    let between = try await database.dump(dataset)
                    #expect(between != clean.new && Set(between).isSubset(of: clean.old + clean.new))
                    #expect(first.batch.rejected >= 2)
                    let mended = try scratch.text("new.rejects.csv").replacing(wrong, with: right)
                    let second = try await load(
                        try scratch.write(mended, to: "mended.csv"), test.mapping, into: database)
                    #expect(second.batch.rejected == 0)
                    #expect(try await database.dump(dataset) == clean.new, "\(test.testDescription): \(wrong)")
                }
            }
        }
    }

    @Test("keeps of rows with one key the row that the check of histories held for the newer one")
    func newerRow() async throws {
        // Three rows of one key with every choice of updated_at; they differ in where they end.
        let ends = ["2021-01-01", "2022-01-01", "2023-01-01"]
        let times = ["", "2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z"]
        let choices = (0..<27).map { [$0 / 9, $0 / 3 % 3, $0 % 3] }
        func rows(_ team: String, _ choice: [Int]) -> String {
            zip(ends, choice).map { "\(team),2020-01-01,\($0),\(times[$1])\n" }.joined()
        }
        let header = "team_id,valid_from,valid_to,updated_at\n"
        let plain = header + choices.enumerated().map { rows("t\($0)", $1) }.joined()
        // A stretch that begins on an end overlaps just if the newer row ends later.
        let followed =
            header
            + choices.enumerated().map { team, choice in
                ends.indices.map { rows("t\(team)-\($0)", choice) + "t\(team)-\($0),\(ends[$0]),,\n" }.joined()
            }.joined()
        let checked = try Run(try scratch.write(followed, to: "followed.csv"), .teams)
        let sound = Set(checked.column("team_id").compactMap(\.text))
        try await MigratedDatabase.with { database in
            let outcome = try await load(try scratch.write(plain, to: "plain.csv"), .teams, into: database)
            #expect(outcome.batch.rejected == 0)
            for team in choices.indices {
                let end = try #require(
                    try await database.texts("SELECT valid_to FROM mutuality_facts.team WHERE team_id = 't\(team)'")
                        .first)
                let newer = try #require(ends.firstIndex { end.contains($0) })
                for follower in ends.indices {
                    #expect(sound.contains("t\(team)-\(follower)") == (follower >= newer), "\(choices[team])")
                }
            }
        }
    }

    // MARK: Counts

    @Test("counts what the mapping leaves out apart: all that is read is new, changed, rejected or known")
    func counts() async throws {
        let yaml = """
            dataset: help_requests
            skip: {column: State, is: Test}
            columns: {request_id: Id, opened_at: Opened}
            """
        let text = """
            Id,Opened,State
            1,2024-05-01T10:00:00Z,
            2,2024-05-01T10:00:00Z,Test
            3,never,
            4,never,Test
            1,2024-05-01T10:00:00Z,Done

            """
        try await MigratedDatabase.with { database in
            let mapping = try Mapping(yaml: yaml, file: "m.yaml")
            let outcome = try await load(try scratch.write(text), mapping, into: database)
            #expect(outcome.tally?.skipped == 2)
            let batch = outcome.batch
            #expect((batch.read, batch.inserted, batch.updated, batch.rejected, batch.duplicate) == (3, 1, 0, 1, 1))
            #expect(try await database.number("SELECT read FROM mutuality.batch") == 3)
        }
    }

    // MARK: Reject files

    @Test("whose reject files cannot get their names is stored all the same, and the files are kept and named")
    func unpublished() async throws {
        try await MigratedDatabase.with { database in
            let input = try scratch.write(Self.requests)
            let error = await #expect(throws: IngestionError.self) {
                try await load(input, .helpRequests, into: database) {
                    for name in ["requests.rejects.csv", "requests.rejects.why.csv"] {
                        try FileManager.default.createDirectory(
                            atPath: scratch.path + "/" + name, withIntermediateDirectories: false)
                    }
                }
            }
            #expect(error?.code == "rejects_not_named")
            #expect(error?.kind == .inputOutput)
            #expect(try await database.number("SELECT count(*) FROM mutuality_facts.help_request") == 1)
            let kept = try scratch.names.filter { $0.hasPrefix(".requests.rejects.") }
            #expect(kept.count == 2)
            for name in kept { #expect(error?.description.contains(scratch.path + "/" + name) == true) }
            let records = try #require(kept.first { $0.hasPrefix(".requests.rejects.csv.") })
            #expect(try scratch.text(records) == "request_id,opened_at\n2,never\n")
        }
    }

    @Test("of a file that was loaded before writes reject files that are missing, and leaves those that are there")
    func rewritten() async throws {
        try await MigratedDatabase.with { database in
            let input = try scratch.write(Self.requests)
            let first = try await load(input, .helpRequests, into: database)
            #expect(first.tally?.rejected == 1)
            let records = scratch.path + "/requests.rejects.csv"
            try FileManager.default.removeItem(atPath: records)
            try FileManager.default.removeItem(atPath: scratch.path + "/requests.rejects.why.csv")
            let second = try await load(input, .helpRequests, into: database)
            #expect(second.batch.alreadyLoaded)
            #expect(second.tally?.rejectFiles?.recordsPath == records)
            #expect(try scratch.text("requests.rejects.csv") == "request_id,opened_at\n2,never\n")
            #expect(try scratch.text("requests.rejects.why.csv").contains("not_a_time"))

            _ = try scratch.write("being mended", to: "requests.rejects.csv")
            let third = try await load(input, .helpRequests, into: database)
            #expect(third.batch.alreadyLoaded && third.tally == nil)
            #expect(try scratch.text("requests.rejects.csv") == "being mended")
        }
    }

    @Test(
        "that the store refuses leaves no reject file behind, also where it was read twice",
        arguments: ["CHECK (request_id <> '1')", "UNIQUE (opened_at)"])
    func failed(constraint: String) async throws {
        try await MigratedDatabase.with { database in
            try await database.run("ALTER TABLE mutuality_facts.help_request ADD \(constraint)")
            let input = try scratch.write(Self.requests + "3,2024-05-01T10:00:00Z\n")
            await #expect(throws: PostgresError.self) { try await load(input, .helpRequests, into: database) }
            #expect(try scratch.names == ["requests.csv"])
        }
    }

    @Test("whose COMMIT was never answered keeps the reject files and names them")
    func uncertain() async throws {
        try await MigratedDatabase.with { database in
            // The server ends the connection while it commits.
            try await database.run(
                """
                CREATE FUNCTION public.hang_up() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(60); RETURN NULL; END $$;
                CREATE CONSTRAINT TRIGGER hang_up AFTER INSERT ON mutuality.batch DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION public.hang_up();
                """)
            let input = try scratch.write(Self.requests)
            let error = await #expect(throws: IngestionError.self) {
                try await load(input, .helpRequests, into: database)
            }
            #expect(error?.code == "commit_uncertain")
            #expect(error?.kind == .uncertain)
            let kept = try scratch.names.filter { $0.hasPrefix(".requests.rejects.") }
            #expect(kept.count == 2)
            for name in kept { #expect(error?.description.contains(scratch.path + "/" + name) == true) }
        }
    }
}
