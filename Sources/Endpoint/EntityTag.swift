/// A strong entity tag.
struct EntityTag: Sendable, CustomStringConvertible {
    let description: String

    init(_ content: String) { description = "\"\(content)\"" }

    /// What `If-None-Match` asks, by weak comparison (RFC 9110, 13.1.2).
    func matches(ifNoneMatch field: String) -> Bool {
        field.split(separator: ",").contains { part in
            let tag = part.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
            return tag == "*" || tag == description || tag == "W/" + description
        }
    }
}
