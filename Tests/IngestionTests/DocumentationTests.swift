import Domain
import Foundation
import Testing

@testable import Ingestion

@Suite("docs/mapping.md")
struct DocumentationTests {
    static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("docs/mapping.md")

    /// The fenced blocks of the page with the word behind the fence.
    static func blocks() throws -> [(language: String, text: String)] {
        let parts = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```")
        return stride(from: 1, to: parts.count, by: 2).map { index in
            let lines = parts[index].split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(lines[0]), lines.count > 1 ? String(lines[1]) : "")
        }
    }

    @Test("has for each mapping a file that it fits, and every record of it is taken in")
    func examples() throws {
        let scratch = try Scratch()
        let blocks = try Self.blocks()
        var mappings = 0
        for (index, block) in blocks.enumerated() where block.language == "yaml" {
            mappings += 1
            let next = try #require(blocks.dropFirst(index + 1).first)
            let isKnown = Formats.all.contains { $0.extensions.contains(next.language) }
            #expect(isKnown, "the file of example \(mappings)")
            let mapping = try Mapping(yaml: block.text, file: "docs/mapping.md, example \(mappings)")
            let run = try Run(try scratch.write(next.text, to: "example.\(next.language)"), mapping)
            #expect(run.tally.accepted > 0 && run.tally.rejected == 0, "example \(mappings)")
        }
        #expect(mappings >= 5)
    }

    @Test("explains every token of a time format, and every code that a record can be given")
    func completeness() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        for letter in "YymBbdHIpMSfzsQ%" { #expect(text.contains("`%\(letter)`"), "%\(letter)") }
        let faults: [ValueFault] = [
            .notATime, .noOffset, .notADate, .dateWithoutZone, .notANumber, .tooSmall(least: 0), .notAnInteger,
            .outOfRange(1...7), .notATimeOfDay, .notABoolean, .notAChoice([]), .notAZone, .notTranslated, .keyTooLong,
            .partMissing, .joinerInPart, .missing,
        ]
        let kinds = RecordFault.Kind.ofAnyFormat + Formats.all.flatMap(\.faults)
        let codes =
            faults.map(\.code) + kinds.map(\.code)
            + ["field_count", "history_incomplete", "no_such_event", "time_in_dst_gap", "time_ambiguous"]
        let ofDatasets = Datasets.all.flatMap { dataset in
            dataset.checks.map(\.code) + dataset.historyChecks.map(\.code) + [dataset.repeats?.code].compactMap { $0 }
        }
        for code in codes + ofDatasets { #expect(text.contains("`\(code)`"), "\(code)") }
    }
}
