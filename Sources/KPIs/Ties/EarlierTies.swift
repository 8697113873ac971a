import Domain

/// Who had helped whom in the days before a window: ordered pairs from asker to helper, as positions among all people.
///
/// Of a whole year's help little is left, so it is read by itself and not held beside what else figures need.
public struct EarlierTies: Sendable {
    private let pairs: PairSet

    /// The four quarters before, with a leap day or without one.
    static let days = 366

    /// Those of pieces, and who was helped; what lies before the window may be read by itself.
    static let inputs = Pieces.inputs(
        contributions: [HelpContributions.recipient], reach: days, isReadApart: true)

    /// `near`: the facts of the window, and whose people these are; `far`: those of what was read apart; `present`: what
    /// counts as given.
    public init(before window: Window, near: Facts, far: Facts, present: Set<String>) {
        var (near, far) = (near, far)
        (near.present, far.present) = (present, present)
        let positions = Dictionary(
            uniqueKeysWithValues: near.everybody.map { (near.people[$0.index], $0.ordinal) })
        // Whom only the earlier records name is in no tie of the window.
        let ordinals = far.people.map { positions[$0] ?? -1 }
        var (askers, helpers) = Self.pieces(in: PeriodView(facts: far, window: window, settings: Settings([:])))
        for position in askers.indices {
            askers[position] = askers[position] < 0 ? -1 : ordinals[Int(askers[position])]
            helpers[position] = helpers[position] < 0 ? -1 : ordinals[Int(helpers[position])]
        }
        let later = Self.pieces(in: PeriodView(facts: near, window: window, settings: Settings([:])))
        self.init(nodeCount: near.people.count, askers: askers + later.askers, helpers: helpers + later.helpers)
    }

    /// From facts that reach back as far.
    init(in view: PeriodView) {
        let pieces = Self.pieces(in: view)
        self.init(nodeCount: view.facts.people.count, askers: pieces.askers, helpers: pieces.helpers)
    }

    private init(nodeCount: Int, askers: [Int32], helpers: [Int32]) {
        pairs = DirectedTies(nodeCount: nodeCount, tails: askers, heads: helpers).pairs
    }

    /// The two of each piece of help in the days before the view's window; -1 where unknown.
    private static func pieces(in view: PeriodView) -> (askers: [Int32], helpers: [Int32]) {
        let window = view.window
        let pieces = Pieces(view: view, from: window.beginning(reach: days), details: [.recipients])
        let within = (0..<pieces.count).filter { pieces.startedAt[$0] < window.from }
        return (within.map { pieces.recipient[$0].ordinal }, within.map { pieces.helper[$0].ordinal })
    }

    func contains(_ asker: Person, _ helper: Person) -> Bool { pairs.contains(asker.index, helper.index) }
}
