import Domain
import Testing

@testable import KPIs

@Suite("Differences, and which of many to believe")
struct DifferenceTests {
    @Test("Limits of a difference of two shares are Newcombe's: 56 of 70 less 48 of 80, 0.0524 to 0.3339")
    func newcombe() throws {
        // Newcombe 1998, table II, method 10, contrast (a).
        let (a, b) = (Wilson.estimate(56, of: 70), Wilson.estimate(48, of: 80))
        let difference = 56.0 / 70 - 48.0 / 80
        let (lower, upper) = (try #require(a.lower), try #require(b.upper))
        let down = DifferenceOfEstimates.arm(56.0 / 70 - lower, ofMean: [upper - 48.0 / 80])
        let (above, below) = (try #require(a.upper), try #require(b.lower))
        let up = DifferenceOfEstimates.arm(above - 56.0 / 70, ofMean: [48.0 / 80 - below])
        #expect(abs(difference - down - 0.0524) < 5e-5 && abs(difference + up - 0.3339) < 5e-5)
    }

    @Test("Each arm of a mean of k counts 1/k, and an open one leaves none")
    func mean() {
        #expect(DifferenceOfEstimates.arm(3, ofMean: [8, 0]) == 5)
        #expect(DifferenceOfEstimates.arm(3, ofMean: [.infinity, 1]) == .infinity)
    }

    @Test("Of Benjamini and Hochberg's fifteen p values four are believed at 0.05")
    func benjaminiHochberg() {
        // Benjamini, Hochberg 1995, section 4.
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0000,
        ]
        #expect(BenjaminiHochberg.believed(p, rate: 0.05) == (0..<15).map { $0 < 4 })
        #expect(BenjaminiHochberg.believed(p.reversed(), rate: 0.05) == (0..<15).map { $0 > 10 })
        #expect(BenjaminiHochberg.believed([], rate: 0.05).isEmpty)
        #expect(BenjaminiHochberg.believed([0.06], rate: 0.05) == [false])
        // A smaller one may hold only since a larger one does.
        #expect(BenjaminiHochberg.believed([0.04, 0.045], rate: 0.05) == [true, true])
    }

    @Test("Student's t beyond a value, to 1e-13, with degrees of freedom that are no whole number")
    func studentT() {
        // SciPy 1.17: 2 * scipy.stats.t.sf(t, df).
        let published: [(t: Double, df: Double, p: Double)] = [
            (0, 3.1, 1), (1, 1, 0.5), (2.5, 0.62, 0.34833409021884676), (3.182446305284263, 3, 0.05),
            (4.2, 3.1, 0.0230842505870447), (1.96, 1000, 0.050273184955748736), (8, 6.2, 0.0001722403166529355),
            (30, 12.4, 5.958063580977084e-13), (0.1, 62, 0.9206669804042906),
        ]
        for (t, df, p) in published {
            #expect(abs(StudentT.beyond(t, degreesOfFreedom: df) - p) <= 1e-12 * max(p, 1e-3), "\(t), \(df)")
        }
        #expect(StudentT.beyond(.infinity, degreesOfFreedom: 3) == 0)
        for nu in [1, 2, 7, 40, 999] {
            let t = StudentT.quantile975(degreesOfFreedom: nu)
            #expect(abs(StudentT.beyond(t, degreesOfFreedom: Double(nu)) - 0.05) < 1e-12)
        }
    }
}
