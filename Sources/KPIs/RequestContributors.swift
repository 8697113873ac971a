import Domain

/// Counts the people behind groups of requests.
struct RequestContributors {
    /// What is known of a request, together in one place: groups ask for all of it, in an order of their own.
    private struct Record {
        /// -1 where unknown.
        let asker: Int32
        /// Of an answered one; -1 where unknown.
        let helper: Int32
        /// What the record adds to a digest, and to which bucket. It is one person's, so that a changed record never counts
        /// twice: the asker's, or the helper's where nobody is known to have asked.
        let share: UInt32
        let bucket: UInt8
        let isAnswered: Bool
    }

    /// By position.
    private let records: [Record]
    private let knowsAskers: Bool
    private let knowsHelpers: Bool
    /// Stands in the digest for whoever is behind records that name nobody: together they count as one person, so
    /// that such a record never changes a figure unseen and never as several.
    private static let nobodyKnown: Int64 = 0
    /// By person: the last group in which they were counted as askers, and as helpers.
    private var lastAsked: [Int32]
    private var lastHelped: [Int32]
    private var group: Int32 = 0

    /// `rows` and `hashes` go by position; rows are those of the view's requests.
    init(view: PeriodView, rows: [Int32], hashes: [UInt64]) {
        let requests = view.facts.requests
        records = rows.indices.map { position in
            let row = Int(rows[position])
            let isAnswered = view.isAnswered(row)
            let (asker, helper) = (requests.requester[row], isAnswered ? requests.helper[row] : -1)
            let person = asker >= 0 ? asker : helper
            let share = Contributors.Digest.share(
                ofPerson: person < 0 ? Self.nobodyKnown : view.facts.people[Int(person)],
                contribution: hashes[position])
            return Record(
                asker: asker, helper: helper, share: share.value, bucket: UInt8(share.bucket), isAnswered: isAnswered)
        }
        knowsAskers = view.facts.has(dataset: "help_requests", column: "requester_id")
        knowsHelpers = view.facts.has(dataset: "help_requests", column: "helper_id")
        lastAsked = Array(repeating: 0, count: view.facts.people.count)
        lastHelped = lastAsked
    }

    /// The smallest number of distinct known people in any role, 0 where no role is known. Nobody has helped yet where
    /// nothing is answered: such a group is about its askers alone.
    mutating func contributors(of positions: some Sequence<Int32>) -> Contributors {
        group += 1
        let (records, group) = (records, group)
        var sums = [UInt32](repeating: 0, count: Contributors.Digest.bucketCount)
        var (askers, helpers, isAnswered) = (0, 0, false)
        // As buffers: an array that changes would be asked for its references with every record.
        lastAsked.withUnsafeMutableBufferPointer { lastAsked in
            lastHelped.withUnsafeMutableBufferPointer { lastHelped in
                sums.withUnsafeMutableBufferPointer { sums in
                    for position in positions {
                        let record = records[Int(position)]
                        sums[Int(record.bucket)] &+= record.share
                        if record.asker >= 0, lastAsked[Int(record.asker)] != group {
                            lastAsked[Int(record.asker)] = group
                            askers += 1
                        }
                        if record.helper >= 0, lastHelped[Int(record.helper)] != group {
                            lastHelped[Int(record.helper)] = group
                            helpers += 1
                        }
                        isAnswered = isAnswered || record.isAnswered
                    }
                }
            }
        }
        let counts = [knowsAskers ? askers : nil, knowsHelpers && isAnswered ? helpers : nil]
        return Contributors(
            people: counts.compactMap { $0 }.min() ?? 0,
            digest: Contributors.Digest(buckets: sums) ?? Contributors.Digest())
    }
}
