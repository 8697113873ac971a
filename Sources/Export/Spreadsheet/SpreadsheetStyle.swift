/// How cells look. A cell names one by its number, which is its place here.
enum SpreadsheetStyle: Int, CaseIterable {
    /// A number as it is.
    case plain
    case heading
    /// Of text format, so that it stays a text also when somebody edits it.
    case text
    /// Several lines of our own words.
    case prose
    /// Year, month, day, in every country.
    case date
    case percent, percentToTenths, percentToHundredths
    case hours
    /// Of less than an hour.
    case hoursToSeconds

    /// Formats below 164 are built in, the others stand in `formats`.
    private var format: Int {
        switch self {
        case .plain, .heading, .prose: 0
        case .text: 49
        case .date: 164
        case .percent: 9
        case .percentToTenths: 165
        case .percentToHundredths: 10
        case .hours: 2
        case .hoursToSeconds: 166
        }
    }

    private static let formats = [164: #"yyyy\-mm\-dd"#, 165: "0.0%", 166: "0.0000"]

    private var xml: String {
        let alignment =
            switch self {
            case .prose: #"<alignment vertical="top" wrapText="1"/>"#
            default: #"<alignment vertical="top"/>"#
            }
        return """
            <xf numFmtId="\(format)" fontId="\(self == .heading ? 1 : 0)" fillId="0" borderId="0" xfId="0" \
            applyNumberFormat="1" applyFont="1" applyAlignment="1">\(alignment)</xf>
            """
    }

    /// The part of a workbook that says what each looks like.
    static var part: String {
        let numbers = formats.sorted { $0.key < $1.key }.map { #"<numFmt numFmtId="\#($0)" formatCode="\#($1)"/>"# }
        let font = #"<sz val="11"/><name val="Calibri"/><family val="2"/>"#
        return """
            <styleSheet xmlns="\(SpreadsheetParts.main)">\
            <numFmts count="\(numbers.count)">\(numbers.joined())</numFmts>\
            <fonts count="2"><font>\(font)</font><font><b/>\(font)</font></fonts>\
            <fills count="2"><fill><patternFill patternType="none"/></fill>\
            <fill><patternFill patternType="gray125"/></fill></fills>\
            <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
            <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
            <cellXfs count="\(allCases.count)">\(allCases.map(\.xml).joined())</cellXfs>\
            <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
            """
    }
}
