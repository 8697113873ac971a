import Compression

/// A worksheet: a header that stays in sight, and below it a row for each entry, which a filter can choose from.
struct SpreadsheetTable<Entry> {
    struct Column: Sendable {
        let title: String
        /// In characters.
        let width: Int
        let cell: @Sendable (Entry) -> SpreadsheetCell

        init(_ title: String, width: Int, cell: @escaping @Sendable (Entry) -> SpreadsheetCell) {
            self.title = title
            self.width = width
            self.cell = cell
        }
    }

    /// At most 31 characters, none of `:\/?*[]'`.
    let name: String
    let columns: [Column]
    let entries: [Entry]

    /// Rows of a worksheet, the header among them.
    private static var most: Int { 1_048_576 }

    /// The cells with the header, as `A1:M20`.
    var area: String { "A1:\(Self.letters(columns.count - 1))\(entries.count + 1)" }

    /// The same as formulas call it.
    var absoluteArea: String { "'\(name)'!$A$1:$\(Self.letters(columns.count - 1))$\(entries.count + 1)" }

    /// Writes the worksheet row after row.
    func write(to entry: inout ZipEntry, isFirst: Bool) throws(ExportError) {
        guard entries.count < Self.most else {
            throw ExportError(
                .tooLarge,
                "The sheet \"\(name)\" has room for \(Self.most - 1) figures, and there are \(entries.count)",
                mend: "Write a part of them with a filter such as --scope or --since, or write csv")
        }
        entry.append(SpreadsheetParts.declaration)
        entry.append(
            """
            <worksheet xmlns="\(SpreadsheetParts.main)"><dimension ref="\(area)"/>\
            <sheetViews><sheetView\(isFirst ? #" tabSelected="1""# : "") workbookViewId="0">\
            <pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>\
            <selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>\
            <sheetFormatPr defaultRowHeight="15"/><cols>\(columns.indices.map(width).joined())</cols><sheetData>
            """)
        entry.append(row(1, columns.map { .heading($0.title) }))
        for (position, one) in entries.enumerated() {
            entry.append(row(position + 2, columns.map { $0.cell(one) }))
        }
        entry.append(#"</sheetData><autoFilter ref="\#(area)"/></worksheet>"#)
    }

    private func width(_ column: Int) -> String {
        #"<col min="\#(column + 1)" max="\#(column + 1)" width="\#(columns[column].width)" customWidth="1"/>"#
    }

    private func row(_ number: Int, _ cells: [SpreadsheetCell]) -> String {
        let written = cells.enumerated().map { $1.xml(at: "\(Self.letters($0))\(number)") }
        return #"<row r="\#(number)">\#(written.joined())</row>"#
    }

    /// Of the first 26 columns; there are not more.
    private static func letters(_ column: Int) -> String {
        precondition(column < 26, "a table has too many columns")
        return String(Unicode.Scalar(UInt8(ascii: "A") + UInt8(column)))
    }
}
