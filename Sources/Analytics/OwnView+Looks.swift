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
            let looks = try await AuditedLook.all(of: action, at: person, in: organization.id, on: connection)
            try await person.auditLook(
                "who looked", systemUser: systemUser, organization: organization.id, now: now, on: connection)
            return looks.map { Look(at: $0.at, actor: $0.actor, what: $0.what) }
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
