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

    /// What is simulated, and which claims are looked for in it.
    private struct Stretch {
        let months: Int
        let until: LocalDate
        let isOfYears: Bool

        func serves(_ claim: PlantedTruths.Claim) -> Bool {
            claim.figures.contains { $0.length == .year } == isOfYears
        }
    }

    private static let stretches = [
        // Each truth has a quarter before it and one within it.
        Stretch(months: 9, until: LocalDate(firstOfMonth: 7, year: 2026), isOfYears: false),
        // A year, and the quarter before it in which help was given that its leavings are held against.
        Stretch(months: 15, until: LocalDate(firstOfMonth: 1, year: 2026), isOfYears: true),
    ]

    init(people: Int, seed: UInt64) throws {
        let parts = try Self.stretches.map { try Company(people: people, seed: seed, of: $0) }
        isFound = parts.reduce(into: [:]) { $0.merge($1.isFound) { one, _ in one } }
        lines = parts.flatMap(\.lines)
    }

    private init(people: Int, seed: UInt64, of stretch: Stretch) throws {
        let directory = NSTemporaryDirectory() + "company-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let truths = try Simulation(
            people: people, months: stretch.months, seed: seed, until: stretch.until, zone: .utc
        ).write(to: directory)
        let claims = truths.claims.filter(stretch.serves)
        let facts = try SimulatedFacts.read(from: directory)
        let index = FigureIndex(Self.figures(of: claims, in: facts, from: truths.from, until: stretch.until))
        var found: [PlantedTruth: Bool] = [:]
        var lines: [String] = []
        for claim in claims {
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
        of claims: [PlantedTruths.Claim], in facts: Facts, from: String, until: LocalDate
    ) -> [PublishedFigure] {
        let planted = claims.flatMap(\.figures)
        guard let from = LocalDate(from) else { return [] }
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
