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

    private func load(_ text: String, _ yaml: String = yaml, as name: String, into database: MigratedDatabase)
        async throws
        -> Load.Outcome
    {
        let ingestor = try Ingestor(
            try scratch.write(text, to: name), mapping: try Mapping(yaml: yaml, file: "log.yaml"))
        let now = at("2026-11-01")
        return try await Load(ingestor).into(
            database.warehouse, organization: try await database.warehouse.organization(creating: "acme", now: now),
            key: try PseudonymKey(bytes: testKeyBytes), now: now)
    }

    private static let stored = """
        SELECT request_id AS id, opened_at AT TIME ZONE 'UTC' AS opened, resolved_at AT TIME ZONE 'UTC' AS closed
        FROM mutuality.help_request ORDER BY 1
        """

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
