import Domain
import Foundation
import Testing

/// A case in `Tests/Cases`: what it shows, records, questions, and answers that were worked out by hand. How it is
/// written says docs/adding-a-kpi.md.
struct CaseFile: CustomTestStringConvertible, Sendable {
    /// Of one question, with what was told before it.
    struct Question {
        let kpi: String
        let organization: Organization
        let answer: CaseAnswer
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Cases")
        .standardizedFileURL

    /// All of them, in the order of their names.
    static let all: [CaseFile] = {
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".case") }.sorted().map(CaseFile.init(name:))
    }()

    /// Its path within the folder.
    let name: String
    var path: String { Self.folder.appending(path: name).path }
    var testDescription: String { name }

    func questions() throws -> [Question] {
        try Self.questions(in: String(contentsOfFile: path, encoding: .utf8), of: name)
    }

    static func questions(in text: String, of file: String) throws -> [Question] {
        let blocks = try CaseBlock.all(in: text, of: file)
        var records = CaseRecords()
        var asked: (kpi: String, organization: Organization)?
        var questions: [Question] = []
        for block in blocks {
            switch block.name {
            case "question": asked = try question(block, records)
            case "answer":
                guard let question = asked else { throw block.fault("an answer follows its question") }
                questions.append(
                    Question(
                        kpi: question.kpi, organization: question.organization, answer: try CaseAnswer(block)))
                asked = nil
            case "settings": try records.set(block)
            default: try records.add(CaseTable(block))
            }
        }
        guard let last = blocks.last, last.name == "answer" else {
            throw CaseFault(file: file, line: 1, message: "a case ends with an answer")
        }
        return questions
    }

    /// `backlog 2026-01`, or any stretch of time as `mutuality analyze` takes it: `backlog 2026-01-01 2026-01-20`.
    private static func question(
        _ block: CaseBlock, _ records: CaseRecords
    ) throws -> (kpi: String, organization: Organization) {
        let words = block.lines.first?.text.split(separator: " ").map(String.init) ?? []
        guard block.lines.count == 1, (2...3).contains(words.count) else {
            throw block.fault("a question is a KPI and a period, or two dates, in one line")
        }
        var organization = records.organization
        if words.count == 2 {
            guard let period = Period(named: words[1]) else { throw block.fault("\(words[1]) is no period", at: 0) }
            (organization.from, organization.to) = (period.from.description, period.to.description)
        } else {
            guard LocalDate(words[1]) != nil, LocalDate(words[2]) != nil, words[1] < words[2] else {
                throw block.fault("\(words[1]) and \(words[2]) are not the ends of a stretch of time", at: 0)
            }
            (organization.from, organization.to, organization.isAdHoc) = (words[1], words[2], true)
        }
        return (words[0], organization)
    }
}

/// What is wrong in a case, and where.
struct CaseFault: Error, CustomStringConvertible {
    let file: String
    let line: Int
    let message: String
    var description: String { "\(file):\(line): \(message)" }
}

/// Lines under a heading, up to the next blank line. Lines that begin with # are read over.
struct CaseBlock {
    let file: String
    let name: String
    let line: Int
    var lines: [(number: Int, text: String)] = []

    func fault(_ message: String, at position: Int? = nil) -> CaseFault {
        let number = position.flatMap { lines.indices.contains($0) ? lines[$0].number : nil }
        return CaseFault(file: file, line: number ?? line, message: message)
    }

    static func all(in text: String, of file: String) throws -> [CaseBlock] {
        guard text.hasPrefix("# ") else {
            throw CaseFault(file: file, line: 1, message: "a case begins with what it shows, after a #")
        }
        var blocks: [CaseBlock] = []
        var isWithin = false
        for (number, line) in zip(1..., text.split(separator: "\n", omittingEmptySubsequences: false)) {
            if line.hasPrefix("#") { continue }
            if line.isEmpty {
                isWithin = false
            } else if isWithin {
                blocks[blocks.count - 1].lines.append((number, String(line)))
            } else {
                blocks.append(CaseBlock(file: file, name: String(line), line: number))
                isWithin = true
            }
        }
        return blocks
    }
}
