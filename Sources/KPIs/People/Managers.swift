import Domain

/// Who leads whom on which day, as the spells in force then say: a manager is whom somebody employed that day names.
///
/// Who names nobody but themselves has no manager, and leads nobody by that. A chain ends at somebody who has no manager
/// or isn't employed that day, and where it comes back to somebody who is already in it.
struct Managers {
    /// What says who leads whom, beside where people are; for `Place.inputs`.
    static let columns: [any ColumnHandle] = [People.manager]

    private let roster: Roster
    /// By person: the days on which somebody names them, `[from, to)`, in order and apart from each other.
    private let named: [[(from: LocalDate, to: LocalDate)]]

    init(_ facts: Facts) {
        roster = facts.roster
        var spans = [[(from: LocalDate, to: LocalDate)]](repeating: [], count: facts.people.count)
        for person in facts.everybody {
            for spell in facts.roster.spells(of: person)
            where spell.manager.isKnown && spell.manager != person && spell.from < spell.to {
                spans[spell.manager.index].append((spell.from, spell.to))
            }
        }
        named = spans.map(Self.joined)
    }

    private static func joined(_ spans: [(from: LocalDate, to: LocalDate)]) -> [(from: LocalDate, to: LocalDate)] {
        var joined: [(from: LocalDate, to: LocalDate)] = []
        for span in spans.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) {
            if let last = joined.last, span.from <= last.to {
                joined[joined.count - 1].to = max(last.to, span.to)
            } else {
                joined.append(span)
            }
        }
        return joined
    }

    /// Unknown for who has none, and who isn't employed then.
    func manager(of person: Person, on day: LocalDate) -> Person {
        let manager = roster.spell(of: person, on: day)?.manager ?? .unknown
        return manager == person ? .unknown : manager
    }

    /// Whether somebody employed on the day names them, employed themselves or not.
    func isManager(_ person: Person, on day: LocalDate) -> Bool {
        named[person.index].contains { $0.from <= day && day < $0.to }
    }

    /// Whether it is known where an employed person stands: under a manager, or above somebody.
    func isInChain(_ person: Person, on day: LocalDate) -> Bool {
        roster.isEmployed(person, on: day) && (manager(of: person, on: day).isKnown || isManager(person, on: day))
    }

    /// Whether one is the manager of the other, or their manager's, and so on. In a circle everybody is above everybody.
    func isAbove(_ upper: Person, _ lower: Person, on day: LocalDate) -> Bool {
        // Brent's way to notice a circle: whoever was last remembered comes by again.
        var remembered = lower
        var (steps, mostSteps) = (0, 1)
        var current = manager(of: lower, on: day)
        while current.isKnown {
            if current == upper { return true }
            if current == remembered { return false }
            steps += 1
            if steps == mostSteps {
                remembered = current
                (steps, mostSteps) = (0, 2 * mostSteps)
            }
            current = manager(of: current, on: day)
        }
        return false
    }
}
