import Foundation
import Testing

/// A few help requests, good and bad.
enum Sample {
    static let header = "request_id,team_id,helper_id,opened_at,first_response_at,resolved_at"
    static let good = "r1,platform,ana,2026-01-05T10:00:00Z,2026-01-05T11:00:00Z,2026-01-06T10:00:00Z"

    static func file(_ rows: String...) -> String { ([header] + rows).joined(separator: "\n") + "\n" }
}

extension User {
    /// Sixty people over four months, their records in `records/`.
    func simulate() async throws {
        try await must("simulate", "--people", "60", "--months", "4", "--out", "records")
    }

    /// Loads what `simulate` wrote.
    func ingestRecords(organization: String) async throws {
        for dataset in ["teams", "people", "help_requests"] {
            try await must(
                "ingest", "--organization", organization, "--dataset", dataset, "records/\(dataset).csv")
        }
    }
}
