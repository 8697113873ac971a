import Testing

@testable import Simulator

@Suite struct SeededGeneratorTests {
    @Test("A seed gives the numbers that the published algorithms give")
    func reference() {
        // From a Python transcription of both algorithms that gives the authors' own test values
        // (state 1, 2, 3, 4: 11520, 0, 1509978240, 1215971899390074240).
        var generator = SeededGenerator(seed: 42)
        let numbers = (0..<3).map { _ in generator.next() }
        #expect(numbers == [1_546_998_764_402_558_742, 6_990_951_692_964_543_102, 12_544_586_762_248_559_009])
    }

    @Test("Means and spreads of the draws are those of their distributions")
    func moments() {
        var generator = SeededGenerator(seed: 42)
        let count = 100_000
        func mean(_ draw: (inout SeededGenerator) -> Double) -> Double {
            (0..<count).reduce(0) { sum, _ in sum + draw(&generator) } / Double(count)
        }
        // Five standard errors each.
        #expect(abs(mean { $0.uniform() } - 0.5) < 0.005)
        #expect(abs(mean { $0.normal() }) < 0.016)
        #expect(
            abs(
                mean {
                    let x = $0.normal(); return x * x
                } - 1) < 0.023)
        #expect(abs(mean { $0.exponential(mean: 3) } - 3) < 0.05)
        #expect(abs(mean { Double($0.poisson(mean: 1.7)) } - 1.7) < 0.021)
        #expect(abs(mean { $0.lognormal(median: 2, sigma: 1) < 2 ? 1 : 0 } - 0.5) < 0.008)
        #expect(abs(mean { $0.pick([.init(1, 1), .init(0, 3)]) } - 0.25) < 0.007)
    }

    @Test("Whole numbers fill their range evenly and never leave it")
    func wholeNumbers() {
        var generator = SeededGenerator(seed: 1)
        var counts = [Int](repeating: 0, count: 5)
        for _ in 0..<50_000 { counts[generator.whole(3...7) - 3] += 1 }
        #expect(counts.allSatisfy { abs($0 - 10_000) < 450 })
    }

    @Test("A choice of weight 0 is never taken, and without any weight there is none")
    func weights() {
        var generator = SeededGenerator(seed: 1)
        #expect((0..<1000).allSatisfy { _ in generator.index(weightedBy: [0, 2, 0]) == 1 })
        #expect(generator.index(weightedBy: [0, 0]) == nil)
    }
}
