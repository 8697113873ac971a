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
        var compared: [String: Int] = [:]
        var refused = 0
        for (seed, (organization, expected)) in zip(1..., zip(Self.organizations, expected)) {
            var figures = organization.figuresOfItsPeriod
            for row in expected where figures[row.kpi] != nil {
                let figure = figures[row.kpi]?.removeValue(forKey: row.cell)
                if !row.agrees(with: figure) {
                    Issue.record("seed \(seed): oracle \(row), figure \(figure.map(describe) ?? "none")")
                }
                compared[row.kpi, default: 0] += 1
                if row.estimate.value == nil { refused += 1 }
            }
            for (kpi, rest) in figures where Oracle.kpis.contains(kpi) {
                for figure in rest.values { Issue.record("seed \(seed): the oracle has no \(kpi) \(describe(figure))") }
            }
        }
        for kpi in Oracle.kpis where Catalog.named(kpi) != nil { #expect(compared[kpi, default: 0] > 100, "\(kpi)") }
        #expect(refused > 1000)
    }

    private func describe(_ figure: Figure) -> String {
        "\(figure.cell) \(figure.estimate) n \(figure.n) censored \(figure.censored.map(String.init) ?? "-") "
            + "coverage \(figure.coverage.map { "\($0)" } ?? "-") people \(figure.contributors.people)"
    }
}

extension Organization {
    /// Without those of KPIs that have none for periods of this length.
    fileprivate var figuresOfItsPeriod: [String: [Cell: Figure]] {
        let periods = [Period.all(inYear: date(from).year)].joined().filter {
            $0.from == date(from) && $0.to == date(to)
        }
        return figures.filter { id, _ in
            guard !isAdHoc, let sheet = Catalog.named(id)?.sheet else { return true }
            return periods.contains { sheet.periods.contains($0.kind) }
        }
    }
}

enum Oracle {
    /// The KPIs that the script knows.
    static let kpis = [
        "time_to_first_response", "time_to_resolve", "response_target_met", "backlog", "reopened",
        "helper_overload_index", "capacity_use", "off_calendar_help", "boundary_breaches", "helper_concentration",
        "employee_net_promoter_score", "satisfaction_score", "turnover_rate", "separation_rate", "retention_rate",
        "tenure_survival",
    ]

    struct Row: Decodable, CustomStringConvertible {
        let kpi: String
        let cell: Cell
        let estimate: Estimate
        let n: Part<Int>
        let censored: Part<Int>
        let coverage: Part<Double>
        let people: Part<Int>

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
            n = try row.decode(Part.self)
            censored = try row.decode(Part.self)
            coverage = try row.decode(Part.self)
            people = try row.decode(Part.self)
        }

        func agrees(with figure: Figure?) -> Bool {
            guard let figure else { return false }
            return agree(figure.estimate, estimate) && n.agrees(with: figure.n)
                && censored.agrees(with: figure.censored) && coverage.agrees(with: figure.coverage)
                && people.agrees(with: figure.contributors.people)
        }

        var description: String {
            "\(kpi) \(cell) \(estimate) n \(n) censored \(censored) coverage \(coverage) people \(people)"
        }
    }

    /// What stands beside a value: known, or left open by the definitions.
    enum Part<Number: Decodable & Sendable>: Decodable {
        case open
        case known(Number?)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .known(nil)
            } else if (try? container.decode(String.self)) == "open" {
                self = .open
            } else {
                self = .known(try container.decode(Number.self))
            }
        }

        func agrees(with number: Int?) -> Bool { agrees(with: number.map(Double.init)) }

        func agrees(with number: Double?) -> Bool {
            switch self {
            case .open: true
            case .known(let own): agree(number, (own as? Int).map(Double.init) ?? (own as? Double))
            }
        }
    }

    static func figures(of organizations: [Organization]) throws -> [[Row]] {
        let input = FileManager.default.temporaryDirectory.appending(path: "organizations-\(UUID().uuidString).json")
        try JSONEncoder().encode(organizations).write(to: input)
        if let keep = ProcessInfo.processInfo.environment["KEEP_ORGANIZATIONS"] {
            try JSONEncoder().encode(organizations).write(to: URL(filePath: keep))
        }
        defer { try? FileManager.default.removeItem(at: input) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/oracle.py")
        process.arguments = ["python3", "-B", script.path, input.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "the oracle failed; its message is above")
        return try JSONDecoder().decode([[Row]].self, from: data)
    }
}
