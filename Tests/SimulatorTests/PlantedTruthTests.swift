import Domain
import Foundation
import Testing

@testable import Simulator

/// What was planted, counted anew from the files alone: there, and nowhere else.
@Suite struct PlantedTruthTests {
    /// Distances hold for any seed, not for chosen ones.
    static let seeds: [UInt64] = [1, 2, 3, 4]
    private static let records = Result {
        try Dictionary(uniqueKeysWithValues: seeds.map { ($0, try Record(seed: $0)) })
    }

    private func record(_ seed: UInt64) throws -> Record { try #require(try Self.records.get()[seed]) }

    @Test(
        "Only the overrun team, and whoever helps after hours on top, give more than they agreed to", arguments: seeds)
    func capacity(seed: UInt64) throws {
        let record = try record(seed)
        let (overrun, late) = (record.truths.capacityOverrun, record.truths.afterHoursHelp)
        let start = try #require(LocalDate(overrun.from))
        let before = record.capacityUse(from: record.from, to: start)
        let after = record.capacityUse(from: start, to: record.until)
        #expect(try #require(before[overrun.teamID]) < 0.9)
        #expect((1.5...2.6).contains(try #require(after[overrun.teamID])))
        #expect(try #require(after[late.teamID]) > 1.2)
        let others = after.filter { $0.key != overrun.teamID && $0.key != late.teamID }
        #expect(others.count == 10 && others.values.allSatisfy { $0 < 0.9 }, "\(others)")
    }

    @Test("Only the team planted helps off its calendar and inside its windows, from its month on", arguments: seeds)
    func afterHours(seed: UInt64) throws {
        let record = try record(seed)
        let planted = record.truths.afterHoursHelp
        let start = try #require(LocalDate(planted.from))
        for share in [record.offCalendar, record.insideWindows] {
            let before = share(record.from, start)
            let after = share(start, record.until)
            #expect(try #require(before[planted.teamID]) < 0.2)
            #expect(try #require(after[planted.teamID]) > 0.6)
            let others = after.filter { $0.key != planted.teamID }
            #expect(others.count == 11 && others.values.allSatisfy { $0 < 0.2 }, "\(others)")
        }
    }

    @Test(
        "One person in five leaves the department of the exit wave in its month, and no other at that rate",
        arguments: seeds)
    func exitWave(seed: UInt64) throws {
        let record = try record(seed)
        let planted = record.truths.exitWave
        let rates = record.voluntaryExits()
        #expect((0.15...0.3).contains(try #require(rates[planted.departmentID + planted.month.prefix(7)])))
        let others = rates.filter { $0.key != planted.departmentID + planted.month.prefix(7) }
        #expect(others.values.allSatisfy { $0 < 0.14 }, "\(others)")
    }

    @Test("Only the planted items of the planted department fall, from the planted survey on", arguments: seeds)
    func satisfaction(seed: UInt64) throws {
        let record = try record(seed)
        let planted = try #require(record.truths.satisfactionFall)
        for item in Habits.items {
            let id = "\(item.instrument)/\(item.item)"
            // In points of a scale of five: recommend has eleven values.
            let unit = item.spread / 0.9
            for (department, fall) in try record.fall(of: item.item, at: planted.surveyID) {
                let expected = department == planted.departmentID ? planted.points[id] ?? 0 : 0
                #expect(abs(fall - expected) < 0.6 * unit, "\(id) in \(department)")
            }
        }
    }
}

/// The files of one simulation, with what the tests look up in them; its zone is UTC.
private struct Record: Sendable {
    struct Piece: Sendable {
        let helper: String
        let at: Instant
        let minutes: Double
    }

    let truths: PlantedTruths
    let from, until: LocalDate
    private let people, agreements, windows, leave, calendars, holidays, turnover, answers: [[String: Value]]
    private let calendarOfTeam: [String: String]
    private let pieces: [Piece]

    init(seed: UInt64) throws {
        let files = try SimulatedFiles(people: 200, months: 12, seed: seed, zone: "UTC")
        truths = files.truths
        from = try #require(LocalDate(truths.from))
        until = try #require(LocalDate(truths.until))
        people = try files.rows(of: Datasets.people)
        agreements = try files.rows(of: Datasets.agreements)
        windows = try files.rows(of: Datasets.agreementBoundaries)
        leave = try files.rows(of: Datasets.leave)
        calendars = try files.rows(of: Datasets.calendars)
        holidays = try files.rows(of: Datasets.calendarHolidays)
        turnover = try files.rows(of: Datasets.turnover)
        answers = try files.rows(of: Datasets.satisfaction)
        calendarOfTeam = Dictionary(
            uniqueKeysWithValues: try files.rows(of: Datasets.teams).map {
                ($0["team_id"]?.text ?? "", $0["calendar_id"]?.text ?? "")
            })
        let contributions = try files.rows(of: Datasets.helpContributions)
        let named = Set(contributions.compactMap { $0["request_id"]?.text })
        pieces =
            contributions.compactMap { Self.piece($0, "started_at", "minutes") }
            + (try files.rows(of: Datasets.helpRequests)).filter { !named.contains($0["request_id"]?.text ?? "") }
            .compactMap { Self.piece($0, "resolved_at", "effort_minutes") }
    }

    private static func piece(_ row: [String: Value], _ at: String, _ minutes: String) -> Piece? {
        guard let helper = row["helper_id"]?.text, let at = row[at]?.instant else { return nil }
        return Piece(helper: helper, at: at, minutes: row[minutes]?.number ?? 0)
    }

    /// A person's row of `people` on a day.
    private func spells(on day: LocalDate) -> [String: [String: Value]] {
        var spells: [String: [String: Value]] = [:]
        for row in people where Self.covers(row, day) && (row["left_on"]?.date ?? .distantFuture) > day {
            spells[row["person_id"]?.text ?? ""] = row
        }
        return spells
    }

    private static func covers(_ row: [String: Value], _ day: LocalDate) -> Bool {
        (row["valid_from"]?.date ?? .distantPast) <= day && day < (row["valid_to"]?.date ?? .distantFuture)
    }

    private func days(_ from: LocalDate, _ to: LocalDate) -> [LocalDate] {
        (from.daysSinceEpoch..<to.daysSinceEpoch).map { LocalDate(daysSinceEpoch: $0) }
    }

    /// Hours given per agreed hour, by team, of people with an agreement; Monday to Friday without leave.
    func capacityUse(from: LocalDate, to: LocalDate) -> [String: Double] {
        let agreed = Dictionary(grouping: agreements) { $0["person_id"]?.text ?? "" }
        let away = Dictionary(grouping: leave) { $0["person_id"]?.text ?? "" }
        let byDay = Dictionary(grouping: pieces) { Zone.utc.date(at: $0.at) }
        var given: [String: Double] = [:]
        var capacity: [String: Double] = [:]
        for day in days(from, to) {
            let spells = spells(on: day)
            for (person, row) in spells where day.isoWeekday <= 5 {
                guard !(away[person] ?? []).contains(where: { Self.covers($0, day) }) else { continue }
                let hours = (agreed[person] ?? []).filter { Self.covers($0, day) }.compactMap {
                    $0["hours_per_week"]?.number
                }
                capacity[row["team_id"]?.text ?? "", default: 0] += hours.reduce(0, +) / 5
            }
            for piece in byDay[day] ?? [] where agreed[piece.helper] != nil {
                given[spells[piece.helper]?["team_id"]?.text ?? "", default: 0] += piece.minutes / 60
            }
        }
        return capacity.mapValues { _ in 0 }.merging(given) { $1 }.reduce(into: [:]) { use, entry in
            if let agreed = capacity[entry.key], agreed > 0 { use[entry.key] = entry.value / agreed }
        }
    }

    /// The share of pieces that begin outside the helper's own calendar, by team.
    func offCalendar(from: LocalDate, to: LocalDate) -> [String: Double] {
        share(from, to) { piece, row, date, minute in
            let calendar = row["calendar_id"]?.text ?? calendarOfTeam[row["team_id"]?.text ?? ""]
            let isHoliday = { (day: LocalDate) in
                holidays.contains { $0["calendar_id"]?.text == calendar && $0["holiday"]?.date == day }
            }
            return !calendars.contains { shift in
                shift["calendar_id"]?.text == calendar
                    && Self.covers(shift, date, minute) { shift["weekday"]?.integer == $0.isoWeekday && !isHoliday($0) }
            }
        }
    }

    /// The share of pieces that begin inside a window without help, of people who have one, by team.
    func insideWindows(from: LocalDate, to: LocalDate) -> [String: Double] {
        let owner = Dictionary(
            agreements.map { ($0["agreement_id"]?.text ?? "", $0["person_id"]?.text ?? "") }, uniquingKeysWith: { $1 })
        let ofPerson = Dictionary(grouping: windows) { owner[$0["agreement_id"]?.text ?? ""] ?? "" }
        return share(from, to) { piece, _, date, minute in
            guard let windows = ofPerson[piece.helper] else { return nil }
            return windows.contains { window in
                Self.covers(window, date, minute) { day in
                    window["weekday"]?.integer.map { $0 == day.isoWeekday } ?? true
                }
            }
        }
    }

    /// Whether a minute lies in a stretch that begins on that day, or on the day before and ends past midnight.
    private static func covers(
        _ row: [String: Value], _ date: LocalDate, _ minute: Int64, begins: (LocalDate) -> Bool
    ) -> Bool {
        let perMinute = 60 * Instant.microsecondsPerSecond
        let starts = (row["starts"]?.timeOfDay ?? 0) / perMinute
        let ends = (row["ends"]?.timeOfDay ?? 1440 * perMinute) / perMinute
        let last = ends > starts ? ends : ends + 1440
        return begins(date) && minute >= starts && minute < last
            || begins(date.advanced(byDays: -1)) && minute + 1440 >= starts && minute + 1440 < last
    }

    /// Where `isCounted` says nothing the piece is left out.
    private func share(
        _ from: LocalDate, _ to: LocalDate,
        _ isCounted: (Piece, [String: Value], LocalDate, Int64) -> Bool?
    ) -> [String: Double] {
        var all: [String: Double] = [:]
        var counted: [String: Double] = [:]
        let byDay = Dictionary(grouping: pieces) { Zone.utc.date(at: $0.at) }
        for day in days(from, to) {
            let spells = spells(on: day)
            for piece in byDay[day] ?? [] {
                let minute = piece.at.microseconds / 60_000_000 - Int64(day.daysSinceEpoch) * 1440
                guard let row = spells[piece.helper], let isIt = isCounted(piece, row, day, minute) else { continue }
                all[row["team_id"]?.text ?? "", default: 0] += 1
                counted[row["team_id"]?.text ?? "", default: 0] += isIt ? 1 : 0
            }
        }
        return all.reduce(into: [:]) { $0[$1.key] = (counted[$1.key] ?? 0) / $1.value }
    }

    /// Voluntary separations of a month per head of its first day, by department followed by the month.
    func voluntaryExits() -> [String: Double] {
        var rates: [String: Double] = [:]
        for first in days(from, until) where first.civil.day == 1 {
            let month = first.description.prefix(7)
            for row in turnover {
                guard row["separation_type"] == .text("voluntary"), let left = row["left_on"]?.date,
                    left.description.hasPrefix(month),
                    let spell = spells(on: left.advanced(byDays: -1))[row["person_id"]?.text ?? ""]
                else { continue }
                rates[(spell["department_id"]?.text ?? "") + month, default: 0] += 1
            }
            for (department, present) in Dictionary(
                grouping: spells(on: first).values, by: { $0["department_id"]?.text ?? "" })
            { rates[department + month] = (rates[department + month] ?? 0) / Double(present.count) }
        }
        return rates
    }

    /// Mean before a survey minus mean from it on, by department.
    func fall(of item: String, at survey: String) throws -> [String: Double] {
        let rows = answers.filter { $0["item"] == .text(item) }
        return try Dictionary(grouping: rows) { $0["department_id"]?.text ?? "" }.mapValues { rows in
            let (before, after) = (
                rows.filter { $0["survey_id"]?.text ?? "" < survey },
                rows.filter { $0["survey_id"]?.text ?? "" >= survey }
            )
            try #require(before.count > 20 && after.count > 20)
            let mean = { (rows: [[String: Value]]) in
                rows.compactMap { $0["score"]?.number }.reduce(0, +) / Double(rows.count)
            }
            return mean(before) - mean(after)
        }
    }
}
