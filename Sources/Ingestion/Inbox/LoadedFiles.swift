import Foundation

/// What the files in `done/` were like when they were loaded, so that one that has grown since is found out: whoever
/// wrote it had not come to its end.
struct LoadedFiles {
    private let folder: String
    private var list: String { "\(folder)/.loaded.jsonl" }

    private struct Entry: Codable {
        let name: String
        let inode: UInt64
        let size: Int64
    }

    init(in folder: String) { self.folder = folder }

    /// Adds a file that was just moved there.
    func add(_ name: String, _ stamp: FileStamp) throws {
        let entry = Entry(name: name, inode: UInt64(stamp.inode), size: Int64(stamp.size))
        let line = try JSONEncoder().encode(entry) + Data("\n".utf8)
        let descriptor = open(list, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        // Whatever the umask.
        guard fchmod(descriptor, 0o600) == 0 else { throw failure(errno) }
        try line.withUnsafeBytes { try writeAll($0, to: descriptor, failure: failure) }
    }

    /// The names of those that have grown; what is no longer there, or another file by now, is forgotten.
    func grown() throws -> [String] {
        guard access(list, F_OK) == 0 else { return [] }
        guard let data = FileManager.default.contents(atPath: list) else {
            throw IngestionError(
                .inputOutput, file: list, code: "unreadable",
                message: "the list of loaded files cannot be read, so those that grew are not known",
                mend: "give this user the permission to read it")
        }
        let decoder = JSONDecoder()
        var known: [String: Entry] = [:]
        // A line that a crash has cut short says nothing.
        for line in data.split(separator: UInt8(ascii: "\n")) {
            if let entry = try? decoder.decode(Entry.self, from: line) { known[entry.name] = entry }
        }
        return known.values.filter { entry in
            guard let stamp = FileStamp(ofFile: "\(folder)/\(entry.name)") else { return false }
            return UInt64(stamp.inode) == entry.inode && Int64(stamp.size) > entry.size
        }.map(\.name).sorted()
    }

    private func failure(_ code: Int32) -> IngestionError {
        IngestionError(
            .inputOutput, file: list, code: "not_noted",
            message: "the size of a loaded file cannot be noted: \(String(cString: strerror(code)))",
            mend: "give this user the permission to write there, and make room")
    }
}
