import Foundation
import Testing

/// The folder of published records, where one is named.
private let realData = ProcessInfo.processInfo.environment["MUTUALITY_REAL_DATA"].map { URL(filePath: $0) }

extension CommandTests {
    /// Canada's senators, read with the mappings of docs/examples/senators, against what lifelines and pandas computed.
    @Suite struct RealSenatorsTests {
        private struct Expected: Decodable {
            struct Tenure: Decodable {
                struct Point: Decodable {
                    let t: Int
                    let survival: Double

                    enum CodingKeys: String, CodingKey {
                        case t
                        case survival = "S"
                    }
                }
                let n: Int
                let censored: Int
                let median: Double
                let at: [Point]

                enum CodingKeys: String, CodingKey {
                    case n, median, at
                    case censored = "n_censored"
                }
            }
            struct Year: Decodable {
                let open: Int
                let joins: Int
                let exits: Int
                let close: Int
                let byOpenClose: Double
                let byMonthEnds: Double

                enum CodingKeys: String, CodingKey {
                    case joins, exits
                    case open = "headcount_open_dec31_prev"
                    case close = "headcount_close_dec31"
                    case byOpenClose = "turnover_rate_open_close"
                    case byMonthEnds = "turnover_rate_12_month_ends"
                }
            }
            let tenure: Tenure
            let years: [String: Year]
            let exitsByReason: [String: Int]
            let headcountByProvince: [String: Int]

            enum CodingKeys: String, CodingKey {
                case tenure = "km_tenure_days"
                case years = "turnover_by_year"
                case exitsByReason = "exits_2000_2012_by_reason"
                case headcountByProvince = "current_members_by_province"
            }
        }

        private struct Row: Decodable {
            let measure: String
            let scope: String
            let scopeId: String
            let statistic: String
            let value: Double?
            let n: Int
            let censored: Int?
        }

        private static let now = "2013-10-05T00:00:00Z"
        private static let examples = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/examples/senators").standardized.path()

        private func rows(_ user: User, _ kpi: String, _ from: String, _ to: String, by: String...) async throws
            -> [Row]
        {
            let arguments = ["analyze", "--kpi", kpi, "--from", from, "--to", to, "--json", "--now", Self.now]
            let outcome = try await user.start(arguments + (by.isEmpty ? [] : ["--by"] + by)).outcome()
            try #require(outcome.code == 0, "\(outcome.errors)")
            return try outcome.json([Row].self)
        }

        /// - Parameter file: the mapping.
        private func load(_ user: User, _ file: String) async throws -> Report {
            let outcome = try await user.must(
                "ingest", "--mapping", "\(Self.examples)/\(file)", "canadian_senators.csv", "--json", "--now", Self.now)
            return try #require(try outcome.json([Report].self).first)
        }

        private func agree(_ value: Double?, _ expected: Double) -> Bool {
            value.map { abs($0 - expected) <= 1e-9 * abs(expected) } == true
        }

        @Test(
            "Real data: 146 years of senators, against reference figures to a relative 1e-9",
            .enabled(if: realData != nil))
        func senators() async throws {
            let folder = try #require(realData).appending(path: "senators_ca")
            let user = try SharedServer.user(environment: ["MUTUALITY_ORGANIZATION": "senate"])
            try user.write(
                "canadian_senators.csv", try Data(contentsOf: folder.appending(path: "canadian_senators.csv")))
            let expected = try JSONDecoder().decode(
                Expected.self, from: Data(contentsOf: folder.appending(path: "expected.json")))

            let people = try await load(user, "people.yaml")
            #expect((people.read, people.inserted, people.rejected, people.skipped) == (933, 933, 0, 0))
            // Figures don't hang on whether the reasons are loaded beside them.
            for labelled in [false, true] {
                if labelled {
                    let turnover = try await load(user, "turnover.yaml")
                    #expect((turnover.read, turnover.inserted, turnover.skipped) == (834, 834, 99))
                    #expect(try user.read("canadian_senators.rejects.why.csv").split(separator: "\n").count == 7)
                }
                try await expectTurnover(user, expected)
                try await expectTenure(user, expected)
            }
            let reasons = try await rows(user, "turnover_rate", "2000-01-01", "2013-01-01")
            func rate(_ measure: String) throws -> Double {
                try #require(reasons.first { $0.measure == measure }?.value)
            }
            let exits = Double(expected.exitsByReason.values.reduce(0, +))
            let resigned = try Double(#require(expected.exitsByReason["Resignation"]))
            #expect(agree(try rate("voluntary") / rate("all"), resigned / exits))
        }

        private func expectTurnover(_ user: User, _ expected: Expected) async throws {
            #expect(Set(expected.years.keys) == Set((2000...2012).map { "\($0)" }))
            for (year, reference) in expected.years {
                let next = try "\(#require(Int(year)) + 1)-01-01"
                let rows = try await rows(user, "turnover_rate", "\(year)-01-01", next)
                for (measure, value) in [
                    ("joins", Double(reference.joins)), ("exits", Double(reference.exits)),
                    ("headcount_open", Double(reference.open)), ("headcount_close", Double(reference.close)),
                    ("open_close", reference.byOpenClose), ("month_ends", reference.byMonthEnds),
                ] {
                    let found = rows.filter { $0.measure == measure }
                    #expect(found.count == 1 && agree(found.first?.value, value), "\(year) \(measure) is not \(value)")
                }
            }
            let provinces = try await rows(user, "turnover_rate", "2013-01-01", "2013-10-02", by: "department")
                .filter { $0.measure == "headcount_close" && $0.scope == "department" && $0.value != 0 }
            #expect(
                Dictionary(uniqueKeysWithValues: provinces.map { ($0.scopeId, $0.value) })
                    == expected.headcountByProvince.mapValues(Double.init))
        }

        private func expectTenure(_ user: User, _ expected: Expected) async throws {
            let rows = try await rows(user, "tenure_survival", "1867-01-01", "2013-10-01")
            func row(_ statistic: String) throws -> Row {
                let row = try #require(rows.first { $0.statistic == statistic })
                #expect(row.n == expected.tenure.n && row.censored == expected.tenure.censored)
                return row
            }
            for days in [90, 365] {
                let reference = try #require(expected.tenure.at.first { $0.t == days })
                #expect(agree(try row("s\(days)").value, reference.survival))
            }
            #expect(agree(try row("p50").value, expected.tenure.median * 86_400))
        }
    }
}
