import Domain
import Testing

@testable import KPIs

@Suite("How far answers are from an end of their scale")
struct TellingEndsTests {
    private typealias Ends = Assembler.Reading.TellingEnds

    @Test("It is the end to which all but two are nearer")
    func both() {
        // Without the two furthest a ninth is left from 1, and eight ninths from 10.
        #expect(Ends.both.distances(of: [1, 1, 2, 10, 10], on: 1...10) == [0, 0, 1.0 / 9, 1, 1])
        #expect(Ends.both.distances(of: [10, 10, 9, 1, 1], on: 1...10) == [0, 0, 1.0 / 9, 1, 1])
    }

    @Test("Where only the upper end tells, it is that one")
    func upper() {
        #expect(Ends.upper.distances(of: [0, 0.25, 1], on: 0...1) == [1, 0.75, 0])
        #expect(Ends.none.distances(of: [0, 0.25, 1], on: 0...1) == nil)
    }

    @Test("Of fewer than three nothing is left without the two furthest")
    func few() {
        #expect(Exposure.Sum(of: Ends.both.distances(of: [1, 4], on: 1...7) ?? []).withoutTwoLargest == 0)
    }
}
