/// What figures ask about by day is made of rows that were read as columns.
extension Facts {
    /// The same with roster, separations, teams, calendars, agreements and leave as their rows have them. The rows
    /// themselves are let go.
    ///
    /// Rows come in order: spells by person, joined_on and valid_from; separations by person and as they were told;
    /// stretches of teams and agreements by their first day.
    public consuming func structured() -> Facts {
        separations = separationColumns
        roster = Roster(spellsByPerson: spellsByPerson, separations: separations)
        teams = TeamHistory(stretches: teamStretches)
        agreements = agreed
        calendars = weeklyHours
        for (person, row) in rows(of: Leave.person) {
            leave.byPerson[person, default: []].append(
                LeaveSpans.Span(
                    from: day(Leave.validFrom, row) ?? .distantPast, to: day(Leave.validTo, row) ?? .distantFuture))
        }
        for dataset in [
            Datasets.people, Datasets.turnover, Datasets.teams, Datasets.agreements, Datasets.agreementBoundaries,
            Datasets.calendars, Datasets.calendarHolidays, Datasets.leave,
        ] { self[table: dataset.name].removeRows() }
        return self
    }

    private var spellsByPerson: [[Roster.Spell]] {
        let (teams, departments) = (values(ofAsked: People.team), values(ofAsked: People.department))
        let (levels, calendars) = (values(ofAsked: People.level), values(ofAsked: People.calendar))
        let (zones, rehired) = (values(ofAsked: People.zone), values(ofAsked: People.rehired))
        let (managers, locations) = (values(ofAsked: People.manager), values(ofAsked: People.location))
        let (joinedOn, leftOn) = (values(ofAsked: People.joinedOn), values(ofAsked: People.leftOn))
        let (validFrom, validTo) = (values(ofAsked: People.validFrom), values(ofAsked: People.validTo))
        var spells = [[Roster.Spell]](repeating: [], count: people.count)
        for (person, row) in rows(of: People.person) {
            let joined = joinedOn[row]
            spells[person.index].append(
                Roster.Spell(
                    team: teams[row], department: departments[row], level: levels[row], joinedOn: joined,
                    from: validFrom.known(row) ?? joined, to: min(leftOn[row], validTo[row]),
                    employedUntil: leftOn[row], isRehire: rehired[row] == 1, calendar: calendars[row], zone: zones[row],
                    manager: managers[row], location: locations[row]))
        }
        // One left_on is that of all rows of an employment.
        for person in spells.indices {
            let ends = Dictionary(grouping: spells[person], by: \.joinedOn).mapValues { rows in
                rows.reduce(.distantFuture) { min($0, $1.employedUntil) }
            }
            for index in spells[person].indices {
                spells[person][index].employedUntil = ends[spells[person][index].joinedOn] ?? .distantFuture
            }
        }
        return spells
    }

    private var separationColumns: SeparationColumns {
        let (leftOn, types) = (values(ofAsked: Turnover.leftOn), values(ofAsked: Turnover.type))
        let (regretted, updatedAt) = (values(ofAsked: Turnover.regretted), values(ofAsked: Turnover.updatedAt))
        var columns = SeparationColumns()
        for (person, row) in rows(of: Turnover.person) {
            columns.person.append(person)
            columns.leftOn.append(leftOn[row])
            columns.type.append(symbols[types[row]].flatMap(SeparationType.init(rawValue:)))
            columns.regretted.append(regretted[row])
            columns.updatedAt.append(updatedAt[row])
        }
        return columns
    }

    private var teamStretches: [Symbol: [TeamHistory.Stretch]] {
        let (departments, calendars) = (values(ofAsked: Teams.department), values(ofAsked: Teams.calendar))
        let zones = values(ofAsked: Teams.zone)
        return rows(of: Teams.team).reduce(into: [:]) { stretches, entry in
            let (team, row) = entry
            stretches[team, default: []].append(
                TeamHistory.Stretch(
                    department: departments[row], from: day(Teams.validFrom, row) ?? .distantPast,
                    to: day(Teams.validTo, row) ?? .distantFuture, calendar: calendars[row], zone: zones[row]))
        }
    }

    private var agreed: Agreements {
        var agreed = Agreements()
        let hours = values(ofAsked: AgreementStretches.hoursPerWeek)
        let reviewed = values(ofAsked: AgreementStretches.reviewedOn)
        for (person, row) in rows(of: AgreementStretches.person) {
            agreed.stretches[person, default: []].append(
                Agreements.Stretch(
                    hoursPerWeek: hours[row], from: day(AgreementStretches.validFrom, row) ?? .distantPast,
                    to: day(AgreementStretches.validTo, row) ?? .distantFuture, reviewedOn: reviewed.known(row)))
        }
        let weekdays = values(ofAsked: AgreementBoundaries.weekday)
        let (starts, ends) = (values(ofAsked: AgreementBoundaries.starts), values(ofAsked: AgreementBoundaries.ends))
        for (person, row) in rows(of: AgreementBoundaries.person) {
            agreed.boundaries[person, default: []].append(
                Agreements.Boundary(
                    weekday: weekdays[row] > 0 ? Int(weekdays[row]) : nil, starts: starts[row], ends: ends[row],
                    from: day(AgreementBoundaries.firstDay, row) ?? .distantPast,
                    to: day(AgreementBoundaries.dayAfter, row) ?? .distantFuture))
        }
        return agreed
    }

    /// Holidays of a calendar without hours say nothing.
    private var weeklyHours: [Symbol: WeeklyHours] {
        let (zones, weekdays) = (values(ofAsked: CalendarShifts.zone), values(ofAsked: CalendarShifts.weekday))
        let (starts, ends) = (values(ofAsked: CalendarShifts.starts), values(ofAsked: CalendarShifts.ends))
        var hours: [Symbol: WeeklyHours] = [:]
        for (calendar, row) in rows(of: CalendarShifts.calendar) {
            let shift = WeeklyHours.Shift(weekday: Int(weekdays[row]), starts: starts[row], ends: ends[row])
            let zone = symbols[zones[row]].flatMap { Zone($0) }
            hours[calendar, default: WeeklyHours(shifts: [], zone: zone)].shifts.append(shift)
        }
        for (calendar, row) in rows(of: CalendarHolidays.calendar) {
            if let holiday = day(CalendarHolidays.holiday, row) { hours[calendar]?.holidays.insert(holiday) }
        }
        return hours
    }

    /// Each row of the column's dataset, with what the column says of it; those of which it says nothing are left out.
    private func rows<K: OrdinalKind>(of column: Column<K>) -> [(K.Element, Row)] {
        let values = values(ofAsked: column)
        return self[table: column.dataset].rows.filter { values[$0].isKnown }.map { (values[$0], $0) }
    }

    private func day(_ column: Column<Kind.Day>, _ row: Row) -> LocalDate? {
        values(ofAsked: column).known(row)
    }
}

extension ColumnValues<Kind.Day> {
    fileprivate func known(_ row: Row) -> LocalDate? { self[row] == Kind.Day.unknown ? nil : self[row] }
}
