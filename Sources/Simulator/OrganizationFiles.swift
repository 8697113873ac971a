import Domain

/// Writes what stands before the first request: people and teams, when they work, what they agreed to.
struct OrganizationFiles {
    let organization: SimulatedOrganization
    let directory: String
    /// First simulated day, and the zone of all hours.
    let from: LocalDate
    let zone: Zone
    var clock: WallClock

    init(_ organization: SimulatedOrganization, directory: String, from: LocalDate, zone: Zone) {
        self.organization = organization
        self.directory = directory
        self.from = from
        self.zone = zone
        clock = WallClock(zone: zone)
    }

    mutating func write() throws(SimulationError) {
        try writeTeams()
        try writePeople()
        try writeTurnover()
        try writeCalendars()
        try writeLeave()
        try writeAgreements()
    }

    private mutating func writeTeams() throws(SimulationError) {
        var file = try CSVFile(of: Datasets.teams, in: directory)
        for team in organization.teams {
            try file.append([
                team.id, team.department, team.name, organization.calendars[team.calendar].id, zone.name, nil, nil,
                midnight(from),
            ])
        }
        try file.finish()
    }

    private mutating func writePeople() throws(SimulationError) {
        var file = try CSVFile(of: Datasets.people, in: directory)
        for person in organization.people {
            for spell in person.spells {
                let team = organization.teams[spell.team]
                let manager = organization.manager(of: spell).map { organization.people[$0].id }
                let hasMoved = spell.to != person.leftOn
                let updated = max(from, spell.to ?? person.leftOn ?? spell.from)
                try file.append([
                    person.id, team.id, team.department, manager, person.level.name, team.location, nil,
                    spell.calendar == team.calendar ? nil : organization.calendars[spell.calendar].id,
                    person.joinedOn, person.leftOn, nil, spell.from, hasMoved ? spell.to : nil, midnight(updated),
                ])
            }
        }
        try file.finish()
    }

    private mutating func writeTurnover() throws(SimulationError) {
        var file = try CSVFile(of: Datasets.turnover, in: directory)
        for person in organization.people {
            guard let left = person.leftOn, let separation = person.separation else { continue }
            try file.append([
                person.id, left, separation.type, separation.reason, separation.regretted, midnight(left),
            ])
        }
        try file.finish()
    }

    private mutating func writeCalendars() throws(SimulationError) {
        var shifts = try CSVFile(of: Datasets.calendars, in: directory)
        var holidays = try CSVFile(of: Datasets.calendarHolidays, in: directory)
        // Where nobody works in shifts there is only the office.
        let used = organization.plan.shiftTeam == nil ? [organization.calendars[0]] : organization.calendars
        for calendar in used {
            for shift in calendar.shifts {
                try shifts.append([
                    calendar.id, zone.name, shift.weekday, clockTime(shift.span.lowerBound),
                    clockTime(shift.span.upperBound), midnight(from),
                ])
            }
            for day in calendar.holidays { try holidays.append([calendar.id, day, midnight(from)]) }
        }
        try shifts.finish()
        try holidays.finish()
    }

    private mutating func writeLeave() throws(SimulationError) {
        var file = try CSVFile(of: Datasets.leave, in: directory)
        for person in organization.people {
            for leave in person.leave {
                try file.append([
                    person.id, leave.from, leave.to, leave.kind, midnight(leave.from),
                ])
            }
        }
        try file.finish()
    }

    private mutating func writeAgreements() throws(SimulationError) {
        var agreements = try CSVFile(of: Datasets.agreements, in: directory)
        var boundaries = try CSVFile(of: Datasets.agreementBoundaries, in: directory)
        var count = 0
        for person in organization.people {
            guard let agreement = person.agreement else { continue }
            let id = Names.agreement(count)
            count += 1
            for term in agreement.terms {
                try agreements.append([
                    id, person.id, term.hours, agreement.kinds, term.from, term.to, term.reviewed,
                    midnight(term.from),
                ])
            }
            let agreed = agreement.terms.first.map { midnight($0.from) }
            for window in agreement.windows {
                try boundaries.append([
                    id, window.weekday, window.span.map { clockTime($0.lowerBound) },
                    window.span.map { clockTime($0.upperBound) }, nil, nil, agreed,
                ])
            }
        }
        try agreements.finish()
        try boundaries.finish()
    }

    private mutating func midnight(_ date: LocalDate) -> String { clock.text(of: WallTime(date: date, second: 0)) }

    /// `22:00`; past midnight the time of the next day.
    private func clockTime(_ second: Int) -> String {
        let minute = second / 60 % (24 * 60)
        return pad(minute / 60, 2) + ":" + pad(minute % 60, 2)
    }
}
