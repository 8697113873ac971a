/// Names on one line, so many and so much of each as can be read there.
enum ShortList {
    static let most = 10
    private static let longest = 40

    /// `nil` without any.
    static func text(_ names: [String]) -> String? {
        guard !names.isEmpty else { return nil }
        let shown = names.prefix(most).map { $0.count > longest ? $0.prefix(longest) + "…" : $0 }
        let rest = names.count - shown.count
        return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}
