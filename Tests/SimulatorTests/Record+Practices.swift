import Domain
import Foundation

@testable import Simulator

/// What the practices come to in a stretch of days, by the place that they belong to; unlike figures they ask for no
/// coverage and no minimums.
extension Record {
    /// Requests of a person and month, by level.
    func askingRates(from: LocalDate, to: LocalDate) -> [String: Double] { askingRates(by: "level", from, to) }

    func askingRatesOfDepartments(from: LocalDate, to: LocalDate) -> [String: Double] {
        askingRates(by: "department_id", from, to)
    }

    private func askingRates(by column: String, _ from: LocalDate, _ to: LocalDate) -> [String: Double] {
        var asked: [String: Double] = [:]
        var months: [String: Double] = [:]
        let parts = Dictionary(
            people.map { ($0["person_id"]?.text ?? "", $0[column]?.text ?? "") }, uniquingKeysWith: { $1 })
        for row in requests where isWithin(row["opened_at"]?.instant, from, to) {
            if let part = parts[row["requester_id"]?.text ?? ""] { asked[part, default: 0] += 1 }
        }
        for day in days(from, to) {
            for row in spells(on: day).values { months[row[column]?.text ?? "", default: 0] += 1 / 30.4375 }
        }
        return months.reduce(into: [:]) { $0[$1.key] = (asked[$1.key] ?? 0) / $1.value }
    }

    /// The share of pieces whose helper is neither the asker's manager, nor that one's and so on, nor the other way
    /// round; by the asker's department.
    func helpAmongPeers(from: LocalDate, to: LocalDate) -> [String: Double] {
        shares(of: pieces, at: \.at, from, to) { piece, spells in
            guard let asker = piece.asker, let row = spells[asker], spells[piece.helper] != nil else { return nil }
            func isAbove(_ one: String, _ other: String) -> Bool {
                var next = spells[other]?["manager_id"]?.text
                while let manager = next {
                    if manager == one { return true }
                    next = spells[manager]?["manager_id"]?.text
                }
                return false
            }
            return (row["department_id"]?.text ?? "", !isAbove(piece.helper, asker) && !isAbove(asker, piece.helper))
        }
    }

    /// The share of pieces from or to a department that cross its border.
    func helpAcross(from: LocalDate, to: LocalDate) -> [String: Double] {
        let pairs = pieces.flatMap { piece in [true, false].map { (piece: piece, isAsked: $0) } }
        return shares(of: pairs, at: \.piece.at, from, to) { pair, spells in
            let departments = [pair.piece.asker ?? "", pair.piece.helper].map { spells[$0]?["department_id"]?.text }
            guard let asker = departments[0], let helper = departments[1] else { return nil }
            // Within one department it would count twice.
            guard asker != helper || pair.isAsked else { return nil }
            return (pair.isAsked ? asker : helper, asker != helper)
        }
    }

    /// The share of promises due that were given at all, by the team of whoever promised.
    func promisesKept(from: LocalDate, to: LocalDate) -> [String: Double] {
        shares(of: commitments, at: { $0["due_at"]?.instant ?? .never }, from, to) { row, spells in
            guard let spell = spells[row["helper_id"]?.text ?? ""] else { return nil }
            return (spell["team_id"]?.text ?? "", row["delivered_at"] != .null)
        }
    }

    /// The share of feedback that something was done about, by department.
    func feedbackActedOn(from: LocalDate, to: LocalDate) -> [String: Double] {
        let departments = Dictionary(
            people.map { ($0["team_id"]?.text ?? "", $0["department_id"]?.text ?? "") }, uniquingKeysWith: { $1 })
        return shares(of: feedback, at: { $0["submitted_at"]?.instant ?? .never }, from, to) { row, _ in
            (departments[row["team_id"]?.text ?? ""] ?? "", row["acted_on_at"] != .null)
        }
    }

    /// The share of planned meetings that were held, by kind of pair.
    func meetingsHeld(from: LocalDate, to: LocalDate) -> [String: Double] {
        let kinds = Dictionary(
            uniqueKeysWithValues: pairings.map { ($0["pairing_id"]?.text ?? "", $0["kind"]?.text ?? "") })
        return shares(of: meetings, at: { $0["planned_at"]?.instant ?? .never }, from, to) { row, _ in
            (kinds[row["pairing_id"]?.text ?? ""] ?? "", row["held_at"] != .null)
        }
    }

    /// The share of primary turns that the two people with the most of them have, by team.
    func turnsOfTwo(from: LocalDate, to: LocalDate) -> [String: Double] {
        let turns = rotations.filter { row in
            guard row["role"] == .text("primary"), let day = row["valid_from"]?.date else { return false }
            return day >= from && day < to
        }
        return Dictionary(grouping: turns) { $0["team_id"]?.text ?? "" }.mapValues { turns in
            let counts = Dictionary(grouping: turns) { $0["person_id"]?.text ?? "" }.values.map(\.count)
            return Double(counts.sorted(by: >).prefix(2).reduce(0, +)) / Double(turns.count)
        }
    }

    /// Of pairs of one level of whom one helped more, the share in which that one also got more; ties count half.
    /// By what is given: amount, rating.
    func rewardedForHelping(from: LocalDate, to: LocalDate) -> [String: Double] {
        var given: [String: Double] = [:]
        for piece in pieces where isWithin(piece.at, from, to) { given[piece.helper, default: 0] += piece.minutes }
        let here = Dictionary(grouping: spells(on: to.advanced(byDays: -1)).values) { $0["level"]?.text ?? "" }
        return Dictionary(
            uniqueKeysWithValues: ["amount", "rating"].map { what in
                var got: [String: Double] = [:]
                for row in rewards where isWithin(row["given_at"]?.instant, from, to) {
                    if let value = row[what]?.number { got[row["person_id"]?.text ?? "", default: 0] += value }
                }
                var (agree, pairs) = (0.0, 0.0)
                for people in here.values.map({ $0.compactMap { $0["person_id"]?.text } }) {
                    for one in people {
                        for other in people where given[one] ?? 0 > given[other] ?? 0 {
                            guard let more = got[one], let less = got[other] else { continue }
                            pairs += 1
                            agree += more > less ? 1 : more == less ? 0.5 : 0
                        }
                    }
                }
                return (what, agree / pairs)
            })
    }

    func isWithin(_ instant: Instant?, _ from: LocalDate, _ to: LocalDate) -> Bool {
        guard let instant else { return false }
        return instant >= Zone.utc.start(of: from) && instant < Zone.utc.start(of: to)
    }

    /// Where `what` says nothing of a row it is left out; it is given everybody's row of `people` on the day.
    private func shares<Row>(
        of rows: [Row], at: (Row) -> Instant, _ from: LocalDate, _ to: LocalDate,
        _ what: (Row, [String: [String: Value]]) -> (place: String, isCounted: Bool)?
    ) -> [String: Double] {
        var all: [String: Double] = [:]
        var counted: [String: Double] = [:]
        let within = rows.filter { isWithin(at($0), from, to) }
        for (day, rows) in Dictionary(grouping: within, by: { Zone.utc.date(at: at($0)) }) {
            let spells = spells(on: day)
            for row in rows {
                guard let found = what(row, spells) else { continue }
                all[found.place, default: 0] += 1
                counted[found.place, default: 0] += found.isCounted ? 1 : 0
            }
        }
        return all.reduce(into: [:]) { $0[$1.key] = (counted[$1.key] ?? 0) / $1.value }
    }
}
