import Crypto
import Domain
import Foundation
import Testing

@testable import Ingestion

@Suite("A file on its way in")
struct IngestorTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    static let three = """
        request_id,opened_at,resolved_at,kind,note
        1,2024-05-01T10:00:00Z,2024-05-01T12:00:00Z,emotional,x
        2,2024-05-01T10:00:00Z,,,y
        3,2024-05-02T10:00:00+02:00,,appraisal,"z
        z"

        """

    @Test("gives its records in the dataset's order, columns that it lacks empty")
    func records() throws {
        let run = try Run(try scratch.write(Self.three), .helpRequests)
        #expect(run.tally.read == 3)
        #expect(run.tally.accepted == 3)
        #expect(run.tally.rejected == 0)
        #expect(run.tally.rejectFiles == nil)
        #expect(run.sink.lines == [2, 3, 4])
        #expect(run.column("request_id") == [.text("1"), .text("2"), .text("3")])
        #expect(run.column("kind") == [.text("emotional"), .null, .text("appraisal")])
        #expect(
            run.column("opened_at").map { $0.instant?.description } == [
                "2024-05-01T10:00:00Z", "2024-05-01T10:00:00Z", "2024-05-02T08:00:00Z",
            ])
        #expect(run.column("updated_at") == [.null, .null, .null])
        #expect(try scratch.names == ["requests.csv"])
    }

    @Test("names the headers from which nothing is read")
    func ignoredHeaders() throws {
        let ingestor = try Ingestor(try scratch.write(Self.three), mapping: .helpRequests)
        #expect(ingestor.ignoredHeaders == ["note"])
    }

    @Test("gives the same compressed, through a pipe, and twice; its hash is of the contents")
    func sameContents() throws {
        let plain = try scratch.write(Self.three)
        try Self.run("gzip -k -c '\(scratch.path)/requests.csv' > '\(scratch.path)/requests.csv.gz'")
        try Self.run("mkfifo '\(scratch.path)/pipe'")
        let writer = try Self.start("cat '\(scratch.path)/requests.csv.gz' > '\(scratch.path)/pipe'")
        let first = try Ingestor(plain, mapping: .helpRequests)
        var expected = Collected()
        _ = try first.produce(into: &expected)
        #expect(first.contentHash == Array(SHA256.hash(data: Data(Self.three.utf8))))
        for name in ["requests.csv.gz", "pipe", "requests.csv"] {
            let ingestor = try Ingestor(.file(scratch.path + "/" + name), mapping: .helpRequests)
            #expect(ingestor.contentHash == first.contentHash)
            for _ in 1...2 {
                var sink = Collected()
                let tally = try ingestor.produce(into: &sink)
                #expect(tally.accepted == 3)
                #expect(sink.rows == expected.rows)
            }
        }
        writer.waitUntilExit()
        #expect(writer.terminationStatus == 0)
    }

    @Test("gives the same from standard input, and leaves no copy behind")
    func standardInput() throws {
        _ = try scratch.write(Self.three)
        let file = open(scratch.path + "/requests.csv", O_RDONLY)
        let own = dup(STDIN_FILENO)
        dup2(file, STDIN_FILENO)
        defer {
            dup2(own, STDIN_FILENO)
            close(own)
            close(file)
        }
        let run = try Run(.standardInput, .helpRequests, options: .init(temporaryDirectory: scratch.path))
        #expect(run.tally.accepted == 3)
        #expect(try scratch.names == ["requests.csv"])
    }

    @Test("with a header and no record is no error")
    func headerOnly() throws {
        for text in ["request_id,opened_at", "request_id,opened_at\r\n"] {
            #expect(try Run(try scratch.write(text), .helpRequests).tally == Tally())
        }
    }

    @Test("may have its columns in any order, separated by what the header shows")
    func order() throws {
        let text = "opened_at;anonymous;request_id\n2024-05-01T10:00:00Z;yes;7\n"
        let run = try Run(try scratch.write(text), .helpRequests)
        #expect(run.column("request_id") == [.text("7")])
        #expect(run.column("anonymous") == [.boolean(true)])
    }

    @Test(
        "is refused as a whole, with nothing stored",
        arguments: [
            ("", "empty_file", nil, "empty"),
            ("\u{feff}\n\n", "empty_file", nil, "empty"),
            ("request_id,opend_at\n1,2\n", "required_column_missing", 1, "field 2 has a similar name"),
            ("request_id,opened_at,opened_at\n", "doubled_column", 1, "fields 2 and 3"),
            ("\nrequest_id,\"opened_at\"x\n", "text_after_quote", 2, "field 2"),
            ("request_id,opened_at\n1,\"2024\n", "unterminated_quote", 2, "line 2, field 2"),
        ] as [(String, String, Int?, String)])
    func refused(text: String, code: String, line: Int?, part: String) throws {
        let input = try scratch.write(text)
        let error = try #require(throws: IngestionError.self) { try Run(input, .helpRequests) }
        #expect(error.code == code)
        #expect(error.kind == .data)
        #expect(error.line == line)
        #expect(error.description.contains(part), "\(error)")
        #expect(try scratch.names == ["requests.csv"])
    }

    @Test("is refused if it is a directory, isn't there, or its compressed data is damaged")
    func unreadable() throws {
        func error(_ path: String) throws -> IngestionError {
            try #require(throws: IngestionError.self) { try Run(.file(path), .helpRequests) }
        }
        #expect(try error(scratch.path).code == "is_a_directory")
        #expect(try !error(scratch.path).mend.contains("worker"))
        #expect(try error(scratch.path + "/none.csv").code == "no_such_file")
        #expect(try error(scratch.path + "/none.csv").kind == .input)
        _ = try scratch.write(Self.three)
        #expect(try error(scratch.path + "/requests.csv/x").code == "no_such_file")
        try Self.run("gzip -c '\(scratch.path)/requests.csv' | head -c 60 > '\(scratch.path)/cut.gz'")
        let cut = try error(scratch.path + "/cut.gz")
        #expect(cut.code == "damaged_gzip")
        #expect(cut.kind == .data)
    }

    /// Root may read everything, so this asks for the answer to the system's refusal instead of provoking one.
    @Test("is refused if the user may not read it", arguments: [EACCES, EPERM])
    func permission(code: Int32) {
        let error = OpenedInput.cannotOpen("requests.csv", code)
        #expect(error.code == "unreadable")
        #expect(error.kind == .input)
    }

    @Test("that changes while it is read is refused")
    func changed() throws {
        let input = try scratch.write(Self.three)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: scratch.path + "/requests.csv"))
        let ingestor = try Ingestor(input, mapping: .helpRequests)
        var sink = Collected()
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("9,2024-05-01T10:00:00Z,,,\n".utf8))
        try handle.close()
        let error = try #require(throws: IngestionError.self) { try ingestor.produce(into: &sink) }
        #expect(error.code == "changed_while_reading")
        #expect(error.kind == .inputOutput)
    }

    @Test("reports how far it has come, and stops when it is told to")
    func progressAndCancellation() throws {
        let input = try scratch.write(Self.three)
        let seen = Seen()
        let options = Ingestor.Options(progress: { seen.add($0) })
        _ = try Run(input, .helpRequests, options: options)
        #expect(
            seen.all.last == Ingestor.Progress(pass: .records, bytes: Self.three.utf8.count, of: Self.three.utf8.count))
        #expect(throws: CancellationError.self) {
            try Run(input, .helpRequests, options: Ingestor.Options(isCancelled: { true }))
        }
        #expect(try scratch.names == ["requests.csv"])
    }

    @Test("ends when the sink does, with the sink's own error and no file left behind")
    func failingSink() throws {
        struct Full: Error {}
        struct Failing: RecordSink {
            mutating func append(_ values: [Value], line: Int) throws { throw Full() }
        }
        let ingestor = try Ingestor(
            try scratch.write("request_id,opened_at\n,\n1,2024-05-01T10:00:00Z\n"), mapping: .helpRequests)
        var sink = Failing()
        #expect(throws: Full.self) { try ingestor.produce(into: &sink) }
        #expect(try scratch.names == ["requests.csv"])
    }

    private final class Seen: @unchecked Sendable {
        // Only the one thread that reads calls back, and the test looks after it is done.
        private(set) var all: [Ingestor.Progress] = []
        func add(_ progress: Ingestor.Progress) { all.append(progress) }
    }

    static func start(_ command: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        try process.run()
        return process
    }

    static func run(_ command: String) throws {
        let process = try start(command)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(command)")
    }
}
