import Domain
import Postgres

/// An entry of the audit log about one person, as the custodian reads it.
package struct AuditedLook: Sendable {
    package let at: Instant
    /// The database login.
    package let actor: String
    /// What the entry says behind the person's keyed name.
    package let what: String

    /// All entries of an action about a person, the oldest first, by any id that they are known by.
    package static func all(
        of action: String, at person: KnownPerson, in organization: Int64, on connection: Connection
    ) async throws -> [AuditedLook] {
        try await connection.query(
            """
            SELECT at, actor, substr(detail, length(hmac) + 2) AS what
            FROM mutuality.audit JOIN (
                SELECT encode(native_hmac, 'hex') AS hmac FROM mutuality.identity
                WHERE organization_id = \(organization) AND person_id = \(person.id)
            ) AS known ON detail LIKE hmac || ' %'
            WHERE organization_id = \(organization) AND action = \(action) ORDER BY audit_id
            """
        ) { row in
            AuditedLook(at: try row.decode("at"), actor: try row.decode("actor"), what: try row.decode("what"))
        }
    }
}
