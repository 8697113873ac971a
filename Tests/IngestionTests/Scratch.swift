import Domain
import Foundation
import Ingestion

/// A directory of one test, gone with it.
final class Scratch: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("mutuality-ingestion-\(UUID())").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String = "requests.csv") throws -> Input {
        try write(Array(text.utf8), to: name)
    }

    func write(_ bytes: [UInt8], to name: String) throws -> Input {
        try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
        return .file(path + "/" + name)
    }

    func text(_ name: String) throws -> String { try String(contentsOfFile: path + "/" + name, encoding: .utf8) }

    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }
}

/// Keeps what it is given.
struct Collected: RecordSink {
    var rows: [[Value]] = []
    var lines: [Int] = []

    mutating func append(_ values: [Value], line: Int) throws {
        rows.append(values)
        lines.append(line)
    }
}

/// Everything of one run.
struct Run {
    let tally: Tally
    let sink: Collected
    let dataset: Dataset

    init(_ input: Input, _ mapping: Mapping, options: Ingestor.Options = .init(), publish: Bool = true) throws {
        let ingestor = try Ingestor(input, mapping: mapping, options: options)
        var sink = Collected()
        tally = try ingestor.produce(into: &sink)
        self.sink = sink
        dataset = mapping.dataset
        if publish { try tally.rejectFiles?.publish() }
    }

    /// A column of the accepted records.
    func column(_ name: String) -> [Value] { sink.rows.map { $0[dataset.index(of: name)!] } }
}

extension Mapping {
    static let helpRequests = Mapping(identityOf: Datasets.helpRequests)
    static let people = Mapping(identityOf: Datasets.people)
    static let teams = Mapping(identityOf: Datasets.teams)
}
