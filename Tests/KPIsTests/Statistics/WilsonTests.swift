import Domain
import TestValues
import Testing

@testable import KPIs

@Suite("Wilson's limits of a proportion")
struct WilsonTests {
    @Test("are those of Newcombe 1998, table I, method 3")
    func newcombe() throws {
        let published: [(Int, Int, Double, Double)] = [
            (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718),
        ]
        for (events, n, lower, upper) in published {
            let estimate = Wilson.estimate(events, of: n)
            #expect(estimate.value == Double(events) / Double(n))
            #expect(abs(try #require(estimate.lower) - lower) < 0.00005)
            #expect(abs(try #require(estimate.upper) - upper) < 0.00005)
        }
    }

    @Test("are 0 and 1 to the bit at the ends, and mirror each other")
    func ends() throws {
        #expect(Wilson.estimate(0, of: 0) == .none)
        for n in [1, 2, 7, 1000] {
            #expect(Wilson.estimate(0, of: n).lower == 0 && Wilson.estimate(n, of: n).upper == 1)
            // With no event the upper limit is z²/(n + z²).
            let z = ConfidenceLevel.z
            #expect(agree(Wilson.estimate(0, of: n).upper, z * z / (Double(n) + z * z)))
            #expect(agree(Wilson.estimate(n, of: n).lower, 1 - z * z / (Double(n) + z * z)))
        }
    }

    @Test("Type 7 quantiles lie between the order statistics")
    func quantiles() {
        #expect(Quantile.type7(sorted: [], 0.5) == nil)
        #expect(Quantile.type7(sorted: [3], 0.9) == 3)
        // Hyndman and Fan's definition over 1, 2, 4, 8: positions 2.5 and 3.7.
        #expect(Quantile.type7(sorted: [1, 2, 4, 8], 0.5) == 3)
        #expect(agree(Quantile.type7(sorted: [1, 2, 4, 8], 0.9), 6.8))
        #expect(Quantile.type7(sorted: [1, 2, 4, 8], 0) == 1 && Quantile.type7(sorted: [1, 2, 4, 8], 1) == 8)
    }
}
