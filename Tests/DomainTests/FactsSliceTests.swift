import Domain
import Testing

/// Ten requests, the i-th opened at 10 i and over at 10 i + 5, each with one wait of its own.
@Suite struct FactsSliceTests {
    private var facts: Facts {
        var facts = Facts()
        for number in 0..<10 as Range<Int64> {
            facts.requests.requester.append(Int32(number))
            for column in [\RequestColumns.helper, \.team] {
                facts.requests[keyPath: column].append(-1)
            }
            for column in [
                \RequestColumns.firstResponseAt, \.reopenedAt, \.finalClosedAt, \.withdrawnAt,
            ] { facts.requests[keyPath: column].append(.max) }
            facts.requests.isClosedByAsker.append(number == 4)
            facts.requests.openedAt.append(10 * number)
            facts.requests.resolvedAt.append(10 * number + 5)
            facts.requests.endedAt.append(10 * number + 5)
            facts.requests.effortMinutes.append(Double(number))
            facts.waits.request.append(Int32(number))
            facts.waits.from.append(10 * number + 1)
            facts.waits.to.append(10 * number + 2)
        }
        return facts
    }

    @Test("A slice has the requests opened before its end and not over before its beginning, and their waits")
    func few() {
        let slice = facts.slice(from: 35, to: 60)
        #expect(slice.requests.requester == [3, 4, 5])
        #expect(slice.requests.openedAt == [30, 40, 50] && slice.requests.endedAt == [35, 45, 55])
        #expect(slice.requests.isClosedByAsker == [false, true, false])
        let rows = 0..<slice.requests.count
        #expect(rows.map { slice.requests.effortMinutes[$0] } == [3, 4, 5])
        #expect(rows.map { slice.requests.kind[$0] } == [-1, -1, -1], "a column that was left out")
        #expect(slice.waits.request == [0, 1, 2] && slice.waits.from == [31, 41, 51])
        #expect(facts.slice(from: 36, to: 50).requests.requester == [4])
        #expect(facts.slice(from: 1000, to: 2000).requests.count == 0)
    }

    @Test("Where a slice would be nearly everything, everything stays, waits too")
    func many() {
        let slice = facts.slice(from: 20, to: 100)
        #expect(slice.requests.requester == facts.requests.requester)
        #expect(slice.waits.request == facts.waits.request)
        #expect(facts.slice(from: 30, to: 100).requests.requester == [3, 4, 5, 6, 7, 8, 9])
    }
}
