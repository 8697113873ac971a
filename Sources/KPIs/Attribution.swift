import Domain

/// To which team and department a request belongs, and which level its asker had.
struct Attribution {
    let facts: Facts
    let zone: Zone
    let endings: RequestEndings

    /// The team that the row names, else the helper's at the answer, else the asker's at opening; the department is
    /// that team's on the same day, else that person's. Where no team is known a person's department still counts.
    func place(of row: Int) -> Place {
        let requests = facts.requests
        let named = requests.team[row]
        if named != SymbolTable.none {
            return Place(team: named, department: facts.teams.department(of: named, on: date(requests.openedAt[row])))
        }
        let answeredAt = endings.answeredAt(row)
        let helpers = answeredAt == .max ? .unknown : place(of: requests.helper[row], at: answeredAt)
        if helpers.team != SymbolTable.none { return helpers }
        let askers = place(of: requests.requester[row], at: requests.openedAt[row])
        if askers.team != SymbolTable.none { return askers }
        return helpers.department != SymbolTable.none ? helpers : askers
    }

    func askerLevel(of row: Int) -> SymbolTable.Symbol {
        let asker = facts.requests.requester[row]
        guard !facts.roster.spells(of: asker).isEmpty else { return SymbolTable.none }
        return facts.roster.spell(of: asker, on: date(facts.requests.openedAt[row]))?.level ?? SymbolTable.none
    }

    private func place(of person: Int32, at instant: Int64) -> Place {
        facts.roster.spells(of: person).isEmpty ? .unknown : facts.place(of: person, on: date(instant))
    }

    private func date(_ instant: Int64) -> LocalDate { zone.date(at: Instant(microseconds: instant)) }
}
