import Domain
import Foundation
import Postgres

/// Gives each native id of one source its pseudonym: the known one, or a new random one.
///
/// Holds the source's whole identity map and a cache of the ids seen, some hundred bytes a person.
struct Pseudonymiser: Sendable {
    struct Identity: Sendable {
        let name: [UInt8]
        let person: Int64
        let sealed: [UInt8]
    }

    private let key: PseudonymKey
    private let organization: Int64
    private let source: Int16
    private var known: [[UInt8]: Int64]
    private let forgotten: Set<[UInt8]>
    private var cache: [String: Int64?] = [:]
    /// Met for the first time; to be stored with the batch.
    private(set) var added: [Identity] = []
    private var generator = SystemRandomNumberGenerator()

    /// Reads the map of a source. Checks that the key is the organization's own, or enters it if it has none.
    init(
        key: PseudonymKey, organization: Int64, source: Int16, now: Instant, on connection: Connection
    ) async throws {
        if try await !key.requireOwn(of: organization, on: connection) {
            _ = try await connection.execute(
                """
                INSERT INTO mutuality.pseudonym_key (organization_id, fingerprint, set_at)
                VALUES (\(organization), \(key.fingerprint), \(now))
                """)
        }
        let rows = try await connection.query(
            """
            SELECT native_hmac, person_id FROM mutuality.identity
            WHERE organization_id = \(organization) AND source_id = \(source)
            """
        ) { (try $0.decode("native_hmac", as: [UInt8].self), try $0.decode("person_id", as: Int64.self)) }
        forgotten = Set(
            try await connection.query(
                """
                SELECT native_hmac FROM mutuality.tombstone
                WHERE organization_id = \(organization) AND source_id = \(source)
                """
            ) { try $0.only([UInt8].self) })
        known = Dictionary(rows, uniquingKeysWith: { first, _ in first })
        self.key = key
        self.organization = organization
        self.source = source
    }

    /// How many of the ids seen differ from another by case or blanks alone.
    var alike: Int {
        Dictionary(grouping: cache.keys, by: CanonicalText.likeness).values.filter { $0.count > 1 }.map(\.count).reduce(
            0, +)
    }

    /// Of the ids seen, whose they would be in lower or upper case, or without blanks, where that is somebody else whom the
    /// source knows. What the source has in another way, as `Ana` for `ana`, can't be told from a keyed hash.
    var butForCase: [(person: Int64, other: Int64)] {
        var pairs: [(person: Int64, other: Int64)] = []
        for (id, person) in cache {
            guard let person else { continue }
            for like in Set([id.lowercased(), id.uppercased(), CanonicalText.likeness(of: id)]) where like != id {
                let name = key.name(organization: organization, source: source, nativeID: like)
                if let other = known[name], other != person { pairs.append((person, other)) }
            }
        }
        return pairs
    }

    /// `nil` for somebody who asked to be forgotten. An id is a `CanonicalText`.
    mutating func person(_ nativeID: String) throws -> Int64? {
        if let cached = cache[nativeID] { return cached }
        let name = key.name(organization: organization, source: source, nativeID: nativeID)
        let person: Int64?
        if forgotten.contains(name) {
            person = nil
        } else if let found = known[name] {
            person = found
        } else {
            let fresh = Int64.random(in: .min ... .max, using: &generator)
            known[name] = fresh
            added.append(Identity(name: name, person: fresh, sealed: try key.seal(nativeID, name: name)))
            person = fresh
        }
        cache[nativeID] = .some(person)
        return person
    }

    /// Stores the people met for the first time; `named`: those of them whom rows name that are kept, `nil` for all.
    func storeAdded(among named: Set<Int64>?, on connection: Connection) async throws {
        let identities = added.filter { named?.contains($0.person) ?? true }
        guard !identities.isEmpty else { return }
        let (organization, source) = (organization, source)
        _ = try await connection.copyIn(
            """
            COPY mutuality.identity (organization_id, source_id, native_hmac, person_id, native_id_sealed)
            FROM STDIN (FORMAT binary)
            """
        ) { writer in
            for identity in identities {
                try writer.row(columns: 5) { fields in
                    fields.append(organization)
                    fields.append(source)
                    fields.appendBytes(identity.name)
                    fields.append(identity.person)
                    fields.appendBytes(identity.sealed)
                }
            }
        }
    }
}

extension PseudonymKey {
    /// Throws where it is another than the organization's own; `false` where that has none so far.
    @discardableResult
    func requireOwn(of organization: Int64, on connection: Connection) async throws -> Bool {
        let own = try await connection.query(
            "SELECT fingerprint FROM mutuality.pseudonym_key WHERE organization_id = \(organization)"
        ) { try $0.only([UInt8].self) }.first
        guard own == nil || own == fingerprint else {
            throw Self.isNotOwn
        }
        return own != nil
    }

    static let isNotOwn = WarehouseError(
        .pseudonymKey, "this is not the key that the organization's pseudonyms were made with",
        mend: "name the right file with --pseudonym-key-file, or restore it from a backup")
}

extension Database {
    /// Whether pseudonyms were ever made for an organization, so that there must be a key.
    public func hasPseudonyms(_ organization: Organization) async throws -> Bool {
        try await transaction(as: .ingest) { connection in
            try await connection.query(
                "SELECT FROM mutuality.pseudonym_key WHERE organization_id = \(organization.id)"
            ) { _ in true }.first ?? false
        }
    }
}
