import Domain

/// Names on one line, so many and so much of each as can be read there.
enum ShortList {
    static let most = 10
    private static let longest = 40

    /// `nil` without any.
    static func text(_ names: [String]) -> String? { joined(names.map(short)) }

    /// Each with what it is for, so that a long text there doesn't push the name out.
    static func text(_ names: [(place: String, name: String)]) -> String? {
        joined(names.map { "\(short($0.place)): \"\(short($0.name))\"" })
    }

    private static func joined(_ names: [String]) -> String? {
        guard !names.isEmpty else { return nil }
        let rest = names.count - most
        return names.prefix(most).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }

    /// The headers of files can have several lines, and anything else.
    private static func short(_ name: String) -> String {
        let name = TextTable.shown(CanonicalText.spaced(name))
        return name.count > longest ? name.prefix(longest) + "…" : name
    }
}
