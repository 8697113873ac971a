import Domain

/// Records of which each names two people in roles of their own: whose it is, who is known, and the other, who needn't be.
struct Parties: PeopleBehind {
    /// By position.
    private let owners: [Person]
    /// By position; `nil` where nobody ever recorded them.
    private let others: [Person]?
    private let pseudonyms: [Int64]
    /// Of what a record counts as.
    private let hash: (_ position: Int, _ isRefused: Bool) -> UInt64
    /// By person: the last group in which they were counted in each role.
    private var lastOwned: [Int32]
    private var lastOther: [Int32]
    private var group: Int32 = 0

    init(
        _ owners: [Person], and others: [Person]?, in view: PeriodView,
        hash: @escaping (_ position: Int, _ isRefused: Bool) -> UInt64
    ) {
        self.owners = owners
        self.others = others
        self.hash = hash
        pseudonyms = view.facts.people
        lastOwned = Array(repeating: 0, count: view.facts.people.count)
        lastOther = lastOwned
    }

    /// The digest knows a record by whose it is, so that a changed one never counts twice.
    mutating func contributors(of positions: ArraySlice<Int32>, isRefused: Bool) -> Contributors {
        group += 1
        var (owned, other) = (0, 0)
        var digest = Contributors.Digest()
        for position in positions {
            let owner = owners[Int(position)]
            digest.add(person: pseudonyms[owner.index], contribution: hash(Int(position), isRefused))
            count(position, &owned, &other)
        }
        return Contributors(roles: RoleCounts(owned, others == nil ? nil : other), digest: digest)
    }

    mutating func few(of positions: some Sequence<Int32>, upTo most: RoleCounts) -> RoleCounts {
        group += 1
        let (mostOwned, mostOther) = (most.first ?? 0, most.second ?? 0)
        var (owned, other) = (0, 0)
        for position in positions {
            if owned >= mostOwned, other >= mostOther { break }
            count(position, &owned, &other)
        }
        return RoleCounts(min(owned, mostOwned), most.second.map { min(other, $0) })
    }

    /// Those of its people who weren't counted in the group before.
    private mutating func count(_ position: Int32, _ owned: inout Int, _ other: inout Int) {
        let owner = owners[Int(position)]
        if lastOwned[owner.index] != group {
            lastOwned[owner.index] = group
            owned += 1
        }
        guard let person = others?[Int(position)], person.isKnown, lastOther[person.index] != group else { return }
        lastOther[person.index] = group
        other += 1
    }
}
