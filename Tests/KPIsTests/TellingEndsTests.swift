import Domain
import Testing

@testable import KPIs

@Suite("How far answers are from an end of their scale")
struct TellingEndsTests {
    private typealias Ends = Assembler.Reading.TellingEnds

    @Test("It is the end to which all but two are nearer")
    func both() {
        // Without the two furthest a ninth is left from 1, and eight ninths from 10.
        let left = Exposure.Sum(of: [0, 0, 1.0 / 9, 1, 1])
        #expect(Ends.both.distances(of: [[1, 1, 2, 10, 10]], on: 1...10) == left)
        #expect(Ends.both.distances(of: [[10, 10, 9, 1, 1]], on: 1...10) == left)
    }

    @Test("Where only the upper end tells, it is that one")
    func upper() {
        #expect(Ends.upper.distances(of: [[0, 0.25, 1]], on: 0...1) == Exposure.Sum(of: [1, 0.75, 0]))
    }

    @Test("Of fewer than three nothing is left without the two furthest")
    func few() {
        #expect(Ends.both.distances(of: [[1, 4]], on: 1...7).withoutTwoLargest == 0)
    }

    @Test("Of several surveys the two furthest of each are left out, since they may be the same two people's")
    func surveys() {
        // From 10 both have two who gave 1, and a ninth is left; from 1 it is one and eight ninths.
        let sum = Ends.both.distances(of: [[1, 1, 10, 10, 10], [1, 1, 9, 10, 10]], on: 1...10)
        #expect(sum.total == 4 + 1.0 / 9)
        #expect(sum.largest == 2)
        #expect(sum.secondLargest == 2)
        #expect(sum == Ends.both.distances(of: [[10, 1, 10, 9, 1], [10, 10, 1, 10, 1]], on: 1...10))
    }
}
