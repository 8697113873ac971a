import Domain
import TestValues
import Testing

/// Twenty requests, the i-th opened at 10 i and over at 10 i + 5, each with one wait of its own.
@Suite struct FactsSliceTests {
    private var facts: Facts {
        var facts = Facts()
        for number in 0..<20 {
            let opened = instant(10 * Int64(number))
            facts[table: "help_requests"].append(
                HelpRequests.requester(Person(number)), HelpRequests.isClosedByAsker(number == 4 ? 1 : 0),
                HelpRequests.openedAt(opened), HelpRequests.resolvedAt(opened + 5), HelpRequests.endedAt(opened + 5),
                HelpRequests.effortMinutes(Double(number)),
                HelpRequests.waits([Interval(from: opened + 1, to: opened + 2)]))
        }
        return facts
    }

    private func instant(_ microseconds: Int64) -> Instant { Instant(microseconds: microseconds) }

    private func facts(from: Int64, to: Int64) -> Facts { facts.slice(from: instant(from), to: instant(to)) }

    /// A column's values, row by row.
    private func values<K>(_ column: Column<K>, of facts: Facts) -> [K.Element] {
        facts.rows(of: Datasets.helpRequests).map { facts[column][$0] }
    }

    private func waits(of facts: Facts) -> [[Int64]] {
        let waits = facts.lists(ofAsked: HelpRequests.waits)
        return facts.rows(of: Datasets.helpRequests).map {
            waits[$0].flatMap { [$0.from.microseconds, $0.to.microseconds] }
        }
    }

    @Test("A slice has the requests opened before its end and not over before its beginning, and their waits")
    func few() {
        let slice = facts(from: 35, to: 60)
        #expect(values(HelpRequests.requester, of: slice) == [3, 4, 5])
        #expect(values(HelpRequests.openedAt, of: slice) == [30, 40, 50].map(instant))
        #expect(values(HelpRequests.endedAt, of: slice) == [35, 45, 55].map(instant))
        #expect(values(HelpRequests.isClosedByAsker, of: slice) == [0, 1, 0])
        #expect(values(HelpRequests.effortMinutes, of: slice) == [3, 4, 5])
        #expect(values(HelpRequests.kind, of: slice) == [-1, -1, -1], "a column without values")
        #expect(waits(of: slice) == [[31, 32], [41, 42], [51, 52]])
        #expect(values(HelpRequests.requester, of: facts(from: 36, to: 50)) == [4])
        #expect(facts(from: 1000, to: 2000).rows(of: Datasets.helpRequests).isEmpty)
    }

    @Test("Where a slice would be a sixth or more of everything, everything stays, waits too")
    func many() {
        let slice = facts(from: 30, to: 70)
        #expect(values(HelpRequests.requester, of: slice) == values(HelpRequests.requester, of: facts))
        #expect(waits(of: slice) == waits(of: facts))
        #expect(values(HelpRequests.requester, of: facts(from: 30, to: 60)) == [3, 4, 5])
    }
}
