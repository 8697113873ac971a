import Domain
import Foundation
import Testing

@testable import Ingestion

@Suite("The limit of rejected bytes")
struct RejectLimitTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    static let header = "request_id,opened_at\n"

    @Test("keeps whole records up to it, counts the others, and says that the reject file lacks them")
    func limit() throws {
        let rows = (1...100).map { "\($0),never\n" }
        let text = Self.header + rows.joined()
        for limit in [0, 21, 29, 30, 200, 2_000, 100_000] {
            let run = try Run(try scratch.write(text), .helpRequests, options: .init(rejectLimit: limit))
            let kept = try scratch.text("requests.rejects.csv")
            let count = kept.split(separator: "\n").count - 1
            #expect(kept == Self.header + rows.prefix(count).joined())
            #expect(kept.utf8.count <= max(limit, Self.header.utf8.count))
            #expect(run.tally.omittedRejects == 100 - count && run.tally.rejected == 100)
            let ingestor = try Ingestor(.file(scratch.path + "/requests.csv"), mapping: .helpRequests)
            #expect(ingestor.hasRejectFile == (limit > 15_000))
            #expect(run.tally.rejectFileLacksRows == (count < 100))
            #expect(count == 100 || kept.utf8.count + rows[count].utf8.count > limit)
            let reasons = try scratch.text("requests.rejects.why.csv")
            #expect(reasons.utf8.count <= limit + 1_000)
            #expect(reasons.contains("limit_reached") == (limit < 15_000))
        }
    }

    @Test("holds for a record that comes in pieces, of which no part stays")
    func pieces() throws {
        let long = "2," + String(repeating: "x", count: 3 << 20) + "\n"
        let text = Self.header + "1,never\n" + long + "3,never\n"
        let run = try Run(try scratch.write(text), .helpRequests, options: .init(rejectLimit: 1 << 20))
        #expect(try scratch.text("requests.rejects.csv") == Self.header + "1,never\n")
        #expect(run.tally.omittedRejects == 2 && run.tally.rejected == 3)
    }

    @Test("holds for the rows of a log's cases")
    func log() throws {
        let mapping = try Mapping(
            yaml: "dataset: help_requests\nevents: {case: c, time: t}\ncolumns: {opened_at: {first: '*'}}", file: "m")
        let text = "c,t\n1,never\n1,2026-01-01T10:00:00Z\n2,2026-01-01T10:00:00Z\n"
        let run = try Run(try scratch.write(text), mapping, options: .init(rejectLimit: 20))
        #expect(try scratch.text("requests.rejects.csv") == "c,t\n1,never\n")
        #expect(run.tally.omittedRejects == 1 && run.tally.rejectFileLacksRows)
    }
}
