import Domain

/// The answers that count in a window: of each survey whose last answer falls in it, the last answer of each token to
/// each item. Columns go by position.
struct SurveyAnswers: Sendable {
    /// A scale on which answers are given.
    struct Scale: Hashable, Comparable {
        let least: Double
        let most: Double

        init(least: Double, most: Double) { (self.least, self.most) = (least, most) }

        init(_ ends: ClosedRange<Double>) { self.init(least: ends.lowerBound, most: ends.upperBound) }

        static func < (a: Scale, b: Scale) -> Bool { (a.least, a.most) < (b.least, b.most) }

        /// How far up a score is: from 0 at the lower end to 1 at the upper one.
        func share(of score: Double) -> Double { (score - least) / (most - least) }

        /// `1 to 10`.
        var ends: String { "\(least.shortest) to \(most.shortest)" }
    }

    private struct TokenOfSurvey: Hashable {
        let survey: Symbol
        let token: Int64
    }

    /// A column of the answers, which is read where it stands: there are many in a year.
    struct Picked<K: ColumnKind>: RandomAccessCollection, Sendable {
        let values: ColumnValues<K>
        let rows: [Row]

        var startIndex: Int { 0 }
        var endIndex: Int { rows.count }
        subscript(position: Int) -> K.Element { values[rows[position]] }
    }

    struct Scales: RandomAccessCollection, Sendable {
        let least: Picked<Kind.Number>
        let most: Picked<Kind.Number>

        var startIndex: Int { 0 }
        var endIndex: Int { least.count }
        subscript(position: Int) -> Scale { Scale(least: least[position], most: most[position]) }
    }

    /// In key order: those of a token follow each other.
    let row: [Row]
    let survey: Picked<Kind.Symbol>
    let token: Picked<Kind.Token>
    let item: Picked<Kind.Symbol>
    let score: Picked<Kind.Number>
    let scale: Scales
    /// What the token's last answer in its survey names, whatever the item.
    private(set) var place: [Place] = []
    /// Whether it was given before the window, or before the month of the survey's last answer: of then there may be a
    /// figure without the others.
    private(set) var isEarly: [Bool] = []
    /// Surveys of which somebody answered early and later again.
    private(set) var revised: Set<Symbol> = []
    /// By survey: the day of its last answer.
    private(set) var endedOn: [Symbol: LocalDate] = [:]
    /// By survey: how many people were where on the day of its last answer; none where nobody ever said who is where.
    private(set) var headcounts: [Symbol: Headcounts] = [:]

    /// People are there since no more of them stand behind answers than were there.
    static let inputs: [Sheet.Input] =
        [
            .init(
                [
                    Satisfaction.round, Satisfaction.token, Satisfaction.instrument, Satisfaction.question,
                    Satisfaction.score, Satisfaction.scaleMin, Satisfaction.scaleMax, Satisfaction.submittedAt,
                ], .always),
            .init([Satisfaction.team, Satisfaction.department], .whereKnown),
        ] + Place.inputs()

    /// To all items; `PeriodView.answers` has them.
    init(in view: PeriodView) {
        let facts = view.facts
        let (surveys, tokens) = (facts[Satisfaction.survey], facts[Satisfaction.token])
        let (items, submissions) = (facts[Satisfaction.item], facts[Satisfaction.submittedAt])
        let (teams, departments) = (facts[Satisfaction.team], facts[Satisfaction.department])
        let all = facts.rows(of: Datasets.satisfaction)
        var dates: [Symbol: Instant] = [:]
        for row in all { dates[surveys[row]] = max(dates[surveys[row]] ?? .distantPast, submissions[row]) }
        let window = view.window.interval
        let zone = view.window.zone
        let beginnings = dates.filter { window.contains($0.value) }.mapValues { last in
            max(window.from, zone.start(of: Period(.month, containing: zone.date(at: last)).from))
        }
        func isBefore(_ row: Row) -> Bool { submissions[row] < beginnings[surveys[row]] ?? window.from }
        var newest: [TokenOfSurvey: Row] = [:]
        var (early, late): (Set<TokenOfSurvey>, Set<TokenOfSurvey>) = ([], [])
        for row in all where beginnings[surveys[row]] != nil {
            let sheet = TokenOfSurvey(survey: surveys[row], token: tokens[row])
            if isBefore(row) { early.insert(sheet) } else { late.insert(sheet) }
            if let last = newest[sheet], submissions[last] > submissions[row] { continue }
            newest[sheet] = row
        }
        let places = newest.mapValues { row in
            let day = zone.date(at: submissions[row])
            let department = facts.teams.department(of: teams[row], on: day)
            return Place(
                team: teams[row], department: department.isKnown ? department : departments[row])
        }
        // Answers of a token to an item follow each other in time.
        let last = all.filter { row in
            let next = row.advanced(by: 1)
            let isLast =
                next == all.upperBound || surveys[next] != surveys[row] || tokens[next] != tokens[row]
                || items[next] != items[row]
            return isLast && beginnings[surveys[row]] != nil
        }
        self.init(last, of: facts)
        place = row.map { places[TokenOfSurvey(survey: surveys[$0], token: tokens[$0])] ?? .unknown }
        isEarly = row.map(isBefore)
        revised = Set(early.intersection(late).map(\.survey))
        var known: [LocalDate: Headcounts] = [:]
        for survey in beginnings.keys {
            guard let day = dates[survey].map(zone.date) else { continue }
            endedOn[survey] = day
            headcounts[survey] = known[day] ?? view.headcounts(on: day)
            known[day] = headcounts[survey]
        }
    }

    /// Without what isn't in their own columns.
    private init(_ rows: [Row], of facts: Facts) {
        func picked<K>(_ column: Column<K>) -> Picked<K> { Picked(values: facts[column], rows: rows) }
        row = rows
        survey = picked(Satisfaction.survey)
        token = picked(Satisfaction.token)
        item = picked(Satisfaction.item)
        score = picked(Satisfaction.score)
        scale = Scales(least: picked(Satisfaction.scaleMin), most: picked(Satisfaction.scaleMax))
    }

    /// Those to some items; `isWanted` gets an item as instrument/item.
    init(view: PeriodView, of isWanted: (String) -> Bool) {
        let all = view.answers
        let wanted = Set(Set(all.item).filter { isWanted(view.facts.symbols[$0] ?? "") })
        let positions = all.item.indices.filter { wanted.contains(all.item[$0]) }
        self.init(positions.map { all.row[$0] }, of: view.facts)
        place = positions.map { all.place[$0] }
        isEarly = positions.map { all.isEarly[$0] }
        revised = all.revised
        endedOn = all.endedOn
        headcounts = all.headcounts
    }

    /// `isOnScale`: whether what somebody answered can be compared with what others did. `alsoSaid`: of what a figure counts
    /// beside the scores.
    func records(
        alsoSaid: (Int) -> UInt64 = { _ in 0 }, isOnScale: @escaping (Int) -> Bool
    ) -> Records<Respondents> {
        let said = score.indices.map { hash(of: $0) ^ alsoSaid($0) }
        var records = Records(
            count: score.count, places: place,
            people: Respondents(to: self, survey: Array(survey), said: said, isEarly: isEarly))
        records.isMeasured = isOnScale
        return records
    }

    /// The one that a position is an answer to.
    func survey(of position: Int32) -> Symbol { survey[Int(position)] }

    /// Why nothing can be said of them: all are on other scales than the figure is defined on. `nil` where one isn't.
    func refusal(isOnScale: (Int) -> Bool) -> Refusal? {
        guard !scale.isEmpty, !scale.indices.contains(where: isOnScale) else { return nil }
        return .otherScale(Set(scale).sorted().map(\.ends).joined(separator: ", "))
    }

    /// Of what is said at a position, whatever the item.
    func hash(of position: Int) -> UInt64 {
        let onScale = mix(mix(score[position].bitPattern) ^ scale[position].least.bitPattern)
        return mix(onScale ^ scale[position].most.bitPattern)
    }
}
