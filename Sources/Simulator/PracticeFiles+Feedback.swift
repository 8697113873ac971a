import Domain

/// What teams are asked to start, stop or continue, and what became of it.
extension PracticeFiles {
    mutating func writeFeedback() throws(SimulationError) {
        var file = try CSVFile(of: Datasets.feedback, in: directory)
        var count = 0
        let office = organization.calendars[WorkWeek.office]
        for team in organization.teams {
            var day = from
            while day < until {
                let rate = Habits.feedbackPerPersonMonth / HelpGenerator.daysPerMonth
                for _ in 0..<generator.poisson(mean: rate * Double(team.present(on: day).count)) {
                    let kind = generator.pick(Habits.feedbackKinds)
                    let isIdle = organization.plan.idleFeedback.holds(in: team.department, on: day)
                    let isAnswered = generator.chance(Habits.shareOfFeedbackAnswered)
                    let isActedOn = generator.chance(isIdle ? Habits.shareActedOnWhereIdle : Habits.shareActedOn)
                    let second = 9 * 3600 + generator.below(8 * 3600)
                    let submitted = WallTime(date: day, second: second)
                    let answered = office.time(
                        after: submitted, workingSeconds: workingSeconds(medianHours: Habits.answerAfterMedianHours))
                    let acted = office.time(
                        after: submitted, workingSeconds: workingSeconds(medianHours: Habits.actedOnAfterMedianHours))
                    let text = clock.text(of: submitted)
                    let answeredAt = isAnswered ? past(answered) : nil
                    let actedOnAt = isActedOn ? past(acted) : nil
                    try file.append([
                        Names.feedback(count), team.id, kind, text, answeredAt, actedOnAt,
                        [answeredAt, actedOnAt].compactMap { $0 }.max() ?? text,
                    ])
                    count += 1
                    if isIdle { counts.feedback += 1 }
                }
                day = day.advanced(byDays: 1)
            }
        }
        try file.finish()
    }
}
