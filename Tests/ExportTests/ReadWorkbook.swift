import Foundation
import TestValues

/// A workbook as openpyxl reads it.
struct ReadWorkbook: Decodable {
    struct Sheet: Decodable {
        let name: String
        /// The first cell that scrolls.
        let frozen: String?
        /// The cells that its filter is over.
        let filter: String?
        let widths: [Double]
        /// `nil` is a cell without a value.
        let rows: [[Cell?]]

        /// The cells below a title, in order.
        func column(_ title: String) -> [Cell?] {
            guard let place = rows[0].firstIndex(where: { $0?.text == title }) else { return [] }
            return rows.dropFirst().map { $0[place] }
        }

        func texts(_ title: String) -> [String] { column(title).map { $0?.text ?? "" } }
    }

    struct Cell: Decodable {
        enum Kind: String, Decodable { case text, number, date, bool, formula }

        let kind: Kind
        let text: String
        let number: Double?
        let format: String
        let bold: Bool
    }

    let sheets: [Sheet]

    /// - Parameter bytes: of the file.
    init(_ bytes: [UInt8]) throws {
        sheets = try Self.withFile(bytes) { try Tool.answer(ofPython: "Spreadsheet/workbook.py", ["read", $0]) }
    }

    func sheet(_ name: String) -> Sheet? { sheets.first { $0.name == name } }

    /// What LibreOffice makes of a file in two countries, held against what openpyxl reads.
    struct Conversion: Decodable {
        /// Of cells that were compared, by their kinds.
        let counts: [String: Int]
        let faults: [String]

        static func of(_ bytes: [UInt8]) throws -> Conversion {
            try withFile(bytes) { try Tool.answer(ofPython: "Spreadsheet/workbook.py", ["convert", $0]) }
        }
    }

    private static func withFile<Answer>(_ bytes: [UInt8], _ answer: (String) throws -> Answer) throws -> Answer {
        let file = FileManager.default.temporaryDirectory.appending(path: "workbook-\(UUID().uuidString).xlsx")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try answer(file.path())
    }
}
