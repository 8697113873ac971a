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
    /// they have some in the others below.
    private static let ofKnown = [
        "cover_in_absence away ratio", "cover_in_absence other_days ratio", "cross_department_help default ratio",
        "cross_department_help default ei_index", "cross_department_help time ratio", "peer_help default ratio",
    ]
    private static let ofManyTeams = ["overload_validity default spearman", "overload_validity default stability"]

    @Test("It computes the same figures over random organizations, to 1e-9, and no others")
    func sameFigures() throws {
        let values = try compare(Self.organizations)
        for kpi in Catalog.all {
            for measure in kpi.sheet.measures {
                for statistic in measure.statistics.map({ "\(kpi.sheet.id) \(measure.id) \($0.id)" })
                where !(Self.ofKnown + Self.ofManyTeams).contains(statistic) {
                    let hasValue = values[statistic]?.isEmpty == false
                    #expect(hasValue, "no organization has a value of \(statistic)")
                }
            }
        }
        let refused = values["none", default: []].count
        #expect(refused > Self.count)
    }

    @Test("It computes the same over organizations of many teams, which the overload index's validity compares")
    func manyTeams() throws {
        let values = try compare((1...60).map { Organization.randomOfManyTeams(seed: UInt64($0)).withColumns })
        for statistic in Self.ofManyTeams {
            let count = values[statistic, default: []].count { $0 < 1 }
            #expect(count >= 20, "\(statistic)")
        }
    }

    @Test("It computes the same where it is known who helped whom, between which places")
    func known() throws {
        let values = try compare((1...60).map { Organization.randomOfKnown(seed: UInt64($0)).withColumns })
        for statistic in Self.ofKnown {
            let count = values[statistic, default: []].count { abs($0) < 1 }
            #expect(count >= 20, "\(statistic)")
        }
    }

    /// All values of organizations, by KPI, measure and statistic; under *none* a 0 for each that has no value.
    private func compare(_ organizations: [Organization]) throws -> [String: [Double]] {
        var values: [String: [Double]] = [:]
        for (seed, (organization, expected)) in zip(1..., zip(organizations, try Oracle.figures(of: organizations))) {
            var figures = organization.figuresOfItsPeriod
            for row in expected {
                let figure = figures[row.kpi]?.removeValue(forKey: row.cell)
                if !row.agrees(with: figure) {
                    Issue.record("seed \(seed): oracle \(row), figure \(figure.map(describe) ?? "none")")
                }
                if let value = row.estimate.value {
                    values["\(row.kpi) \(row.cell.measure) \(row.cell.statistic)", default: []].append(value)
                } else {
                    values["none", default: []].append(0)
                }
            }
            for (kpi, rest) in figures {
                for figure in rest.values { Issue.record("seed \(seed): the oracle has no \(kpi) \(describe(figure))") }
            }
        }
        return values
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
