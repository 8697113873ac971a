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

    /// Adds the share; `verdict` says what is true of the piece at a position. A record without a helper lacks what it takes.
    static func observe(
        _ measure: Sheet.Measure, _ statistic: Sheet.Statistic, _ pieces: Pieces, into figures: inout Assembler,
        verdict: (Int) -> Verdict
    ) {
        let view = figures.view
        let places = pieces.places(in: view)
        let verdicts = (0..<pieces.count).map(verdict)
        let asked = verdicts.indices.filter { verdicts[$0] != .outOfQuestion }
        let helpers = asked.map { pieces.helper[$0] }
        let isTrue = asked.map { verdicts[$0] == .isTrue }
        let isKnown = asked.map { verdicts[$0] != .unknown }
        var records = Records(
            count: asked.count, places: asked.map { places[$0] },
            people: Owners(helpers, in: view) { position, _ in
                let start = mix(UInt64(bitPattern: pieces.startedAt[asked[position]].microseconds))
                return mix(start ^ (isTrue[position] ? 1 : 0))
            })
        records.isMeasured = { isKnown[$0] }
        records.isComplete = { view.isKnown(helpers[$0]) }
        records.lacking = pieces.helperlessCount
        var shares = ClusteredShares(personCount: view.facts.people.count)
        figures.add(measure, of: records) { group in
            let share = shares.estimate(of: group.positions) {
                helpers[$0]
            } isEvent: {
                isTrue[$0]
            }
            return [.init(statistic, share)]
        }
    }
}
