import Domain
import Foundation

/// A generator whose numbers follow from its seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return mix(state)
    }

    mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &self) < probability }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }
}

extension Organization {
    /// A small organization with every trouble that figures have to bear: ties, late entry, gaps, withdrawals,
    /// reopenings, transfers, leavers, people and teams that nobody told of, unknown values.
    static func random(seed: UInt64) -> Organization {
        var generator = SeededGenerator(state: seed)
        let months = [("2025-03-01", "2025-04-01"), ("2025-10-01", "2026-01-01"), ("2024-01-01", "2025-01-01")]
        let (from, to) = generator.pick(months)
        var organization = Organization(from: from, to: to)
        organization.zone = generator.pick(
            ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
        organization.addPeople(&generator)
        organization.addRequests(&generator)
        return organization
    }

    private mutating func addPeople(_ generator: inout SeededGenerator) {
        let window = window
        let first = window.zone.date(at: window.from)
        let length = Int(window.lastDate.daysSinceEpoch - first.daysSinceEpoch)
        func day(_ range: ClosedRange<Int>, _ generator: inout SeededGenerator) -> String {
            first.advanced(byDays: Int.random(in: range, using: &generator)).description
        }
        let teamNames: [String?] = ["amber", "birch", "coral", "délta, \"d\"", nil]
        let departmentNames: [String?] = ["north", "south", nil]
        let levels: [String?] = ["junior", "senior", nil]
        for team in teamNames.compactMap({ $0 }).dropLast() {
            let change = day(0...length, &generator)
            teams[team] = [
                Stretch(department: generator.pick(departmentNames), to: change),
                Stretch(department: generator.pick(departmentNames), from: change),
            ]
        }
        for number in 0..<Int.random(in: 4...14, using: &generator) {
            let joined = day(-400...(length + 8), &generator)
            var spells = [
                Spell(
                    team: generator.pick(teamNames), department: generator.pick(departmentNames),
                    level: generator.pick(levels), joinedOn: joined, from: joined)
            ]
            let transfer = day(0...length, &generator)
            if generator.chance(0.4), joined < transfer {
                spells[0].to = transfer
                spells.append(
                    Spell(
                        team: generator.pick(teamNames), department: generator.pick(departmentNames),
                        level: generator.pick(levels), joinedOn: joined, from: transfer))
            }
            let left = day(0...(length + 20), &generator)
            if generator.chance(0.3), let last = spells.last, last.from < left { spells[spells.count - 1].to = left }
            people["person \(number)"] = spells
        }
        if generator.chance(0.1) { people = [:] }
    }

    private mutating func addRequests(_ generator: inout SeededGenerator) {
        let window = window
        let step: Int64 = 6 * 3_600_000_000
        let steps = Int((window.to.microseconds - window.from.microseconds) / step)
        let jitter = generator.chance(0.3)
        let onlyOld = generator.chance(0.2)
        let askers = (0..<14).map { "person \($0)" as String? } + ["stranger 1", "stranger 2", nil]
        let knowsAskers = generator.chance(0.9)
        let knowsWithdrawals = generator.chance(0.9)
        let knowsMinutes = generator.chance(0.8)
        let wholeMinutes = generator.chance(0.5)
        func later(_ instant: Int64, _ probability: Double, _ generator: inout SeededGenerator) -> Int64? {
            guard generator.chance(probability) else { return nil }
            let longest = generator.chance(0.2) ? steps : 8
            let wait = Int64(Int.random(in: 0...longest, using: &generator)) * step
            return instant + wait + (jitter ? Int64.random(in: 0...3_000_000, using: &generator) : 0)
        }
        for _ in 0..<generator.pick([3, 12, 40, 110]) {
            let opened =
                window.from.microseconds
                + Int64(Int.random(in: -steps...(onlyOld ? -1 : steps + 4), using: &generator)) * step
            var request = Request(openedAt: opened)
            request.requester = knowsAskers ? generator.pick(askers) : nil
            request.helper = generator.chance(0.8) ? generator.pick(askers.filter { $0 != request.requester }) : nil
            request.team = generator.chance(0.3) ? generator.pick(["amber", "birch", "délta, \"d\""]) : nil
            request.kind = generator.pick(["emotional", "informational", nil])
            request.channel = generator.pick(["chat", "desk", nil])
            request.urgency = generator.pick(["high", "low", "chat", nil])
            request.firstResponseAt = later(opened, 0.7, &generator)
            request.resolvedAt = later(opened, 0.75, &generator)
            if let resolved = request.resolvedAt {
                request.reopenedAt = later(resolved, 0.3, &generator)
                if let reopened = request.reopenedAt { request.finalClosedAt = later(reopened, 0.7, &generator) }
            }
            request.withdrawnAt = knowsWithdrawals ? later(opened, 0.25, &generator) : nil
            if knowsMinutes, generator.chance(0.7) {
                request.effortMinutes =
                    wholeMinutes
                    ? Double(Int.random(in: 0...4, using: &generator) * 15)
                    : Double.random(in: 0...300, using: &generator)
            }
            request.anonymous = generator.pick([true, false, nil])
            requests.append(request)
        }
    }
}
