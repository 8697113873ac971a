import Domain
import Foundation
import Testing

@testable import Simulator

/// The files of one simulation of 200 people over a year, with what the tests look up in them; its zone is UTC.
struct Record: Sendable {
    struct Piece: Sendable {
        let helper: String
        /// `nil` where the row does not say it.
        let asker: String?
        let at: Instant
        let minutes: Double
    }

    let truths: PlantedTruths
    let from, until: LocalDate
    let people, requests, commitments, rewards, rotations, pairings, meetings, feedback: [[String: Value]]
    let answers: [[String: Value]]
    private let agreements, windows, leave, calendars, holidays, turnover: [[String: Value]]
    private let calendarOfTeam: [String: String]
    let pieces: [Piece]

    init(seed: UInt64, without left: Set<PlantedTruth> = []) throws {
        let files = try SimulatedFiles(people: 200, months: 12, seed: seed, zone: "UTC", without: left)
        truths = files.truths
        from = try #require(LocalDate(truths.from))
        until = try #require(LocalDate(truths.until))
        people = try files.rows(of: Datasets.people)
        commitments = try files.rows(of: Datasets.commitments)
        rewards = try files.rows(of: Datasets.rewards)
        rotations = try files.rows(of: Datasets.rotations)
        pairings = try files.rows(of: Datasets.pairings)
        meetings = try files.rows(of: Datasets.pairMeetings)
        feedback = try files.rows(of: Datasets.feedback)
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
        requests = try files.rows(of: Datasets.helpRequests)
        pieces =
            contributions.compactMap { Self.piece($0, "recipient_id", "started_at", "minutes") }
            + requests.filter { !named.contains($0["request_id"]?.text ?? "") }
            .compactMap { Self.piece($0, "requester_id", "resolved_at", "effort_minutes") }
    }

    private static func piece(
        _ row: [String: Value], _ asker: String, _ at: String, _ minutes: String
    ) -> Piece? {
        guard let helper = row["helper_id"]?.text, let at = row[at]?.instant else { return nil }
        return Piece(helper: helper, asker: row[asker]?.text, at: at, minutes: row[minutes]?.number ?? 0)
    }

    /// A person's row of `people` on a day.
    func spells(on day: LocalDate) -> [String: [String: Value]] {
        var spells: [String: [String: Value]] = [:]
        for row in people where Self.covers(row, day) && (row["left_on"]?.date ?? .distantFuture) > day {
            spells[row["person_id"]?.text ?? ""] = row
        }
        return spells
    }

    private static func covers(_ row: [String: Value], _ day: LocalDate) -> Bool {
        (row["valid_from"]?.date ?? .distantPast) <= day && day < (row["valid_to"]?.date ?? .distantFuture)
    }

    /// Those whose people a department has at some time; none without one.
    func teams(of department: String?) -> Set<String> {
        Set(people.filter { $0["department_id"]?.text == department }.compactMap { $0["team_id"]?.text })
    }

    func days(_ from: LocalDate, _ to: LocalDate) -> [LocalDate] {
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

extension Record {
    private static let recordsBySeed = Result {
        try Dictionary(uniqueKeysWithValues: PlantedTruthTests.seeds.map { ($0, try Record(seed: $0)) })
    }
    private static let withoutAny = Result { try Record(seed: 1, without: Set(PlantedTruth.allCases)) }

    /// With everything planted, by its seed.
    static func planted(_ seed: UInt64) throws -> Record { try #require(try recordsBySeed.get()[seed]) }

    /// Of the first seed, with nothing planted.
    static func plain() throws -> Record { try withoutAny.get() }
}
