import Domain
import Foundation
import Testing

@testable import KPIs

@Suite("The oracle in Python, which was written from the definitions alone")
struct OracleTests {
    private static let organizations = (1...60).map { Organization.random(seed: $0).withColumns }

    @Test("It computes the same figures over random organizations, to 1e-9, and no others")
    func sameFigures() throws {
        let expected = try Oracle.figures(of: Self.organizations)
        var compared = 0
        var refused = 0
        for (organization, expected) in zip(Self.organizations, expected) {
            let figures = organization.figures
            #expect(Oracle.kpis.reduce(0) { $0 + (figures[$1]?.count ?? 0) } == expected.count)
            for row in expected {
                let figure = figures[row.kpi]?[row.cell]
                let same =
                    agree(figure?.estimate, row.estimate) && figure?.n == row.n && figure?.censored == row.censored
                    && agree(figure?.coverage, row.coverage) && figure?.contributors.people == row.people
                if !same { Issue.record("\(row) but \(String(describing: figure))") }
                compared += 1
                if row.estimate.value == nil { refused += 1 }
            }
        }
        #expect(compared > 10_000)
        #expect(refused > 1000)
    }
}

enum Oracle {
    /// The KPIs that the script knows.
    static let kpis = ["time_to_first_response", "time_to_resolve", "helper_concentration"]

    struct Row: Decodable {
        let kpi: String
        let cell: Cell
        let estimate: Estimate
        let n: Int
        let censored: Int?
        let coverage: Double?
        let people: Int

        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            kpi = try row.decode(String.self)
            let measure = try row.decode(String.self)
            let kind = ScopeKind(rawValue: try row.decode(String.self))
            let scope = Scope(kind ?? .organization, try row.decode(String.self))
            let breakdown = Breakdown(try row.decode(String.self), try row.decode(String.self))
            cell = Cell(
                measure: measure, scope: scope, breakdown: breakdown, statistic: try row.decode(String.self))
            estimate = Estimate(
                try row.decode(Double?.self), lower: try row.decode(Double?.self),
                upper: try row.decode(Double?.self))
            n = try row.decode(Int.self)
            censored = try row.decode(Int?.self)
            coverage = try row.decode(Double?.self)
            people = try row.decode(Int.self)
        }
    }

    static func figures(of organizations: [Organization]) throws -> [[Row]] {
        let input = FileManager.default.temporaryDirectory.appending(path: "organizations-\(UUID().uuidString).json")
        try JSONEncoder().encode(organizations).write(to: input)
        defer { try? FileManager.default.removeItem(at: input) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/oracle.py")
        process.arguments = ["python3", script.path, input.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "the oracle failed; its message is above")
        return try JSONDecoder().decode([[Row]].self, from: data)
    }
}
