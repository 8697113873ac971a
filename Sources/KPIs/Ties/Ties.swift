import Domain

/// Who helped whom in a stretch of time: each ordered pair from asker to helper, two people who are known, once, however many
/// pieces of help there were between them.
struct Ties: Sendable {
    /// From askers to helpers, as positions among all people, with how many pieces each has.
    let pairs: DirectedTies
    /// Pieces of which nobody says who was helped, and resolved requests of which nobody says who helped.
    let lacking: Int

    /// What tells whom somebody helped; one will do.
    static let recipients = [HelpRequests.requester, HelpContributions.recipient] as [any Recorded]
    private static let helpers = [HelpRequests.helper, HelpContributions.helper] as [any Recorded]

    /// Whether the organization ever told who helped, and whom.
    static func areKnown(in facts: Facts) -> Bool {
        [recipients, helpers].allSatisfy { $0.contains { facts.present.contains($0.path) } }
    }

    /// Those of pieces, and who was helped.
    static func inputs(_ need: Sheet.Input.Need = .either) -> [Sheet.Input] {
        Pieces.inputs(need, contributions: [HelpContributions.recipient])
    }

    /// Of the window.
    init(in view: PeriodView) {
        let pieces = Pieces(view: view, details: [.recipients])
        let askers = pieces.recipient.map(\.ordinal)
        pairs = DirectedTies(
            nodeCount: view.facts.people.count, tails: askers, heads: pieces.helper.map(\.ordinal))
        lacking = pieces.helperlessCount + askers.count { $0 < 0 }
    }

    func forEach(_ body: (_ asker: Person, _ helper: Person, _ pieces: Int) -> Void) {
        pairs.forEach { body(Person($0), Person($1), $2) }
    }

    /// Whether somebody was helped.
    func isAsker(_ person: Person) -> Bool { pairs.degree(person.index) > 0 }

    /// By person: whether somebody helped them, or they helped somebody.
    var isEnd: [Bool] {
        var isEnd = [Bool](repeating: false, count: pairs.nodeCount)
        forEach { asker, helper, _ in
            isEnd[asker.index] = true
            isEnd[helper.index] = true
        }
        return isEnd
    }

    /// For the coverage of figures about ties: pieces, those whose two people are in `people` and have what `isComplete` asks
    /// for complete, each at `place`.
    func tally(
        in view: PeriodView, isComplete: (_ asker: Person, _ helper: Person) -> Bool = { _, _ in true },
        place: (_ asker: Person, _ helper: Person) -> Place
    ) -> CoverageTally {
        var tally = CoverageTally()
        forEach { asker, helper, pieces in
            tally.add(
                isComplete: view.isKnown(asker) && view.isKnown(helper) && isComplete(asker, helper),
                place: place(asker, helper), count: pieces)
        }
        tally.addIncomplete(lacking)
        return tally
    }
}

/// Ties as records, by position; n counts ties, and of what is refused their pieces.
struct TieRecords {
    let askers: [Person]
    let helpers: [Person]
    private let pieces: [Int32]
    private let lacking: Int

    init(_ ties: Ties) {
        var askers: [Person] = []
        var helpers: [Person] = []
        var pieces: [Int32] = []
        askers.reserveCapacity(ties.pairs.count)
        helpers.reserveCapacity(ties.pairs.count)
        pieces.reserveCapacity(ties.pairs.count)
        ties.forEach {
            askers.append($0)
            helpers.append($1)
            pieces.append(Int32($2))
        }
        self.askers = askers
        self.helpers = helpers
        self.pieces = pieces
        lacking = ties.lacking
    }

    /// `hash` is of what the tie at a position counts as, beside who helped.
    func records(
        in view: PeriodView, places: [Place], tally: CoverageTally, hash: @escaping (_ position: Int) -> UInt64
    ) -> Records<Parties> {
        let people = Parties(askers, and: helpers, in: view) { [helpers, pseudonyms = view.facts.people] position, _ in
            mix(UInt64(bitPattern: pseudonyms[helpers[position].index]) ^ hash(position))
        }
        var records = Records(count: askers.count, places: places, people: people)
        records.weight = { [pieces] position, isRefused in isRefused ? Int(pieces[position]) : 1 }
        records.tally = tally
        records.lacking = lacking
        return records
    }
}
