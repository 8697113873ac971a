import Domain
import Foundation
import TestValues
import Testing

@testable import KPIs

private let realData = ProcessInfo.processInfo.environment["MUTUALITY_REAL_DATA"]

@Suite("Survival against R's lung, veteran and ovarian data", .enabled(if: realData != nil))
struct SurvivalReferenceTests {
    private struct Expected: Decodable {
        let lung: Group
        let veteran: Group
        let ovarian: Group

        struct Group: Decodable {
            let km: Curve
            let by_sex: [String: Curve]?
            let logrank_sex: Comparison?
            let logrank_trt: Comparison?
            let logrank_celltype: Comparison?
            let logrank_rx: Comparison?
        }

        struct Comparison: Decodable {
            let chi2: Double
            let df: Int
            let p_value: Double
            let groups: [String: Size]

            struct Size: Decodable {
                let n: Int
                let events: Int
            }
        }

        struct Curve: Decodable {
            let n: Int
            let n_events: Int
            let median: Double?
            let p25: Double?
            let p90: Double?
            let at: [Point]

            enum CodingKeys: String, CodingKey {
                case n, n_events, median, at
                case p25 = "p25_time_S_le_0.75"
                case p90 = "p90_time_S_le_0.10"
            }
        }

        struct Point: Decodable {
            let t: Int64
            let S: Double
            let greenwood_se: Double
            let n_at_risk_duration_ge_t: Int
        }
    }

    private var folder: URL { URL(filePath: realData ?? "").appending(path: "survival_refs") }

    private func expected() throws -> Expected {
        try JSONDecoder().decode(Expected.self, from: Data(contentsOf: folder.appending(path: "expected.json")))
    }

    /// Rows of a CSV whose fields hold no comma, as header name to text.
    private func rows(_ name: String) throws -> [[String: String]] {
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline).map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map { $0.filter { $0 != "\"" } }
        }
        let header = try #require(lines.first)
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }

    private func observations(
        _ name: String, time: String, status: String, event: String,
        where isIn: ([String: String]) -> Bool = { _ in true }
    ) throws -> [Observation] {
        try rows(name).filter(isIn).map { row in
            let age = try #require(row[time].flatMap(Int64.init))
            return Observation(exit: age, outcome: row[status] == event ? .event : .censored)
        }
    }

    private func check(_ observations: [Observation], _ expected: Expected.Curve) {
        #expect(observations.count == expected.n)
        #expect(observations.count { $0.outcome == .event } == expected.n_events)
        let curve = KaplanMeier(observations)
        #expect(curve.quantile(0.25).value == expected.p25)
        #expect(curve.quantile(0.5).value == expected.median)
        #expect(curve.quantile(0.9).value == expected.p90)
        for point in expected.at {
            let estimate = curve.survival(at: point.t)
            #expect(observations.count { $0.exit >= point.t } == point.n_at_risk_duration_ge_t)
            // log(-log S) has the standard error se / (S |log S|).
            let error = point.greenwood_se / (point.S * abs(log(point.S)))
            let centre = log(-log(point.S))
            let limits = [1, -1].map { exp(-exp(centre + $0 * 1.959963984540054 * error)) }
            #expect(agree(estimate, Estimate(point.S, lower: limits[0], upper: limits[1])))
            guard let step = curve.steps.last(where: { $0.age <= point.t }) else { continue }
            #expect(agree(step.survival * step.variance.squareRoot(), point.greenwood_se))
        }
    }

    @Test("Real data: S, its standard error and limits, and the quantiles agree to 1e-9")
    func curves() throws {
        let expected = try expected()
        check(try observations("lung.csv", time: "time", status: "status", event: "2"), expected.lung.km)
        for (sex, curve) in try #require(expected.lung.by_sex) {
            let ofSex = try observations("lung.csv", time: "time", status: "status", event: "2") { $0["sex"] == sex }
            check(ofSex, curve)
        }
        check(try observations("veteran.csv", time: "time", status: "status", event: "1"), expected.veteran.km)
        check(try observations("ovarian.csv", time: "futime", status: "fustat", event: "1"), expected.ovarian.km)
    }

    @Test("Real data: the limits of quantiles are those of lifelines")
    func quantileLimits() throws {
        // lifelines 0.30.3: qth_survival_times(q, KaplanMeierFitter().fit(t, e).confidence_interval_), log(-log S);
        // inf is nil. R prints 285 and 363 for lung's median, because its own default is log S.
        let lung = KaplanMeier(try observations("lung.csv", time: "time", status: "status", event: "2"))
        #expect(lung.quantile(0.25) == Estimate(170, lower: 144, upper: 194))
        #expect(lung.quantile(0.5) == Estimate(310, lower: 284, upper: 361))
        #expect(lung.quantile(0.9) == Estimate(735, lower: 687, upper: nil))
        let men = KaplanMeier(
            try observations("lung.csv", time: "time", status: "status", event: "2") { $0["sex"] == "1" })
        #expect(men.quantile(0.5) == Estimate(270, lower: 210, upper: 306))
        #expect(men.quantile(0.9) == Estimate(689, lower: 574, upper: 883))
        let veteran = KaplanMeier(try observations("veteran.csv", time: "time", status: "status", event: "1"))
        #expect(veteran.quantile(0.5) == Estimate(80, lower: 52, upper: 100))
        #expect(veteran.quantile(0.9) == Estimate(340, lower: 250, upper: 411))
        let ovarian = KaplanMeier(try observations("ovarian.csv", time: "futime", status: "fustat", event: "1"))
        #expect(ovarian.quantile(0.25) == Estimate(365, lower: 115, upper: 563))
        #expect(ovarian.quantile(0.5) == Estimate(638, lower: 431, upper: nil))
    }

    /// `stratum`: a column of whole numbers.
    private func subjects(
        _ name: String, time: String, status: String, event: String, group: String, stratum: String? = nil
    ) throws -> (subjects: [LogRank.Subject], groups: [String]) {
        let rows = try rows(name).filter { row in [group, stratum].allSatisfy { $0 == nil || row[$0 ?? ""] != "NA" } }
        let groups = Set(rows.compactMap { $0[group] }).sorted()
        return try (
            rows.map { row in
                LogRank.Subject(
                    observation: Observation(
                        exit: try #require(row[time].flatMap(Int64.init)),
                        outcome: row[status] == event ? .event : .censored),
                    group: try #require(groups.firstIndex { $0 == row[group] }),
                    stratum: try stratum.map { try #require(row[$0].flatMap { Int($0) }) } ?? 0)
            }, groups
        )
    }

    private func check(
        _ name: String, time: String, status: String, event: String, group: String, _ expected: Expected.Comparison?
    ) throws {
        let expected = try #require(expected)
        let (subjects, groups) = try subjects(name, time: time, status: status, event: event, group: group)
        #expect(Set(groups) == Set(expected.groups.keys))
        for (number, id) in groups.enumerated() {
            let own = subjects.filter { $0.group == number }.map(\.observation)
            #expect(own.count == expected.groups[id]?.n)
            #expect(own.count { $0.outcome == .event } == expected.groups[id]?.events)
        }
        let test = LogRank(subjects, groupCount: groups.count)
        #expect(agree(test.chiSquare, expected.chi2) && test.degreesOfFreedom == expected.df)
        #expect(abs((test.p ?? .nan) - expected.p_value) <= 1e-9 * expected.p_value)
    }

    @Test("Real data: log-rank tests by sex, treatment and kind of cell are R's survdiff, to 1e-9")
    func logRanks() throws {
        let expected = try expected()
        try check(
            "lung.csv", time: "time", status: "status", event: "2", group: "sex", expected.lung.logrank_sex)
        try check(
            "veteran.csv", time: "time", status: "status", event: "1", group: "trt", expected.veteran.logrank_trt)
        try check(
            "veteran.csv", time: "time", status: "status", event: "1", group: "celltype",
            expected.veteran.logrank_celltype)
        try check(
            "ovarian.csv", time: "futime", status: "fustat", event: "1", group: "rx", expected.ovarian.logrank_rx)
    }

    @Test("Real data: stratified, of two groups and of eight, they are those of statsmodels")
    func stratified() throws {
        // statsmodels 0.15.0: survdiff(time, status, group, strata=inst) without rows that lack one. The first is in ?survdiff of R.
        for (group, chiSquare, degreesOfFreedom, p) in [
            ("pat.karno", 21.368445567761036, 7, 0.003261437284411972),
            ("sex", 8.524467363323176, 1, 0.003504032870060847),
        ] {
            let (subjects, groups) = try subjects(
                "lung.csv", time: "time", status: "status", event: "2", group: group, stratum: "inst")
            let test = LogRank(subjects, groupCount: groups.count)
            #expect(agree(test.chiSquare, chiSquare) && test.degreesOfFreedom == degreesOfFreedom)
            #expect(agree(test.p, p))
        }
    }
}
