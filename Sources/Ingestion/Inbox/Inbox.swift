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
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw IngestionError(
                .input, file: folder, code: "no_inbox", message: "there is no such folder",
                mend: "make it, or name another with --inbox")
        }
        self.folder = folder
    }

    /// What lies in the inbox at this moment.
    public func plan() throws -> InboxPlan {
        let mappings = path(Self.mappingsFolder)
        if Self.kind(of: mappings) == S_IFLNK { throw Self.isLink(mappings) }
        return InboxPlan(
            folder: folder, files: try names(in: folder).filter { Self.kind(of: path($0)) != S_IFDIR },
            mappings: Self.isFolder(mappings) ? try names(in: mappings) : []
        ) { name in
            let file = "\(mappings)/\(name)"
            guard Self.kind(of: file) == S_IFREG else {
                throw IngestionError(
                    .configuration, file: file, code: "not_a_regular_file",
                    message: "this is not a regular file, and nightly reads nothing else",
                    mend: "put the mapping itself there")
            }
            return try Mapping(contentsOf: file)
        }
    }

    /// Whether anybody on the machine can put files there.
    public var isWritableByAll: Bool {
        var status = stat()
        return stat(folder, &status) == 0 && status.st_mode & S_IWOTH != 0
    }

    public func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Makes the folders that loading needs.
    public func makeFolders() throws(IngestionError) {
        for folder in [Self.doneFolder, Self.rejectedFolder].map(path) {
            // What a umask of others takes away the owner needs.
            if mkdir(folder, 0o700) == 0, chmod(folder, 0o700) == 0 { continue }
            let code = errno
            if code == EEXIST, Self.kind(of: folder) == S_IFLNK { throw Self.isLink(folder) }
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
        /// Beside what its rejected rows go: by the name that it gets in `done/`, so that each file has its own.
        public let rejectsBeside: String
        fileprivate let stamp: FileStamp?
    }

    public func arrival(of name: String) -> Arrival {
        let place = freePlace(for: name)
        return Arrival(
            name: name, destination: "\(path(Self.doneFolder))/\(place)",
            rejectsBeside: "\(path(Self.rejectedFolder))/\(place)", stamp: FileStamp(ofFile: path(name)))
    }

    /// Moves a file that was loaded out of the way and returns its new path.
    ///
    /// Throws `changed_after_reading` where somebody has written to it: it stays, to be read again; `not_moved` where the
    /// system refuses.
    public func setAside(_ arrival: Arrival) throws(IngestionError) -> String {
        guard FileStamp(ofFile: path(arrival.name)) == arrival.stamp else {
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
                mend: "remove the cause; until then, each night finds it again and reports it as loaded")
        }
        return arrival.destination
    }

    /// Notes what a file was like that `setAside` has moved, by which `grown` finds out whether it grows.
    public func note(_ arrival: Arrival) throws {
        guard let stamp = arrival.stamp else { return }
        let place = arrival.destination.split(separator: "/").last.map(String.init) ?? arrival.name
        try LoadedFiles(in: path(Self.doneFolder)).add(place, stamp)
    }

    /// The paths of loaded files that have grown since: what was written to them behind is not loaded.
    public func grown() throws -> [String] {
        try LoadedFiles(in: path(Self.doneFolder)).grown().map { "\(path(Self.doneFolder))/\($0)" }
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

    private static func isLink(_ folder: String) -> IngestionError {
        IngestionError(
            .input, file: folder, code: "is_a_link", message: "this is a symbolic link, which a night does not follow",
            mend: "make a folder of it, or mount another one there")
    }

    private static func isFolder(_ path: String) -> Bool { kind(of: path) == S_IFDIR }

    /// Of a link its own; `nil` of what is gone.
    private static func kind(of path: String) -> mode_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }
}
