import Compression
import Foundation
import TestValues
import Testing

@Suite struct ZipWriterTests {
    private static let contents = [
        ("short.txt", "acme\n"), ("Ünïcødé/日本語.xml", String(repeating: "<row/>\n", count: 200_000)),
    ]

    private func archive(_ entries: [(name: String, content: String)]) throws -> [UInt8] {
        var (writer, bytes) = (ZipWriter(), [UInt8]())
        for (name, content) in entries {
            var entry = try ZipEntry(name)
            // However it is divided.
            for line in content.split(separator: "\n") { entry.append("\(line)\n") }
            try writer.add(entry, to: &bytes)
        }
        writer.finish(to: &bytes)
        return bytes
    }

    @Test("Python's zipfile gives names and contents back, and finds every checksum right")
    func readByPython() throws {
        let script = """
            import io, json, sys, zipfile
            archive = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
            assert archive.testzip() is None
            print(json.dumps([[entry.filename, archive.read(entry).decode(), str(entry.date_time)]
                              for entry in archive.infolist()]))
            """
        for entries in [[], Self.contents] {
            let result = try Tool.run(["python3", "-c", script], input: try archive(entries))
            try #require(result.status == 0, "\(result.errors)")
            let found = try JSONDecoder().decode([[String]].self, from: result.output)
            #expect(found == entries.map { [$0.0, $0.1, "(1980, 1, 1, 0, 0, 0)"] })
        }
    }

    @Test("Equal entries give equal archives, and much of the same a short one")
    func sameBytes() throws {
        let bytes = try archive(Self.contents)
        #expect(try archive(Self.contents) == bytes)
        #expect(bytes.count < 10_000)
    }

    @Test("What the format's numbers cannot count is an error")
    func tooLong() throws {
        var bytes: [UInt8] = []
        var writer = ZipWriter(limit: 1_000)
        #expect(throws: ZipError.tooLong(entry: "long")) {
            var long = try ZipEntry("long")
            long.append(String(repeating: "a", count: 1_001))
            try writer.add(long, to: &bytes)
        }
        // Each is short, and all are too much.
        writer = ZipWriter(limit: 1_000)
        let error = #expect(throws: ZipError.self) {
            for number in 0..<20 { try writer.add(try ZipEntry("\(number)"), to: &bytes) }
        }
        #expect(error?.mend == "write less of it")
        var many = ZipWriter()
        #expect(throws: ZipError.tooMany) {
            for _ in 0...UInt16.max { try many.add(try ZipEntry("x"), to: &bytes) }
        }
    }
}
