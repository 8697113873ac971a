import Domain
import Warehouse

/// One measure, two statistics, divided by kind.
let exampleSheet = sheet(version: 1)

/// With `hasWhole` false it has figures of the kinds only.
func sheet(
    version: Int, hasWhole: Bool = true, bucketsPerPerson: Int = 1, direction: Sheet.Direction = .none,
    minimum: Sheet.Minimum = .people
) -> Sheet {
    let p50 = Sheet.Statistic("p50", .seconds, "median")
    return Sheet(
        id: "example", version: version, title: "Example", question: "?", formula: "x",
        measures: [
            .init(
                title: "default", needs: [HelpRequests.openedAt], headline: p50, hasWhole: hasWhole,
                statistics: [p50, .init("share", .ratio, "share", direction: Sheet.Direction.none, minimum: minimum)])
        ],
        direction: direction, inputs: [.init([HelpRequests.openedAt], .always)], breakdowns: ["kind"],
        bucketsPerPerson: bucketsPerPerson, unfinished: "-", missing: "-", reference: "-")
}

/// Under which teams have months, and parts.
let widely = ["publish_teams_by": "month", "publish_breakdowns": "team"]
let examplePresence: Set = ["help_requests", "help_requests.opened_at"]
let exampleTeams = ["a", "b", "c"].map { Scope(.team, $0) }
let january = Period(.month, year: 2026, ordinal: 0)

func cell(_ scope: Scope = .organization, _ kind: String? = nil, _ statistic: String = "p50") -> Cell {
    Cell(
        measure: "default", scope: scope, breakdown: kind.map { Breakdown("kind", $0) } ?? .none, statistic: statistic)
}

/// Who contributed what, by person.
func contributors(_ contributions: [Int64: UInt64]) -> Contributors {
    var digest = Contributors.Digest()
    for (person, contribution) in contributions { digest.add(person: person, contribution: contribution) }
    return Contributors(people: contributions.count, digest: digest)
}

/// A pseudonym for each bucket of the digest, so that tests can say how many buckets differ.
let onePersonABucket: [Int64] = {
    var people: [Int: Int64] = [:]
    var person: Int64 = 1
    while people.count < Contributors.Digest.bucketCount {
        let buckets = contributors([person: 1]).digest.buckets
        if let bucket = buckets.indices.first(where: { buckets[$0] != 0 }) { people[bucket] = people[bucket] ?? person }
        person += 1
    }
    return people.sorted { $0.key < $1.key }.map(\.value)
}()

func figure(_ cell: Cell, value: Double?, _ contributions: [Int64: UInt64]) -> Figure {
    Figure(
        cell: cell, unit: cell.statistic == "share" ? .ratio : .seconds, estimate: Estimate(value),
        n: contributions.count,
        censored: 0, coverage: 1, contributors: contributors(contributions))
}

/// A figure of as many people as named, the first buckets' own.
func figure(_ cell: Cell, value: Double? = 1, people: Int) -> Figure {
    figure(cell, value: value, Dictionary(uniqueKeysWithValues: onePersonABucket.prefix(people).map { ($0, 1) }))
}

func byCell(_ figures: [Figure]) -> [Cell: Figure] {
    Dictionary(uniqueKeysWithValues: figures.map { ($0.cell, $0) })
}
