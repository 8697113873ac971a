import Domain
import TestValues

/// What teams do about support: turns, rituals, promises, pairs, objectives, rewards, feedback, named colleagues, pods and
/// contacts, at the edges of what figures ask for.
extension Organization {
    private static let strangers = ["stranger 1", "stranger 3"]

    /// `isWhole`: nothing is left out.
    mutating func addPractices(isWhole: Bool, _ generator: inout SeededNumbers) {
        let additions: [(Organization, inout SeededNumbers) -> [String: [[String: String]]]] = [
            { ["rotations": $0.rotations(&$1)] }, { ["rituals": $0.rituals(&$1)] },
            { ["commitments": $0.commitments(&$1)] }, { $0.pairs(&$1) }, { ["objectives": $0.objectives(&$1)] },
            { ["rewards": $0.rewards(&$1)] }, { ["feedback": $0.feedback(&$1)] },
            { ["support_ties": $0.supportTies(&$1)] }, { ["pods": $0.pods(&$1)] },
            { ["emergency_contacts": $0.emergencyContacts(&$1)] },
        ]
        for addition in additions where isWhole || generator.chance(0.85) {
            for (name, rows) in addition(self, &generator).sorted(by: { $0.key < $1.key }) where !rows.isEmpty {
                guard let dataset = Datasets.all.first(where: { $0.name == name }) else { continue }
                let optional = dataset.columns.filter { !$0.required }.map(\.name)
                let leftOut = Set(optional.filter { _ in !isWhole && generator.chance(0.06) })
                var keys: Set<[String?]> = []
                others[name] = rows.filter { row in keys.insert(dataset.key.map { row[$0] }).inserted }
                    .map { row in row.filter { !leftOut.contains($0.key) } }
            }
        }
    }

    // MARK: Days, instants, people

    private func day(_ range: ClosedRange<Int>, _ generator: inout SeededNumbers) -> LocalDate {
        date(from).advanced(byDays: Int.random(in: range, using: &generator))
    }

    private func laterDay(_ text: String, _ days: Int) -> String { date(text).advanced(byDays: days).description }

    /// Around the window, and on its ends.
    private func moment(_ generator: inout SeededNumbers) -> Instant {
        let window = window
        if generator.chance(0.08) { return generator.pick([window.from, window.from - 1, window.to, window.to - 1]) }
        let step: Int64 = 6 * 3_600_000_000
        let begin = window.from - 45 * Instant.microsecondsPerDay
        return begin + Int64(generator.below(Int((window.to - begin) / step) + 8)) * step
    }

    private func somebody(_ generator: inout SeededNumbers) -> String {
        generator.chance(0.04) ? generator.pick(Self.strangers) : generator.pick(folk)
    }

    /// Those who are in a team on the last day, as far as `people` says.
    private func members(of team: String) -> [String] {
        let last = laterDay(to, -1)
        return people.keys.sorted().filter { name in
            people[name]?.contains { spell in
                spell.team == team && spell.from <= last && last < spell.to ?? "9999" && last < spell.leftOn ?? "9999"
            } ?? false
        }
    }

    private var namedTeams: [String] { Set(teamNames.compactMap { $0 }).sorted() }

    // MARK: Turns

    /// Some teams have both roles all the time, some with gaps on weekends, some as it comes.
    private func rotations(_ generator: inout SeededNumbers) -> [[String: String]] {
        var rows: [[String: String]] = []
        func add(_ team: String, _ person: String, _ role: String, _ first: LocalDate, _ days: Int) {
            rows.append([
                "team_id": team, "person_id": person, "role": role, "valid_from": first.description,
                "valid_to": first.advanced(byDays: days).description,
            ])
        }
        for team in namedTeams where generator.chance(0.8) {
            let inTeam = members(of: team)
            let circle =
                inTeam.isEmpty || generator.chance(0.2) ? [somebody(&generator), somebody(&generator)] : inTeam
            let length = generator.pick([7, 7, 5, 14])
            if generator.chance(0.6) {
                for role in ["primary", "backup"] {
                    var first = day(-9...(-7), &generator)
                    let end = date(to).advanced(byDays: generator.pick([0, -3, 9]))
                    while first < end {
                        add(team, generator.pick(circle), role, first, length)
                        first = first.advanced(byDays: generator.chance(0.95) ? length : 7)
                    }
                }
            } else {
                for _ in 0..<generator.pick([1, 3, 12]) {
                    let first = day(-20...(windowDays + 5), &generator)
                    let role = generator.pick(["primary", "primary", "backup"])
                    let person = generator.chance(0.9) ? generator.pick(circle) : somebody(&generator)
                    add(team, person, role, first, length)
                    // On and on, or while the last turn lasts.
                    if generator.chance(0.3) {
                        add(team, person, role, first.advanced(byDays: generator.pick([length, length, 2])), length)
                    }
                }
            }
        }
        return rows
    }

    private func rituals(_ generator: inout SeededNumbers) -> [[String: String]] {
        (0..<generator.pick([1, 8, 30])).map { number in
            let planned = moment(&generator)
            var row = [
                "ritual_id": "ritual \(number)", "planned_at": planned.description,
                "kind": generator.pick(["check-in", "retrospective", "support review"]),
            ]
            if generator.chance(0.85) { row["team_id"] = generator.pick(namedTeams) }
            row["held_at"] = later(planned, 0.7, days: [0, 0, 1, 20], &generator)?.description
            return row
        }
    }

    private func later(
        _ instant: Instant, _ probability: Double, days: [Int], _ generator: inout SeededNumbers
    ) -> Instant? {
        generator.chance(probability)
            ? instant + Int64(generator.pick(days)) * Instant.microsecondsPerDay : nil
    }

    // MARK: Promises

    private func commitments(_ generator: inout SeededNumbers) -> [[String: String]] {
        let lacksMinutes = generator.chance(0.3)
        let minutes = [0, 15, 30, 60, 90, 37.5]
        return (0..<generator.pick([1, 10, 40])).map { number in
            let due = moment(&generator)
            let promised = due - Int64(generator.pick([0, 2, 30])) * Instant.microsecondsPerDay
            let helper = somebody(&generator)
            var row = [
                "commitment_id": "commitment \(number)", "helper_id": helper, "promised_at": promised.description,
                "due_at": due.description,
            ]
            if generator.chance(0.8) { row["recipient_id"] = generator.pick(folk.filter { $0 != helper }) }
            if generator.chance(0.7) { row["minutes_asked"] = "\(generator.pick(minutes))" }
            if row["minutes_asked"] == nil ? !lacksMinutes || generator.chance(0.8) : generator.chance(0.7) {
                row["minutes_agreed"] = "\(generator.pick(minutes))"
            }
            let delivered = later(due, 0.75, days: [-2, 0, 0, 1, 20], &generator)
            if let delivered, delivered >= promised {
                row["delivered_at"] = (delivered + (generator.chance(0.1) ? 1 : 0)).description
                if generator.chance(0.93) { row["minutes_delivered"] = "\(generator.pick(minutes))" }
            }
            return row
        }
    }

    // MARK: Pairs

    /// Pairs and their meetings, of which some name a pair that nobody knows. Half of the buddies come when somebody joins.
    private func pairs(_ generator: inout SeededNumbers) -> [String: [[String: String]]] {
        let joiners = people.sorted { $0.key < $1.key }.flatMap { name, spells in spells.map { (name, $0.joinedOn) } }
        var pairs: [[String: String]] = []
        var meetings: [[String: String]] = []
        for number in 0..<generator.pick([1, 10, 40]) {
            var (supported, first) = (somebody(&generator), day(-300...windowDays, &generator).description)
            let kind = generator.pick(["mentor", "buddy"])
            if !joiners.isEmpty, kind == "buddy", generator.chance(0.7) {
                let (name, joined) = generator.pick(joiners)
                (supported, first) = (name, laterDay(joined, generator.pick([-10, 0, 0, 6, 7])))
            }
            var pair = [
                "pairing_id": "pair \(number)", "supported_id": supported, "kind": kind, "valid_from": first,
                "supporter_id": generator.pick((folk + Self.strangers).filter { $0 != supported }),
            ]
            if generator.chance(0.3) { pair["valid_to"] = laterDay(first, generator.pick([0, 3, 40, 400])) }
            pairs.append(pair)
            for _ in 0..<generator.pick([0, 2, 6]) {
                var planned = moment(&generator)
                if kind == "buddy", generator.chance(0.7) {
                    let day = date(first).advanced(byDays: generator.below(40))
                    planned = window.zone.start(of: day) + Int64(generator.below(48)) * 1_800_000_000
                }
                var meeting = [
                    "pairing_id": generator.chance(0.05) ? "a pair that nobody knows" : "pair \(number)",
                    "planned_at": planned.description,
                ]
                meeting["held_at"] = later(planned, 0.75, days: [0, 0, 1, 20], &generator)?.description
                meetings.append(meeting)
            }
            if generator.chance(0.25) {
                tellAgain(pair, "pair \(number)", in: &pairs, &meetings, &generator)
            }
        }
        return ["pairings": pairs, "pair_meetings": meetings]
    }

    /// The same two under a second id, perhaps since another day, and some of their meetings under it too.
    private func tellAgain(
        _ pair: [String: String], _ id: String, in pairs: inout [[String: String]],
        _ meetings: inout [[String: String]], _ generator: inout SeededNumbers
    ) {
        var copy = pair
        copy["pairing_id"] = "\(id) again"
        if generator.chance(0.4), let first = pair["valid_from"] {
            copy["valid_from"] = laterDay(first, generator.pick([-40, -1]))
        }
        pairs.append(copy)
        for meeting in meetings where meeting["pairing_id"] == id && generator.chance(0.6) {
            var again = meeting
            again["pairing_id"] = "\(id) again"
            if generator.chance(0.3) { again["held_at"] = nil }
            meetings.append(again)
        }
    }

    // MARK: Objectives and rewards

    private func objectives(_ generator: inout SeededNumbers) -> [[String: String]] {
        let people = folk + Self.strangers
        let knowsKinds = generator.chance(0.5)
        return people.filter { _ in generator.chance(0.7) }.flatMap { person in
            (0..<generator.pick([1, 1, 2, 4])).map { number in
                let first = day(-300...(generator.chance(0.8) ? 0 : windowDays + 3), &generator)
                var row = [
                    "objective_id": "\(person), \(number)", "person_id": person,
                    "beneficiary": generator.pick(["self", "self", "person", "team", "organization"]),
                    "weight": "\(generator.pick([0, 0.5, 1, 1, 3]))", "valid_from": first.description,
                ]
                if generator.chance(0.3) { row["beneficiary_id"] = "somebody" }
                row["kind"] = generator.pick([
                    "individual_target", "individual_target", "shared", "forced_rank", knowsKinds ? "shared" : nil,
                ])
                if generator.chance(0.2) {
                    row["valid_to"] = first.advanced(byDays: generator.pick([0, 30, 200])).description
                }
                return row
            }
        }
    }

    /// Some of one person at the same time, and amounts that are equal only as decimals add up.
    private func rewards(_ generator: inout SeededNumbers) -> [[String: String]] {
        let people = folk + Self.strangers
        return people.filter { _ in generator.chance(0.85) }.flatMap { person in
            var given = moment(&generator)
            return (0..<generator.pick([1, 1, 2, 3])).map { number in
                if generator.chance(0.7) { given = moment(&generator) }
                var row = [
                    "reward_id": "\(person), \(number)", "person_id": person, "given_at": given.description,
                ]
                if generator.chance(0.9) {
                    row["amount"] = "\(generator.pick([0, 0.1, 0.2, 0.3, 100, 100, 250, 312.5]))"
                }
                if generator.chance(0.7) { row["rating"] = "\(generator.pick([1, 2, 3, 3, 4, 5]))" }
                row["for_helping"] = generator.pick(["true", "false", "false", nil])
                return row
            }
        }
    }

    // MARK: What people say

    private func feedback(_ generator: inout SeededNumbers) -> [[String: String]] {
        let month = 30 * Instant.microsecondsPerDay
        return (0..<generator.pick([1, 8, 40])).map { number in
            var submitted = moment(&generator)
            if generator.chance(0.15) { submitted = generator.pick([window.from, window.to]) - month }
            var row = [
                "feedback_id": "feedback \(number)", "submitted_at": submitted.description,
                "kind": generator.pick(["start", "stop", "continue"]),
            ]
            if generator.chance(0.85) { row["team_id"] = generator.pick(namedTeams) }
            row["answered_at"] = later(submitted, 0.5, days: [0, 3], &generator)?.description
            let acted = later(submitted, 0.65, days: [0, 1, 12, 30, 30, 60], &generator)
            row["acted_on_at"] = acted.map { ($0 + (generator.chance(0.1) ? 1 : 0)).description }
            return row
        }
    }

    /// Of surveys with answers, and of one without. In half of the organizations nearly everybody names somebody.
    private func supportTies(_ generator: inout SeededNumbers) -> [[String: String]] {
        let share = generator.pick([0.5, 0.97, 0.97, 1])
        let surveys = generator.chance(0.4) ? ["nobody answered"] : ["survey 0", "survey 1", "nobody answered"]
        let people = folk + (generator.chance(0.3) ? Self.strangers : [])
        return people.filter { _ in generator.chance(share) }.flatMap { person in
            (0..<generator.pick([1, 1, 2, 4])).map { _ in
                [
                    "survey_id": generator.pick(surveys), "person_id": person,
                    "colleague_id": generator.pick((folk + ["stranger 2"]).filter { $0 != person }),
                    "kind": generator.pick(["advice", "comfort"]),
                ]
            }
        }
    }

    // MARK: Pods and contacts

    /// Most teams are dealt evenly, so that pods have four to six; the others as it comes.
    private func pods(_ generator: inout SeededNumbers) -> [[String: String]] {
        namedTeams.flatMap { team in
            var rows: [[String: String]] = []
            let inTeam = members(of: team).shuffled(using: &generator)
            let isEven = generator.chance(0.7)
            let count = isEven ? max(1, (inTeam.count + 4) / 5) : generator.pick([1, 3, 8])
            for (number, person) in inTeam.enumerated() where isEven || generator.chance(0.95) {
                var row = ["team_id": team, "pod_id": "pod \(number % count)", "person_id": person]
                if generator.chance(0.5) { row["valid_from"] = day(-300...(-30), &generator).description }
                if generator.chance(isEven ? 0 : 0.1) { row["valid_to"] = day(0...windowDays, &generator).description }
                rows.append(row)
            }
            if generator.chance(0.3) {
                rows.append(["team_id": team, "pod_id": "pod 0", "person_id": somebody(&generator)])
            }
            return rows
        }
    }

    private func emergencyContacts(_ generator: inout SeededNumbers) -> [[String: String]] {
        (namedTeams + ["a team that nobody knows"]).flatMap { team in
            ["primary", "backup"].flatMap { role in
                (0..<generator.pick([0, 1, 1, 2])).map { _ in
                    var row = ["team_id": team, "role": role, "person_id": somebody(&generator)]
                    row["tested_on"] = generator.pick([
                        nil, laterDay(to, -92), laterDay(to, -92), laterDay(to, -93), laterDay(to, -1), to,
                        day(-150...windowDays, &generator).description,
                    ])
                    return row
                }
            }
        }
    }
}
