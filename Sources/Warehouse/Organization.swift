import Domain
import Postgres

/// An organization that the store knows, the tenant of everything.
public struct Organization: Sendable, Hashable {
    public let id: Int64
    public let name: String
}

extension Database {
    /// Throws `unknownOrganization` where there is none of that name.
    public func organization(named name: String) async throws -> Organization {
        try await pool.withConnection { connection in
            let found = try await connection.query(
                "SELECT organization_id FROM mutuality.organization WHERE name = \(name)"
            ) { try $0.only(Int64.self) }
            if let id = found.first { return Organization(id: id, name: name) }
            throw Self.unknown(
                name,
                among: try await connection.query("SELECT name FROM mutuality.organization ORDER BY name") {
                    try $0.only(String.self)
                })
        }
    }

    /// Every organization that the store knows, in the order in which they came.
    public func organizations() async throws -> [Organization] {
        try await transaction(as: .compute) { connection in
            try await connection.query(
                "SELECT organization_id, name FROM mutuality.organization ORDER BY organization_id"
            ) { Organization(id: try $0.decode("organization_id"), name: try $0.decode("name")) }
        }
    }

    /// The names of all organizations that the login may read, in alphabetical order.
    public func organizationNames() async throws -> [String] {
        try await transaction(as: .reader) { connection in
            try await connection.query("SELECT organization FROM kpi.organization ORDER BY organization") {
                try $0.only(String.self)
            }
        }
    }

    /// Throws `unknownOrganization` where the login may read none of that name, `nothingToRead` where it may read none at
    /// all.
    public func requirePublished(organization name: String) async throws {
        let names = try await organizationNames()
        if names.isEmpty { try await requireMoreThanReading(organization: name) }
        guard names.contains(name) else { throw Self.unknown(name, among: names) }
    }

    /// As many names as fit into a message.
    private static let listed = 20

    private static func unknown(_ name: String, among names: [String]) -> WarehouseError {
        let mend =
            switch names.count {
            case 0: "none was loaded yet: \"mutuality ingest --organization \(name)\" makes it"
            case ...listed: "choose from \(names.joined(separator: ", "))"
            default:
                "choose from \(names.prefix(listed).joined(separator: ", ")) and \(names.count - listed) more; "
                    + "\"mutuality organization list\" lists all"
            }
        return WarehouseError(.unknownOrganization, "there is no organization \"\(name)\"", mend: mend)
    }

    /// Finds an organization, or makes it.
    public func organization(creating name: String, now: Instant) async throws -> Organization {
        try await transaction(as: .ingest) { connection in
            _ = try await connection.execute(
                """
                INSERT INTO mutuality.organization (name, created_at) VALUES (\(name), \(now))
                ON CONFLICT (name) DO NOTHING
                """)
            let ids = try await connection.query(
                "SELECT organization_id FROM mutuality.organization WHERE name = \(name)"
            ) { try $0.only(Int64.self) }
            guard let id = ids.first else {
                throw WarehouseError(.unexpected, "the organization could not be stored", mend: "try again")
            }
            return Organization(id: id, name: name)
        }
    }
}
