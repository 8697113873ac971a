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

    @Test("One item of seven that wasn't turned lowers alpha to 0.66, three bring it below 0")
    func turned() {
        // Any two items correlate by 1/2: the sum's variance is 7 + 42/2 = 28, with one turned 7 + 30/2 - 12/2 = 16, with three
        // 7 + (12 + 6)/2 - 24/2 = 4. Seven orthogonal patterns of signs in eight cases, and half of what all share in other eight.
        let signs = (0..<8).map { row in (1..<8).map { (row & $0).nonzeroBitCount.isMultiple(of: 2) ? 1.0 : -1 } }
        let alike = [1.0, -1, 1, -1, 1, -1, 1, -1].map { Array(repeating: $0, count: 7) }
        func alpha(turned: Set<Int>) -> Double? {
            CronbachAlpha.value(
                of: (signs + alike).map {
                    $0.enumerated().map { turned.contains($0.offset) ? -$0.element : $0.element }
                })
        }
        #expect(agree(alpha(turned: []), 7.0 / 6 * (1 - 7.0 / 28)))
        #expect(agree(alpha(turned: [6]), 7.0 / 6 * (1 - 7.0 / 16)))
        #expect(agree(alpha(turned: [0, 2, 4]), 7.0 / 6 * (1 - 7.0 / 4)))
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

    @Test("r_wg of company 6 on religion is the 0.41875 of Bliese's manual, and r_wg(J) of company 72 what NumPy gives")
    func companies() {
        // bhr2000 of R's package multilevel 2.7 (Bliese, Halverson, Rothberg 2000), answers from 1 to 5. rwg(RELIG, GRP, 2) in
        // Bliese, Multilevel Modeling in R.
        let religion: [Double] = [2, 4, 5, 3, 1, 4, 2, 2, 2, 2, 2, 3, 3, 2, 2, 4]
        #expect(agree(WithinGroupAgreement.value(of: religion.map { [$0] }, chance: 2), 0.41875))
        // The eleven items on leadership. NumPy 2.4: q = x.var(0, ddof=1).mean()/2, J (1 - q)/(J (1 - q) + q).
        let leadership: [[Double]] = [
            [4, 1, 5, 1, 4, 4, 5, 5, 3, 3, 4], [1, 1, 1, 1, 2, 2, 3, 3, 2, 2, 1], [3, 3, 2, 1, 3, 3, 3, 3, 3, 3, 2],
            [4, 3, 4, 3, 4, 3, 4, 4, 3, 3, 3], [4, 4, 4, 3, 4, 4, 3, 3, 2, 4, 4], [3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 3],
            [3, 1, 3, 1, 3, 3, 1, 1, 1, 1, 1], [4, 4, 1, 3, 3, 3, 4, 4, 3, 3, 2],
        ]
        #expect(agree(WithinGroupAgreement.value(of: leadership, chance: 2), 0.8859759949463045))
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

    @Test("A million people who all answer alike, or all in the same way far from 0, lose nothing")
    func million() {
        let alike = Array(repeating: [4.1, 0.3, 7.0], count: 1_000_000)
        #expect(WithinGroupAgreement.value(of: alike, chance: 4) == 1)
        #expect(CronbachAlpha.value(of: alike) == nil)
        #expect(
            IntraclassCorrelation.value(of: Array(repeating: Array(repeating: 4.1, count: 1000), count: 1000)) == nil)
        // Two items that are one, a third that has nothing to do with them, variances v: 3/2 (1 - 3v/5v).
        let far = (0..<49_000).map { person -> [Double] in
            let (one, other) = (Double(person % 7), Double(person / 7 % 7))
            return [one, one, other].map { $0 + 1e9 }
        }
        #expect(agree(CronbachAlpha.value(of: far), 0.6))
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

    @Test("Sherif's groups of three come to agree on how far a point of light moves: 0.75 alone, 0.99 in the end")
    func sherif() {
        // sherifdat of R's package multilevel 2.7 (Sherif 1935; Lang, Bliese, de Voogt 2018), at times 0 and 2. NumPy 2.4: mean squares
        // of a one-way analysis of variance; of equal groups Bliese's ICC1 is the same.
        let alone: [[Double]] = [
            [4.0, 2.7, 2.0], [1.3, 1.5, 1.1], [2.9, 1.9, 1.9], [3.5, 3.4, 3.6], [4.3, 4.3, 3.6], [4.5, 4.0, 4.0],
            [2.5, 2.5, 2.2], [3.1, 2.6, 1.5],
        ]
        let together: [[Double]] = [
            [2.0, 2.4, 2.3], [1.8, 1.5, 1.4], [1.9, 1.7, 1.9], [4.4, 4.4, 4.6], [4.0, 3.9, 3.5], [1.4, 1.6, 1.5],
            [1.9, 1.8, 1.8], [4.4, 4.4, 4.4],
        ]
        #expect(agree(IntraclassCorrelation.value(of: alone), 0.7481664662341843))
        #expect(agree(IntraclassCorrelation.value(of: together), 0.9853920794180413))
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
        // The same three answers in two orders, which differ in their last digit.
        let (one, other) = ((0.1 + 0.2 + 0.3) / 3, (0.3 + 0.2 + 0.1) / 3)
        #expect(one != other)
        #expect(IntraclassCorrelation.value(of: [[one, other], [other, one, one], [other, other]]) == nil)
        // A difference that is none of arithmetic's counts, however small: 1 within, none between.
        #expect(agree(IntraclassCorrelation.value(of: [[1, 1 + 1e-6], [1, 1 + 1e-6]]), -1))
    }
}
