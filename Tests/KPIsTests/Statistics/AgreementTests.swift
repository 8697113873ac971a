import TestValues
import Testing

@testable import KPIs

@Suite("How items go together, and how members of a group agree")
struct AgreementTests {
    // MARK: Cronbach's alpha

    @Test("Alpha of the five items of the LSAT's section 6, which ltm prints as 0.295, is 0.29499719…")
    func lsat() {
        // Bock, Lieberman 1970, Psychometrika 35, 179-197, as among the examples of BUGS: how many of 1,000 gave each
        // pattern of right and wrong, in binary order. NumPy 2 gives all digits.
        let counts = [
            3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15, 10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61,
            28,
            298,
        ]
        let cases = counts.enumerated().flatMap { pattern, count in
            Array(repeating: (0..<5).map { Double(pattern >> (4 - $0) & 1) }, count: count)
        }
        #expect(cases.count == 1000)
        #expect(agree(CronbachAlpha.value(of: cases), 0.2949971922159443))
    }

    @Test("Alpha of three people and two items, worked by hand, in any order")
    func alpha() {
        // Variances 1 and 7/3, of the sums 2, 4, 7 it is 19/3: 2 (1 - (10/3)/(19/3)) = 18/19.
        let cases: [[Double]] = [[1, 1], [2, 2], [3, 4]]
        #expect(agree(CronbachAlpha.value(of: cases), 18.0 / 19))
        #expect(CronbachAlpha.value(of: cases.reversed()) == CronbachAlpha.value(of: cases))
    }

    @Test("Alpha is 1 where items differ by a constant, and far below 0 where an item wasn't turned")
    func alphaExtremes() {
        #expect(agree(CronbachAlpha.value(of: [[1, 3, 2], [2, 4, 3], [5, 7, 6]]), 1))
        // Variances 1 and 1/3, of the sums 5, 5, 6 it is 1/3: 2 (1 - (4/3)/(1/3)) = -6.
        #expect(agree(CronbachAlpha.value(of: [[1, 4], [2, 3], [3, 3]]), -6))
        // A constant item adds nothing to a sum's variance.
        #expect(agree(CronbachAlpha.value(of: [[1, 4], [2, 4], [6, 4]]), 0))
    }

    @Test("There is no alpha of one person, of one item, or of sums that are all alike, but for the arithmetic")
    func noAlpha() {
        #expect(CronbachAlpha.value(of: []) == nil && CronbachAlpha.value(of: [[1, 2]]) == nil)
        #expect(CronbachAlpha.value(of: [[1], [2], [3]]) == nil)
        #expect(CronbachAlpha.value(of: [[4.1, 4.1], [4.1, 4.1], [4.1, 4.1]]) == nil)
        #expect(CronbachAlpha.value(of: [[0.1, 0.2], [0.3, 0], [0, 0.3], [0.2, 0.1]]) == nil)
    }

    // MARK: Agreement within a group

    @Test("Answers that are as likely to be each of seven have a variance of 4, of five 2")
    func chance() {
        #expect(WithinGroupAgreement.uniformVariance(values: 7) == 4)
        #expect(WithinGroupAgreement.uniformVariance(values: 5) == 2)
    }

    @Test("r_wg(J) of two items, worked by hand; of one item it is 1 less the share of the variance by chance")
    func rwg() {
        // Variances 1 and 1/3, their mean 2/3 is 1/6 of 4: 2 · 5/6 / (2 · 5/6 + 1/6) = 10/11.
        let cases: [[Double]] = [[4, 5], [5, 5], [6, 4]]
        #expect(agree(WithinGroupAgreement.value(of: cases, chance: 4), 10.0 / 11))
        #expect(
            WithinGroupAgreement.value(of: cases.reversed(), chance: 4)
                == WithinGroupAgreement.value(of: cases, chance: 4))
        // A variance of 2.
        #expect(agree(WithinGroupAgreement.value(of: [[3], [5]], chance: 4), 1.0 / 2))
    }

    @Test("r_wg(J) is 1 where all answer alike, and 0 in two camps, though the formula would give more than 1")
    func rwgExtremes() {
        let alike = Array(repeating: [4.1, 2.3, 7.0], count: 5)
        #expect(WithinGroupAgreement.value(of: alike, chance: 4) == 1)
        // A variance of 18: 7 (1 - 4.5)/(7 (1 - 4.5) + 4.5) would be 1.225.
        let camps = [Array(repeating: 1.0, count: 7), Array(repeating: 7.0, count: 7)]
        #expect(WithinGroupAgreement.value(of: camps, chance: 4) == 0)
        // A variance of 4 exactly.
        #expect(agree(WithinGroupAgreement.value(of: [[1], [3], [5]], chance: 4), 0))
        #expect(WithinGroupAgreement.value(of: [[1, 2, 3]], chance: 4) == nil)
        #expect(WithinGroupAgreement.value(of: [], chance: 4) == nil)
    }

    // MARK: Intraclass correlation

    @Test("ICC(1,1) of six targets and four judges is Shrout and Fleiss' 0.17")
    func shroutFleiss() {
        // Mean squares of 1349/120 between targets and 451/72 within: 448/2703.
        let targets: [[Double]] = [
            [9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7],
        ]
        #expect(agree(IntraclassCorrelation.value(of: targets), 448.0 / 2703))
        #expect(
            IntraclassCorrelation.value(of: targets.map { $0.reversed() }.reversed())
                == IntraclassCorrelation.value(of: targets))
    }

    @Test("The example of ShroutFleissICC1 in the package superb: 0.434343434")
    func superb() {
        let clusters: [[Double]] = [[2, 4, 4, 6], [4, 5, 8, 8], [5, 8, 9, 9]]
        #expect(agree(IntraclassCorrelation.value(of: clusters), 43.0 / 99))
    }

    @Test("Of unequal groups the size is a little less than the mean, worked by hand")
    func unequal() {
        // N 6, mean 13/3; between 2 (7/3)² + (1/3)² + 3 (5/3)² = 58/3 over 2, within 2 + 0 + 2 over 3,
        // k = (6 - 14/6)/2 = 11/6: (29/3 - 4/3)/(29/3 + 5/6 · 4/3) = 75/97.
        #expect(agree(IntraclassCorrelation.value(of: [[1, 3], [4], [5, 6, 7]]), 75.0 / 97))
        #expect(agree(IntraclassCorrelation.value(of: [[5, 6, 7], [], [4], [3, 1]]), 75.0 / 97))
        // Far from 0 as near to it.
        let far = [[1.0, 3], [4], [5, 6, 7]].map { $0.map { $0 + 1e7 } }
        #expect(agree(IntraclassCorrelation.value(of: far), 75.0 / 97))
    }

    @Test("ICC(1) is 1 where groups differ and their members don't, and -1/(k - 1) where all groups have one mean")
    func correlationExtremes() {
        #expect(IntraclassCorrelation.value(of: [[1.1, 1.1, 1.1], [7.3]]) == 1)
        #expect(IntraclassCorrelation.value(of: [[1, 7], [1, 7]]) == -1)
        // k = (5 - 13/5)/1 = 12/5, and (3 - 5/3)/1 = 4/3.
        #expect(agree(IntraclassCorrelation.value(of: [[1, 7], [1, 4, 7]]), -5.0 / 7))
        #expect(agree(IntraclassCorrelation.value(of: [[1, 7], [4]]), -3))
    }

    @Test("There is no ICC(1) of one group, of people who are each a group, or of answers that are all alike")
    func noCorrelation() {
        #expect(IntraclassCorrelation.value(of: []) == nil && IntraclassCorrelation.value(of: [[1, 2, 3], []]) == nil)
        #expect(IntraclassCorrelation.value(of: [[1], [2], [3]]) == nil)
        #expect(IntraclassCorrelation.value(of: [[4.1, 4.1, 4.1], [4.1], [4.1, 4.1]]) == nil)
    }
}
