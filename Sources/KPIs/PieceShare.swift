import Domain

/// The share of pieces of help of which something is true, with Wilson's limits.
enum PieceShare {
    enum Verdict {
        /// The question doesn't arise.
        case outOfQuestion
        /// It does, but what it takes to answer is missing.
        case unknown
        case isFalse
        case isTrue
    }

    /// `verdict` says what is true of the piece at a position. A record without a helper lacks what it takes.
    static func figures(
        of measure: Sheet.Measure, _ statistic: Sheet.Statistic, _ pieces: Pieces, in view: PeriodView,
        verdict: (Int) -> Verdict
    ) -> [Figure] {
        var tally = CoverageTally()
        tally.addIncomplete(pieces.helperlessCount)
        var asked: [Answer] = []
        var places: [Place] = []
        for (position, place) in pieces.places(in: view).enumerated() {
            let verdict = verdict(position)
            guard verdict != .outOfQuestion else { continue }
            let person = pieces.helper[position]
            tally.add(isComplete: verdict != .unknown && view.isInPeople[Int(person)], place: place)
            guard verdict != .unknown else { continue }
            asked.append(Answer(helper: person, startedAt: pieces.startedAt[position], isTrue: verdict == .isTrue))
            places.append(place)
        }
        let coverage = tally.shares
        return view.facts.parts(of: places).filter { !$0.positions.isEmpty }.map { scope, positions in
            let part = positions.map { asked[Int($0)] }
            return Figure(
                cell: Cell(measure: measure.id, scope: scope, breakdown: .none, statistic: statistic.id),
                unit: statistic.unit, estimate: Wilson.estimate(part.count(where: \.isTrue), of: part.count),
                n: part.count, censored: nil, coverage: coverage[scope.kind],
                contributors: contributors(of: part, in: view))
        }.inOrderOfCells
    }

    private struct Answer {
        let helper: Int32
        let startedAt: Int64
        let isTrue: Bool
    }

    private static func contributors(of part: [Answer], in view: PeriodView) -> Contributors {
        var digest = Contributors.Digest()
        for answer in part {
            let start = mix(UInt64(bitPattern: answer.startedAt))
            digest.add(
                person: view.facts.people[Int(answer.helper)], contribution: mix(start ^ (answer.isTrue ? 1 : 0)))
        }
        return Contributors(people: Set(part.map(\.helper)).count, digest: digest)
    }
}
