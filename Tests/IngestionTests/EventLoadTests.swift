import Domain
import Foundation
import TestSupport
import TestValues
import Testing
import Warehouse

@testable import Ingestion

@Suite("A load of a log")
struct EventLoadTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    static let yaml = """
        dataset: help_requests
        zone: UTC
        events: {case: ticket, time: at, activity: what, resource: who}
        columns:
          opened_at: {first: "*"}
          resolved_at: {first: closed}
          updated_at: {last: "*"}
        """

    static let log = """
        ticket,at,what,who
        2,2024-05-01 09:00:00,asked,ana
        1,2024-05-01 09:00:00,asked,ana
        1,2024-05-01 10:00:00,closed,bo
        2,2024-05-01 at 11,closed,bo
        1,2024-05-02 10:00:00,asked again,bo

        """

    @discardableResult
    private func load(
        _ text: String, _ yaml: String = yaml, as name: String, again: Bool = false, into database: MigratedDatabase
    ) async throws -> Load.Outcome {
        let ingestor = try Ingestor(
            try scratch.write(text, to: name), mapping: try Mapping(yaml: yaml, file: "log.yaml"))
        let now = at("2026-11-01")
        return try await Load(ingestor, again: again).into(
            database.warehouse, organization: try await database.warehouse.organization(creating: "acme", now: now),
            key: try PseudonymKey(bytes: testKeyBytes), now: now)
    }

    private static let stored = """
        SELECT request_id AS id, opened_at AT TIME ZONE 'UTC' AS opened, resolved_at AT TIME ZONE 'UTC' AS closed
        FROM mutuality_facts.help_request ORDER BY 1
        """

    private static let reopening = """
        dataset: help_requests
        zone: UTC
        events: {case: ticket, time: at, activity: what}
        columns:
          opened_at: {first: "*"}
          resolved_at: {first: closed}
          reopened_at: {first: reopened, after: resolved_at}
          final_closed_at: {last: closed, after: reopened_at}
          updated_at: {last: "*"}
        """

    private func reopenings(in database: MigratedDatabase) async throws -> [String] {
        try await database.texts(
            """
            SELECT request_id || to_char(reopened_at AT TIME ZONE 'UTC', ' HH24') || CASE closed_at
                WHEN 'infinity' THEN '' ELSE to_char(closed_at AT TIME ZONE 'UTC', '-HH24') END AS told
            FROM mutuality_facts.request_reopening ORDER BY 1
            """
        ).map { $0.replacing(#"{"told":""#, with: "").replacing("\"}", with: "") }
    }

    @Test("stores the reopenings that a log tells, and replaces those of a request by what the newest log says of it")
    func reopenings() async throws {
        @Sendable func log(_ cases: String...) -> String {
            let rows = cases.enumerated().flatMap { number, activities in
                activities.split(separator: " ").enumerated().map { "\(number),2024-05-01 1\($0):00:00,\($1)" }
            }
            return "ticket,at,what\n" + rows.joined(separator: "\n") + "\n"
        }
        try await MigratedDatabase.with { database in
            let first = try await load(
                log("asked closed reopened", "asked closed", "asked closed reopened closed"), Self.reopening,
                as: "log.csv", into: database)
            #expect(first.batch.inserted == 3 && first.batch.companion?.inserted == 2)
            #expect(try await reopenings(in: database) == ["0 12", "2 12-13"])
            let again = try await load(
                log("asked closed reopened", "asked closed", "asked closed reopened closed"), Self.reopening,
                as: "log.csv", into: database)
            #expect(again.batch.alreadyLoaded && again.batch.companion == nil)

            let second = try await load(
                log(
                    "asked closed reopened closed reopened closed closed", "asked closed comment",
                    "asked closed comment comment comment"),
                Self.reopening, as: "later.csv", into: database)
            #expect(second.batch.companion?.removed == 2 && second.batch.companion?.inserted == 3)
            #expect(try await reopenings(in: database) == ["0 12-13", "0 14-15", "0 14-16"], "2 was never reopened")
            // A log that knows less of a case changes nothing, and brings nothing back.
            let old = try await load(
                log("asked closed", "asked closed", "asked closed reopened"), Self.reopening, as: "old.csv",
                into: database)
            #expect(old.batch.companion?.inserted == 0)
            let older = try await load(
                log("asked closed reopened", "asked closed"), Self.reopening, as: "older.csv", into: database)
            #expect(older.batch.companion?.inserted == 0)
            #expect(try await reopenings(in: database) == ["0 12-13", "0 14-15", "0 14-16"])
        }
    }

    @Test("takes the reopenings away that a corrected mapping doesn't find, and only those of requests that it tells")
    func correctedMapping() async throws {
        let yaml = Self.reopening.replacing("  updated_at: {last: \"*\"}", with: "")
        func log(_ case: Int, _ activities: String) -> String {
            "ticket,at,what\n"
                + activities.split(separator: " ").enumerated().map { "\(`case`),2024-05-01 1\($0):00:00,\($1)\n" }
                .joined()
        }
        let texts = (
            log(1, "asked closed reopened"), log(2, "asked closed reopened"), log(1, "asked closed reopened closed")
        )
        try await MigratedDatabase.with { database in
            try await load(texts.0, yaml, as: "one.csv", into: database)
            try await load(texts.1, yaml, as: "two.csv", into: database)
            let without = yaml.split(separator: "\n").filter { !$0.contains("reopened") }.joined(separator: "\n")
            let corrected = try await load(texts.0, without, as: "one.csv", into: database)
            #expect(corrected.batch.companion?.removed == 1)
            #expect(try await reopenings(in: database) == ["2 12"])
            try await load(texts.2, yaml, as: "three.csv", into: database)
            // What was loaded before has nothing to say of rows that others have replaced since.
            try await database.run("DELETE FROM mutuality.mark; DELETE FROM mutuality.freshness")
            try await database.run(
                "DELETE FROM mutuality.batch WHERE dataset = 'request_reopenings' AND file_name = 'one.csv'")
            let again = try await load(texts.0, yaml, as: "one.csv", into: database)
            #expect(again.batch.alreadyLoaded && again.batch.companion?.inserted == 0)
            #expect(try await reopenings(in: database) == ["1 12-13", "2 12"])
        }
    }

    @Test("that is to be loaded again brings back the reopenings that a later file took away")
    func reopeningsAgain() async throws {
        let yaml = Self.reopening.replacing("  updated_at: {last: \"*\"}", with: "")
        let right =
            "ticket,at,what\n1,2024-05-01 10:00:00,asked\n1,2024-05-01 11:00:00,closed\n"
            + "1,2024-05-01 12:00:00,reopened\n"
        let wrong = String(right.dropLast("1,2024-05-01 12:00:00,reopened\n".count))
        try await MigratedDatabase.with { database in
            try await load(right, yaml, as: "right.csv", into: database)
            try await load(wrong, yaml, as: "wrong.csv", into: database)
            #expect(try await reopenings(in: database) == [])
            let again = try await load(right, yaml, as: "right.csv", again: true, into: database)
            #expect(!again.batch.alreadyLoaded && again.batch.companion?.inserted == 1)
            #expect(try await reopenings(in: database) == ["1 12"])
        }
    }

    @Test("fills the reopenings of a log that was loaded before they were kept")
    func earlierLoads() async throws {
        try await MigratedDatabase.with { database in
            let log =
                "ticket,at,what\n1,2024-05-01 10:00:00,asked\n1,2024-05-01 11:00:00,closed\n"
                + "1,2024-05-01 12:00:00,reopened\n"
            try await load(log, Self.reopening, as: "log.csv", into: database)
            try await database.run(
                """
                DELETE FROM mutuality_facts.request_reopening;
                DELETE FROM mutuality.freshness WHERE dataset = 'request_reopenings';
                DELETE FROM mutuality.mark WHERE dataset = 'request_reopenings';
                DELETE FROM mutuality.batch WHERE dataset = 'request_reopenings'
                """)
            let again = try await load(log, Self.reopening, as: "log.csv", into: database)
            #expect(again.batch.alreadyLoaded && again.batch.companion?.inserted == 1)
            #expect(try await reopenings(in: database) == ["1 12"])
        }
    }

    private static let first = #"{"id":"1","opened":"2024-05-01T09:00:00","closed":"2024-05-01T10:00:00"}"#

    @Test("stores a record for each case; the rejected one comes with its mended reject file; nothing comes twice")
    func load() async throws {
        try await MigratedDatabase.with { database in
            let first = try await load(Self.log, as: "log.csv", into: database)
            #expect(first.batch.read == 2 && first.batch.inserted == 1 && first.batch.rejected == 1)
            #expect(try await database.texts(Self.stored) == [Self.first])
            let again = try await load(Self.log, as: "log.csv", into: database)
            #expect(again.batch.alreadyLoaded && again.tally == nil)

            let mended = try scratch.text("log.rejects.csv").replacing(" at 11", with: " 11:00:00")
            let second = try await load(mended, as: "mended.csv", into: database)
            #expect(second.batch.inserted == 1 && second.batch.rejected == 0)
            #expect(
                try await database.texts(Self.stored) == [
                    Self.first, #"{"id":"2","opened":"2024-05-01T09:00:00","closed":"2024-05-01T11:00:00"}"#,
                ])

            // The same file by another rule is another batch; a log that knows less of a case changes nothing.
            let other = try await load(
                Self.log, Self.yaml.replacing("{first: closed}", with: "{last: \"closed*\"}"), as: "log.csv",
                into: database)
            #expect(!other.batch.alreadyLoaded && other.batch.duplicate == 1)
            let older = try await load(
                Self.log.split(separator: "\n").prefix(3).joined(separator: "\n"), as: "older.csv", into: database)
            #expect(older.batch.read == 2 && older.batch.duplicate == 2)
            #expect(try await database.texts(Self.stored).count == 2)
        }
    }
}
