import Domain
import Foundation

/// A rating and a bonus for everybody at the end of each quarter, and rewards in between.
extension PracticeFiles {
    mutating func writeRewards() throws(SimulationError) {
        var file = try CSVFile(of: Datasets.rewards, in: directory)
        var count = 0
        var day = from
        while day < until {
            let (_, month, dayOfMonth) = day.civil
            let isRewardDay = month % 3 == 0 && dayOfMonth == Habits.rewardDay
            for (position, person) in organization.people.enumerated() {
                guard person.joinedOn <= day, day < person.leftOn ?? .distantFuture else { continue }
                var fields: [CSVFile.Fields] = []
                if generator.chance(Habits.spotRewardsPerPersonMonth / HelpGenerator.daysPerMonth) {
                    let amount = generator.whole(Habits.spotAmounts) * Habits.stepOfAmounts
                    fields.append([amount, nil, generator.chance(Habits.shareOfSpotRewardsForHelping)])
                }
                if isRewardDay { fields.append(quarterly(of: position, on: day)) }
                let given = clock.text(of: WallTime(date: day, second: Habits.rewardAt))
                for reward in fields {
                    try file.append([Names.reward(count), person.id, given] + reward + [given])
                    count += 1
                }
            }
            day = day.advanced(byDays: 1)
        }
        try file.finish()
    }

    /// Amount, rating, and that it was not for helping.
    private mutating func quarterly(of position: Int, on day: LocalDate) -> CSVFile.Fields {
        let person = organization.people[position]
        // How much somebody helps beside others of the level; standard normal.
        let helping = log(person.helping / person.level.helping) / Habits.helpingSpread
        let isPunished = organization.plan.punishedFrom.map { day >= $0 } ?? false
        let part = isPunished ? Habits.meritOfPunishedHelp : Habits.meritOfHelp
        let merit = part * helping + (1 - part * part).squareRoot() * generator.normal()
        let scale = Habits.ratingScale
        let rating = Int((Habits.meanRating + Habits.spreadOfRatings * merit).rounded())
        let bonus = person.level.bonus * max(Habits.leastPartOfBonus, 1 + Habits.spreadOfBonuses * merit)
        let steps = Double(Habits.stepOfAmounts)
        return [
            Int((bonus / steps).rounded()) * Habits.stepOfAmounts,
            min(max(rating, scale.lowerBound), scale.upperBound), false,
        ]
    }
}
