import Domain
import Foundation
import Testing

@testable import Ingestion

@Suite("A page on mappings")
struct DocumentationTests {
    static let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("docs")
    static let page = docs.appendingPathComponent("mapping.md")
    static let formTools = docs.appendingPathComponent("form-tools.md")

    /// The fenced blocks of a page with the word behind the fence.
    static func blocks(of page: URL) throws -> [(language: String, text: String)] {
        let parts = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```")
        return stride(from: 1, to: parts.count, by: 2).map { index in
            let lines = parts[index].split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(lines[0]), lines.count > 1 ? String(lines[1]) : "")
        }
    }

    @Test(
        "has for each mapping a file that it fits, and every record of it is taken in",
        arguments: [DocumentationTests.page, DocumentationTests.formTools])
    func examples(of page: URL) throws {
        let scratch = try Scratch()
        let blocks = try Self.blocks(of: page)
        var mappings = 0
        for (index, block) in blocks.enumerated() where block.language == "yaml" {
            mappings += 1
            let next = try #require(blocks.dropFirst(index + 1).first)
            let isKnown = Formats.all.contains { $0.extensions.contains(next.language) }
            #expect(isKnown, "the file of example \(mappings)")
            let mapping = try Mapping(yaml: block.text, file: "\(page.lastPathComponent), example \(mappings)")
            let run = try Run(try scratch.write(next.text, to: "example.\(next.language)"), mapping)
            #expect(run.tally.accepted > 0 && run.tally.rejected == 0, "example \(mappings)")
        }
        #expect(mappings >= 4)
    }

    @Test(
        "reads of each form tool's export the sheets that were sent, and no line of headers; times that it makes up are noted"
    )
    func sheets() throws {
        let scratch = try Scratch()
        let blocks = try Self.blocks(of: Self.formTools)
        let files = zip(blocks, blocks.dropFirst()).filter { $0.0.language == "yaml" && $0.1.language == "csv" }
        let runs = try files.map { mapping, file in
            try Run(try scratch.write(file.text), try Mapping(yaml: mapping.text, file: "m.yaml"), publish: false)
        }
        // Google Forms, Microsoft Forms, LimeSurvey, Qualtrics.
        #expect(runs.map(\.tally.accepted) == [4, 4, 3, 3])
        #expect(runs.map(\.tally.skipped) == [0, 0, 1, 4])
        #expect(runs.map { Set($0.column("response_token")).count } == [3, 2, 2, 2])
        let lime = try #require(files.dropFirst(2).first)
        let byColumn = lime.0.text.replacing(
            "{constant: \"2024-05-31T17:00:00Z\"}", with: "{column: submitdate, zone: UTC}")
        let dated = try Run(
            try scratch.write(lime.1.text), try Mapping(yaml: byColumn, file: "m.yaml"), publish: false)
        #expect(dated.tally.flagsByCode == ["before_forms": 3])
    }

    @Test("explains every token of a time format, and every code that a record can be given")
    func completeness() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        for letter in "YymBbdHIpMSfzsQ%" { #expect(text.contains("`%\(letter)`"), "%\(letter)") }
        let faults: [ValueFault] = [
            .notATime, .noOffset, .notADate, .dateWithoutZone, .notANumber, .tooSmall(least: 0), .notAnInteger,
            .outOfRange(1...7), .notATimeOfDay, .notABoolean, .notAChoice([]), .notAZone, .notTranslated, .keyTooLong,
            .partMissing, .joinerInPart, .missing, .dayForMonth("%d/%m/%Y", exchanged: "%m/%d/%Y"),
        ]
        let doubts: [Doubt] = [
            .gap, .overlap, .twoReadings("", ""), .eitherOrder(try TimeFormat("%d/%m/%Y")), .twoDigitYear, .longAgo,
            .farAhead,
        ]
        let kinds = RecordFault.Kind.ofAnyFormat + Formats.all.flatMap(\.faults)
        let codes =
            faults.map(\.code) + kinds.map(\.code) + doubts.map(\.code)
            + ["field_count", "history_incomplete", "no_such_event", "row_repeated"]
        let ofDatasets = Datasets.all.flatMap { dataset in
            dataset.checks.map(\.code) + dataset.historyChecks.map(\.code) + [dataset.repeats?.code].compactMap { $0 }
        }
        for code in codes + ofDatasets { #expect(text.contains("`\(code)`"), "\(code)") }
    }
}
