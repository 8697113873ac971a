import Domain
import Export
import Foundation
import Synchronization
import Testing

@Suite struct AtomicFileTests {
    private struct Interruption: Error {}

    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "atomic-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path())
    }

    @Test("A file is written whole, with its mode, and nothing else stays in the folder")
    func writes() throws {
        try withFolder { folder in
            let path = folder.appending(path: "figures.csv").path()
            try CSVFormat().write([Figures.figure()], context: Figures.context(), toFile: path)
            let expected = try CSVFormat().bytes([Figures.figure()], context: Figures.context())
            #expect(try Data(contentsOf: URL(filePath: path)) == Data(expected))
            try AtomicFile.write(to: path, mode: 0o600) { try $0.append("new") }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            #expect(try names(in: folder) == ["figures.csv"])
        }
    }

    @Test("Whatever goes wrong, the old file stays and no temporary file is left")
    func failure() throws {
        try withFolder { folder in
            let path = folder.appending(path: "figures.csv").path()
            try AtomicFile.write(to: path) { try $0.append("old") }
            #expect(throws: Interruption.self) {
                try AtomicFile.write(to: path) { sink in
                    try sink.append(String(repeating: "new", count: 100_000))
                    throw Interruption()
                }
            }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
            #expect(try names(in: folder) == ["figures.csv"])
        }
    }

    @Test("A target that cannot be a file is named, with the mend")
    func badTargets() throws {
        try withFolder { folder in
            let targets: [(path: String, code: ExportError.Code, part: String)] = [
                (folder.path(), .target, "Add a file name"),
                (String(folder.path().dropLast(folder.path().hasSuffix("/") ? 1 : 0)), .target, "Add a file name"),
                ("", .target, "Add a file name"),
                ("/dev/null", .target, "standard output"),
                (folder.appending(path: "missing/figures.csv").path(), .io, "Create the folder"),
                ("/proc/figures.csv", .io, "Create the folder"),
            ]
            for target in targets {
                let error = #expect(throws: ExportError.self) { try AtomicFile.write(to: target.path) { _ in } }
                let mend = error?.mend ?? ""
                #expect(error?.code == target.code, "\(target.path)")
                #expect(mend.contains(target.part), "\(target.path): \(mend)")
            }
            let left = try names(in: folder)
            #expect(left == [])
        }
    }

    @Test("A full disk is an error that says so")
    func fullDisk() throws {
        let full = try FileHandle(forWritingTo: URL(filePath: "/dev/full"))
        var sink = DescriptorSink(descriptor: full.fileDescriptor, name: "figures.csv")
        let error = #expect(throws: ExportError.self) {
            try sink.append("text")
            try sink.flush()
        }
        #expect(error?.errno == ENOSPC)
        #expect(error?.mend.contains("Free some space") == true)
    }

    @Test("A reading loop beside 1,000 rewrites never sees a part of a file")
    func noTornRead() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "atomic-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "figures.csv").path()
        // Each version is one number on many lines, the count of lines on the last.
        @Sendable func rewrite(_ version: Int) throws {
            let lines = 1 + version * 37 % 5_000
            try AtomicFile.write(to: path) { sink in
                for _ in 0..<lines { try sink.append("\(version)\n") }
                try sink.append("end \(lines)\n")
            }
        }
        try rewrite(0)
        let isDone = Atomic(false)
        async let reading = Task.detached {
            var reads = 0
            var torn = 0
            var isLast = false
            while !isLast {
                isLast = isDone.load(ordering: .acquiring)
                let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
                let isWhole = lines.last == "end \(lines.count - 1)" && Set(lines.dropLast()).count == 1
                reads += 1
                torn += isWhole ? 0 : 1
            }
            return (reads, torn)
        }.value
        defer { isDone.store(true, ordering: .releasing) }
        for version in 1...1_000 { try rewrite(version) }
        isDone.store(true, ordering: .releasing)
        let (reads, torn) = try await reading
        #expect(torn == 0)
        #expect(reads > 1)
    }
}
