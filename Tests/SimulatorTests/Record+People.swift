import Domain
import Foundation

@testable import Simulator

/// What people say, and who stays.
extension Record {
    /// Mean score of items, by the department of whoever answered.
    private func means(of items: Set<String>, _ from: LocalDate, _ to: LocalDate) -> [String: Double] {
        let rows = answers.filter {
            items.contains($0["item"]?.text ?? "") && isWithin($0["submitted_at"]?.instant, from, to)
        }
        return Dictionary(grouping: rows) { $0["department_id"]?.text ?? "" }.mapValues { rows in
            rows.compactMap { $0["score"]?.number }.reduce(0, +) / Double(rows.count)
        }
    }

    /// From 1 to 10.
    func comfort(from: LocalDate, to: LocalDate) -> [String: Double] { means(of: ["comfort_asking"], from, to) }

    /// Of the items of Edmondson's scale whose high scores say that it is safe, from 1 to 7.
    func safety(from: LocalDate, to: LocalDate) -> [String: Double] { means(of: ["e2", "e4", "e6", "e7"], from, to) }

    /// Of the work-related items of the inventory whose high scores say that people are burnt out, from 0 to 4.
    func burnout(from: LocalDate, to: LocalDate) -> [String: Double] {
        means(of: ["w1", "w2", "w3", "w4", "w5", "w6"], from, to)
    }

    /// The share of the people of a department who helped on ten nights or days of the weekend at least; without those who
    /// work in shifts, and the team in which that is planted by itself.
    func overworked(from: LocalDate, to: LocalDate) -> [String: Double] {
        var days: [String: Set<LocalDate>] = [:]
        for piece in pieces where isWithin(piece.at, from, to) {
            let date = Zone.utc.date(at: piece.at)
            let hour = (piece.at.microseconds - Zone.utc.start(of: date).microseconds) / 3_600_000_000
            if date.isoWeekday > 5 || hour >= 22 { days[piece.helper, default: []].insert(date) }
        }
        let others = spells(on: to.advanced(byDays: -1)).values.filter {
            $0["calendar_id"] == .null && $0["team_id"]?.text != truths.afterHoursHelp?.teamID
        }
        let there = Dictionary(grouping: others) { $0["department_id"]?.text ?? "" }
        return there.mapValues { rows in
            Double(rows.count { (days[$0["person_id"]?.text ?? ""]?.count ?? 0) >= 10 }) / Double(rows.count)
        }
    }

    struct Exits {
        var leavers = 0
        var days = 0

        static func + (a: Exits, b: Exits) -> Exits { Exits(leavers: a.leavers + b.leavers, days: a.days + b.days) }
    }

    /// Of stretches of three months after the first: people who were there all the three months before, by whether anybody
    /// helped them in those.
    func exits() -> (helped: Exits, others: Exits) {
        var (helped, others) = (Exits(), Exits())
        let employments = Dictionary(
            people.map {
                ($0["person_id"]?.text ?? "", ($0["joined_on"]?.date ?? .distantPast, $0["left_on"]?.date))
            }, uniquingKeysWith: { $1 })
        var first = from
        while true {
            let (start, end) = (first.advanced(byMonths: 3), first.advanced(byMonths: 6))
            if end > until { return (helped, others) }
            let wasHelped = Set(pieces.filter { isWithin($0.at, first, start) }.compactMap(\.asker))
            for (person, (joined, left)) in employments where joined <= first && left ?? .distantFuture > start {
                let last = min(left ?? end, end)
                let own = Exits(
                    leavers: left ?? end < end ? 1 : 0, days: Int(last.daysSinceEpoch - start.daysSinceEpoch))
                if wasHelped.contains(person) { helped = helped + own } else { others = others + own }
            }
            first = start
        }
    }
}
