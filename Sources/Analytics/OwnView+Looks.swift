import Domain
import Postgres
import Warehouse

extension OwnView {
    static let action = "self"

    /// That somebody looked at a person's own view, or at who had.
    public struct Look: Sendable, Hashable {
        public let at: Instant
        /// The database login.
        public let actor: String
        /// What was asked for, and by which system user: `in 2026-W44, system user ana`.
        public let what: String
    }

    /// All looks at one person's, the oldest first, by any id that they are known by. That somebody asked is entered, too,
    /// after what is told.
    ///
    /// Throws what `Database.person` throws.
    public static func looks(
        at nativeID: String, source: String?, key: PseudonymKey, in organization: Organization,
        systemUser: String? = nil, now: Instant, from warehouse: Database
    ) async throws -> [Look] {
        try await warehouse.transaction(as: .custodian, isolation: .repeatableRead) { connection in
            let person = try await Database.person(
                nativeID, source: source, in: organization, key: key, on: connection)
            let looks = try await connection.query(
                """
                SELECT at, actor, substr(detail, length(hmac) + 2) AS what
                FROM mutuality.audit JOIN (
                    SELECT encode(native_hmac, 'hex') AS hmac FROM mutuality.identity
                    WHERE organization_id = \(organization.id) AND person_id = \(person.id)
                ) AS known ON detail LIKE hmac || ' %'
                WHERE organization_id = \(organization.id) AND action = \(action) ORDER BY audit_id
                """
            ) { row in
                Look(at: try row.decode("at"), actor: try row.decode("actor"), what: try row.decode("what"))
            }
            try await person.auditLook(
                "who looked", systemUser: systemUser, organization: organization.id, now: now, on: connection)
            return looks
        }
    }
}

extension KnownPerson {
    func auditLook(
        _ what: String, systemUser: String?, organization: Int64, now: Instant, on connection: Connection
    ) async throws {
        let user = systemUser.map { ", system user \($0)" } ?? ""
        try await Database.audit(OwnView.action, "\(keyedName) \(what)\(user)", organization, now, on: connection)
    }
}
