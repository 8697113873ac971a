import ArgumentParser
import Export

/// What can be chosen of a CSV file, and of no other format.
struct CSVOptions: ParsableArguments {
    @Flag(help: "csv: titles and names for people, in columns behind the others.")
    var labels = false

    @Option(help: "csv: excel has semicolons and a byte order mark; decimals keep their point (default: standard).")
    var dialect: String?

    @Flag(help: "csv: also write datapackage.json beside the file, which says what its columns are.")
    var datapackage = false

    private var isAsked: Bool { labels || datapackage || dialect != nil }

    /// The format of a name, with what was chosen of it.
    func format(named name: String) throws -> any ExportFormat {
        let named = try ExportFormats.named(name)
        guard isAsked else { return named }
        guard named is CSVFormat else {
            throw CommandError(
                .usage, "--labels, --dialect and --datapackage are for csv alone",
                mend: "choose --format csv, or leave them out")
        }
        return CSVFormat(dialect: try chosenDialect, hasLabels: labels)
    }

    private var chosenDialect: CSVDialect {
        get throws {
            guard let dialect else { return .standard }
            guard let chosen = CSVDialect(rawValue: dialect) else {
                let names = CSVDialect.allCases.map(\.rawValue).joined(separator: " or ")
                throw CommandError(.usage, "there is no dialect \"\(dialect)\"", mend: "choose \(names)")
            }
            return chosen
        }
    }

    /// Where a file's descriptor goes: beside it. `nil` if none is wanted.
    ///
    /// - Parameter file: as `--out` names it.
    func descriptorPath(beside file: String) throws -> String? {
        guard datapackage else { return nil }
        guard file != "-" else {
            throw CommandError(
                .usage, "\(DataPackage.fileName) lies beside a file, and standard output is none",
                mend: "name a file with --out")
        }
        let (folder, name) = Self.parts(of: file)
        guard name != DataPackage.fileName else {
            throw CommandError(
                .usage, "the figures and their descriptor would both be \(file)", mend: "give the figures another name")
        }
        guard DataPackage.canName(name) else {
            throw CommandError(
                .usage, "no data package can name the file \"\(name)\"",
                mend: "begin its name with a letter, and leave out colons and two dots in a row")
        }
        return folder + DataPackage.fileName
    }

    /// Writes the draft of it.
    func descriptor(
        at path: String, of organization: String, file: String, format: any ExportFormat
    ) throws -> FileDraft {
        let draft = try FileDraft(of: path)
        var sink = draft.sink
        if let format = format as? CSVFormat {
            try DataPackage(of: organization, path: Self.parts(of: file).name, format: format).write(to: &sink)
        }
        try draft.complete(sink)
        return draft
    }

    /// The folder with its slash, empty where none is named, and what follows it.
    private static func parts(of path: String) -> (folder: String, name: String) {
        let end = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
        return (String(path[..<end]), String(path[end...]))
    }
}
