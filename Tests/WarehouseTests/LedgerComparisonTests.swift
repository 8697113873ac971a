import Domain
import TestValues
import Testing

@testable import Warehouse

@Suite struct LedgerComparisonTests {
    private static func figure(_ cell: Int, _ value: Double?) -> Figure {
        Figure(
            cell: Cell(
                measure: cell % 5 < 3 ? "default" : "other",
                scope: Scope(cell % 3 == 0 ? .department : .team, "\(cell)"),
                breakdown: .none, statistic: "p50"),
            unit: .seconds, estimate: Estimate(value), n: value == nil ? 0 : 5, censored: nil, coverage: nil,
            contributors: .nobody)
    }

    private static func sorted(_ figures: [String: Double?]) -> [Figure] {
        figures.map { figure(Int($0.key) ?? 0, $0.value) }.sorted { $0.cell < $1.cell }
    }

    /// How many figures each part has: those of teams that are many in a row make parts of their own, all others go on.
    private static func sizes(_ figures: [Figure], of size: Int, teamsApartFrom least: Int) -> [Int] {
        var runs: [(isOfTeams: Bool, count: Int)] = []
        for isOfTeams in figures.map({ $0.cell.scope.kind == .team }) {
            if runs.last?.isOfTeams == isOfTeams {
                runs[runs.count - 1].count += 1
            } else {
                runs.append((isOfTeams, 1))
            }
        }
        var stretches: [(isApart: Bool, count: Int)] = []
        for run in runs {
            let isApart = run.isOfTeams && run.count >= least
            if !isApart, stretches.last?.isApart == false {
                stretches[stretches.count - 1].count += run.count
            } else {
                stretches.append((isApart, run.count))
            }
        }
        return stretches.flatMap { stretch in
            Array(repeating: size, count: stretch.count / size)
                + (stretch.count % size == 0 ? [] : [stretch.count % size])
        }
    }

    @Test("What has to be written is what a look at all that was written finds", arguments: UInt64(1)...200)
    func random(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let cells = numbers.pick([0, 3, 30])
        func some() -> [String: Double?] {
            var figures: [String: Double?] = [:]
            for cell in 0..<cells where numbers.chance(0.6) { figures["\(cell)"] = Double(numbers.below(3)) }
            return figures
        }
        var ledger: [String: Double?] = [:]
        var pages: [(LedgerPage, [Figure])] = []
        for number in 1...4 {
            let found = some()
            var comparison = LedgerComparison(of: Self.sorted(found))
            for (page, figures) in pages {
                let cut = figures.isEmpty ? 0 : numbers.below(figures.count)
                comparison.add(Array(figures[..<cut]), of: page)
                comparison.add(Array(figures[cut...]), of: page)
            }
            let isRedefined = numbers.chance(0.2)
            var expected = found.filter { isRedefined || ledger[$0.key] != .some($0.value) }
            for (cell, value) in ledger where value != nil && found[cell] == nil { expected[cell] = .some(nil) }

            let changes = comparison.changes(all: isRedefined)
            let (size, least) = (numbers.pick([1, 2, 7, 100]), numbers.pick([1, 3, 100]))
            let parts = changes.parts(of: size, teamsApartFrom: least).map { changes[$0] }
            #expect(parts.map(\.count) == Self.sizes(Self.sorted(expected), of: size, teamsApartFrom: least))
            #expect(parts.flatMap { $0 } == Self.sorted(expected))
            #expect(changes.count == expected.count)
            #expect(comparison.pages.map(\.computation) == pages.map(\.0.computation))

            ledger.merge(expected) { $1 }
            let state = ComputedState(version: 1, settingsHash: [1])
            pages.append((LedgerPage(computation: Int64(number), knownAt: .never, state: state), Self.sorted(expected)))
        }
    }
}
