import Foundation

/// The files of what was set aside: written, but under hidden names until they are published.
public struct RejectFiles: Sendable, Equatable {
    let records: Draft?
    let reasons: Draft?

    struct Draft: Sendable, Equatable {
        let path: String
        let target: String
    }

    /// Where the records will be: the file's own header and the records' own bytes; `nil` if none was set aside.
    public var recordsPath: String? { records?.target }
    /// Where the reasons will be: a CSV of line, character, field, column, code, outcome, message, mend.
    public var reasonsPath: String? { reasons?.target }

    /// Gives the files their names, each at once and whole. To be called when the batch is to be committed.
    public func publish() throws {
        for draft in [reasons, records].compactMap({ $0 }) where rename(draft.path, draft.target) != 0 {
            throw Self.failure(draft.target, errno)
        }
    }

    /// Removes the files, for a run that comes to nothing.
    public func discard() {
        for draft in [reasons, records].compactMap({ $0 }) { unlink(draft.path) }
    }

    /// Where the files go.
    struct Paths: Sendable, Equatable {
        let records: String
        let reasons: String

        /// `requests.csv` and `requests.csv.gz` give `requests.rejects.csv` and `requests.rejects.why.csv`; `chosen`
        /// is the user's own path for the records. Standard input's go to the working directory.
        init(for input: Input, chosen: String?) {
            let path: String
            switch (chosen, input) {
            case (let chosen?, _): path = chosen
            case (nil, .file(let input)): path = input.droppingSuffix(".gz").droppingSuffix(".csv") + ".rejects.csv"
            case (nil, .standardInput): path = "stdin.rejects.csv"
            }
            records = path
            reasons = path.droppingSuffix(".csv") + ".why.csv"
        }
    }

    static func failure(_ path: String, _ code: Int32) -> IngestionError {
        IngestionError(
            .inputOutput, file: path, code: "rejects_not_written",
            message: "what was set aside cannot be written: \(String(cString: strerror(code)))",
            mend: "name a place that can be written to with --rejects PATH")
    }
}

extension String {
    fileprivate func droppingSuffix(_ suffix: String) -> String {
        lowercased().hasSuffix(suffix) && count > suffix.count ? String(dropLast(suffix.count)) : self
    }
}
