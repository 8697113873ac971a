import Domain

/// Records that say nobody's name, as rituals of a team and what people hand in without one. They can be anybody's, so each
/// counts as a person of its own, and all of them as no more than there are in the scope.
struct Nameless: PeopleBehind {
    static let isNameless = true

    /// By position: of all that a record says.
    private let records: [UInt64]
    private let view: PeriodView
    /// Where nobody ever said who is there, nobody is known to stand behind anything.
    private var room = 0

    /// `record` is a hash of all that the one at a position says.
    init(count: Int, in view: PeriodView, record: (_ position: Int) -> UInt64) {
        records = (0..<count).map(record)
        self.view = view
    }

    mutating func enter(_ scope: Scope, without part: Scope?) {
        room = max(0, (view.headcount(of: scope) ?? 0) - (part.flatMap(view.headcount) ?? 0))
    }

    func contributors(of positions: ArraySlice<Int32>, isRefused: Bool) -> Contributors {
        Contributors(
            people: min(positions.count, room),
            digest: Contributors.Digest(nameless: positions.lazy.map { records[Int($0)] }))
    }

    func few(of positions: some Sequence<Int32>, upTo most: RoleCounts) -> RoleCounts {
        RoleCounts(positions.lazy.prefix(min(most.first ?? 0, room)).reduce(0) { count, _ in count + 1 })
    }
}

extension Contributors.Digest {
    /// Of records that name nobody: they are known by what they say, equal ones by their number.
    init(nameless records: some Sequence<UInt64>) {
        self.init()
        var equals: [UInt64: UInt64] = [:]
        for record in records {
            add(person: Int64(bitPattern: record &+ equals[record, default: 0]), contribution: 0)
            equals[record, default: 0] += 1
        }
    }

    /// In how many buckets a change of one such record can show: as it was, and as it is.
    static let bucketsPerNameless = 2
}
