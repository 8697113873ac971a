import Domain
import Foundation
import TestValues
import Testing

@testable import Ingestion

/// Logs with many ties, nobody here and there, cases in any order.
enum RandomLog {
    static let header = "ticket,at,what,who,impact"
    static let activities = ["asked", "answered", "noted", "waiting", "closed"]

    static func file(_ rows: [String]) -> String { ([header] + rows).joined(separator: "\n") + "\n" }

    static func rows(_ random: inout SeededNumbers, cases: Int, events: Int) -> [String] {
        let ids = (0..<cases).map { _ in
            let length = Int.random(in: 1...12, using: &random)
            return String((0..<length).map { _ in "aé1-".randomElement(using: &random)! })
        }
        // Each row is told from all others by its last field.
        return (0..<events).map { number in
            let minute = Int.random(in: 0...9, using: &random)
            let day = Int.random(in: 1...3, using: &random)
            return [
                ids.randomElement(using: &random)!, "2024-05-0\(day) 09:0\(minute):00",
                activities.randomElement(using: &random)!, ["", "ana", "bo"].randomElement(using: &random)!,
                "n\(number)",
            ].joined(separator: ",")
        }
    }

    static let events = "zone: UTC\nevents: {case: ticket, time: at, activity: what, resource: who}\n"

    static func mapping(_ columns: String = "  resolved_at: {last: closed}\n  urgency: {last: \"*\", column: impact}")
        throws
        -> Mapping
    {
        try Mapping(
            yaml: "dataset: help_requests\n" + events + "columns:\n  opened_at: {first: \"*\"}\n" + columns,
            file: "log.yaml")
    }
}

/// The rules as they are explained to people, case by case over whole arrays: sort, choose, cut.
private struct NaiveFold {
    struct Rule {
        let column: String
        let isFirst: Bool
        let of: [String]
        let except: [String]
        let by: By
        let after: String?

        enum By: CaseIterable { case anybody, somebody, somebodyElse }

        var yaml: String {
            func list(_ words: [String]) -> String { "[" + words.map { "\"\($0)\"" }.joined(separator: ", ") + "]" }
            var parts = ["\(isFirst ? "first" : "last"): \(list(of))"]
            if !except.isEmpty { parts.append("except: \(list(except))") }
            if by != .anybody { parts.append(by == .somebody ? "by: somebody" : "by: somebody else") }
            if let after { parts.append("after: \(after)") }
            if column == "urgency" || column == "channel" { parts.append("column: impact") }
            return "  \(column): {\(parts.joined(separator: ", "))}"
        }
    }

    /// Of each case by id: the number of the row that tells each column.
    static func rows(_ log: [String], _ rules: [Rule]) -> [String: [String: String]] {
        let events = log.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        var result: [String: [String: String]] = [:]
        for (id, rows) in Dictionary(grouping: events.enumerated(), by: { $1[0] }) {
            let ordered = rows.sorted { ($0.element[1], $0.offset) < ($1.element[1], $1.offset) }.map(\.element)
            var told: [String: String] = [:]
            var asker: String?
            for rule in rules {
                var candidates = ordered[...]
                if let after = rule.after {
                    let place = told[after].flatMap { number in ordered.firstIndex { $0[4] == number } }
                    candidates = place.map { ordered[($0 + 1)...] } ?? []
                }
                let matching = candidates.filter { event in
                    (rule.of.contains("*") || rule.of.contains(event[2])) && !rule.except.contains(event[2])
                        && (rule.by == .anybody || event[3] != "")
                        && (rule.by != .somebodyElse || event[3] != asker)
                }
                let teller = rule.isFirst ? matching.first : matching.last
                told[rule.column] = teller?[4]
                if rule.column == "requester_id", let teller, teller[3] != "" { asker = teller[3] }
            }
            result[id] = told
        }
        return result
    }

    static func randomRules(_ random: inout SeededNumbers) -> [Rule] {
        let columns = [
            "requester_id", "resolved_at", "reopened_at", "final_closed_at", "withdrawn_at", "urgency", "channel",
        ]
        return columns.enumerated().map { position, column in
            func some() -> [String] { RandomLog.activities.filter { _ in Int.random(in: 0..<3, using: &random) == 0 } }
            let of = some()
            let isChained = position == 2 || position == 3 || (position > 3 && Bool.random(using: &random))
            let isAsker = position == 0
            return Rule(
                column: column, isFirst: Bool.random(using: &random), of: of.isEmpty ? ["*"] : of, except: some(),
                by: isAsker ? .anybody : Rule.By.allCases.randomElement(using: &random)!,
                after: isChained
                    ? columns[position <= 3 ? position - 1 : Int.random(in: 1..<position, using: &random)] : nil)
        }
    }
}

@Suite("Logs and a naive fold")
struct EventOracleTests {
    @Test("agree on every rule, in any order of rows, with any budget")
    func agree() throws {
        var random = SeededNumbers(seed: 2_012)
        let scratch = try Scratch()
        for round in 0..<150 {
            let rules = NaiveFold.randomRules(&random)
            let rows = RandomLog.rows(
                &random, cases: Int.random(in: 1...8, using: &random), events: Int.random(in: 1...60, using: &random))
            let expected = NaiveFold.rows(rows, rules)
            let times = Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    let fields = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                    return (fields[4], fields[1].replacing(" ", with: "T") + "Z")
                })
            var options = Ingestor.Options(temporaryDirectory: scratch.path)
            options.eventBudget = [1, 200, 1_000, 4_000, ExternalSort.budget].randomElement(using: &random)!
            let mapping = try RandomLog.mapping(rules.map(\.yaml).joined(separator: "\n"))
            let run = try Run(try scratch.write(RandomLog.file(rows), to: "log.csv"), mapping, options: options)
            #expect(run.tally.rejected == 0, "round \(round): \(run.tally.firstRejects)")
            let ids = run.column("request_id").compactMap(\.text)
            #expect(ids == expected.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
            for rule in rules where rule.column != "requester_id" {
                for (id, value) in zip(ids, run.column(rule.column)) {
                    let number = expected[id]?[rule.column]
                    let told =
                        rule.column == "urgency" || rule.column == "channel" ? number : number.flatMap { times[$0] }
                    #expect(
                        (value.text ?? value.instant?.description) == told, "round \(round), \(id), \(rule.yaml)")
                }
            }
        }
        #expect(try scratch.names == ["log.csv"])
    }

    @Test("give the same records for the same rows in another order, and with another budget")
    func anyOrder() throws {
        var random = SeededNumbers(seed: 7)
        let scratch = try Scratch()
        // No two rows of one instant, whose order in the file would count.
        let rows = (0..<400).map { number in
            let (minute, second) = (number / 60 % 60, number % 60)
            let time = "2024-05-01 1\(minute / 10):0\(minute % 10):" + (second < 10 ? "0\(second)" : "\(second)")
            let activity = RandomLog.activities.randomElement(using: &random)!
            return "c\(Int.random(in: 0..<40, using: &random)),\(time),\(activity),ana,n\(number)"
        }
        let mapping = try RandomLog.mapping()
        let expected = try Run(try scratch.write(RandomLog.file(rows), to: "log.csv"), mapping)
        #expect(expected.sink.rows.count == 40)
        for budget in [1, 300, 5_000, ExternalSort.budget] {
            var options = Ingestor.Options(temporaryDirectory: scratch.path)
            options.eventBudget = budget
            let order = rows.shuffled(using: &random)
            let run = try Run(try scratch.write(RandomLog.file(order), to: "log.csv"), mapping, options: options)
            #expect(run.sink.rows == expected.sink.rows)
        }
    }
}
