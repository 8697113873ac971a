import Domain
import Postgres

/// Somebody whom an organization's records name, as somebody found them who knows their id.
package struct KnownPerson: Sendable {
    /// The pseudonym.
    package let id: Int64
    /// The keyed hash of the id, in hexadecimal: what may be written down about who was asked for. It leads to the person
    /// as long as `identity` does; of who was forgotten the tombstone has the same, and nothing else is left in it.
    package let keyedName: String
}

extension Database {
    /// The one person who has a native id, in a source or in any. For a transaction of the custodian's.
    ///
    /// Throws `unknownPerson` where nobody has it or, in several sources, different people do, and `pseudonymKey` where the
    /// key is another than the organization's. No message has the id.
    package static func person(
        _ nativeID: String, source: String?, in organization: Organization, key: PseudonymKey,
        on connection: Connection
    ) async throws -> KnownPerson {
        let id = CanonicalText.of(nativeID)
        let sources = try await sources(source, of: organization, on: connection)
        let names = sources.map { key.name(organization: organization.id, source: $0, nativeID: id).hexadecimal }
        let found = try await connection.query(
            """
            SELECT person_id, source.name AS source, hmac, native_hmac, native_id_sealed
            FROM unnest(\(sources), \(names)) AS asked (source_id, hmac)
            JOIN mutuality.identity ON identity.source_id = asked.source_id AND native_hmac = decode(hmac, 'hex')
            JOIN mutuality.source ON source.organization_id = identity.organization_id
                AND source.source_id = identity.source_id
            WHERE identity.organization_id = \(organization.id) ORDER BY source.name
            """
        ) { row in
            (
                person: KnownPerson(id: try row.decode("person_id"), keyedName: try row.decode("hmac")),
                source: try row.decode("source", as: String.self),
                // What the custodian alone may read, so that nobody else gets past here, the eraser neither.
                id: try key.open(
                    row.decode("native_id_sealed", as: [UInt8].self), name: row.decode("native_hmac", as: [UInt8].self))
            )
        }.filter { $0.id == id }
        guard let first = found.first else {
            throw try await unknown(id, in: sources, of: organization, key: key, on: connection)
        }
        guard found.allSatisfy({ $0.person.id == first.person.id }) else {
            throw WarehouseError(
                .unknownPerson,
                "the sources \(found.map(\.source).joined(separator: ", ")) know different people by this id",
                mend: "name one of them with --source")
        }
        return first.person
    }

    /// What is wrong with an id that nobody has. Every id is opened, so that one that was meant shows, and so does a key
    /// that isn't the organization's.
    private static func unknown(
        _ id: String, in sources: [Int16], of organization: Organization, key: PseudonymKey,
        on connection: Connection
    ) async throws -> WarehouseError {
        let likeness = CanonicalText.likeness(of: id)
        let known = try await connection.query(
            """
            SELECT native_hmac, native_id_sealed, name FROM mutuality.identity
            JOIN mutuality.source USING (organization_id, source_id)
            WHERE organization_id = \(organization.id) AND source_id = ANY (\(sources)) ORDER BY name
            """
        ) { row in
            (
                hmac: try row.decode("native_hmac", as: [UInt8].self),
                sealed: try row.decode("native_id_sealed", as: [UInt8].self),
                source: try row.decode("name", as: String.self)
            )
        }
        for identity in known {
            guard let other = try? key.open(identity.sealed, name: identity.hmac) else { return PseudonymKey.isNotOwn }
            guard CanonicalText.likeness(of: other) == likeness else { continue }
            return WarehouseError(
                .unknownPerson,
                "nobody has this id, but \(identity.source) has one that differs from it by case or blanks alone",
                mend: "write it as the files of \(identity.source) have it")
        }
        return WarehouseError(
            .unknownPerson, "in none of the sources the id is known",
            mend: "write it as the files have it; who was forgotten is known no more")
    }
}
