import Domain

extension Pieces {
    /// What pieces of help are made of, requests or contributions; `requests` and `contributions` are columns that
    /// count besides. `need`: of one or the other, unless some of the figures can do without both.
    static func inputs(
        _ need: Sheet.Input.Need = .either, requests: [any ColumnHandle] = [],
        contributions: [any ColumnHandle] = [], reach: Int = 0, isReadApart: Bool = false
    ) -> [Sheet.Input] {
        func input(_ columns: [any ColumnHandle], _ need: Sheet.Input.Need) -> Sheet.Input {
            .init(columns, need, reach: reach, isReadApart: isReadApart)
        }
        return [
            input([HelpRequests.openedAt, HelpRequests.resolvedAt, HelpRequests.helper], need),
            input([HelpRequests.withdrawnAt] + requests, .whereKnown),
            input([HelpContributions.helper, HelpContributions.startedAt], need),
            input([HelpContributions.request] + contributions, .whereKnown),
            // Who asked, and where: what people do about their own requests is no help.
            input([HelpRequests.requester, HelpRequests.team, HelpRequests.firstResponseAt], .whereKnown),
        ]
    }

    /// What says who helped, and when: of each group one, for a measure whose sheet can do without.
    static let columnsOfEach: [[any Recorded]] = [
        [HelpContributions.helper, HelpRequests.helper], [HelpContributions.startedAt, HelpRequests.resolvedAt],
    ]

    /// What tells, beside answers, that somebody else helped with a request that its asker closed.
    static let inputsOfSelfSolved: [Sheet.Input] = [
        .init([HelpContributions.request, HelpContributions.helper, HelpContributions.startedAt], .whereKnown)
    ]
}

extension Place {
    /// What says who was where, and who is employed; `people` and `teams` are columns that count besides.
    static func inputs(
        people: [any ColumnHandle] = [], teams: [any ColumnHandle] = [], reach: Int = 0
    ) -> [Sheet.Input] {
        let employment: [any ColumnHandle] = [
            People.team, People.department, People.joinedOn, People.leftOn, People.validFrom, People.validTo,
            People.rehired,
        ]
        return [
            .init(employment + people, .whereKnown, reach: reach),
            .init([Turnover.person, Turnover.leftOn, Turnover.type], .whereKnown, reach: reach),
            .init([Teams.department, Teams.validFrom, Teams.validTo] + teams, .whereKnown, reach: reach),
        ]
    }
}

extension Calendars {
    /// What says when people work, beside the names of the calendars; `reach` is that of holidays.
    static func inputs(_ need: Sheet.Input.Need, reach: Int = 0) -> [Sheet.Input] {
        [
            .init([CalendarShifts.calendar, CalendarShifts.weekday, CalendarShifts.starts, CalendarShifts.ends], need),
            .init([CalendarShifts.zone], .whereKnown),
            .init([CalendarHolidays.calendar, CalendarHolidays.holiday], .whereKnown, reach: reach),
        ]
    }
}
