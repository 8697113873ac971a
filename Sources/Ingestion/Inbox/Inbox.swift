import Foundation

/// A folder in which others put files to be loaded.
///
/// `mappings/` in it says how files are to be read (see `InboxPlan`). What was loaded goes to `done/`, rows that were set
/// aside to `rejected/`. Whoever uses it sees to it that nobody else does at the same time.
public struct Inbox: Sendable {
    static let mappingsFolder = "mappings"
    private static let doneFolder = "done"
    private static let rejectedFolder = "rejected"

    public let folder: String

    /// Throws `no_inbox` where there is no such folder.
    public init(_ folder: String) throws(IngestionError) {
        guard Self.isFolder(folder) else {
            throw IngestionError(
                .input, file: folder, code: "no_inbox", message: "there is no such folder",
                mend: "make it, or name another with --inbox")
        }
        self.folder = folder
    }

    /// What lies in the inbox at this moment.
    public func plan() throws -> InboxPlan {
        let mappings = path(Self.mappingsFolder)
        return InboxPlan(
            folder: folder, files: try names(in: folder).filter { isFile(path($0)) },
            mappings: Self.isFolder(mappings) ? try names(in: mappings) : []
        ) { try Mapping(contentsOf: "\(mappings)/\($0)") }
    }

    public func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Makes the folders that loading needs.
    public func makeFolders() throws(IngestionError) {
        for folder in [Self.doneFolder, Self.rejectedFolder].map(path) {
            if mkdir(folder, 0o777) == 0 { continue }
            let code = errno
            guard code == EEXIST, Self.isFolder(folder) else {
                throw IngestionError(
                    .output, file: folder, code: "folder_not_made",
                    message: "the folder cannot be made: \(String(cString: strerror(code)))",
                    mend: "give this user the permission to write to the inbox")
            }
        }
    }

    /// A file of the inbox as it is before it is read, and where it will go.
    public struct Arrival: Sendable {
        let name: String
        let destination: String
        /// Where its rejected rows go: by the name that it gets in `done/`, so that each file has its own.
        public let rejects: String
        fileprivate let stamp: Stamp?
    }

    /// What tells that a file was written to.
    fileprivate struct Stamp: Equatable, Sendable {
        let inode: ino_t
        let size: off_t
        let seconds: Int
        let nanoseconds: Int
    }

    public func arrival(of name: String) -> Arrival {
        let place = freePlace(for: name)
        let stem = place.hasSuffix(".csv") ? String(place.dropLast(".csv".count)) : place
        return Arrival(
            name: name, destination: "\(path(Self.doneFolder))/\(place)",
            rejects: "\(path(Self.rejectedFolder))/\(stem).rejects.csv", stamp: stamp(name))
    }

    /// Moves a file that was loaded out of the way and returns its new path.
    ///
    /// Throws `changed_after_reading` where somebody has written to it: it stays, to be read again; `not_moved` where the
    /// system refuses.
    public func setAside(_ arrival: Arrival) throws(IngestionError) -> String {
        guard stamp(arrival.name) == arrival.stamp else {
            throw IngestionError(
                .inputOutput, file: path(arrival.name), code: "changed_after_reading",
                message: "the file changed after it was read",
                mend: "the next night reads it again; write files as NAME.part and rename them when they are complete")
        }
        guard rename(path(arrival.name), arrival.destination) == 0 else {
            throw IngestionError(
                .inputOutput, file: path(arrival.name), code: "not_moved",
                message: "it is loaded, but cannot be moved to \(arrival.destination): "
                    + String(cString: strerror(errno)),
                mend: "remove the cause; until then it is looked at each night and found loaded")
        }
        return arrival.destination
    }

    private func stamp(_ name: String) -> Stamp? {
        var status = stat()
        guard stat(path(name), &status) == 0 else { return nil }
        return Stamp(
            inode: status.st_ino, size: status.st_size, seconds: status.st_mtim.tv_sec,
            nanoseconds: status.st_mtim.tv_nsec)
    }

    private func freePlace(for name: String) -> String {
        var place = name
        var number = 1
        var status = stat()
        while lstat("\(path(Self.doneFolder))/\(place)", &status) == 0 {
            number += 1
            place = Self.numbered(name, number)
        }
        return place
    }

    /// `tickets.csv.gz` and 2 give `tickets.2.csv.gz`.
    static func numbered(_ name: String, _ number: Int) -> String {
        let ending = name.firstMatch(of: /\.[^.]+?(\.gz)?$/)?.output.0 ?? ""
        return "\(name.dropLast(ending.count)).\(number)\(ending)"
    }

    private func names(in folder: String) throws(IngestionError) -> [String] {
        do { return try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw IngestionError(
                .input, file: folder, code: "unreadable", message: "the folder cannot be read",
                mend: "give this user the permission to read it")
        }
    }

    /// What is gone by now counts as one, so that reading it tells.
    private func isFile(_ path: String) -> Bool { Self.kind(of: path).map { $0 == S_IFREG } ?? true }

    private static func isFolder(_ path: String) -> Bool { kind(of: path) == S_IFDIR }

    private static func kind(of path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }
}
