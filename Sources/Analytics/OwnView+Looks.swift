import Domain
import Postgres
import Warehouse

extension OwnView {
    static let action = "self"

    /// All looks at one person's, the oldest first, by any id that they are known by. That somebody asked is entered, too,
    /// after what is told.
    ///
    /// Throws what `Database.person` throws.
    public static func looks(
        at nativeID: String, source: String?, key: PseudonymKey, in organization: Organization,
        systemUser: String? = nil, now: Instant, from warehouse: Database
    ) async throws -> [AuditedLook] {
        try await warehouse.transaction(as: .custodian, isolation: .repeatableRead) { connection in
            let person = try await Database.person(
                nativeID, source: source, in: organization, key: key, on: connection)
            let looks = try await AuditedLook.all(of: action, at: person, in: organization.id, on: connection)
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
