@testable import Ingestion

/// What a format shows of itself to the contract that all formats keep.
struct FormatSamples: Sendable, CustomStringConvertible {
    /// One for each format.
    static let all: [FormatSamples] = [.csv, .jsonLines]

    let format: Format
    /// What is asked for.
    let names: [String]
    /// What stands in front of the records.
    let head: String
    let records: [Written]
    let broken: [Broken]
    /// Whether a record that was cut off can be told from a whole one. Without it, the last record of a file that was cut
    /// off may be the beginning of what it was.
    let tellsItsEnd: Bool
    /// A record of one field that is written with so many bytes, without its end, and the character at which that begins.
    let field: @Sendable (_ bytes: Int) -> (text: String, character: Int)
    /// A record of so many bytes, at least 40, each field of it with half of them at most.
    let record: @Sendable (_ bytes: Int) -> String
    /// A record of so many fields.
    let wide: @Sendable (_ fields: Int) -> String
    /// Records that are as long as one likes, each as what it begins with, goes on with and ends with.
    let endless: [(beginning: String, middle: String, end: String)]
    /// What is passed over between records.
    let nothing: [String]

    /// A record as it is written, with its end, and what it says.
    struct Written: Sendable {
        let text: String
        /// `nil` where there is nothing.
        let fields: [String?]
        /// Where each begins, as "line:character", lines from 1 within the record; `nil` where the record lacks it.
        let places: [String?]

        init(_ text: String, _ fields: [String?], at places: [String?]) {
            (self.text, self.fields, self.places) = (text, fields, places)
        }
    }

    /// A record that cannot be read, without its end, and why.
    struct Broken: Sendable {
        let bytes: [UInt8]
        let code: String
        /// From 1, within the record.
        let line: Int
        let character: Int
        let field: Int?

        init(_ text: String, _ code: String, line: Int = 1, character: Int, field: Int? = nil) {
            self.init(Array(text.utf8), code, line: line, character: character, field: field)
        }

        init(_ bytes: [UInt8], _ code: String, line: Int = 1, character: Int, field: Int? = nil) {
            (self.bytes, self.code, self.line, self.character, self.field) = (bytes, code, line, character, field)
        }
    }

    var description: String { format.name }

    /// The records in a file.
    var file: [UInt8] { Array((head + records.map(\.text).joined()).utf8) }
}
