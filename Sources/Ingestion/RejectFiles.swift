import Foundation

/// The files of what was set aside: written, but under hidden names until they are published.
public struct RejectFiles: Sendable, Equatable {
    let records: Draft?
    let reasons: Draft?

    struct Draft: Sendable, Equatable {
        let path: String
        let target: String
    }

    /// Where the records will be: the file's own header, if it has one, and the records' own bytes; `nil` if none was set
    /// aside.
    public var recordsPath: String? { records?.target }
    /// Where the reasons will be: a CSV of line, character, field, column, code, outcome, message, mend.
    public var reasonsPath: String? { reasons?.target }

    /// Gives the files their names, each at once and whole. To be called when the batch is committed: what cannot get
    /// its name keeps its hidden one, which the error tells.
    public func publish() throws {
        var failures: [(draft: Draft, code: Int32)] = []
        for draft in drafts where rename(draft.path, draft.target) != 0 { failures.append((draft, errno)) }
        guard let first = failures.first else { return }
        throw IngestionError(
            .inputOutput, file: first.draft.target, code: "rejects_not_named",
            message: "the rows are stored, but the reject files cannot be renamed: "
                + "\(String(cString: strerror(first.code))); they are kept as \(Self.list(failures.map(\.draft)))",
            mend: "rename them yourself; or remove them and the cause, and load the file again to write them again")
    }

    /// Removes the files, for a run that comes to nothing.
    public func discard() {
        for draft in drafts { unlink(draft.path) }
    }

    /// The hidden names, for a message.
    var draftNames: String { Self.list(drafts) }

    private var drafts: [Draft] { [reasons, records].compactMap { $0 } }

    private static func list(_ drafts: [Draft]) -> String { drafts.map(\.path).joined(separator: " and ") }

    /// Where the files go.
    struct Paths: Sendable, Equatable {
        let records: String
        let reasons: String

        /// `requests.csv` and `requests.csv.gz` give `requests.rejects.csv` and `requests.rejects.why.csv`; `chosen`
        /// is the user's own path for the records. Standard input's go to the working directory. `beside` is taken for
        /// the input's own path, but for a CSV file's end it is kept whole, as its names may differ by their ends alone.
        init(for input: Input, chosen: String?, beside: String? = nil, _ format: Format) {
            if let chosen {
                records = chosen
                reasons = Self.stem(of: chosen) + ".why.csv"
                return
            }
            let stem: String
            switch input {
            case _ where beside != nil: stem = beside?.withoutEnd(Format.csv.extensions[0]) ?? ""
            case .file(let path): stem = Self.stem(of: path.withoutGzip)
            case .standardInput: stem = "stdin"
            }
            records = "\(stem).rejects.\(format.end(for: input.name))"
            reasons = "\(stem).rejects.why.csv"
        }

        /// Without the end of a format's files.
        private static func stem(of path: String) -> String {
            Formats.all.flatMap(\.extensions).map { path.withoutEnd($0) }.min { $0.utf8.count < $1.utf8.count } ?? path
        }

        /// Refuses what would be lost if it were replaced: the input itself, and anything but the files of an earlier run,
        /// wherever they are. Refuses a folder, too, a file in one that is missing, and a name by which the file would be
        /// read in another format, before the input is read for nothing.
        func check(against input: OpenedInput, of format: Format, areChosen: Bool) throws {
            if areChosen {
                try checkFolder()
                try checkName(format)
            }
            for path in [records, reasons] {
                var status = stat()
                guard stat(path, &status) == 0 else { continue }
                if input.isSameFile(status) {
                    throw IngestionError(
                        .usage, file: path, code: "rejects_over_input",
                        message: "this is the input, which the rejected rows would overwrite",
                        mend: "name another place with --rejects PATH")
                }
                guard status.st_mode & S_IFMT != S_IFREG || !areOfEarlierRun else { continue }
                throw IngestionError(
                    .usage, file: path, code: "rejects_exist",
                    message: "rejected rows would be written here, but something else is already here",
                    mend: "remove it, or name another place with --rejects PATH")
            }
        }

        /// There are never records without reasons, which can be told from other files.
        private var areOfEarlierRun: Bool {
            guard let file = FileHandle(forReadingAtPath: reasons) else { return false }
            defer { try? file.close() }
            let title = Data(RejectWriter.title.utf8)
            return (try? file.read(upToCount: title.count)) == title
        }

        private func checkName(_ format: Format) throws {
            guard let other = Formats.named(by: records), other.name != format.name else { return }
            throw IngestionError(
                .usage, file: records, code: "rejects_misnamed",
                message:
                    "the rejected rows are \(format.name), as the input is, and by this name they are \(other.name)",
                mend: "let its name end in .\(format.extensions[0])")
        }

        private func checkFolder() throws {
            let isFolder = records.hasSuffix("/") || Self.isFolder(records)
            let folder = isFolder ? records : URL(fileURLWithPath: records).deletingLastPathComponent().path
            let exists = Self.isFolder(folder)
            guard isFolder || !exists else { return }
            throw IngestionError(
                .output, file: records, code: "rejects_without_folder",
                message: exists ? "this is a folder" : "there is no folder \(folder)",
                mend: "name a file in \(exists ? "it" : "a folder that exists"), as --rejects FOLDER/rejects.csv")
        }

        private static func isFolder(_ path: String) -> Bool {
            var status = stat()
            return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        }
    }

    static func failure(_ path: String, _ code: Int32) -> IngestionError {
        IngestionError(
            .inputOutput, file: path, code: "rejects_not_written",
            message: "the rejected rows cannot be written: \(String(cString: strerror(code)))",
            mend: "name a place that can be written to with --rejects PATH")
    }
}
