import Domain

/// What stands in a cell, with its type: nothing that a program has to guess, and nothing that it could run.
enum SpreadsheetCell {
    case empty
    case number(Double, SpreadsheetStyle)
    case date(LocalDate)
    /// Somebody's words. Written inline as a string, it is no formula, whatever it begins with.
    case text(String)
    /// Our own, of several lines.
    case prose(String)
    case heading(String)

    static func count(_ number: Int?) -> SpreadsheetCell { number.map { .number(Double($0), .plain) } ?? .empty }

    /// - Parameter reference: the cell's place, as `B7`.
    func xml(at reference: String) -> String {
        switch self {
        case .empty: ""
        case .number(let value, let style): Self.number(value.shortestText, style, reference)
        case .date(let date):
            if let number = Self.serial(of: date) {
                Self.number("\(number)", .date, reference)
            } else {
                Self.string("\(date)", .text, reference)
            }
        case .text(let text): text.isEmpty ? "" : Self.string(text, .text, reference)
        case .prose(let text): text.isEmpty ? "" : Self.string(text, .prose, reference)
        case .heading(let text): Self.string(text, .heading, reference)
        }
    }

    private static func number(_ text: String, _ style: SpreadsheetStyle, _ reference: String) -> String {
        #"<c r="\#(reference)" s="\#(style.rawValue)"><v>\#(text)</v></c>"#
    }

    private static func string(_ text: String, _ style: SpreadsheetStyle, _ reference: String) -> String {
        let space = SpreadsheetText.hasDelicateSpace(text) ? #" xml:space="preserve""# : ""
        let content = SpreadsheetText.content(text)
        return #"<c r="\#(reference)" s="\#(style.rawValue)" t="inlineStr"><is><t\#(space)>\#(content)</t></is></c>"#
    }

    /// 1970-01-01 as spreadsheets count days, from the last but one of 1899.
    private static let epoch = 25_569
    /// Before 1 March 1900 programs count differently: Excel takes 1900 for a leap year.
    private static let first = 61
    /// Of 9999-12-31, beyond which there are no dates.
    private static let last = 2_958_465

    private static func serial(of date: LocalDate) -> Int? {
        let number = Int(date.daysSinceEpoch) + epoch
        return (first...last).contains(number) ? number : nil
    }
}
