import Domain
import Synchronization

/// Who works by which calendar: a person by their own, else by that of their team; each calendar is made once for
/// every zone of its users. A calendar that is named, but isn't in the data, is none.
struct Calendars: Sendable {
    private let facts: Facts
    private let zone: Zone
    /// Of the symbols that name one.
    private let zones: [Symbol: Zone]
    private let made = Made()

    /// `zone`: the organization's.
    init(facts: Facts, zone: Zone) {
        self.facts = facts
        self.zone = zone
        var zones: [Symbol: Zone] = [:]
        for (index, text) in facts.symbols.texts.enumerated() { zones[Symbol(index)] = Zone(text) }
        self.zones = zones
    }

    /// `nil` where the team had no calendar on that day.
    func ofTeam(_ team: Symbol, on day: LocalDate) -> WorkingCalendar? {
        guard let stretch = facts.teams.stretch(of: team, on: day) else { return nil }
        return calendar(stretch.calendar, zone: stretch.zone)
    }

    /// `nil` where neither the person nor the team that they were in on that day had a calendar.
    func ofPerson(_ person: Person, on day: LocalDate) -> WorkingCalendar? {
        guard let spell = facts.roster.spell(of: person, on: day) else { return nil }
        let stretch = facts.teams.stretch(of: spell.team, on: day)
        let isOwn = spell.calendar.isKnown
        return calendar(
            isOwn ? spell.calendar : stretch?.calendar ?? .unknown, zone: zoneSymbol(spell, stretch))
    }

    /// The person's own on that day, else their team's, else the organization's.
    func zone(ofPerson person: Person, on day: LocalDate) -> Zone {
        guard let spell = facts.roster.spell(of: person, on: day) else { return zone }
        return zones[zoneSymbol(spell, facts.teams.stretch(of: spell.team, on: day))] ?? zone
    }

    private func zoneSymbol(_ spell: Roster.Spell, _ stretch: TeamHistory.Stretch?) -> Symbol {
        spell.zone.isKnown ? spell.zone : stretch?.zone ?? .unknown
    }

    private func calendar(_ symbol: Symbol, zone: Symbol) -> WorkingCalendar? {
        guard symbol.isKnown else { return nil }
        let key = Made.Key(calendar: symbol, zone: zone)
        return made.calendars.withLock { calendars in
            if let known = calendars[key] { return known }
            guard let hours = facts.calendars[symbol] else { return nil }
            let calendar = WorkingCalendar(hours, zone: zones[zone] ?? self.zone)
            calendars[key] = calendar
            return calendar
        }
    }

    /// The calendars that somebody asked for.
    private final class Made: Sendable {
        struct Key: Hashable {
            let calendar: Symbol
            let zone: Symbol
        }

        let calendars = Mutex<[Key: WorkingCalendar]>([:])
    }
}
