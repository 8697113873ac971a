import Domain
import Foundation
import TestValues
import Testing

@testable import KPIs

@Suite("The oracle in Python, which was written from the definitions alone")
struct OracleTests {
    /// `make oracle` asks for more than there is time for in every run.
    private static let count =
        ProcessInfo.processInfo.environment["MUTUALITY_ORGANIZATIONS"].flatMap { Int($0) } ?? 150
    private static let organizations = (1...count).map { Organization.random(seed: UInt64($0)).withColumns }

    /// Of which none of the random organizations need have a value, as too little is known in them, or they have too few teams:
    /// then it is only compared that there is none.
    private static let rare: Set<String> = [
        "cover_in_absence away ratio", "cover_in_absence other_days ratio", "cross_department_help default ratio",
        "cross_department_help default ei_index", "cross_department_help time ratio",
        "overload_validity default spearman",
        "overload_validity default stability", "peer_help default ratio",
    ]

    @Test("It computes the same figures over random organizations, to 1e-9, and no others")
    func sameFigures() throws {
        let expected = try Oracle.figures(of: Self.organizations)
        var valued: Set<String> = []
        var refused = 0
        for (seed, (organization, expected)) in zip(1..., zip(Self.organizations, expected)) {
            var figures = organization.figuresOfItsPeriod
            for row in expected {
                let figure = figures[row.kpi]?.removeValue(forKey: row.cell)
                if !row.agrees(with: figure) {
                    Issue.record("seed \(seed): oracle \(row), figure \(figure.map(describe) ?? "none")")
                }
                if row.estimate.value == nil {
                    refused += 1
                } else {
                    valued.insert("\(row.kpi) \(row.cell.measure) \(row.cell.statistic)")
                }
            }
            for (kpi, rest) in figures {
                for figure in rest.values { Issue.record("seed \(seed): the oracle has no \(kpi) \(describe(figure))") }
            }
        }
        for kpi in Catalog.all {
            for measure in kpi.sheet.measures {
                for statistic in measure.statistics {
                    let name = "\(kpi.sheet.id) \(measure.id) \(statistic.id)"
                    let hasValue = valued.contains(name)
                    #expect(hasValue || Self.rare.contains(name), "no organization has a value of \(name)")
                }
            }
        }
        #expect(refused > Self.count)
    }

    @Test("It compares teams as the overload index's validity does, over organizations of many teams")
    func manyTeams() throws {
        let organizations = (1...60).map { Organization.randomOfManyTeams(seed: UInt64($0)).withColumns }
        let id = OverloadValidity.sheet.id
        var valued: [String: Int] = [:]
        for (seed, (organization, expected)) in zip(1..., zip(organizations, try Oracle.figures(of: organizations))) {
            var figures = Dictionary(
                uniqueKeysWithValues: OverloadValidity.figures(in: organization.view).map { ($0.cell, $0) })
            for row in expected where row.kpi == id {
                let figure = figures.removeValue(forKey: row.cell)
                if !row.agrees(with: figure) {
                    Issue.record("seed \(seed): oracle \(row), figure \(figure.map(describe) ?? "none")")
                }
                if let value = row.estimate.value, value < 1 { valued[row.cell.statistic, default: 0] += 1 }
            }
            for figure in figures.values { Issue.record("seed \(seed): the oracle has no \(describe(figure))") }
        }
        #expect(valued["spearman", default: 0] >= 20 && valued["stability", default: 0] >= 20, "\(valued)")
    }

    private func describe(_ figure: Figure) -> String {
        "\(figure.cell) \(figure.estimate) n \(figure.n) censored \(figure.censored.map(String.init) ?? "-") "
            + "coverage \(figure.coverage.map { "\($0)" } ?? "-") people \(figure.contributors.people)"
    }
}

extension Organization {
    /// Without those of KPIs that have none for periods of this length.
    fileprivate var figuresOfItsPeriod: [String: [Cell: Figure]] {
        let periods = Period.all(inYear: date(from).year).filter { $0.from == date(from) && $0.to == date(to) }
        return figures.filter { id, _ in
            guard !isAdHoc, let sheet = Catalog.named(id)?.sheet else { return true }
            return periods.contains { sheet.periods.contains($0.kind) }
        }
    }
}

enum Oracle {
    struct Row: Decodable, CustomStringConvertible {
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

        func agrees(with figure: Figure?) -> Bool {
            guard let figure else { return false }
            return agree(figure.estimate, estimate) && figure.n == n && figure.censored == censored
                && agree(figure.coverage, coverage) && figure.contributors.people == people
        }

        var description: String {
            "\(kpi) \(cell) \(estimate) n \(n) censored \(censored.map(String.init) ?? "-") "
                + "coverage \(coverage.map { "\($0)" } ?? "-") people \(people)"
        }
    }

    static func figures(of organizations: [Organization]) throws -> [[Row]] {
        try Tool.answers(ofPython: "Oracle/oracle.py", to: organizations)
    }
}
