import Domain

/// Where a request or a person belongs. Unknown parts are `SymbolTable.none`.
struct Place: Hashable, Sendable {
    var team: SymbolTable.Symbol
    var department: SymbolTable.Symbol

    /// The whole organization has no symbol.
    subscript(kind: ScopeKind) -> SymbolTable.Symbol {
        switch kind {
        case .organization: SymbolTable.none
        case .department: department
        case .team: team
        }
    }

    static let unknown = Place(team: SymbolTable.none, department: SymbolTable.none)
}

extension Facts {
    /// Where somebody worked on a day: the department is the team's, else the one that the spell itself names.
    func place(of person: Int32, on day: LocalDate) -> Place {
        roster.spell(of: person, on: day).map { place(of: $0, on: day) } ?? .unknown
    }

    func place(of spell: Roster.Spell, on day: LocalDate) -> Place {
        let department = teams.department(of: spell.team, on: day)
        return Place(team: spell.team, department: department == SymbolTable.none ? spell.department : department)
    }
}
