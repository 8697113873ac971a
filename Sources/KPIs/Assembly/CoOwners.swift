import Domain

/// Records of which each is several people's, as what holds of a team.
struct CoOwners: PeopleBehind {
    struct Share {
        let person: Person
        /// Of what they do.
        let hash: UInt64
    }

    /// By position.
    private let shares: [[Share]]
    private let pseudonyms: [Int64]
    /// By person: the last group in which they were counted.
    private var lastCounted: [Int32]
    private var group: Int32 = 0

    init(_ shares: [[Share]], in view: PeriodView) {
        self.shares = shares
        pseudonyms = view.facts.people
        lastCounted = Array(repeating: 0, count: pseudonyms.count)
    }

    mutating func contributors(of positions: ArraySlice<Int32>, isRefused: Bool) -> Contributors {
        group += 1
        var people = 0
        var digest = Contributors.Digest()
        for position in positions {
            for share in shares[Int(position)] {
                digest.add(person: pseudonyms[share.person.index], contribution: share.hash)
                if isNew(share.person) { people += 1 }
            }
        }
        return Contributors(people: people, digest: digest)
    }

    mutating func few(of positions: some Sequence<Int32>, upTo most: RoleCounts) -> RoleCounts {
        group += 1
        let most = most.first ?? 0
        var people = 0
        for position in positions {
            for share in shares[Int(position)] where people < most && isNew(share.person) { people += 1 }
            if people == most { break }
        }
        return RoleCounts(people)
    }

    /// Whether they weren't counted in the group before.
    private mutating func isNew(_ person: Person) -> Bool {
        guard lastCounted[person.index] != group else { return false }
        lastCounted[person.index] = group
        return true
    }
}
