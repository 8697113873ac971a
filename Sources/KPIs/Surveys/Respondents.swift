import Domain

/// The people behind what was said in surveys, where each position is one token's in one survey.
///
/// Whether tokens of two surveys are one person's cannot be known, so they are as many as answered the survey with the most
/// of the positions.
///
/// The digest knows what was said by its content, equal ones by their number. Tokens get other numbers when a survey is
/// loaded again after its key is gone; by them everybody would seem to have changed when one person did.
struct Respondents: PeopleBehind {
    /// By position.
    private let survey: [Symbol]
    /// By position, a hash of all that is said there.
    private let said: [UInt64]

    init(survey: [Symbol], said: [UInt64]) {
        self.survey = survey
        self.said = said
    }

    /// What one person says can change in as many.
    static let bucketsPerPerson = Contributors.Digest.bucketsPerNameless

    func contributors(of positions: ArraySlice<Int32>, isRefused: Bool) -> Contributors {
        var counts: [Symbol: Int] = [:]
        for position in positions { counts[survey[Int(position)], default: 0] += 1 }
        return Contributors(
            people: counts.values.max() ?? 0,
            digest: Contributors.Digest(nameless: positions.lazy.map { said[Int($0)] }))
    }

    func few(of positions: some Sequence<Int32>, upTo most: RoleCounts) -> RoleCounts {
        var counts: [Symbol: Int] = [:]
        var people = 0
        for position in positions {
            if people == most.first { break }
            counts[survey[Int(position)], default: 0] += 1
            people = max(people, counts[survey[Int(position)]] ?? 0)
        }
        return RoleCounts(people)
    }
}
