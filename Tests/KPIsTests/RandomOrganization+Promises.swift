import Domain
import TestValues

/// Promises of help, and pairs that support each other.
extension Organization {
    private static let hour: Int64 = 3_600_000_000
    private static let day = Instant.microsecondsPerDay

    mutating func addPromises(_ generator: inout SeededNumbers) {
        guard generator.chance(0.85) else { return }
        let window = window
        let hours = Int((window.to - window.from) / Self.hour)
        let helpers = Self.randomPeople + ["stranger 1"]
        let knowsRecipients = generator.chance(0.8)
        let knowsDeliveries = generator.chance(0.95)
        let minutesKnown = generator.pick([0, 0.8, 1, 1])
        let amountsKnown = generator.pick([0, 0.8, 1])
        func minutes(_ generator: inout SeededNumbers) -> String {
            generator.chance(0.1)
                ? "\(Double.random(in: 0...90, using: &generator))" : "\(generator.pick([0, 15, 30, 60, 240]))"
        }
        for number in 0..<generator.pick([2, 12, 40]) {
            let helper = generator.pick(helpers)
            let due = window.from + Int64(Int.random(in: -60...(hours + 30), using: &generator)) * Self.hour
            let promised = due - generator.pick([0, Self.hour, 10 * Self.day])
            var row = [
                "commitment_id": "promise \(number)", "helper_id": helper, "promised_at": promised.description,
                "due_at": due.description,
            ]
            if knowsRecipients, generator.chance(0.8) {
                row["recipient_id"] = generator.pick((helpers + ["stranger 2"]).filter { $0 != helper })
            }
            // Sometimes one of the two is enough.
            if generator.chance(minutesKnown) { row["minutes_asked"] = minutes(&generator) }
            if generator.chance(minutesKnown) { row["minutes_agreed"] = minutes(&generator) }
            if minutesKnown == 1, generator.chance(0.3) { row["minutes_asked"] = nil }
            if knowsDeliveries, generator.chance(0.75) {
                let delay = generator.pick([-2 * Self.day, -Self.hour, 0, 0, 1, Self.hour, 3 * Self.day, 20 * Self.day])
                row["delivered_at"] = max(promised, due + delay).description
                if generator.chance(amountsKnown) { row["minutes_delivered"] = minutes(&generator) }
            }
            others["commitments", default: []].append(row)
        }
    }

    mutating func addPairs(_ generator: inout SeededNumbers) {
        guard generator.chance(0.85) else { return }
        let supporters = Self.randomPeople + ["stranger 1"]
        var pairs: [(id: String, from: LocalDate)] = []
        func add(
            _ kind: String, _ supported: String, from: LocalDate, to: LocalDate?, _ generator: inout SeededNumbers
        ) -> [String: String] {
            let id = "pair \(pairs.count)"
            pairs.append((id, from))
            var row = [
                "pairing_id": id, "supporter_id": generator.pick(supporters.filter { $0 != supported }),
                "supported_id": supported, "kind": kind, "valid_from": from.description,
            ]
            row["valid_to"] = to?.description
            return row
        }
        var rows: [[String: String]] = []
        for (name, spells) in people.sorted(by: { $0.key < $1.key }) {
            for joined in Set(spells.map(\.joinedOn)).sorted() where generator.chance(0.6) {
                let from = date(joined).advanced(byDays: generator.pick([-8, -1, 0, 0, 3, 6, 7, 20]))
                let length = generator.pick([0, 1, 9, 90, nil, nil])
                rows.append(add("buddy", name, from: from, to: length.map { from.advanced(byDays: $0) }, &generator))
            }
        }
        for _ in 0..<generator.pick([1, 5, 15]) {
            let from = date(self.from).advanced(byDays: Int.random(in: -300...windowDays, using: &generator))
            let length = generator.chance(0.3) ? Int.random(in: 0...300, using: &generator) : nil
            rows.append(
                add(
                    "mentor", generator.pick(Self.randomPeople + ["stranger 2"]), from: from,
                    to: length.map { from.advanced(byDays: $0) }, &generator))
        }
        others["pairings"] = rows
        if generator.chance(0.9) { addMeetings(of: pairs + [("a pair that nobody knows", date(from))], &generator) }
    }

    private mutating func addMeetings(of pairs: [(id: String, from: LocalDate)], _ generator: inout SeededNumbers) {
        let window = window
        let hours = Int((window.to - window.from) / Self.hour)
        for pair in pairs {
            var taken: Set<Instant> = []
            for _ in 0..<generator.pick([0, 1, 4, 12]) {
                let soon = Zone.utc.start(of: pair.from) + Int64(Int.random(in: 0...840, using: &generator)) * Self.hour
                let any = window.from + Int64(Int.random(in: -48...(hours + 48), using: &generator)) * Self.hour
                let planned = generator.chance(0.5) ? soon : any
                guard taken.insert(planned).inserted else { continue }
                var row = ["pairing_id": pair.id, "planned_at": planned.description]
                if generator.chance(0.75) {
                    let delay = generator.pick([-3 * Self.day, 0, 0, 0, Self.hour, Self.day, 33 * Self.day])
                    row["held_at"] = (planned + delay).description
                }
                others["pair_meetings", default: []].append(row)
            }
        }
    }
}
