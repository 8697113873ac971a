import Domain

/// Counts the people behind groups of requests.
struct RequestContributors: PeopleBehind {
    /// What is known of a request, together in one place: groups ask for all of it, in an order of their own.
    private struct Record {
        /// How many people there are, where unknown.
        let asker: Int32
        /// Of an answered one; how many people there are, where unknown.
        let helper: Int32
        /// What the record adds to a digest, and to which bucket. It is one person's, so that a changed record never counts
        /// twice: the asker's, or the helper's where nobody is known to have asked.
        let share: Contributors.Digest.Share
        let isAnswered: Bool
    }

    /// By position.
    private let records: [Record]
    private let knowsAskers: Bool
    private let knowsHelpers: Bool
    /// By person: the last group in which they were counted as askers, and as helpers. The last stands for unknown ones.
    private var lastAsked: [Int32]
    private var lastHelped: [Int32]
    private var group: Int32 = 0

    /// `rows` goes by position and names requests of the view; `hash` is of what the request at a position counts as.
    init(view: PeriodView, rows: [Row], hash: (_ position: Int) -> UInt64) {
        let requests = view.requests
        let unknown = Int32(view.facts.people.count)
        records = rows.indices.map { position in
            let row = rows[position]
            let isAnswered = view.isAnswered(row)
            let (asker, helper) = (requests.requester[row], isAnswered ? requests.helper[row] : .unknown)
            let person = asker.isKnown ? asker : helper
            return Record(
                asker: asker.isKnown ? asker.ordinal : unknown, helper: helper.isKnown ? helper.ordinal : unknown,
                share: Contributors.Digest.Share(
                    ofPerson: person.isKnown ? view.facts.people[person.index] : Contributors.Digest.nobodyKnown,
                    contribution: hash(position)),
                isAnswered: isAnswered)
        }
        knowsAskers = view.facts.has(HelpRequests.requester)
        knowsHelpers = view.facts.has(HelpRequests.helper)
        lastAsked = Array(repeating: 0, count: view.facts.people.count + 1)
        lastHelped = lastAsked
    }

    /// Distinct known people in each role. Nobody has helped yet where nothing is answered: such a group is about its
    /// askers alone.
    mutating func contributors(of positions: ArraySlice<Int32>, isRefused: Bool) -> Contributors {
        var tally = begin()
        count(positions, into: &tally)
        return Contributors(roles: roles(of: tally), digest: tally.digest)
    }

    mutating func contributors(
        ofPart isPart: [Bool], of positions: ArraySlice<Int32>, isRefused: Bool
    ) -> (part: Contributors, all: Contributors) {
        var tally = begin()
        count(positions, where: { isPart[$0] }, into: &tally)
        let part = Contributors(roles: roles(of: tally), digest: tally.digest)
        count(positions, where: { !isPart[$0] }, into: &tally)
        return (part, Contributors(roles: roles(of: tally), digest: tally.digest))
    }

    mutating func few(of positions: some Sequence<Int32>, upTo most: RoleCounts) -> RoleCounts {
        few(of: positions, upTo: most) { $0.helper }
    }

    /// Nobody has helped yet with an unanswered request: it is about its asker alone, who stands for the helper.
    mutating func few(onSideOf positions: some Sequence<Int32>, upTo most: RoleCounts) -> RoleCounts {
        few(of: positions, upTo: most) { $0.isAnswered ? $0.helper : $0.asker }
    }

    private mutating func few(
        of positions: some Sequence<Int32>, upTo most: RoleCounts, helper: (Record) -> Int32
    ) -> RoleCounts {
        group += 1
        let unknown = Int32(lastAsked.count - 1)
        let (mostAskers, mostHelpers) = (most.first ?? 0, most.second ?? 0)
        var (askers, helpers) = (0, 0)
        for position in positions {
            if askers >= mostAskers, helpers >= mostHelpers { break }
            let record = records[Int(position)]
            if record.asker != unknown, lastAsked[Int(record.asker)] != group {
                lastAsked[Int(record.asker)] = group
                askers += 1
            }
            let helper = helper(record)
            if helper != unknown, lastHelped[Int(helper)] != group {
                lastHelped[Int(helper)] = group
                helpers += 1
            }
        }
        return RoleCounts(most.first.map { min(askers, $0) }, most.second.map { min(helpers, $0) })
    }

    private struct Tally {
        var digest = Contributors.Digest()
        /// Unknown ones count as one.
        var askers = 0
        var helpers = 0
        var isAnswered = false
    }

    private mutating func begin() -> Tally {
        group += 1
        return Tally()
    }

    /// Inlined, so that what tells of a position is no call.
    @inline(__always)
    private mutating func count(
        _ positions: ArraySlice<Int32>, where isCounted: (Int) -> Bool = { _ in true }, into tally: inout Tally
    ) {
        let (records, group) = (records, group)
        var (digest, askers, helpers, isAnswered) = (tally.digest, 0, 0, false)
        // As buffers: an array that changes would be asked for its references with every record.
        lastAsked.withUnsafeMutableBufferPointer { lastAsked in
            lastHelped.withUnsafeMutableBufferPointer { lastHelped in
                for position in positions where isCounted(Int(position)) {
                    let record = records[Int(position)]
                    digest.add(record.share)
                    // Without branches, which could not be foreseen.
                    askers += lastAsked[Int(record.asker)] == group ? 0 : 1
                    lastAsked[Int(record.asker)] = group
                    helpers += lastHelped[Int(record.helper)] == group ? 0 : 1
                    lastHelped[Int(record.helper)] = group
                    isAnswered = isAnswered || record.isAnswered
                }
            }
        }
        tally.digest = digest
        tally.askers += askers
        tally.helpers += helpers
        tally.isAnswered = tally.isAnswered || isAnswered
    }

    /// Of the group that was counted last.
    private func roles(of tally: Tally) -> RoleCounts {
        let askers = tally.askers - (lastAsked.last == group ? 1 : 0)
        let helpers = tally.helpers - (lastHelped.last == group ? 1 : 0)
        return RoleCounts(knowsAskers ? askers : nil, knowsHelpers && tally.isAnswered ? helpers : nil)
    }
}
