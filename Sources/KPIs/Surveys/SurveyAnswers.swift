import Domain

/// The answers that count in a window: of each survey whose last answer falls in it, the last answer of each token to
/// each of some items. Columns go by position.
struct SurveyAnswers: PeopleBehind {
    /// A scale on which answers are given.
    struct Scale: Hashable, Comparable {
        let least: Double
        let most: Double

        static func < (a: Scale, b: Scale) -> Bool { (a.least, a.most) < (b.least, b.most) }

        /// `1 to 10`.
        var ends: String { "\(least.shortest) to \(most.shortest)" }
    }

    private struct TokenOfSurvey: Hashable {
        let survey: Symbol
        let token: Int64
    }

    /// In key order.
    let survey: [Symbol]
    let token: [Int64]
    let item: [Symbol]
    let score: [Double]
    let scale: [Scale]
    /// What the token's last answer in its survey names, whatever the item.
    let place: [Place]

    static let inputs: [Sheet.Input] = [
        .init(
            [
                Satisfaction.round, Satisfaction.token, Satisfaction.instrument, Satisfaction.question,
                Satisfaction.score, Satisfaction.scaleMin, Satisfaction.scaleMax, Satisfaction.submittedAt,
            ], .always),
        .init([Satisfaction.team, Satisfaction.department], .whereKnown),
        .init([Teams.department, Teams.validFrom, Teams.validTo], .whereKnown),
    ]

    /// `isWanted` gets an item as instrument/item.
    init(view: PeriodView, of isWanted: (String) -> Bool) {
        let facts = view.facts
        let (surveys, tokens) = (facts[Satisfaction.survey], facts[Satisfaction.token])
        let (items, submissions) = (facts[Satisfaction.item], facts[Satisfaction.submittedAt])
        let (scores, least, most) = (
            facts[Satisfaction.score], facts[Satisfaction.scaleMin], facts[Satisfaction.scaleMax]
        )
        let (teams, departments) = (facts[Satisfaction.team], facts[Satisfaction.department])
        let all = facts.rows(of: Datasets.satisfaction)
        var dates: [Symbol: Instant] = [:]
        var newest: [TokenOfSurvey: Row] = [:]
        for row in all {
            let submittedAt = submissions[row]
            dates[surveys[row]] = max(dates[surveys[row]] ?? .distantPast, submittedAt)
            let sheet = TokenOfSurvey(survey: surveys[row], token: tokens[row])
            if let last = newest[sheet], submissions[last] > submittedAt { continue }
            newest[sheet] = row
        }
        let window = view.window.interval
        let dated = Set(dates.filter { window.contains($0.value) }.keys)
        let wanted = Set(Set(all.map { items[$0] }).filter { isWanted(facts.symbols[$0] ?? "") })
        // Answers of a token to an item follow each other in time.
        let rows = all.filter { row in
            let next = row.advanced(by: 1)
            let isLast =
                next == all.upperBound || surveys[next] != surveys[row] || tokens[next] != tokens[row]
                || items[next] != items[row]
            return isLast && dated.contains(surveys[row]) && wanted.contains(items[row])
        }
        survey = rows.map { surveys[$0] }
        token = rows.map { tokens[$0] }
        item = rows.map { items[$0] }
        score = rows.map { scores[$0] }
        scale = rows.map { Scale(least: least[$0], most: most[$0]) }
        place = rows.map { row in
            let row = newest[TokenOfSurvey(survey: surveys[row], token: tokens[row])] ?? row
            let day = view.window.zone.date(at: submissions[row])
            let department = facts.teams.department(of: teams[row], on: day)
            return Place(
                team: teams[row], department: department.isKnown ? department : departments[row])
        }
    }

    /// `isOnScale`: whether what somebody answered can be compared with what others did.
    func records(isOnScale: @escaping (Int) -> Bool) -> Records<SurveyAnswers> {
        var records = Records(count: score.count, places: place, people: self)
        records.isMeasured = isOnScale
        return records
    }

    /// One person's answer to an item.
    static let bucketsPerPerson = Contributors.Digest.bucketsPerNameless

    /// The people behind answers to one item. Whether tokens of two surveys are one person's cannot be known, so they
    /// are as many as answered the survey with the most answers.
    ///
    /// The digest knows answers by what they say, equal ones by their number. Tokens get other numbers when a survey
    /// is loaded again after its key is gone; by them everybody would seem to have changed when one person did.
    func contributors(of positions: ArraySlice<Int32>, isRefused: Bool) -> Contributors {
        var counts: [Symbol: Int] = [:]
        for position in positions { counts[survey[Int(position)], default: 0] += 1 }
        let digest = Contributors.Digest(
            nameless: positions.lazy.map { position in
                let (score, scale) = (score[Int(position)], scale[Int(position)])
                let onScale = mix(mix(score.bitPattern) ^ scale.least.bitPattern)
                return mix(onScale ^ scale.most.bitPattern)
            })
        return Contributors(people: counts.values.max() ?? 0, digest: digest)
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

extension Assembler.Reading.Sides {
    /// Who answers as most do, and who doesn't.
    static func ofCommonest<Answer: Hashable & Comparable>(
        _ answer: (Int32) -> Answer, in positions: some Collection<Int32>
    ) -> Assembler.Reading.Sides? {
        let counts = Dictionary(grouping: positions, by: answer).mapValues(\.count)
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }.map { commonest in
            .init(of: positions) { answer($0) == commonest.key }
        }
    }
}
