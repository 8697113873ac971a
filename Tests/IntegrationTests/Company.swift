import Foundation
import Testing

/// An organization of its own, and what `analyze` says of it.
struct Company {
    let user: User
    let name: String
    static let now = "2026-11-27T00:00:00Z"

    init(_ name: String) throws {
        user = try SharedServer.user()
        self.name = name
    }

    /// Loads a file; returns what is said of it.
    @discardableResult
    func load(_ text: String, _ dataset: String? = nil, mapping: String? = nil) async throws -> String {
        let file = "\(UUID().uuidString).csv"
        try user.write(file, text)
        var arguments = ["ingest", "--organization", name, "--now", Self.now]
        if let dataset { arguments += ["--dataset", dataset] }
        if let mapping {
            try user.write("mapping.yaml", mapping)
            arguments += ["--mapping", "mapping.yaml"]
        }
        let outcome = try await user.start(arguments + [file]).outcome()
        try #require(outcome.code == 0, "\(outcome.errors)")
        return outcome.errors
    }

    func must(_ arguments: String...) async throws -> Program.Outcome {
        let outcome = try await user.start(arguments + ["--organization", name, "--now", Self.now]).outcome()
        try #require(outcome.code == 0, "\(outcome.errors)")
        return outcome
    }

    struct Row: Decodable {
        let measure, scopeId, breakdownValue, statistic: String
        let value: Double?
        let n: Int
        let censored: Int?
        let coverage: Double?
        let refusal: String?
    }

    /// By measure, statistic and, below the organization, the scope: `exits count Sales`.
    func analyze(
        _ kpi: String, _ from: String, _ to: String, by: String...
    ) async throws -> (rows: [String: Row], remarks: String) {
        let division = by.isEmpty ? [] : ["--by"] + by
        let outcome = try await user.start(
            ["analyze", "--organization", name, "--now", Self.now, "--kpi", kpi, "--from", from, "--to", to]
                + ["--format", "json"] + division
        ).outcome()
        try #require(outcome.code == 0, "\(outcome.errors)")
        let rows = try outcome.json([Row].self).map { row in
            (
                [row.measure, row.statistic, row.scopeId, row.breakdownValue].filter { !$0.isEmpty }
                    .joined(separator: " "), row
            )
        }
        return (Dictionary(rows) { first, _ in first }, outcome.errors)
    }

    /// The values of some cells.
    func values(
        _ kpi: String, _ from: String, _ to: String, by: String? = nil, _ cells: String...
    ) async throws -> [Double?] {
        let rows =
            if let by { try await analyze(kpi, from, to, by: by).rows } else {
                try await analyze(kpi, from, to).rows
            }
        return cells.map { rows[$0]?.value }
    }
}
