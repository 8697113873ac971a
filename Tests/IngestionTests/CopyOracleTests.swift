import Foundation
import Postgres
import TestSupport
import TestValues
import Testing

@testable import Ingestion

/// PostgreSQL's own `COPY … (FORMAT csv)` as the judge of what a CSV file says.
///
/// Known differences, all of them towards more caution or more tolerance: empty lines are skipped here and refused there;
/// line ends may be mixed here; a quote inside an unquoted field, or text after a closing quote, is a fault here and
/// taken in there.
@Suite("The CSV reader and PostgreSQL")
struct CopyOracleTests {
    private static let lineEnds = ["\n", "\r\n", "\r"]
    private static let bare = ["a", "é", "😀", ";", " ", "\t", "0", "x y", ""]
    private static let quoted = bare + [",", "\n", "\r", "\r\n", "\"\"", "\"\"\"\""]

    private static func record(_ random: inout SeededNumbers) -> String {
        (0..<3).map { _ in
            let isQuoted = Bool.random(using: &random)
            let content = (0..<Int.random(in: 0...4, using: &random))
                .map { _ in (isQuoted ? quoted : bare).randomElement(using: &random)! }.joined()
            return isQuoted ? "\"\(content)\"" : content
        }.joined(separator: ",")
    }

    private static func file(_ random: inout SeededNumbers) -> (text: String, lineEnd: String) {
        let lineEnd = lineEnds.randomElement(using: &random)!
        let records = (0..<Int.random(in: 1...5, using: &random)).map { _ in record(&random) }
        let last = Bool.random(using: &random) ? lineEnd : ""
        return (records.joined(separator: lineEnd) + last, lineEnd)
    }

    /// One character too many or too few, a line end never cut in half.
    private static func damaged(_ text: String, lineEnd: String, _ random: inout SeededNumbers) -> String {
        var characters = Array(text)
        let place = Int.random(in: 0..<characters.count, using: &random)
        if Bool.random(using: &random), !characters[place].isNewline {
            characters.remove(at: place)
        } else {
            let extra = ["\"", "\"", ",", "x", lineEnd].randomElement(using: &random)!
            characters.insert(contentsOf: extra, at: place)
        }
        return String(characters)
    }

    @Test("agree on every well-formed file, and on every damaged one that both take")
    func agree() async throws {
        let server = try await ScratchServer.shared()
        let connection = try await server.connect(database: "postgres")
        try await connection.execute("CREATE TEMP TABLE copied (n serial, a text, b text, c text)")
        let path = "\(server.directory)/\(UUID()).csv"
        defer { try? FileManager.default.removeItem(atPath: path) }
        var random = SeededNumbers(seed: 4180)
        var (agreed, refused) = (0, 0)
        for round in 0..<600 {
            var (text, lineEnd) = Self.file(&random)
            let isDamaged = round.isMultiple(of: 2)
            if isDamaged { text = Self.damaged(text, lineEnd: lineEnd, &random) }
            let reading = Reading(text, piece: Int.random(in: 1...64, using: &random), delimiter: ",")
            let takesAll =
                reading.error == nil && reading.faults.isEmpty && reading.records.allSatisfy { $0.count == 3 }
                && reading.raw.joined() == text
            try Data(text.utf8).write(to: URL(filePath: path))
            let copied = try await Self.copy(path, connection)
            if !isDamaged { #expect(copied != nil && takesAll, "\(text.debugDescription)") }
            if let copied, takesAll {
                #expect(reading.records == copied, "\(text.debugDescription)")
                agreed += 1
            }
            if copied == nil {
                #expect(!takesAll, "\(text.debugDescription)")
                refused += 1
            }
        }
        // Else the files would say nothing about the one or the other.
        #expect(agreed > 300 && refused > 50)
        await connection.close()
    }

    /// What PostgreSQL takes from a file; `nil` if it refuses it.
    private static func copy(_ path: String, _ connection: Connection) async throws -> [[String]]? {
        try await connection.execute("TRUNCATE copied")
        do {
            try await connection.executeScript(
                dangerouslyRaw: "COPY copied (a, b, c) FROM '\(path)' (FORMAT csv, NULL '<null>')")
        } catch let error as PostgresError where error.sqlState?.rawValue == "22P04" {
            return nil
        }
        return try await connection.query("SELECT a, b, c FROM copied ORDER BY n") { row in
            try (0..<3).map { try row.decode(String.self, at: $0) }
        }
    }
}
