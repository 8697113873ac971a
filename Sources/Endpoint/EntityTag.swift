/// A strong entity tag.
struct EntityTag: Sendable, CustomStringConvertible {
    let description: String

    init(_ content: String) { description = "\"\(content)\"" }

    /// What `If-None-Match` asks, by weak comparison (RFC 9110, 13.1.2): a list of tags, or a star alone.
    func matches(ifNoneMatch field: String) -> Bool {
        let blanks: Set<Character> = [" ", "\t"]
        if field.filter({ !blanks.contains($0) }) == "*" { return true }
        // A comma, a blank or a star between quotes belongs to a tag.
        return field.matches(of: /"[^"]*"/).contains { $0.output == description }
    }
}
