import Domain
import Postgres

/// An entry of the audit log about one person, as the custodian reads it.
public struct AuditedLook: Hashable, Sendable {
    public let at: Instant
    /// The database login.
    public let actor: String
    /// What was asked for, and by which system user, as `in 2026-W44, system user ana`: what stands behind the keyed name.
    public let what: String

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
