import Domain

/// Where a request or a person belongs. Parts may be unknown.
struct Place: Hashable, Sendable {
    var team: Symbol
    var department: Symbol

    /// The whole organization has no symbol.
    subscript(kind: ScopeKind) -> Symbol {
        switch kind {
        case .organization: .unknown
        case .department: department
        case .team: team
        }
    }

    static let unknown = Place(team: .unknown, department: .unknown)
}

extension Facts {
    /// Where somebody worked on a day: the department is the team's, else the one that the spell itself names.
    func place(of person: Person, on day: LocalDate) -> Place {
        roster.spell(of: person, on: day).map { place(of: $0, on: day) } ?? .unknown
    }

    func place(of spell: Roster.Spell, on day: LocalDate) -> Place {
        let department = teams.department(of: spell.team, on: day)
        return Place(team: spell.team, department: department.isKnown ? department : spell.department)
    }
}

extension PeriodView {
    /// Of a team at an instant, with the department that it had on the local date.
    func place(of team: Symbol, at instant: Instant) -> Place { place(of: team, on: window.zone.date(at: instant)) }

    func place(of team: Symbol, on day: LocalDate) -> Place {
        Place(team: team, department: facts.teams.department(of: team, on: day))
    }
}
