import Export
import Foundation

/// What a night writes: exports in some formats, and the report.
struct NightlyFormats: Sendable {
    static let reportName = "report.html"
    /// The report's name among the formats.
    private static let report = "html"

    /// In the order of all formats.
    let exports: [any ExportFormat]
    let hasReport: Bool

    private static let known = ExportFormats.all.map(\.name) + [report]
    static let everything = known.joined(separator: ",")

    /// As they are written, in their order.
    var names: [String] { exports.map(\.name) + (hasReport ? [Self.report] : []) }

    /// - Parameter text: names of formats between commas.
    /// - Throws: `CommandError` for another name, and for none.
    init(_ text: String) throws {
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        if let wrong = names.first(where: { !Self.known.contains($0) }) {
            throw CommandError(
                .usage, "there is no format \"\(wrong)\" of nightly",
                mend: "choose from \(Self.known.joined(separator: ", ")), with commas between them")
        }
        exports = ExportFormats.all.filter { names.contains($0.name) }
        hasReport = names.contains(Self.report)
    }
}
