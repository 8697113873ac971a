/// What came of a file. `accepted + rejected == read`, and what the mapping leaves out is counted apart; which of the
/// accepted records the warehouse had already is for the warehouse to say.
public struct Tally: Sendable, Equatable {
    /// Records read; the header, empty lines and what the mapping leaves out are none.
    public internal(set) var read = 0
    /// Rows that the mapping leaves out: `skip`.
    public internal(set) var skipped = 0
    /// Records handed to the sink.
    public internal(set) var accepted = 0
    /// Records set aside.
    public internal(set) var rejected = 0
    /// Why records were set aside, with how many for each code.
    public internal(set) var rejectsByCode: [String: Int] = [:]
    /// What was decided about accepted records, as `time_ambiguous`, with how many for each code.
    public internal(set) var flagsByCode: [String: Int] = [:]
    /// The first rejects, at most `Tally.listed`.
    public internal(set) var firstRejects: [Finding] = []
    /// The first flags, at most `Tally.listed`.
    public internal(set) var firstFlags: [Finding] = []

    /// The rejected records and all findings, if there are any; to be published or discarded.
    public internal(set) var rejectFiles: RejectFiles?

    /// How many findings are kept in memory: more than a person reads; the reject file has them all.
    public static let listed = 100

    mutating func reject(_ finding: Finding) {
        rejected += 1
        rejectsByCode[finding.code, default: 0] += 1
        if firstRejects.count < Self.listed { firstRejects.append(finding) }
    }

    mutating func flag(_ finding: Finding) {
        flagsByCode[finding.code, default: 0] += 1
        if firstFlags.count < Self.listed { firstFlags.append(finding) }
    }
}
