import Domain
import Postgres
import TestSupport
import TestValues
import Testing

@testable import Warehouse

@Suite("Records that are explained")
struct RecordsInWindowTests {
    @Test("Of reopenings those are counted that have not ended before the window")
    func reopenings() async throws {
        try await MigratedDatabase.with { database in
            try await database.load(
                Datasets.requestReopenings,
                [
                    ["request_id": "over before", "reopened_at": "2026-01-05", "closed_at": "2026-01-06"],
                    ["request_id": "into it", "reopened_at": "2025-12-01", "closed_at": "2026-01-20"],
                    ["request_id": "still open", "reopened_at": "2026-01-05"],
                    ["request_id": "within", "reopened_at": "2026-01-15", "closed_at": "2026-01-16"],
                    ["request_id": "after", "reopened_at": "2026-02-01"],
                ])
            let window = RecordsInWindow(
                dataset: Datasets.requestReopenings, from: at("2026-01-10"), to: at("2026-02-01"), zone: .utc)
            let organization = try await database.warehouse.organization(named: "acme").id
            let counted = try await database.pool.withConnection { connection in
                try await connection.query(
                    """
                    SELECT request_id FROM \(table: Datasets.requestReopenings) AS record
                    WHERE \(window.condition(organization: organization)) ORDER BY request_id
                    """
                ) { try $0.only(String.self) }
            }
            #expect(counted == ["into it", "still open", "within"])
            #expect(window.words.hasSuffix(", and not ended before 2026-01-10T00:00:00Z"), "\(window.words)")
            #expect(window.rejection(beginning: at("2026-01-05")) == .perhaps)
        }
    }
}
