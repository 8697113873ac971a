import Domain

/// Where one column of the dataset comes from, and how it is read.
struct ColumnMapping: Sendable {
    let origin: Origin
    /// Besides the empty field; `nil`: the file's.
    var nulls: [String]?
    /// Where one of these holds there is nothing, whatever the field says.
    var nullWhen: [Condition] = []
    var zone: Zone?
    var formats: [TimeFormat]?
    /// The file's words and what they mean; `nil`: as they are.
    var translations: [String: String]?
    /// Without it, such words are rejected.
    var otherwise: Otherwise?
    /// The file gives the last day on which something was still so; the dataset wants the day after.
    var isLastDay = false
    /// Where the mapping file says so.
    let line: Int

    enum Origin: Sendable, Equatable {
        case header(String)
        case constant(String)
        /// Several fields as one text, with something between them.
        case joined([String], by: String)
        /// The line on which the record begins, which no other record of the file has.
        case lineNumber
    }

    /// The header's names that it is read from.
    var headerNames: [String] {
        switch origin {
        case .header(let name): [name]
        case .joined(let names, _): names
        case .constant, .lineNumber: []
        }
    }

    /// What becomes of a word that isn't among those expected.
    enum Otherwise: String, Sendable {
        case reject, null
    }

    var content: [String] {
        var content: [String]
        switch origin {
        case .header(let name): content = ["header", name]
        case .constant(let value): content = ["constant", value]
        case .lineNumber: content = ["line number"]
        case .joined(let names, let joiner): content = ["joined", "\(names.count)"] + names + ["by", joiner]
        }
        if let nulls { content += ["null"] + nulls }
        for condition in nullWhen { content += ["null when"] + condition.content }
        if let zone { content += ["zone", zone.name] }
        if let formats { content += ["formats"] + formats.map(\.pattern) }
        for (from, to) in (translations ?? [:]).sorted(by: { $0.key < $1.key }) { content += ["value", from, to] }
        return content + ["otherwise", (otherwise ?? .reject).rawValue, isLastDay ? "last day" : "day"]
    }
}
