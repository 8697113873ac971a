import Domain

/// Counts the people behind groups of requests.
struct RequestContributors {
    /// By position: who asked; -1 where unknown. `nil` where the organization's data knows no askers.
    private let askers: [Int32]?
    /// Likewise: who helped, of those that are answered.
    private let helpers: [Int32]?
    private let isAnswered: [Bool]
    /// By position: what the record adds to a digest, and to which bucket. It is one person's, so that a changed record
    /// never counts twice: the asker's, or the helper's where nobody is known to have asked.
    private let shares: [UInt32]
    private let buckets: [UInt8]
    /// Stands in the digest for whoever is behind records that name nobody: together they count as one person, so
    /// that such a record never changes a figure unseen and never as several.
    private static let nobodyKnown: Int64 = 0
    /// By person: the last group in which they were counted.
    private var lastGroup: [Int32]
    private var group: Int32 = 0

    /// `rows` and `hashes` go by position; rows are those of the view's requests.
    init(view: PeriodView, rows: [Int32], hashes: [UInt64]) {
        let facts = view.facts
        let askers = rows.map { facts.requests.requester[Int($0)] }
        let isAnswered = rows.map { view.isAnswered(Int($0)) }
        let helpers = zip(rows, isAnswered).map { $1 ? facts.requests.helper[Int($0)] : -1 }
        self.askers = facts.has(dataset: "help_requests", column: "requester_id") ? askers : nil
        self.helpers = facts.has(dataset: "help_requests", column: "helper_id") ? helpers : nil
        self.isAnswered = isAnswered
        var shares: [UInt32] = []
        var buckets: [UInt8] = []
        for position in rows.indices {
            let person = askers[position] >= 0 ? askers[position] : helpers[position]
            let share = Contributors.Digest.share(
                ofPerson: person < 0 ? Self.nobodyKnown : facts.people[Int(person)], contribution: hashes[position])
            shares.append(share.value)
            buckets.append(UInt8(share.bucket))
        }
        self.shares = shares
        self.buckets = buckets
        lastGroup = Array(repeating: 0, count: facts.people.count)
    }

    /// The smallest number of distinct known people in any role, 0 where no role is known. Nobody has helped yet where
    /// nothing is answered: such a group is about its askers alone.
    mutating func contributors(of positions: some Sequence<Int32>) -> Contributors {
        var sums = [UInt32](repeating: 0, count: Contributors.Digest.bucketCount)
        for position in positions { sums[Int(buckets[Int(position)])] &+= shares[Int(position)] }
        var counts: [Int] = []
        if let askers { counts.append(distinct(askers, positions)) }
        if let helpers, positions.contains(where: { isAnswered[Int($0)] }) {
            counts.append(distinct(helpers, positions))
        }
        return Contributors(
            people: counts.min() ?? 0,
            digest: Contributors.Digest(buckets: sums) ?? Contributors.Digest())
    }

    private mutating func distinct(_ role: [Int32], _ positions: some Sequence<Int32>) -> Int {
        group += 1
        var count = 0
        for position in positions {
            let person = role[Int(position)]
            guard person >= 0, lastGroup[Int(person)] != group else { continue }
            lastGroup[Int(person)] = group
            count += 1
        }
        return count
    }
}
