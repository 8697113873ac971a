import Domain
import Warehouse

/// Who looked at one person's own view, as text and as JSON. It doesn't say whose it is.
struct ShownLooks: Sendable {
    let organization: String
    /// Oldest first.
    let looks: [AuditedLook]

    var text: String {
        guard !looks.isEmpty else {
            return "\(organization): nobody has looked before you did. Your asking is entered."
        }
        let table = TextTable(
            head: ["when", "login", "what"], rows: looks.map { ["\($0.at)", $0.actor, $0.what] }, leftAligned: 3)
        return
            "\(organization): looks at the overload index of one person, before yours, which is entered, too\n\(table.text)"
    }

    var json: JSONObject {
        [
            "organization": organization,
            "looks": looks.map { ["at": $0.at.description, "actor": $0.actor, "what": $0.what] as JSONObject },
        ]
    }
}
