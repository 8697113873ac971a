import Domain
import Postgres

/// Who was forgotten of a source: what is written beside the database must not name them.
public struct ForgottenNames: Sendable {
    private let hmacs: Set<[UInt8]>
    private let key: PseudonymKey
    private let organization: Int64
    private let source: Int16

    fileprivate init(_ hmacs: Set<[UInt8]>, _ key: PseudonymKey, organization: Int64, source: Int16) {
        self.hmacs = hmacs
        self.key = key
        self.organization = organization
        self.source = source
    }

    /// Whether a text is the native id of one of them.
    public func contains(_ text: String) -> Bool {
        hmacs.contains(key.name(organization: organization, source: source, nativeID: CanonicalText.of(text)))
    }
}

extension Database {
    /// `nil` where nobody was.
    public func forgottenNames(
        of organization: Organization, source: String, key: PseudonymKey
    ) async throws -> ForgottenNames? {
        try await transaction(as: .ingest) { connection in
            let rows = try await connection.query(
                """
                SELECT source_id, native_hmac FROM mutuality.tombstone JOIN mutuality.source USING (organization_id, source_id)
                WHERE organization_id = \(organization.id) AND name = \(source)
                """
            ) { (try $0.decode("source_id", as: Int16.self), try $0.decode("native_hmac", as: [UInt8].self)) }
            return rows.first.map { first in
                ForgottenNames(Set(rows.map(\.1)), key, organization: organization.id, source: first.0)
            }
        }
    }
}
