import Domain
import Foundation
import TestValues
import Testing

@testable import KPIs

@Suite("Mantel and Haenszel's ratio of rates")
struct MantelHaenszelRatesTests {
    private typealias Stratum = MantelHaenszelRates.Stratum

    /// Coronary deaths and person-years of British doctors who smoke and who don't, by age (Doll, Hill 1966), in Rothman,
    /// Greenland, Lash 2008, Modern Epidemiology, table 15-2.
    private static let doctors: [Stratum] = [
        .init(events: 32, exposure: 52_407, otherEvents: 2, otherExposure: 18_790),
        .init(events: 104, exposure: 43_248, otherEvents: 12, otherExposure: 10_673),
        .init(events: 206, exposure: 28_612, otherEvents: 28, otherExposure: 5_710),
        .init(events: 186, exposure: 12_663, otherEvents: 28, otherExposure: 2_585),
        .init(events: 102, exposure: 5_317, otherEvents: 31, otherExposure: 1_462),
    ]

    @Test("British doctors give the book's 1.42, with limits of 90 % from 1.19 to 1.70")
    func doctors() throws {
        let estimate = MantelHaenszelRates.estimate(Self.doctors)
        let (value, lower, upper) = (
            try #require(estimate.value), try #require(estimate.lower), try #require(estimate.upper)
        )
        // metafor's tests hold rma.mh(measure="IRR", level=90) to the book: 1.4247, 1.1944 to 1.6994.
        #expect(abs(value - 1.4247) < 5e-5)
        let of90 = log(upper / value) * 1.6448536269514722 / 1.959963984540054
        #expect(abs(value * exp(-of90) - 1.1944) < 5e-5 && abs(value * exp(of90) - 1.6994) < 5e-5)
        #expect(agree(lower * upper, value * value))
    }

    @Test("One stratum gives the plain ratio, with the limits of its logarithm")
    func oneStratum() {
        // SE² = 1/11 + 1/21.
        let value = 11.0 / 800 / (21.0 / 3011)
        let factor = exp(1.959963984540054 * (1.0 / 11 + 1.0 / 21).squareRoot())
        let estimate = MantelHaenszelRates.estimate([
            .init(events: 11, exposure: 800, otherEvents: 21, otherExposure: 3011)
        ])
        #expect(agree(estimate, Estimate(value, lower: value / factor, upper: value * factor)))
    }

    @Test(
        "The unit of exposure is of no matter, groups that change places give the inverse, and all twice the same ratio"
    )
    func properties() throws {
        let estimate = MantelHaenszelRates.estimate(Self.doctors)
        let inDays = MantelHaenszelRates.estimate(
            Self.doctors.map {
                .init(
                    events: $0.events, exposure: $0.exposure * 365.25, otherEvents: $0.otherEvents,
                    otherExposure: $0.otherExposure * 365.25)
            })
        #expect(agree(inDays, estimate))
        let inverse = MantelHaenszelRates.estimate(
            Self.doctors.map {
                .init(
                    events: $0.otherEvents, exposure: $0.otherExposure, otherEvents: $0.events,
                    otherExposure: $0.exposure)
            })
        let (value, lower, upper) = (
            try #require(estimate.value), try #require(estimate.lower), try #require(estimate.upper)
        )
        #expect(agree(inverse, Estimate(1 / value, lower: 1 / upper, upper: 1 / lower)))
        let twice = MantelHaenszelRates.estimate(Self.doctors + Self.doctors)
        #expect(agree(twice.value, value))
        #expect(agree(log((twice.upper ?? 0) / value) * 2.0.squareRoot(), log(upper / value)))
    }

    @Test("Strata with one ratio have it together, however unlike they are")
    func common() {
        for seed in UInt64(1)...100 {
            var generator = SeededNumbers(seed: seed)
            let strata = (0..<(1 + generator.below(5))).map { _ in
                let (k, days) = (1 + generator.below(9), Double(1 + generator.below(400)))
                // Three times the rate.
                return Stratum(events: 6 * k, exposure: 2 * days, otherEvents: k, otherExposure: days)
            }
            #expect(agree(MantelHaenszelRates.estimate(strata).value, 3))
        }
    }

    @Test("Without events of the others there is no ratio, of none in the first it is 0; neither has limits")
    func noEvents() {
        func estimate(_ events: Int, _ otherEvents: Int, _ exposure: Double = 10, _ otherExposure: Double = 20)
            -> Estimate
        {
            MantelHaenszelRates.estimate([
                .init(events: events, exposure: exposure, otherEvents: otherEvents, otherExposure: otherExposure)
            ])
        }
        #expect(MantelHaenszelRates.estimate([]) == .none)
        #expect(estimate(0, 0) == .none && estimate(3, 0) == .none)
        #expect(estimate(0, 3) == Estimate(0))
        // Without exposure of one there is nothing to compare.
        #expect(estimate(1, 3, 0) == .none && estimate(3, 1, 10, 0) == .none && estimate(0, 0, 0, 0) == .none)
        let alone = Stratum(events: 9, exposure: 100)
        #expect(MantelHaenszelRates.estimate(Self.doctors + [alone]) == MantelHaenszelRates.estimate(Self.doctors))
        // Sparse: events of the two in strata of their own.
        let sparse = MantelHaenszelRates.estimate([
            .init(events: 1, exposure: 10, otherEvents: 0, otherExposure: 10),
            .init(events: 0, exposure: 10, otherEvents: 1, otherExposure: 10),
        ])
        // 1 · 1/2 over 1 · 1/2; variance (1/4 + 1/4) / (1/2 · 1/2).
        let factor = exp(1.959963984540054 * 2.0.squareRoot())
        #expect(agree(sparse, Estimate(1, lower: 1 / factor, upper: factor)))
    }
}
