import Domain

/// Counts the people behind groups of requests.
struct RequestContributors {
    /// By position: the people of each role that the organization's data knows at all; -1 where unknown.
    private let roles: [[Int32]]
    /// By position: whom the digest counts. One person a record, so that a changed record never counts twice.
    private let people: [Int32]
    private let pseudonyms: [Int64]
    /// Stands in the digest for whoever is behind records that name nobody: together they count as one person, so
    /// that such a record never changes a figure unseen and never as several.
    private static let nobodyKnown: Int64 = 0
    /// By position: a hash of what the record says.
    private let hashes: [UInt64]
    /// By person: the last group in which they were counted.
    private var lastGroup: [Int32]
    private var group: Int32 = 0

    /// `rows` and `hashes` go by position; rows are those of `facts.requests`.
    init(facts: Facts, rows: [Int32], hashes: [UInt64]) {
        let askers = rows.map { facts.requests.requester[Int($0)] }
        let helpers = rows.map { facts.requests.helper[Int($0)] }
        var roles: [[Int32]] = []
        if facts.has(dataset: "help_requests", column: "requester_id") { roles.append(askers) }
        if facts.has(dataset: "help_requests", column: "helper_id") { roles.append(helpers) }
        self.roles = roles
        people = zip(askers, helpers).map { $0 >= 0 ? $0 : $1 }
        pseudonyms = facts.people
        self.hashes = hashes
        lastGroup = Array(repeating: 0, count: facts.people.count)
    }

    /// The smallest number of distinct known people in any role, 0 where no role is known.
    mutating func contributors(of positions: some Sequence<Int32>) -> Contributors {
        var digest = Contributors.Digest()
        for position in positions {
            let person = people[Int(position)]
            digest.add(
                person: person < 0 ? Self.nobodyKnown : pseudonyms[Int(person)], contribution: hashes[Int(position)])
        }
        return Contributors(people: roles.map { distinct($0, positions) }.min() ?? 0, digest: digest)
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
