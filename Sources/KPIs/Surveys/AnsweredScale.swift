import Domain

/// What people answered to the items of one scale. Positions are sheets: what one token answered in one survey, of those
/// with any of the items.
struct AnsweredScale {
    struct Answer {
        let score: Double
        /// Of this item; others may have been asked on another.
        let scale: SurveyAnswers.Scale
        let isReversed: Bool

        /// From 0 at the scale's lower end to 1 at its upper one, and turned where the item is reversed.
        var share: Double {
            let share = scale.share(of: score)
            return isReversed ? 1 - share : share
        }

        /// Whether it is the highest that could be given.
        var isHighest: Bool { score >= scale.most - Threshold.tolerance }
    }

    let scale: SurveyItems.Scale
    /// By position.
    let place: [Place]
    /// By position.
    private let survey: [Symbol]
    /// By position; of each as many as there are items, in the order of the scale.
    private let answers: [Answer?]
    let respondents: Respondents

    var count: Int { place.count }

    init(_ scale: SurveyItems.Scale, in view: PeriodView) {
        let numbers = Dictionary(uniqueKeysWithValues: scale.items.enumerated().map { ($1, $0) })
        let isReversed = scale.items.map(scale.reversed.contains)
        let given = SurveyAnswers(view: view) { numbers[$0] != nil }
        var (answers, place, survey): ([Answer?], [Place], [Symbol]) = ([], [], [])
        var (said, isEarly): ([UInt64], [Bool]) = ([], [])
        var last: (survey: Symbol, token: Int64)?
        for position in given.item.indices {
            guard let number = numbers[view.facts.symbols[given.item[position]] ?? ""] else { continue }
            if last.map({ $0 != (given.survey[position], given.token[position]) }) ?? true {
                last = (given.survey[position], given.token[position])
                answers += Array(repeating: nil, count: scale.items.count)
                place.append(given.place[position])
                survey.append(given.survey[position])
                said.append(0)
                isEarly.append(true)
            }
            answers[answers.count - scale.items.count + number] = Answer(
                score: given.score[position], scale: given.scale[position], isReversed: isReversed[number])
            isEarly[isEarly.count - 1] = isEarly[isEarly.count - 1] && given.isEarly[position]
            // A sum, so that the order of items is none of its business.
            said[said.count - 1] &+= mix(given.hash(of: position) ^ UInt64(number))
        }
        self.scale = scale
        self.place = place
        self.survey = survey
        self.answers = answers
        respondents = Respondents(to: given, survey: survey, said: said, isEarly: isEarly)
    }

    /// The one that a position is what somebody answered in.
    func survey(of position: Int32) -> Symbol { survey[Int(position)] }

    /// By item; `nil` where it wasn't answered.
    func answers(at position: Int) -> ArraySlice<Answer?> {
        answers[position * scale.items.count..<(position + 1) * scale.items.count]
    }

    /// The mean of the answers' shares; `nil` where fewer were given than it takes.
    func mean(at position: Int) -> Double? {
        let given = answers(at: position).compactMap { $0?.share }
        return given.count < scale.leastAnswered ? nil : given.reduce(0, +) / Double(given.count)
    }

    /// `isMeasured`: which of them a figure can count.
    func records(isMeasured: @escaping (Int) -> Bool) -> Records<Respondents> {
        var records = Records(count: count, places: place, people: respondents)
        records.isMeasured = isMeasured
        return records
    }
}
