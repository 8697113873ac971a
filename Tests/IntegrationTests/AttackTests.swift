import Foundation
import TestSupport
import TestValues
import Testing

/// By themselves, since a company has to be simulated.
@Suite(.sharedServer, .timeLimit(.minutes(20))) struct AttackTests {
    private static let script = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../scripts/attack")

    /// The script's status, and what it recovered by the name of the attack.
    private func attack(_ export: URL, _ records: URL) throws -> (status: Int32, recovered: [String: Int]) {
        let result = try Tool.run(["python3", "-B", Self.script.path, export.path, records.path])
        #expect(result.errors.isEmpty, "\(result.errors)")
        let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: "\t").map(String.init)
        }
        return (result.status, Dictionary(uniqueKeysWithValues: lines.map { ($0[0], Int($0[1]) ?? -1) }))
    }

    @Test("A colleague gets nothing out of a small company's export, and something out of exact numbers")
    func small() async throws {
        let user = try SharedServer.user()
        try await user.must("demo", "--people", "100", "--months", "12", "--organization", "attacked")
        let (export, records) = (user.path("demo/kpis.csv"), user.path("demo/records"))
        let found = try attack(export, records)
        #expect(found.status == 0 && found.recovered.count == 9, "\(found)")
        #expect(found.recovered.values.allSatisfy { $0 == 0 }, "\(found)")

        // Shares of each single value are a distribution; a median with more than two digits is a record's.
        let end = ["month", "2026-01-01", "2026-02-01"].joined(separator: ",")
        let shares = (1...5).map {
            "attacked,satisfaction_score,3,default,team,leaky,item,pulse/growth,\(end),share_\($0),0.2,ratio,,,10,,1,2026-02-01,released,,,,\r\n"
        }
        let request = try #require(
            try user.read("demo/records/help_requests.csv").split(whereSeparator: \.isNewline).dropFirst().map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }.first { !$0[8].isEmpty && !$0[9].isEmpty })
        let times = try [request[7], request[9]].map { try Date($0, strategy: .iso8601) }
        let seconds = Int(times[1].timeIntervalSince(times[0]))
        let median =
            "attacked,time_to_resolve,3,first_close_elapsed,organization,,,,\(end),p50,\(seconds),s,,,10,,1,2026-02-01,released,,,,\r\n"
        // A kind that no ritual has, and a team's share of anonymous requests.
        let kind =
            "attacked,rituals_kept,1,default,organization,,kind,1:1 Ann,\(end),ratio,1,ratio,,,5,,1,2026-02-01,released,,,,\r\n"
        let anonymous =
            "attacked,anonymous_requests,1,default,team,leaky,,,\(end),ratio,0.2,ratio,,,5,,1,2026-02-01,released,,,,\r\n"
        try user.write("leaky.csv", try user.read("demo/kpis.csv") + shares.joined() + median + kind + anonymous)
        let leaky = try attack(user.path("leaky.csv"), records)
        #expect(leaky.status == 1)
        #expect(leaky.recovered["survey distributions"] == 1, "\(leaky)")
        #expect(leaky.recovered["quantiles of one record"] == 1, "\(seconds) s: \(leaky)")
        #expect(leaky.recovered["free texts of few"] == 1, "\(leaky)")
        #expect(leaky.recovered["shares of anonymous requests"] == 1, "\(leaky)")
    }
}
