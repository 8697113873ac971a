import Domain

/// The share of pieces of help of which something is true, with Wilson's limits at the effective size, since one helper
/// gives many.
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
            tally.add(isComplete: verdict != .unknown && view.isKnown(person), place: place)
            asked.append(Answer(helper: person, startedAt: pieces.startedAt[position], verdict: verdict))
            places.append(place)
        }
        let coverage = tally.shares
        var shares = ClusteredShares(personCount: view.facts.people.count)
        return view.facts.parts(of: places).compactMap { scope, positions in
            let known = positions.filter { asked[Int($0)].verdict != .unknown }
            let helperless = scope == .organization ? pieces.helperlessCount : 0
            let share = shares.estimate(of: known) {
                asked[$0].helper
            } isEvent: {
                asked[$0].verdict == .isTrue
            }
            return view.figure(
                measure.id, statistic, scope, share,
                of: Population(n: known.count, contributors: contributors(of: known.map { asked[Int($0)] }, in: view)),
                among: Population(
                    n: positions.count + helperless,
                    contributors: contributors(of: positions.map { asked[Int($0)] }, in: view)),
                coverage: coverage[scope.kind])
        }.inOrderOfCells
    }

    private struct Answer {
        let helper: Int32
        let startedAt: Int64
        let verdict: Verdict
    }

    private static func contributors(of part: [Answer], in view: PeriodView) -> Contributors {
        var digest = Contributors.Digest()
        for answer in part {
            let start = mix(UInt64(bitPattern: answer.startedAt))
            digest.add(
                person: view.facts.people[Int(answer.helper)],
                contribution: mix(start ^ (answer.verdict == .isTrue ? 1 : 0)))
        }
        return Contributors(people: Set(part.map(\.helper)).count, digest: digest)
    }
}
