import Domain
import Postgres

/// An organization that the store knows, the tenant of everything.
public struct Organization: Sendable, Hashable {
    public let id: Int64
    public let name: String
}

extension Warehouse {
    /// Throws `unknownOrganization` where there is none of that name.
    public func organization(named name: String) async throws -> Organization {
        let found = try await pool.withConnection { connection in
            try await connection.query("SELECT organization_id FROM mutuality.organization WHERE name = \(name)") {
                try $0.decode(Int64.self, at: 0)
            }
        }
        guard let id = found.first else { throw Self.unknown(name) }
        return Organization(id: id, name: name)
    }

    /// Every organization that the store knows, in the order in which they came.
    public func organizations() async throws -> [Organization] {
        try await transaction(as: .compute) { connection in
            try await connection.query(
                "SELECT organization_id, name FROM mutuality.organization ORDER BY organization_id"
            ) { Organization(id: try $0.decode(Int64.self, at: 0), name: try $0.decode(String.self, at: 1)) }
        }
    }

    /// Throws `unknownOrganization` where readers know none of that name.
    public func requirePublished(organization name: String) async throws {
        let found = try await transaction(as: .reader) { connection in
            try await connection.query("SELECT FROM kpi.organization WHERE organization = \(name)") { _ in true }
        }
        if found.isEmpty { throw Self.unknown(name) }
    }

    private static func unknown(_ name: String) -> WarehouseError {
        WarehouseError(
            .unknownOrganization, "there is no organization \"\(name)\"",
            mend: "load data with --organization \(name), or name one that exists")
    }

    /// Finds an organization, or makes it.
    public func organization(creating name: String, now: Instant) async throws -> Organization {
        try await transaction(as: .ingest) { connection in
            _ = try await connection.execute(
                """
                INSERT INTO mutuality.organization (name, created_at) VALUES (\(name), \(now.timestamp))
                ON CONFLICT (name) DO NOTHING
                """)
            let ids = try await connection.query(
                "SELECT organization_id FROM mutuality.organization WHERE name = \(name)"
            ) { try $0.decode(Int64.self, at: 0) }
            guard let id = ids.first else {
                throw WarehouseError(.unexpected, "the organization could not be stored", mend: "try again")
            }
            return Organization(id: id, name: name)
        }
    }
}
