import Domain

/// Records that a measure observes, by position: where each counts, whether it is measured, and who stands behind it.
struct Records<People: PeopleBehind> {
    /// How many positions there are.
    let count: Int
    /// Where each counts; empty where nobody asks for parts of the organization.
    let places: [Place]
    var people: People
    /// Which have what the estimates need; `nil`: all. The others count in what is refused alone.
    var isMeasured: ((Int) -> Bool)?
    /// Of those which lack something else that coverage asks for, as a person who isn't in `people`.
    var isComplete: (Int) -> Bool = { _ in true }
    /// Records that lack so much that they have no position: they lower the coverage, and count in what is refused of the
    /// whole organization.
    var lacking = 0
    /// Of what coverage counts, where that isn't positions.
    var tally: CoverageTally?
    /// How many records a position stands for, of those that are measured, or, where it is refused, of all; `nil`: one.
    var weight: ((_ position: Int, _ isRefused: Bool) -> Int)?
    /// By position: those that some of the statistics are about.
    var isPart: [Bool]?
    var divisions: [Division] = []

    init(count: Int, places: [Place], people: People) {
        self.count = count
        self.places = places
        self.people = people
    }

    /// A breakdown: which of its parts each position is in.
    struct Division {
        let breakdown: String
        /// Negative: in none.
        let keys: [Int32]
        /// By key.
        let texts: [String]
    }

    /// Positions of those that are measured.
    var measured: [Int32] {
        let all = Int32(0)..<Int32(count)
        return isMeasured.map { isMeasured in all.filter { isMeasured(Int($0)) } } ?? Array(all)
    }

    var mostKeys: Int { divisions.map(\.texts.count).max() ?? 0 }

    /// The share of records that have everything and, below the organization, a known place; nothing without records.
    var coverage: [ScopeKind: Double] {
        if let tally { return tally.shares }
        var tally = CoverageTally()
        tally.addIncomplete(lacking)
        for position in 0..<count {
            let place = places.isEmpty ? .unknown : places[position]
            let isComplete = isComplete(position)
            if let weight {
                let (measured, all) = (weight(position, false), weight(position, true))
                tally.add(isComplete: isComplete, place: place, count: measured)
                tally.addIncomplete(all - measured)
            } else {
                tally.add(isComplete: isComplete && isMeasured?(position) ?? true, place: place)
            }
        }
        return tally.shares
    }
}

/// Who stands behind groups of records.
protocol PeopleBehind {
    /// Whether some records don't say whose they are, so that they can be of no more people than there are.
    static var isNameless: Bool { get }

    /// In which scope, without a part of it, the positions are that are asked for next.
    mutating func enter(_ scope: Scope, without part: Scope?)

    /// `isRefused`: whether the records count though some aren't measured.
    mutating func contributors(of positions: ArraySlice<Int32>, isRefused: Bool) -> Contributors

    /// How many people the measured records at some positions have, up to `most` in each role; who is counted is known to
    /// be there as soon as there are as many.
    mutating func few(of positions: some Sequence<Int32>, upTo most: RoleCounts) -> RoleCounts

    /// The same, of records on one side of what a figure tells.
    mutating func few(onSideOf positions: some Sequence<Int32>, upTo most: RoleCounts) -> RoleCounts

    /// Of those in a part of a group, and of all of it.
    mutating func contributors(
        ofPart isPart: [Bool], of positions: ArraySlice<Int32>, isRefused: Bool
    ) -> (part: Contributors, all: Contributors)
}

extension PeopleBehind {
    static var isNameless: Bool { false }

    mutating func enter(_ scope: Scope, without part: Scope?) {}

    mutating func few(onSideOf positions: some Sequence<Int32>, upTo most: RoleCounts) -> RoleCounts {
        few(of: positions, upTo: most)
    }

    mutating func contributors(
        ofPart isPart: [Bool], of positions: ArraySlice<Int32>, isRefused: Bool
    ) -> (part: Contributors, all: Contributors) {
        (
            contributors(of: positions.filter { isPart[Int($0)] }[...], isRefused: isRefused),
            contributors(of: positions, isRefused: isRefused)
        )
    }
}

/// Records of which each is one person's, or nobody knows whose.
struct Owners: PeopleBehind {
    /// By position.
    private let person: [Person]
    private let pseudonyms: [Int64]
    /// Of what a record counts as.
    private let hash: (_ position: Int, _ isRefused: Bool) -> UInt64
    /// Whether its person stands behind a figure, and isn't there for others' sake alone.
    private let counts: (_ position: Int, _ isRefused: Bool) -> Bool
    /// By person: the last group in which they were counted.
    private var lastCounted: [Int32]
    private var group: Int32 = 0

    init(
        _ person: [Person], in view: PeriodView,
        counts: @escaping (_ position: Int, _ isRefused: Bool) -> Bool = { _, _ in true },
        hash: @escaping (_ position: Int, _ isRefused: Bool) -> UInt64
    ) {
        self.person = person
        self.hash = hash
        self.counts = counts
        pseudonyms = view.facts.people
        lastCounted = Array(repeating: 0, count: view.facts.people.count)
    }

    mutating func contributors(of positions: ArraySlice<Int32>, isRefused: Bool) -> Contributors {
        group += 1
        var people = 0
        var digest = Contributors.Digest()
        for position in positions {
            let owner = person[Int(position)]
            digest.add(
                person: owner.isKnown ? pseudonyms[owner.index] : Contributors.Digest.nobodyKnown,
                contribution: hash(Int(position), isRefused))
            if isNew(position, isRefused) { people += 1 }
        }
        return Contributors(people: people, digest: digest)
    }

    mutating func few(of positions: some Sequence<Int32>, upTo most: RoleCounts) -> RoleCounts {
        group += 1
        let most = most.first ?? 0
        var people = 0
        for position in positions {
            if people == most { break }
            if isNew(position, false) { people += 1 }
        }
        return RoleCounts(people)
    }

    /// Whether its person counts and wasn't counted in the group before.
    private mutating func isNew(_ position: Int32, _ isRefused: Bool) -> Bool {
        let owner = person[Int(position)]
        guard owner.isKnown, lastCounted[owner.index] != group, counts(Int(position), isRefused) else { return false }
        lastCounted[owner.index] = group
        return true
    }
}
