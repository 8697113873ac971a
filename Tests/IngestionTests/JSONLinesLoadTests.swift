import Domain
import Foundation
import TestSupport
import TestValues
import Testing
import Warehouse

@testable import Ingestion

@Suite("A load of JSON lines")
struct JSONLinesLoadTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func load(_ input: Input, _ mapping: Mapping, into database: MigratedDatabase) async throws -> Load.Outcome
    {
        let now = at("2026-11-01")
        return try await Load(try Ingestor(input, mapping: mapping, options: .init(now: now))).into(
            database.warehouse, organization: try await database.warehouse.organization(creating: "acme", now: now),
            key: try PseudonymKey(bytes: testKeyBytes), now: now)
    }

    private static let requests = #"""
        {"request_id":1,"opened_at":"2024-05-01T09:00:00Z","resolved_at":"2024-05-01T10:00:00Z"}
        {"request_id":2,"opened_at":"2024-05-01T09:00:00Z","resolved_at":"never"}
        {"opened_at":"2024-05-01T09:00:00Z","request_id":"3","resolved_at":null}
        {"request_id":4,
        """#

    private static let stored = """
        SELECT request_id AS id, resolved_at AT TIME ZONE 'UTC' AS closed FROM mutuality_facts.help_request ORDER BY 1
        """

    private static func row(_ id: Int, _ closed: String?) -> String {
        #"{"id":"\#(id)","closed":\#(closed.map { "\"\($0)\"" } ?? "null")}"#
    }

    @Test("stores its records; rejected ones come with the mended reject file; nothing comes twice, compressed or not")
    func load() async throws {
        try await MigratedDatabase.with { database in
            let plain = try scratch.write(Self.requests, to: "requests.jsonl")
            let first = try await load(plain, .helpRequests, into: database)
            #expect(first.batch.read == 4 && first.batch.inserted == 2 && first.batch.rejected == 2)
            let good = [Self.row(1, "2024-05-01T10:00:00"), Self.row(3, nil)]
            #expect(try await database.texts(Self.stored) == good)

            try await Self.gzip(scratch.path + "/requests.jsonl", to: scratch.path + "/again.jsonl.gz")
            for name in ["requests.jsonl", "again.jsonl.gz"] {
                let again = try await load(.file(scratch.path + "/" + name), .helpRequests, into: database)
                #expect(again.batch.alreadyLoaded)
            }

            let mended = try scratch.text("requests.rejects.jsonl")
                .replacing("never", with: "2024-05-01T11:00:00Z")
                .replacing("4,", with: #"4,"opened_at":"2024-05-01T09:00:00Z"}"#)
            let second = try await load(
                try scratch.write(mended, to: "requests.rejects.jsonl"), .helpRequests, into: database)
            #expect(second.batch.inserted == 2 && second.batch.rejected == 0)
            let all = [good[0], Self.row(2, "2024-05-01T11:00:00"), good[1], Self.row(4, nil)]
            #expect(try await database.texts(Self.stored) == all)
        }
    }

    @Test("stores the same from a gzip file")
    func compressed() async throws {
        try await MigratedDatabase.with { database in
            _ = try scratch.write(Self.requests, to: "requests.ndjson")
            try await Self.gzip(scratch.path + "/requests.ndjson", to: scratch.path + "/requests.ndjson.gz")
            let outcome = try await load(.file(scratch.path + "/requests.ndjson.gz"), .helpRequests, into: database)
            #expect(outcome.batch.inserted == 2 && outcome.batch.rejected == 2)
            #expect(outcome.tally?.rejectFiles?.recordsPath == scratch.path + "/requests.rejects.ndjson")
            #expect(try await database.texts(Self.stored).count == 2)
        }
    }

    @Test("folds the events of a log into records as a CSV log's are, and a mended reject file brings the rest")
    func log() async throws {
        let mapping = try Mapping(
            yaml: """
                dataset: help_requests
                zone: UTC
                events: {case: issue.key, time: at, activity: what, resource: who.id}
                columns:
                  opened_at: {first: "*"}
                  resolved_at: {first: closed}
                  helper_id: {first: closed, column: who.id}
                  kind: {last: "*", column: issue.kind}
                """, file: "log.yaml")
        let log = #"""
            {"issue":{"key":2},"at":"2024-05-01 09:00:00","what":"asked","who":{"id":"ana"}}
            {"at":"2024-05-01 09:00:00","issue":{"key":1,"kind":"emotional"},"what":"asked"}
            {"what":"closed","issue":{"key":1,"kind":"appraisal"},"at":"2024-05-01 10:00:00","who":{"id":"bo"},"x":1}
            {"issue":{"key":2},"at":"2024-05-01 at 11","what":"closed","who":{"id":"bo"}}
            """#
        try await MigratedDatabase.with { database in
            let input = try scratch.write(log + "\n", to: "log.jsonl")
            #expect(try Ingestor(input, mapping: mapping).ignoredHeaders == ["x"])
            let first = try await load(input, mapping, into: database)
            #expect(first.batch.read == 2 && first.batch.inserted == 1 && first.batch.rejected == 1)
            #expect(try await database.texts(Self.stored) == [Self.row(1, "2024-05-01T10:00:00")])
            let kinds = "SELECT kind FROM mutuality_facts.help_request"
            #expect(try await database.texts(kinds) == [#"{"kind":"appraisal"}"#])

            let lines = log.split(separator: "\n").map(String.init)
            #expect(try scratch.text("log.rejects.jsonl") == lines[0] + "\n" + lines[3] + "\n")
            let mended = try scratch.text("log.rejects.jsonl").replacing(" at 11", with: " 11:00:00")
            let second = try await load(try scratch.write(mended, to: "mended.jsonl"), mapping, into: database)
            #expect(second.batch.inserted == 1 && second.batch.rejected == 0)
            #expect(
                try await database.texts(Self.stored) == [
                    Self.row(1, "2024-05-01T10:00:00"), Self.row(2, "2024-05-01T11:00:00"),
                ])
        }
    }

    private static func gzip(_ path: String, to compressed: String) async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "gzip -c '\(path)' > '\(compressed)'"]
        let status: Int32 = try await withCheckedThrowingContinuation { ended in
            process.terminationHandler = { ended.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { ended.resume(throwing: error) }
        }
        #expect(status == 0)
    }
}
