import Domain
import Foundation
import Testing

@testable import Ingestion

@Suite("A file that somebody else puts there")
struct ArrivalTests {
    let scratch: Scratch
    let inbox: Inbox

    init() throws {
        scratch = try Scratch()
        inbox = try Inbox(scratch.path)
    }

    private func later(_ seconds: Int64) -> Instant {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Instant(microseconds: (Int64(now.tv_sec) + seconds) * Instant.microsecondsPerSecond)
    }

    private func touch(_ name: String, at instant: Instant) {
        let seconds = Int(instant.microseconds / Instant.microsecondsPerSecond)
        var times = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
        #expect(utimensat(AT_FDCWD, scratch.path + "/" + name, &times, 0) == 0)
    }

    @Test("is settled when it has been the same for long enough, by its own date or by what is seen")
    func settling() throws {
        for name in ["old.csv", "new.csv", "ahead.csv"] { _ = try scratch.write("x", to: name) }
        let start = later(0)
        touch("old.csv", at: later(-60))
        touch("new.csv", at: later(-59))
        touch("ahead.csv", at: later(3600))
        var settling = Settling(["old.csv", "new.csv", "ahead.csv"], in: inbox, pause: 60, now: start)
        #expect(settling.unsettled(now: start) == ["new.csv", "ahead.csv"])
        #expect(settling.unsettled(now: later(2)) == ["ahead.csv"])
        #expect(settling.unsettled(now: later(61)).isEmpty)
        _ = try scratch.write("xy", to: "old.csv")
        settling.look(in: inbox, now: later(30))
        #expect(settling.unsettled(now: later(61)) == ["old.csv"])
        #expect(settling.unsettled(now: later(92)).isEmpty)
        #expect(Settling(["new.csv"], in: inbox, pause: 0, now: start).unsettled(now: start).isEmpty)
    }

    @Test("is named where it has grown since it was loaded, but not where another took its place")
    func grown() throws {
        try inbox.makeFolders()
        func load(_ name: String) throws -> String {
            _ = try scratch.write("x\n1\n", to: name)
            return try move(name)
        }
        func move(_ name: String) throws -> String {
            let arrival = inbox.arrival(of: name)
            let place = try inbox.setAside(arrival)
            try inbox.note(arrival)
            return place
        }
        let (first, second) = (try load("a.csv"), try load("a.csv"))
        _ = try load("b.csv")
        #expect(try inbox.grown().isEmpty)
        for name in ["done/a.2.csv", "done/b.csv"] {
            let file = try #require(FileHandle(forWritingAtPath: inbox.path(name)))
            try file.seekToEnd()
            try file.write(contentsOf: Data("2\n".utf8))
        }
        #expect(try inbox.grown() == [second, inbox.path("done/b.csv")])
        // Put into the inbox again it is loaded, and comes back whole.
        try FileManager.default.moveItem(atPath: second, toPath: inbox.path("a.csv"))
        try FileManager.default.removeItem(atPath: inbox.path("done/b.csv"))
        _ = try scratch.write("new", to: "done/b.csv")
        #expect(try move("a.csv") == second)
        #expect(try inbox.grown().isEmpty && first == inbox.path("done/a.csv"))
    }

    @Test("is read only if it is a regular file; of a link, a pipe and a folder only the name is told")
    func regularFiles() throws {
        let secret = try scratch.write("root:x:0:0\n", to: "secret.txt")
        _ = try scratch.write("person_id,joined_on\n", to: "people.csv")
        let path = inbox.path("people-link.csv")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: scratch.path + "/secret.txt")
        #expect(mkfifo(inbox.path("people-pipe.csv"), 0o600) == 0)
        try FileManager.default.createDirectory(
            atPath: inbox.path("people-folder.csv"), withIntermediateDirectories: false)
        #expect(
            try inbox.plan().items.map(\.file).filter { $0.hasPrefix("people") }
                == ["people-link.csv", "people-pipe.csv", "people.csv"])
        for name in ["people-link.csv", "people-pipe.csv"] {
            let error = try #require(throws: IngestionError.self) {
                try Ingestor(.file(inbox.path(name)), mapping: .people, options: .init(isOthers: true))
            }
            #expect(error.code == "not_a_regular_file" && error.kind == .input)
            #expect(!error.description.contains("root"))
        }
        // For oneself one may read by a link.
        #expect(throws: IngestionError.self) { try Ingestor(.file(path), mapping: .people) }
        #expect(secret == .file(scratch.path + "/secret.txt"))

        try FileManager.default.createDirectory(atPath: inbox.path("mappings"), withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(
            atPath: inbox.path("mappings/people.yaml"), withDestinationPath: scratch.path + "/secret.txt")
        let item = try #require(try inbox.plan().items.first { $0.file == "people.csv" })
        let error = #expect(throws: IngestionError.self) { try item.mapping.get() }
        #expect(error?.code == "not_a_regular_file" && error?.description.contains("root") == false)
    }

    @Test("lies, once loaded, in a folder for its owner alone, whatever the umask")
    func folders() throws {
        try inbox.makeFolders()
        for name in ["done", "rejected"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: inbox.path(name))
            #expect(attributes[.posixPermissions] as? Int == 0o700)
        }
        #expect(!inbox.isWritableByAll)
        chmod(scratch.path, 0o777)
        #expect(inbox.isWritableByAll)
        try FileManager.default.removeItem(atPath: inbox.path("done"))
        try FileManager.default.createSymbolicLink(atPath: inbox.path("done"), withDestinationPath: "/tmp")
        #expect(throws: IngestionError.self) { try inbox.makeFolders() }
    }
}
