import Domain
import Foundation
import TestValues

extension Organization {
    /// A small organization with every trouble that figures have to bear: ties, late entry, gaps, withdrawals,
    /// reopenings, transfers, leavers, people and teams that nobody told of, unknown values, datasets left out,
    /// overnight shifts, clocks that change. Every twentieth is larger and lacks no dataset, so that there are figures which
    /// ask for many.
    static func random(seed: UInt64) -> Organization {
        var generator = SeededNumbers(seed: seed)
        let windows = [
            ("2025-03-01", "2025-04-01", false), ("2025-10-01", "2026-01-01", false),
            ("2024-01-01", "2025-01-01", false), ("2025-02-01", "2025-03-01", false),
            ("2025-03-20", "2025-04-17", true), ("2025-10-13", "2025-11-03", true),
            ("2024-08-15", "2025-03-01", true), ("2025-01-01", "2025-04-01", false),
            ("2025-07-01", "2025-10-01", false),
        ]
        let (from, to, isAdHoc) = generator.pick(windows)
        var organization = Organization(from: from, to: to)
        organization.isAdHoc = isAdHoc
        organization.zone = generator.pick(randomZones.compactMap { $0 })
        if generator.chance(0.5) {
            organization.settings["response_target_minutes"] = generator.pick(["30", "60", "480", "2880"])
        }
        if generator.chance(0.2) { organization.settings["least_coverage"] = generator.pick(["0.3", "0.75", "1"]) }
        organization.addCalendars(&generator)
        let isLarge = seed.isMultiple(of: 20)
        organization.addPeople(isLarge ? 80...100 : 5...18, &generator)
        if isLarge || !generator.chance(0.06) { organization.addRequests(&generator) }
        organization.addHelp(&generator)
        organization.addAgreementsAndLeave(&generator)
        organization.addSurveys(&generator)
        organization.addPractices(isWhole: isLarge, &generator)
        organization.addOthers(&generator)
        organization.addInstruments(&generator)
        return organization
    }

    /// Santiago's clocks change at midnight, Lord Howe's by half an hour.
    static let randomZones: [String?] = [
        "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago",
    ]
    static let randomTeams: [String?] = ["amber", "birch", "coral", "délta, \"d\"", nil]
    private static let teamsOfLargeOnes: [String?] = ["elm", "fir", "gum"] + Array(repeating: "amber", count: 7)

    /// Those who are in `people`, and some more where they are few.
    var folk: [String] { (0..<max(18, people.count)).map { "person \($0)" } }
    var isLarge: Bool { people.count > 18 }
    /// Of large ones half of the people are in one team.
    var teamNames: [String?] { isLarge ? Self.randomTeams + Self.teamsOfLargeOnes : Self.randomTeams }

    /// A date so many days after the window's first.
    private func day(_ range: ClosedRange<Int>, _ generator: inout SeededNumbers) -> String {
        window.zone.date(at: window.from).advanced(byDays: Int.random(in: range, using: &generator)).description
    }

    var windowDays: Int {
        Int(date(to).daysSinceEpoch - date(from).daysSinceEpoch)
    }

    private mutating func addCalendars(_ generator: inout SeededNumbers) {
        let hours: [(name: String, shifts: [(String, String)], days: ClosedRange<Int>)] = [
            ("office", [("09:00", "12:30"), ("13:00", "17:00")], 1...5), ("nights", [("22:00", "06:00")], 1...6),
            ("long", [("06:00", "13:00"), ("13:00", "20:30")], 1...7), ("early", [("01:30", "02:45")], 2...7),
            ("day", [("00:00", "24:00")], 3...3), ("round", [("08:00", "08:00")], 5...5),
        ]
        for (name, shifts, days) in hours {
            calendars[name] = Calendar(
                zone: generator.chance(0.3) ? generator.pick(Self.randomZones) : nil,
                shifts: days.flatMap { day in shifts.map { Shift(weekday: day, starts: $0.0, ends: $0.1) } },
                holidays: (0..<generator.pick([0, 1, 4])).map { _ in day(-30...windowDays, &generator) })
        }
        if generator.chance(0.15) { calendars = [:] }
    }

    private mutating func addPeople(_ count: ClosedRange<Int>, _ generator: inout SeededNumbers) {
        let length = windowDays
        let departments: [String?] = ["north", "south", nil]
        let names: [String?] = [
            "office", "office", "office", "nights", "long", "early", "day", "round", "unheard of", nil,
        ]
        let hasOwnCalendars = generator.chance(0.5)
        let managers = ["person 0", "person 1", "person 2", "person 3", "person 4", "stranger 2"]
        let isLarge = count.lowerBound > 18
        let teamNames = isLarge ? Self.randomTeams + Self.teamsOfLargeOnes : Self.randomTeams
        for team in Set(teamNames.compactMap { $0 }).sorted().dropLast() {
            let change = day(0...length, &generator)
            let calendar = generator.pick(names)
            let zone = generator.pick(Self.randomZones + [nil, nil])
            teams[team] = [
                Stretch(department: generator.pick(departments), calendar: calendar, zone: zone, to: change),
                Stretch(
                    department: generator.pick(departments),
                    calendar: generator.chance(0.7) ? calendar : generator.pick(names),
                    zone: generator.chance(0.7) ? zone : generator.pick(Self.randomZones), from: change),
            ]
        }
        func spell(_ joined: String, from: String, _ generator: inout SeededNumbers) -> Spell {
            Spell(
                team: generator.pick(teamNames), department: generator.pick(departments),
                level: generator.pick(["junior", "senior", nil]),
                manager: generator.chance(isLarge ? 0.97 : 0.6) ? generator.pick(managers) : nil,
                location: generator.pick(["harbour", "hill", nil]),
                calendar: hasOwnCalendars && generator.chance(0.3) ? generator.pick(names) : nil,
                zone: generator.chance(0.15) ? generator.pick(Self.randomZones) : nil, joinedOn: joined, from: from)
        }
        for number in 0..<Int.random(in: count, using: &generator) {
            let earlier = isLarge ? -400...(-100) : -400...(length + 8)
            let joined = day(generator.chance(0.2) ? -35...length : earlier, &generator)
            var spells = [spell(joined, from: joined, &generator)]
            let transfer = day(0...length, &generator)
            if generator.chance(0.4), joined < transfer {
                spells[0].to = transfer
                // Some are nowhere for a while.
                let gap = generator.pick([0, 0, 0, 9])
                spells.append(spell(joined, from: date(transfer).advanced(byDays: gap).description, &generator))
            }
            let left = day(0...(length + 20), &generator)
            if generator.chance(isLarge ? 0.1 : 0.3), let last = spells.last, last.from < left {
                spells[spells.count - 1].to = left
                if generator.chance(0.3) { spells[spells.count - 1].leftOn = day((length / 2)...length, &generator) }
                let end = max(left, spells[spells.count - 1].leftOn ?? left)
                if let early = spells[spells.count - 1].leftOn, early < last.from {
                    spells[spells.count - 1].leftOn = left
                }
                addContracts(after: end, to: &spells, &generator) { spell($0, from: $0, &$1) }
            } else if generator.chance(0.1), spells.count == 1 {
                // Gone before the first day was over.
                spells[0].leftOn = joined
            }
            people["person \(number)"] = spells
        }
        if !isLarge, generator.chance(0.1) { people = [:] }
        addSeparations(&generator)
    }

    /// Contracts that go on where the last ended, after a weekend, or later; some as rehires, some for no day.
    private func addContracts(
        after end: String, to spells: inout [Spell], _ generator: inout SeededNumbers,
        spell: (String, inout SeededNumbers) -> Spell
    ) {
        var end = end
        for _ in 0..<generator.pick([0, 0, 1, 1, 2, 3]) {
            let gap = generator.pick([0, 0, 0, 1, 2, 3, 30])
            var next = spell(date(end).advanced(byDays: gap).description, &generator)
            next.rehired = generator.pick([nil, nil, false, true])
            let length = generator.pick([0, 1, 5, 30])
            let isLast = generator.chance(0.3)
            if !isLast { next.leftOn = date(next.joinedOn).advanced(byDays: length).description }
            spells.append(next)
            guard let left = next.leftOn, left > next.joinedOn || !isLast else { return }
            // Two stretches cannot begin on one day.
            end = length == 0 ? date(left).advanced(byDays: 1).description : left
        }
    }

    private mutating func addSeparations(_ generator: inout SeededNumbers) {
        guard generator.chance(0.8) else { return }
        let length = windowDays
        let types: [String?] = ["voluntary", "involuntary", "retirement", "end_of_contract", "other", nil]
        var seen: Set<String> = []
        for name in people.keys.sorted() + ["stranger 1"] where generator.chance(0.25) {
            let known = people[name]?.flatMap { [$0.leftOn, $0.to, $0.joinedOn].compactMap { $0 } } ?? []
            for _ in 0..<generator.pick([1, 1, 2, 3]) {
                let date =
                    generator.chance(0.4) && !known.isEmpty
                    ? generator.pick(known) : day(-40...(length + 20), &generator)
                guard seen.insert("\(name) \(date)").inserted else { continue }
                separations.append(
                    Separation(
                        person: name, leftOn: date, type: generator.pick(types),
                        regretted: generator.pick([true, false, nil]),
                        updatedAt: (generator.pick([nil, 1, 2, 3]) as Int64?).map(Instant.init(microseconds:))))
            }
        }
        separations.shuffle(using: &generator)
    }

    private mutating func addRequests(_ generator: inout SeededNumbers) {
        let window = window
        let step: Int64 = 6 * 3_600_000_000
        let steps = Int((window.to - window.from) / step)
        let jitter = generator.chance(0.3)
        let onlyOld = generator.chance(0.2)
        let target = Settings(settings).responseTarget
        let askers = folk.map { $0 as String? } + ["stranger 1", "stranger 2", nil]
        let knowsAskers = generator.chance(0.9)
        let knowsWithdrawals = generator.chance(0.9)
        let knowsAnswers = generator.chance(0.95)
        let knowsMinutes = generator.chance(0.8)
        let knowsWaits = generator.chance(0.7)
        let knowsReopenings = generator.chance(0.5)
        let wholeMinutes = generator.chance(0.5)
        func later(_ instant: Instant, _ probability: Double, _ generator: inout SeededNumbers) -> Instant? {
            guard generator.chance(probability) else { return nil }
            let longest = generator.chance(0.2) ? steps : 8
            let wait = Int64(Int.random(in: 0...longest, using: &generator)) * step
            return instant + wait + (jitter ? Int64.random(in: 0...3_000_000, using: &generator) : 0)
        }
        for number in 0..<(isLarge ? 500 : generator.pick([3, 12, 40, 110])) {
            let opened =
                window.from
                + Int64(Int.random(in: -steps...(onlyOld ? -1 : steps + 4), using: &generator)) * step
            var request = Request(openedAt: opened)
            request.id = "request \(number)"
            request.requester = knowsAskers ? generator.pick(askers) : nil
            request.helper = generator.chance(0.8) ? generator.pick(askers.filter { $0 != request.requester }) : nil
            if generator.chance(0.1) { request.helper = request.requester }
            let teams = Set(teamNames).sorted { $0 ?? "" < $1 ?? "" }
            request.team = generator.chance(isLarge ? 0.8 : 0.3) ? generator.pick(teams) : nil
            request.kind = generator.pick(["emotional", "informational", "instrumental", nil])
            request.channel = generator.pick(["chat", "desk", nil])
            request.urgency = generator.pick(["high", "low", "chat", nil])
            request.firstResponseAt = knowsAnswers ? later(opened, 0.7, &generator) : nil
            if knowsAnswers, generator.chance(0.15) { request.firstResponseAt = opened + target }
            request.resolvedAt = later(opened, 0.75, &generator)
            if let resolved = request.resolvedAt {
                request.reopenedAt = later(resolved, 0.3, &generator)
                if generator.chance(0.1) { request.reopenedAt = resolved + 14 * Instant.microsecondsPerDay }
                if let reopened = request.reopenedAt { request.finalClosedAt = later(reopened, 0.7, &generator) }
            }
            if knowsReopenings, generator.chance(0.4) {
                var at = request.resolvedAt ?? opened
                for _ in 0..<generator.pick([1, 2, 3]) {
                    at = later(at, 1, &generator) ?? at
                    let close = later(at, 0.7, &generator)
                    request.reopenings.append(.init(at: at, closedAt: close))
                    if let close, generator.chance(0.2) {
                        request.reopenings.append(.init(at: at, closedAt: later(close, 1, &generator)))
                    }
                    at = close ?? at
                }
            }
            request.withdrawnAt = knowsWithdrawals ? later(opened, 0.25, &generator) : nil
            if knowsWithdrawals, generator.chance(0.05) { request.withdrawnAt = opened + target }
            if knowsMinutes, generator.chance(0.7) {
                request.effortMinutes =
                    wholeMinutes
                    ? Double(Int.random(in: 0...4, using: &generator) * 15)
                    : Double.random(in: 0...300, using: &generator)
            }
            request.anonymous = generator.pick([true, false, nil])
            if knowsWaits {
                var begins: Set<Instant> = []
                for _ in 0..<generator.pick([0, 0, 1, 3]) {
                    begins.insert(opened + Int64(Int.random(in: -4...60, using: &generator)) * step / 6)
                }
                request.waits = begins.sorted().map { Wait(from: $0, to: later($0, 0.9, &generator)) }
            }
            requests.append(request)
        }
    }
}
