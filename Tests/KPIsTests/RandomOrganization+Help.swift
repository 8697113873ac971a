import Domain
import Foundation
import TestValues

extension Organization {
    private static let quarterHour: Int64 = 900_000_000

    mutating func addHelp(_ generator: inout SeededNumbers) {
        guard isLarge || generator.chance(0.85) else { return }
        let window = window
        let begin = window.from - generator.pick([40, 40, 400]) * Instant.microsecondsPerDay
        let steps = Int((window.to + 2 * Instant.microsecondsPerDay - begin) / Self.quarterHour)
        let helpers = folk + ["stranger 1"]
        let busy = [generator.pick(helpers), generator.pick(helpers)]
        let knowsMinutes = generator.pick([0, 0.7, 1, 1])
        let knowsRecipients = isLarge ? 1 : generator.pick([0, 0.8, 0.8])
        let knowsRatings = generator.chance(0.3)
        let knowsKinds = generator.chance(0.6)
        let kinds = ["emotional", "informational", "instrumental", "appraisal"]
        let rounds = isLarge ? 1200 : generator.pick([5, 60, 250, 250])
        // Half of the help falls into the last weeks, which the overload index looks at.
        let lately = max(0, steps - 32 * 96)
        for _ in 0..<rounds {
            let first = generator.chance(0.5) ? lately : 0
            let helper = generator.chance(0.4) ? generator.pick(busy) : generator.pick(helpers)
            let start = begin + Int64(Int.random(in: first...steps, using: &generator)) * Self.quarterHour
            var contribution = Contribution(helper: helper, startedAt: start)
            if !requests.isEmpty, generator.chance(0.3) {
                let request = generator.pick(requests)
                contribution.request = request.id
            }
            if generator.chance(0.02) { contribution.request = "a request that nobody knows" }
            if generator.chance(knowsRecipients) {
                contribution.recipient = generator.pick((helpers + ["stranger 2"]).filter { $0 != helper })
            }
            if generator.chance(knowsMinutes) {
                contribution.minutes = Double(generator.pick([0, 15, 30, 60, 90, 240, 600]))
                if generator.chance(0.1) { contribution.minutes = Double.random(in: 0...200, using: &generator) }
            }
            if knowsKinds, generator.chance(0.6) { contribution.kind = generator.pick(kinds) }
            if knowsRatings, generator.chance(0.4) { contribution.rating = generator.pick([0, 3, 5]) }
            contributions.append(contribution)
        }
        addRuns(&generator)
        addRecognitions(&generator)
    }

    /// Somebody helps day after day, at the same hour, until shortly before the window's end.
    private mutating func addRuns(_ generator: inout SeededNumbers) {
        for helper in folk where generator.chance(0.25) {
            let days = Int.random(in: 5...40, using: &generator)
            let until = Int.random(in: 0...5, using: &generator)
            let hour = Int64(Int.random(in: 0..<96, using: &generator)) * Self.quarterHour
            for back in until..<(until + days) where generator.chance(0.97) {
                let start = window.to - Int64(back + 1) * Instant.microsecondsPerDay + hour
                contributions.append(Contribution(helper: helper, startedAt: start, minutes: 45))
            }
        }
    }

    private mutating func addRecognitions(_ generator: inout SeededNumbers) {
        guard generator.chance(0.75) else { return }
        let fortnight = 14 * Instant.microsecondsPerDay
        for contribution in contributions where generator.chance(0.3) {
            let giver = generator.chance(0.7) ? contribution.recipient : generator.pick(folk)
            guard let giver, giver != contribution.helper || generator.chance(0.3) else { continue }
            let delay = generator.pick([0, fortnight / 7, fortnight, fortnight + 1, -1])
            recognitions.append(
                Recognition(
                    giver: giver, receiver: contribution.helper, givenAt: contribution.startedAt + delay,
                    reason: generator.pick(["helping", "asking", "own_work", nil]),
                    valueTags: generator.pick(["trust", "trust|care", "care | trust", nil]),
                    isPublic: generator.pick([true, false, nil])))
        }
    }

    mutating func addAgreementsAndLeave(_ generator: inout SeededNumbers) {
        let first = date(from)
        let length = windowDays
        func day(_ range: ClosedRange<Int>, _ generator: inout SeededNumbers) -> String {
            first.advanced(byDays: Int.random(in: range, using: &generator)).description
        }
        let names = folk + ["stranger 1", "stranger 3"]
        if isLarge || generator.chance(0.85) {
            let share = generator.pick([0.5, 0.9, 1])
            for name in names where generator.chance(share) {
                for _ in 0..<generator.pick([1, 1, 1, 2]) {
                    let begin = generator.chance(0.6) ? day(-300...(-60), &generator) : day(-60...length, &generator)
                    var hours = [Hours(hoursPerWeek: generator.pick([0, 0.5, 2, 4, 7.5]), from: begin)]
                    let change = day(0...length, &generator)
                    if generator.chance(0.4), begin < change {
                        hours[0].to = change
                        if generator.chance(0.6) {
                            hours.append(Hours(hoursPerWeek: generator.pick([1, 3, 10]), from: change))
                        }
                    }
                    for index in hours.indices where generator.chance(0.4) {
                        hours[index].reviewedOn = day(-120...length, &generator)
                        if generator.chance(0.3) {
                            hours[index].reviewedOn = day((length - 93)...(length - 92), &generator)
                        }
                    }
                    agreements.append(
                        Agreement(person: name, hours: hours, boundaries: randomBoundaries(&generator)))
                }
            }
        }
        if isLarge || generator.chance(0.8) {
            for name in names where generator.chance(isLarge ? 0.8 : 0.4) {
                for _ in 0..<generator.pick([1, 2]) {
                    let from = day(-40...length, &generator)
                    let to = (LocalDate(from) ?? first).advanced(byDays: generator.pick([0, 1, 4, 12, 40]))
                    leave[name, default: []].append(Leave(from: from, to: generator.chance(0.1) ? nil : to.description))
                }
            }
        }
    }

    private func randomBoundaries(_ generator: inout SeededNumbers) -> [Boundary] {
        (0..<generator.pick([0, 0, 1, 2])).map { _ in
            let (starts, ends): (String?, String?) = generator.pick([
                (nil, nil), ("22:00", "06:00"), ("12:00", "13:30"), (nil, "07:00"), ("18:15", nil), ("02:30", "02:30"),
                ("00:00", "24:00"),
            ])
            let middle = date(from).advanced(byDays: Int.random(in: 0...windowDays, using: &generator)).description
            let isLate = generator.chance(0.2)
            return Boundary(
                weekday: generator.chance(0.5) ? Int.random(in: 1...7, using: &generator) : nil, starts: starts,
                ends: ends, from: isLate ? middle : nil, to: !isLate && generator.chance(0.2) ? middle : nil)
        }
    }

    mutating func addSurveys(_ generator: inout SeededNumbers) {
        guard generator.chance(0.85) else { return }
        let window = window
        let hour = 4 * Self.quarterHour
        let hours = Int((window.to - window.from) / hour)
        let otherScale = generator.chance(0.3)
        let items: [(String, String, Int, Int)] = [
            ("enps", "recommend", 0, 10), ("enps", "why", 1, 5), ("pulse", "mood", 0, 10), ("pulse", "pace", 1, 7),
            ("recommend", "enps", 1, 2), ("felt_supported", "felt_supported", 1, 5), ("cbi", "w7", 0, 4),
            ("cbi", "w8", 1, 5), ("conflict", "share", 0, 10), ("pulse", "swing", -2, 2),
        ]
        for survey in 0..<generator.pick([1, 2, 4]) {
            let begin = window.from + Int64(Int.random(in: -300...hours, using: &generator)) * hour
            for token in 0..<generator.pick([1, 3, 10, 25]) {
                var instant = begin + Int64(Int.random(in: 0...200, using: &generator)) * hour
                var sheet = Answer(
                    survey: "survey \(survey)", token: "token \(token)", instrument: "", item: "", score: 0,
                    scaleMin: 0, scaleMax: 0, submittedAt: instant)
                for _ in 0..<generator.pick([1, 1, 2]) {
                    sheet.team = generator.pick(Self.randomTeams)
                    sheet.department = generator.pick(["north", "west", nil])
                    for (instrument, item, least, most) in items where generator.chance(0.7) {
                        sheet.instrument = instrument
                        sheet.item = item
                        sheet.scaleMin = Double(least)
                        sheet.scaleMax = Double(most)
                        // The same item, asked on another scale in another round.
                        if otherScale, survey == 1 { sheet.scaleMax = Double(most + 3) }
                        sheet.score = Double(Int.random(in: least...most, using: &generator))
                        if generator.chance(0.02), sheet.score < Double(most) { sheet.score += 0.5 }
                        sheet.submittedAt = instant
                        answers.append(sheet)
                    }
                    instant = instant + Int64(Int.random(in: 1...100, using: &generator)) * hour
                }
            }
        }
        // An answer that ends a survey on the window's very end, or just before.
        if generator.chance(0.5), var last = answers.last {
            last.submittedAt = window.to - (generator.chance(0.5) ? 0 : 1)
            if answers.allSatisfy({ $0.survey != last.survey || $0.submittedAt < last.submittedAt }) {
                answers.append(last)
            }
        }
    }
}
