import Foundation
import Postgres
import TestSupport
import TestValues
import Testing

/// A thousand people are forgotten, and looked for everywhere.
@Suite(.timeLimit(.minutes(60))) struct ForgetTests {
    private static let mark = "canary-"
    private static let canaries = (0..<1_000).map { "\(mark)\($0)@example.org" }
    private static let others = (0..<60).map { "p\($0)" }

    @Test("Of a thousand who are forgotten nothing is left: in the database, its files, exports, rejects and messages")
    func canaries() async throws {
        let server = try await ScratchServer.start()
        defer { server.stop() }
        let conninfo = try await server.freshDatabase()
        let user = try User(environment: ["MUTUALITY_DATABASE_URL": conninfo])
        try await user.must("db", "migrate")
        let datasets = try write(for: user)
        for dataset in datasets { try await user.must("ingest", "--dataset", dataset, "\(dataset).csv") }
        // March is over and computed, and not released yet.
        let (night, later) = ("2026-04-02T08:00:00Z", "2026-04-10T08:00:00Z")
        try await user.must("compute", "--now", night)
        let export = ["export", "--format", "csv", "--out"]
        try await user.must(export[0], export[1], export[2], export[3], "before.csv", "--now", night)
        #expect(try user.read("before.csv").contains(",released,"))
        #expect(try user.read("before.csv").contains("month,2026-02-01,"))

        let database = MigratedDatabase(conninfo: conninfo, pool: MigratedDatabase.pool(conninfo))
        let people = Set(try await pseudonyms(in: database))
        #expect(people.count >= 1_060)
        try user.write("ids.txt", Self.canaries.joined(separator: "\n"))
        let forgotten = try await user.must("forget", "-", "--now", night, input: "ids.txt")
        #expect(forgotten.errors.hasPrefix("Forgot 1000 ids. Rows deleted: "), "\(forgotten.errors)")
        let left = Set(try await pseudonyms(in: database))
        let gone = people.subtracting(left)
        #expect(gone.count == 1_000)
        #expect(try await database.failuresOfSQLTests().isEmpty)

        try await user.must("compute", "--now", night)
        try await user.must(export[0], export[1], export[2], export[3], "after.csv", "--now", night)
        #expect(try user.read("after.csv") == user.read("before.csv"), "what was released stays")

        // Their rows come again, in a file of its own with rows that are wrong.
        let header = "request_id,requester_id,helper_id,team_id,opened_at\n"
        let wrong = (Self.canaries.prefix(50) + ["kept"]).map { "wrong-\($0.count),\($0),p1,t1,yesterday" }
        let right = Self.canaries.prefix(20).enumerated().map { "again-\($0),\($1),p1,t1,2026-03-30T10:00:00Z" }
        let rows = header + (wrong + right).joined(separator: "\n") + "\n"
        try user.write("again.csv", rows + "\"\(Self.canaries[0])\",\"unfinished\n")
        let broken = try await user.run("ingest", "--dataset", "help_requests", "again.csv")
        #expect(broken.code == 65, "a quote that never closes: \(broken.errors)")
        try user.write("again.csv", rows)
        _ = try await user.must("ingest", "--dataset", "help_requests", "again.csv")
        #expect(try user.read("again.rejects.csv") == header + "wrong-4,kept,p1,t1,yesterday\n")
        try user.write("people.csv", user.read("people.csv") + "\n")
        let again = try await user.must("ingest", "--dataset", "people", "people.csv")
        #expect(again.errors.contains("1000 about people who were forgotten, 0 rejected"), "\(again.errors)")

        try await user.must("compute", "--now", later)
        try await user.must(export[0], export[1], export[2], export[3], "later.csv", "--now", later)
        #expect(try user.read("later.csv").contains("month,2026-03-01,"))
        #expect(gone.isDisjoint(with: try await pseudonyms(in: database)))

        for statement in ["ANALYZE", "VACUUM FULL", "CHECKPOINT"] { try await database.run(statement) }
        let dump = user.path("dump.sql").path()
        #expect(try Tool.run(["pg_dump", "--dbname", conninfo, "--inserts", "--file", dump]).status == 0)
        let numbers = String(
            decoding: try Tool.run(["grep", "-oE", "-e", "-?[0-9]{10,}", dump]).output, as: UTF8.self)
        let dumped = Set(numbers.split(separator: "\n").compactMap { Int64($0) })
        #expect(dumped.isDisjoint(with: gone) && dumped.isSuperset(of: left))

        let oid = try await database.number("SELECT oid FROM pg_database WHERE datname = current_database()")
        let files = "\(server.directory)/data/base/\(oid)"
        let held = try Self.held(people, inFilesOf: files)
        #expect(held.isDisjoint(with: gone) && held.isSuperset(of: left))
        for place in [files, dump, "\(server.directory)/data/global", "\(server.directory)/server.log"]
            + ["before.csv", "after.csv", "later.csv", "again.rejects.csv", "again.rejects.why.csv"].map({
                user.path($0).path()
            })
            + [user.folder.appending(path: "logs").path()]
        {
            let found = try Tool.run(["grep", "-rlaF", Self.mark, place])
            #expect(found.status == 1, "\(place): \(String(decoding: found.output, as: UTF8.self))")
        }
        await database.pool.shutdown()
    }

    @Test("An id that nobody has, or none at all, is wrong usage: 64; without the key it is the configuration's: 78")
    func refusals() async throws {
        let user = try User(environment: ["MUTUALITY_DATABASE_URL": try await ScratchServer.shared().freshDatabase()])
        try await user.must("db", "migrate")
        try user.write("a.csv", Sample.file(Sample.good))
        try user.write("none.txt", "\n")
        try await user.must("ingest", "--dataset", "help_requests", "a.csv")
        let unknown = try await user.run("forget", "nobody-of-that-id")
        #expect(unknown.code == 64 && !unknown.errors.contains("nobody-of-that-id"), "\(unknown.errors)")
        #expect(try await user.run("forget", "-", input: "none.txt").code == 64)
        #expect(try await user.run("forget", "ana", "--pseudonym-key-file", "nowhere").code == 78)
        let unsure = try await user.run("organization", "delete", "default")
        #expect(unsure.code == 64 && unsure.errors.contains("--yes"))
        #expect(try await user.stored(of: "default") == ["1", "1", "1"])
    }

    /// Three months of a company of a thousand canaries and sixty others. Returns the datasets.
    private func write(for user: User) throws -> [String] {
        let everybody = Self.others + Self.canaries
        func file(
            _ dataset: String, _ header: String, _ row: (_ person: String, _ other: String, _ number: Int) -> String
        ) throws {
            let rows = everybody.enumerated().map { number, person in
                row(person, everybody[(number + 7) % everybody.count], number)
            }
            try user.write("\(dataset).csv", ([header] + rows).joined(separator: "\n") + "\n")
        }
        func day(_ number: Int) -> String { "2026-0\(1 + number % 3)-\(10 + number % 18)" }
        try file("people", "person_id,team_id,manager_id,joined_on") { "\($0),t\($2 % 5),\($1),2024-01-01" }
        try file("help_requests", "request_id,requester_id,helper_id,team_id,opened_at,first_response_at,resolved_at") {
            "r\($2),\($0),\($1),t\($2 % 5),\(day($2))T09:00:00Z,\(day($2))T1\($2 % 10):00:00Z,\(day($2))T20:00:00Z"
        }
        try file("help_contributions", "contribution_id,request_id,helper_id,recipient_id,started_at,minutes") {
            "c\($2),r\($2),\($1),\($0),\(day($2))T10:00:00Z,\(10 + $2 % 50)"
        }
        try file("agreements", "agreement_id,person_id,hours_per_week,valid_from") { "a\($2),\($0),4,2026-01-01" }
        try file("leave", "person_id,valid_from,valid_to") { "\($0),\(day($2)),2026-04-01" }
        try file("recognitions", "recognition_id,giver_id,receiver_id,given_at") {
            "g\($2),\($0),\($1),\(day($2))T11:00:00Z"
        }
        return ["people", "help_requests", "help_contributions", "agreements", "leave", "recognitions"]
    }

    private func pseudonyms(in database: MigratedDatabase) async throws -> [Int64] {
        try await database.pool.withConnection { connection in
            try await connection.query("SELECT DISTINCT person_id FROM mutuality.identity") {
                try $0.decode(Int64.self, at: 0)
            }
        }
    }

    /// `nil` for a file that is gone.
    private static func contents(_ path: String) throws -> Data? {
        do {
            return try Data(contentsOf: URL(filePath: path))
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile {
            return nil
        }
    }

    /// Which of the numbers stand in the files of a folder, as the server writes them.
    private static func held(_ numbers: Set<Int64>, inFilesOf folder: String) throws -> Set<Int64> {
        var found: Set<Int64> = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let path = "\(folder)/\(file)"
            // The server may remove one between the two, as its cache of the catalog: then it holds nothing.
            guard let data = try contents(path) else { continue }
            data.withUnsafeBytes { bytes in
                for offset in stride(from: 0, to: bytes.count - 7, by: 4) {
                    let number = bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self)
                    if numbers.contains(number) { found.insert(number) }
                }
            }
        }
        return found
    }
}
