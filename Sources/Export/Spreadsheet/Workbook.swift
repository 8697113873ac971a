#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif
import Compression
import Domain

/// What a spreadsheet of figures consists of.
struct Workbook {
    /// The newest quarter, and each question's figures of all time.
    private let ofFigures: [SpreadsheetTable<JudgedFigure>]
    private let definitions: SpreadsheetTable<Sheet>

    /// - Parameter figures: in the order in which they are written.
    init(of figures: [JudgedFigure], sheets: [Sheet]) {
        let summary = (name: "Summary", figures: figures.newest)
        let themes = Sheet.Theme.allCases.map { theme in
            (name: theme.shortName, figures: figures.filter { $0.headline.sheet.briefing?.theme == theme })
        }
        ofFigures = ([summary] + themes).map { name, figures in
            SpreadsheetTable(
                name: name, columns: SpreadsheetTable<JudgedFigure>.columnsOfFigures, entries: figures)
        }
        definitions = .definitions(of: sheets)
    }

    func write(to sink: inout some ByteSink) throws(ExportError) {
        var archive = ZipWriter()
        let sheets = ofFigures.map { (name: $0.name, absoluteArea: $0.absoluteArea) }
        let parts = SpreadsheetParts.all(sheets + [(name: definitions.name, absoluteArea: definitions.absoluteArea)])
        for (path, content) in parts + [(SpreadsheetParts.stylesPath, SpreadsheetStyle.part)] {
            var entry = try Self.entry(path)
            entry.append(SpreadsheetParts.declaration + content)
            try Self.add(entry, to: &archive, sink: &sink)
        }
        for (position, table) in ofFigures.enumerated() {
            var entry = try Self.entry(SpreadsheetParts.worksheetPath(position + 1))
            try table.write(to: &entry, isFirst: position == 0)
            try Self.add(entry, to: &archive, sink: &sink)
        }
        var entry = try Self.entry(SpreadsheetParts.worksheetPath(ofFigures.count + 1))
        try definitions.write(to: &entry, isFirst: false)
        try Self.add(entry, to: &archive, sink: &sink)
        var end: [UInt8] = []
        archive.finish(to: &end)
        try sink.append(end)
    }

    private static func entry(_ path: String) throws(ExportError) -> ZipEntry {
        do { return try ZipEntry(path) } catch { throw ExportError(error) }
    }

    private static func add(
        _ entry: consuming ZipEntry, to archive: inout ZipWriter, sink: inout some ByteSink
    ) throws(ExportError) {
        var bytes: [UInt8] = []
        do { try archive.add(entry, to: &bytes) } catch { throw ExportError(error) }
        try sink.append(bytes)
    }
}

extension ExportError {
    fileprivate init(_ error: ZipError) {
        switch error {
        case .outOfMemory: self.init(.io, error.message, mend: error.mend, errno: ENOMEM)
        case .tooLong, .tooMany: self.init(.tooLarge, error.message, mend: error.mend)
        }
    }
}

extension Sheet.Theme {
    /// As a worksheet is called: at most 31 characters, none of `:\/?*[]'`.
    fileprivate var shortName: String {
        switch self {
        case .timelyHelp: "Help in time"
        case .helpers: "Helpers"
        case .supportAndSafety: "Supported and safe"
        case .stayingAndRewards: "Staying and rewards"
        }
    }
}
