import Domain

/// Who was rewarded in a window, and with what.
struct RewardsOfPeople {
    /// Ascending.
    let people: [Person]
    private let byPerson: PositionsByKey<Person>
    private let givenAt: [Instant]
    /// NaN where unknown.
    private let amounts: [Double]
    private let ratings: [Double]

    init(view: PeriodView) {
        let facts = view.facts
        let (persons, instants) = (facts[Rewards.person], facts[Rewards.givenAt])
        let (amount, rating) = (facts[Rewards.amount], facts[Rewards.rating])
        let rows = facts.rows(of: Datasets.rewards).filter { view.window.interval.contains(instants[$0]) }
        let byPerson = PositionsByKey(rows.map { persons[$0] }, keyCount: facts.people.count)
        people = facts.everybody.filter { !byPerson[$0].isEmpty }
        self.byPerson = byPerson
        givenAt = rows.map { instants[$0] }
        amounts = rows.map { amount[$0] }
        ratings = rows.map { rating[$0] }
    }

    /// The sum of those known; `nil` where none is. The same to the bit whatever order the facts have.
    func amount(of person: Person) -> Double? {
        let known = byPerson[person].map { amounts[Int($0)] }.filter { !$0.isNaN }
        return known.isEmpty ? nil : known.sorted().reduce(0, +)
    }

    /// Of several at the same instant the highest; `nil` where none is known.
    func lastRating(of person: Person) -> Double? {
        byPerson[person].lazy.map { (at: givenAt[Int($0)], rating: ratings[Int($0)]) }.filter { !$0.rating.isNaN }
            .max { ($0.at, $0.rating) < ($1.at, $1.rating) }?.rating
    }
}
