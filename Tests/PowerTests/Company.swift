import Domain
import Foundation
import KPIs
import Simulator

/// A simulated organization, and which of its planted truths its figures show before anything is hidden or rounded.
struct Company {
    /// By truth: whether every figure of its claim stands apart.
    let isFound: [PlantedTruth: Bool]
    /// A line for each figure, for whoever looks into it.
    let lines: [String]

    /// Nine months, so that each truth has a quarter before it and one within it.
    init(people: Int, seed: UInt64, months: Int = 9) throws {
        let directory = NSTemporaryDirectory() + "company-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let until = LocalDate(firstOfMonth: 7, year: 2026)
        let truths = try Simulation(people: people, months: months, seed: seed, until: until, zone: .utc)
            .write(to: directory)
        let facts = try SimulatedFacts.read(from: directory)
        let index = FigureIndex(Self.figures(of: truths, in: facts, until: until))
        var found: [PlantedTruth: Bool] = [:]
        var lines: [String] = []
        for claim in truths.claims {
            let sightings = claim.figures.map { index.sighting(of: $0) }
            found[claim.truth] = sightings.allSatisfy { $0?.standsApart == true }
            for (figure, sighting) in zip(claim.figures, sightings) {
                lines.append("\(claim.truth.rawValue) \(figure.title): \(sighting.map(Self.text) ?? "no figure")")
            }
        }
        isFound = found
        self.lines = lines
    }

    private static func text(_ sighting: Sighting) -> String {
        let estimate = sighting.figure.estimate
        let numbers = [estimate.value, estimate.lower, estimate.upper, sighting.elsewhere, sighting.before].map {
            $0.map { String(format: "%.3g", $0) } ?? "-"
        }
        return "\(sighting.standsApart ? "found" : "not found") "
            + "value \(numbers[0]) limits \(numbers[1]) to \(numbers[2]) elsewhere \(numbers[3]) before \(numbers[4])"
    }

    /// Of the periods that a claim can ask for, those of the KPIs that it names.
    private static func figures(
        of truths: PlantedTruths, in facts: Facts, until: LocalDate
    ) -> [PublishedFigure] {
        let planted = truths.claims.flatMap(\.figures)
        guard let from = LocalDate(truths.from) else { return [] }
        let periods = Set((from.year...until.year).flatMap { Period.all(inYear: $0) }).sorted().filter { period in
            period.from >= from && period.to <= until && planted.contains { $0.length == period.kind }
        }
        return periods.flatMap { period in
            let view = PeriodView(
                facts: facts, window: Window(period, zone: .utc), settings: Settings([:]))
            let kpis = Set(planted.filter { $0.length == period.kind }.map(\.kpi)).sorted()
            return kpis.compactMap { Catalog.named($0) }.flatMap { kpi in
                kpi.figures(in: view).map { figure in
                    PublishedFigure(
                        organization: "company", kpi: kpi.sheet.id, version: kpi.sheet.version, cell: figure.cell,
                        period: period, unit: figure.unit, estimate: figure.estimate, n: figure.n,
                        censored: figure.censored, coverage: figure.coverage, state: .released)
                }
            }
        }
    }
}
