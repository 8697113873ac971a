import Domain

/// To which team and department a request belongs, and which level its asker had.
struct Attribution {
    let facts: Facts
    let requests: Requests
    let zone: Zone
    let endings: RequestEndings

    /// The team that the row names, on the day of opening, else the helper's at the answer, if the request wasn't withdrawn
    /// before, else the asker's at opening; the department is that team's on the same day, else that person's. Where no team is known a person's
    /// department still counts.
    func place(of row: Row) -> (place: Place, day: LocalDate) {
        let opened = date(requests.openedAt[row])
        let named = requests.team[row]
        if named.isKnown {
            return (Place(team: named, department: facts.teams.department(of: named, on: opened)), opened)
        }
        let response = endings.firstResponse(of: row)
        let isAnswered = response.outcome == .event
        let answered = isAnswered ? date(response.at) : opened
        let helpers = isAnswered ? facts.place(of: requests.helper[row], on: answered) : .unknown
        if helpers.team.isKnown { return (helpers, answered) }
        let askers = facts.place(of: requests.requester[row], on: opened)
        if askers.team.isKnown { return (askers, opened) }
        return helpers.department.isKnown ? (helpers, answered) : (askers, opened)
    }

    func askerLevel(of row: Row) -> Symbol {
        let opened = date(requests.openedAt[row])
        return facts.roster.spell(of: requests.requester[row], on: opened)?.level ?? .unknown
    }

    private func date(_ instant: Instant) -> LocalDate { zone.date(at: instant) }
}
