import Domain
import Foundation
import TestValues
import Testing

@testable import KPIs

private let realData = ProcessInfo.processInfo.environment["MUTUALITY_REAL_DATA"]

@Suite("Krackhardt's advice among 21 managers", .enabled(if: realData != nil))
struct AdviceNetworkTests {
    private struct Expected: Decodable {
        let network: Network

        struct Network: Decodable {
            let density: Double
            let reciprocity_edge: Double
            let reciprocity_dyadic_mutual_over_connected: Double
            let n_isolated: Int
            let n_weakly_connected_components: Int
            let groups: Groups
        }

        struct Groups: Decodable {
            let share_cross_group: Double
            let ei_index: Double
            let expected_share_cross_if_random: Double
        }
    }

    private var folder: URL { URL(filePath: realData ?? "").appending(path: "krackhardt_advice") }

    /// Fields by line, without the header.
    private func rows(_ file: String) throws -> [[String]] {
        try String(contentsOf: folder.appending(path: file), encoding: .utf8).split(separator: "\n").dropFirst()
            .map { $0.split(separator: ",").map(String.init) }
    }

    /// Who goes to whom for advice, as help that was given and as whom people name.
    private func organization() throws -> Organization {
        var organization = Organization(from: "2026-01-01", to: "2026-04-01")
        for node in try rows("nodes.csv") {
            organization.people[node[0]] = [
                .init(department: node[4], joinedOn: "2020-01-01", from: "2020-01-01")
            ]
        }
        for (number, edge) in try rows("edges.csv").enumerated() {
            // Some more than once.
            for _ in 0...number % 3 {
                organization.contributions.append(
                    .init(helper: edge[1], recipient: edge[0], startedAt: at("2026-02-01", hours: Double(number))))
            }
            organization.others["support_ties", default: []].append([
                "survey_id": "advice", "person_id": edge[0], "colleague_id": edge[1], "kind": "advice",
            ])
        }
        return organization
    }

    @Test("Real data: reciprocity, density, ties across departments and components are networkx's and igraph's")
    func figures() throws {
        let expected = try JSONDecoder().decode(
            Expected.self, from: Data(contentsOf: folder.appending(path: "expected.json"))
        ).network
        let organization = try organization()
        func value(_ kpi: String, _ measure: String, _ statistic: String) -> Double? {
            organization.figure(kpi, measure, statistic)?.estimate.value
        }
        #expect(agree(value("reciprocity", "ties", "edge_reciprocity"), expected.reciprocity_edge))
        #expect(
            agree(
                value("reciprocity", "ties", "pair_reciprocity"), expected.reciprocity_dyadic_mutual_over_connected))
        #expect(agree(value("reciprocity", "ties", "density"), expected.density))
        #expect(agree(value("isolation", "default", "ratio"), Double(expected.n_isolated) / 21))
        let groups = expected.groups
        #expect(agree(value("cross_department_help", "default", "ratio"), groups.share_cross_group))
        #expect(agree(value("cross_department_help", "default", "ei_index"), groups.ei_index))
        #expect(
            agree(value("cross_department_help", "default", "expected"), groups.expected_share_cross_if_random))
        #expect(value("support_map", "default", "components") == Double(expected.n_weakly_connected_components))
        // Everybody who is named helped, and the other way round.
        #expect(value("support_map", "default", "jaccard") == 1)
        #expect(organization.figure("reciprocity", "ties", "density")?.n == 190)
        #expect(value("inclusion", "new_ties", "ratio") == 1)
    }
}
