import Domain

/// Asks everybody who is there, four times a year, and writes who was invited and what those who answered said.
struct SurveyFiles {
    let organization: SimulatedOrganization
    let directory: String
    /// First day that has not happened yet.
    let until: LocalDate
    var clock: WallClock
    var generator: SeededGenerator
    /// Of what instruments are answered, which leaves everything else as it is.
    var instruments: SeededGenerator

    /// One person's answers.
    private struct Sheet {
        let token: String
        let rows: [CSVFile.Fields]
    }

    mutating func write() throws(SimulationError) {
        var answers = try CSVFile(of: Datasets.satisfaction, in: directory)
        var invitations = try CSVFile(of: Datasets.surveyInvitations, in: directory)
        for survey in organization.plan.surveys {
            var sheets: [Sheet] = []
            for team in organization.teams {
                let invited = team.present(on: survey.opens)
                guard !invited.isEmpty else { continue }
                try invitations.append([
                    survey.id, team.id, team.department, invited.count,
                    clock.text(of: WallTime(date: survey.opens, second: 0)),
                ])
                for spell in invited {
                    if let sheet = sheet(of: organization.people[spell.person], in: team, survey) {
                        sheets.append(sheet)
                    }
                }
            }
            // By token, so that the order of rows says nothing of who answered.
            for row in sheets.sorted(by: { $0.token < $1.token }).flatMap(\.rows) { try answers.append(row) }
        }
        try answers.finish()
        try invitations.finish()
    }

    /// `nil` where the person does not answer, or has not yet.
    private mutating func sheet(
        of person: SimulatedOrganization.Person, in team: SimulatedOrganization.Team, _ survey: Survey
    ) -> Sheet? {
        let date = survey.opens.advanced(byDays: generator.below(Habits.surveyDays))
        let time = WallTime(date: date, second: 9 * 3600 + generator.below(8 * 3600))
        let token = "s" + String(generator.next(), radix: 16)
        guard generator.chance(Habits.shareAnswering), date < until, date < person.leftOn ?? .distantFuture else {
            return nil
        }
        let plan = organization.plan
        let isFallen =
            team.department == plan.fallDepartment && survey.opens >= plan.fallSurvey?.opens ?? .distantFuture
        let submitted = clock.text(of: time)
        var rows: [CSVFile.Fields] = []
        for item in Habits.items where generator.chance(Habits.shareItemAnswered) {
            let mood = Habits.moodOfPerson * person.mood + Habits.moodOfDay * generator.normal()
            let answer = Int((item.mean - (isFallen ? item.fall : 0) + item.spread * mood).rounded())
            let score = min(max(answer, item.scale.lowerBound), item.scale.upperBound)
            let hasComment = generator.chance(Habits.shareWithComment)
            rows.append(
                fields(
                    of: person, in: team, survey, token, item.instrument, item.item, score, on: item.scale, submitted,
                    hasComment: hasComment))
        }
        for instrument in Habits.instruments where asks(instrument, survey) {
            let mood = Habits.moodOfPerson * person.mood + Habits.moodOfDay * instruments.normal()
            let shift = shift(of: instrument, in: team.department, survey)
            for (number, item) in instrument.items.enumerated() where instruments.chance(Habits.shareItemAnswered) {
                let own = Habits.shareOfMood * mood + Habits.spreadOfItem * instruments.normal()
                rows.append(
                    fields(
                        of: person, in: team, survey, token, item.instrument, item.item,
                        instrument.answer(to: number, mood: own, shift: shift), on: instrument.scale, submitted,
                        hasComment: false))
            }
        }
        return Sheet(token: token, rows: rows)
    }

    /// How far what is planted moves an answer.
    private func shift(of instrument: AskedInstrument, in department: String, _ survey: Survey) -> Double {
        let plan = organization.plan
        func holds(_ change: Plan.Change<String>?) -> Bool { change.holds(in: department, on: survey.opens) }
        let isBurntOut = holds(plan.visibleBurnout) || holds(plan.silentBurnout)
        return (holds(plan.fearOfAsking) ? instrument.inFear : 0) + (isBurntOut ? instrument.burntOut : 0)
    }

    private mutating func asks(_ instrument: AskedInstrument, _ survey: Survey) -> Bool {
        (!instrument.isLong || survey.isLong) && instruments.chance(instrument.shareAsked)
    }

    private func fields(
        of person: SimulatedOrganization.Person, in team: SimulatedOrganization.Team, _ survey: Survey,
        _ token: String, _ instrument: String, _ item: String, _ score: Int, on scale: ClosedRange<Int>,
        _ submitted: String, hasComment: Bool
    ) -> CSVFile.Fields {
        [
            survey.id, token, instrument, item, score, scale.lowerBound, scale.upperBound, submitted, team.id,
            team.department, person.level.name, team.location,
            hasComment ? "More time for one another, please." : nil, submitted,
        ]
    }
}
