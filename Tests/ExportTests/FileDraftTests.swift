import Domain
import Foundation
import Synchronization
import Testing

@testable import Export

@Suite struct FileDraftTests {
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

    private func draft(
        of path: String, mode: mode_t = 0o644, _ body: (inout DescriptorSink) throws -> Void
    ) throws -> FileDraft {
        let draft = try FileDraft(of: path, mode: mode)
        var sink = draft.sink
        try body(&sink)
        try draft.complete(sink)
        return draft
    }

    private func replace(
        _ path: String, mode: mode_t = 0o644, _ body: (inout DescriptorSink) throws -> Void
    ) throws { try draft(of: path, mode: mode, body).publish() }

    @Test("A file is written whole, with its mode, and nothing else stays in the folder")
    func writes() throws {
        try withFolder { folder in
            let path = folder.appending(path: "figures.csv").path()
            try replace(path) { try CSVFormat().write([Figures.figure()], context: Figures.context(), to: &$0) }
            let expected = try CSVFormat().bytes([Figures.figure()], context: Figures.context())
            #expect(try Data(contentsOf: URL(filePath: path)) == Data(expected))
            try replace(path, mode: 0o600) { try $0.append("new") }
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
            try replace(path) { try $0.append("old") }
            #expect(throws: Interruption.self) {
                try replace(path) { sink in
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
                let error = #expect(throws: ExportError.self) { try replace(target.path) { _ in } }
                let mend = error?.mend ?? ""
                #expect(error?.code == target.code, "\(target.path)")
                #expect(mend.contains(target.part), "\(target.path): \(mend)")
            }
            let left = try names(in: folder)
            #expect(left == [])
        }
    }

    /// Runs `body` as a user whom permissions bind: root, on Linux, takes another user's for the calls of this thread.
    private func asOrdinaryUser(_ body: () throws -> Void) throws {
        guard geteuid() == 0 else { return try body() }
        typealias SetFileUser = @convention(c) (uid_t) -> CInt
        let symbol = try #require(dlsym(nil, "setfsuid"))
        let setFileUser = unsafeBitCast(symbol, to: SetFileUser.self)
        let nobody: uid_t = 65534
        _ = setFileUser(nobody)
        defer { _ = setFileUser(0) }
        try body()
    }

    @Test("In a folder that may be written to, but not read, nothing is replaced")
    func unreadableFolder() throws {
        try withFolder { folder in
            let path = folder.appending(path: "figures.csv").path()
            try replace(path) { try $0.append("old") }
            #expect(chmod(folder.path(), 0o333) == 0)
            try asOrdinaryUser {
                let error = #expect(throws: ExportError.self) {
                    try replace(path) { try $0.append("new") }
                }
                #expect(error?.errno == EACCES)
                #expect(error?.mend.contains("read and write") == true)
            }
            #expect(chmod(folder.path(), 0o700) == 0)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
            #expect(try names(in: folder) == ["figures.csv"])
        }
    }

    @Test("A folder that cannot be synced is an error that says that the file is replaced")
    func unsyncedFolder() throws {
        let noDescriptor: Int32 = -1
        let error = #expect(throws: ExportError.self) {
            try FileDraft.sync(folder: noDescriptor, of: "figures.csv")
        }
        #expect(error?.errno == EBADF)
        #expect(error?.message.hasPrefix("figures.csv is replaced, but may not survive a power cut") == true)
        #expect(error?.mend.contains("untouched") == false)
    }

    @Test("A reader of a pipe that has gone is an error that says so, once SIGPIPE is ignored as the program does")
    func brokenPipe() throws {
        _ = signal(SIGPIPE, SIG_IGN)
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        var sink = DescriptorSink(descriptor: pipe.fileHandleForWriting.fileDescriptor, name: "standard output")
        let error = #expect(throws: ExportError.self) {
            try sink.append(String(repeating: "text", count: 100_000))
        }
        #expect(error?.errno == EPIPE)
        #expect(error?.mend.contains("reader of the pipe has gone") == true)
        // What was lost is not tried again.
        #expect(throws: Never.self) { try sink.flush() }
    }

    @Test("A draft changes nothing until it is published, knows whether it would, and goes if nobody publishes it")
    func drafts() throws {
        try withFolder { folder in
            let path = folder.appending(path: "figures.csv").path()
            // Longer than what is compared at once.
            let old = String(repeating: "0123456789", count: 20_000)
            func isSame(_ text: String) throws -> Bool {
                try draft(of: path) { try $0.append(text) }.isSameAsFile
            }
            let first = try draft(of: path) { try $0.append(old) }
            #expect(!first.isSameAsFile && !FileManager.default.fileExists(atPath: path))
            try first.publish()
            #expect(try isSame(old))
            for other in [old + "0", String(old.dropLast()), old.dropLast() + "x", ""] {
                #expect(try !isSame(other))
            }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == old)
            #expect(try names(in: folder) == ["figures.csv"])
        }
    }

    @Test("Drafts that were left a day ago are swept away, newer ones and other files stay")
    func sweeping() throws {
        try withFolder { folder in
            let dayAndHourAgo = Date(timeIntervalSinceNow: -90_000)
            for (name, date) in [
                (".mutuality-1f.tmp", dayAndHourAgo), (".mutuality-2f.tmp", Date()), (".other.tmp", dayAndHourAgo),
                ("kpis.csv", dayAndHourAgo),
            ] {
                let file = folder.appending(path: name).path()
                #expect(FileManager.default.createFile(atPath: file, contents: Data("x".utf8)))
                try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: file)
            }
            #expect(FileDraft.sweep(folder.path()).isEmpty)
            #expect(try names(in: folder).sorted() == [".mutuality-2f.tmp", ".other.tmp", "kpis.csv"])
            #expect(FileDraft.sweep(folder.path() + "/missing").map(\.errno) == [ENOENT])
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
            try replace(path) { sink in
                for _ in 0..<lines { try sink.append("\(version)\n") }
                try sink.append("end \(lines)\n")
            }
        }
        try rewrite(0)
        let isDone = Atomic(false)
        let hasBegun = Atomic(false)
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
                hasBegun.store(true, ordering: .releasing)
            }
            return (reads, torn)
        }.value
        defer { isDone.store(true, ordering: .releasing) }
        while !hasBegun.load(ordering: .acquiring) { try await Task.sleep(for: .milliseconds(1)) }
        for version in 1...1_000 { try rewrite(version) }
        isDone.store(true, ordering: .releasing)
        let (reads, torn) = try await reading
        #expect(torn == 0)
        #expect(reads > 1)
    }
}
