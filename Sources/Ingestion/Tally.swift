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
    /// Why records were set aside, each cause once, in the order in which they were met; a cause is a code and a column.
    public internal(set) var causes: [Cause] = []
    private var causePlaces: [Cause.Name: Int] = [:]

    /// Records that were set aside for the same reason.
    public struct Cause: Sendable, Equatable {
        /// The first of them.
        public let first: Finding
        public internal(set) var count = 0
        /// Of answers, how many to each item, in the order in which they were met.
        public internal(set) var items: [(name: String, count: Int)] = []

        struct Name: Hashable {
            let code: String
            let column: String?
        }

        init(_ first: Finding) { self.first = first }

        mutating func add(_ item: String?) {
            count += 1
            guard let item else { return }
            // As few as the mapping has.
            if let place = items.firstIndex(where: { $0.name == item }) {
                items[place].count += 1
            } else {
                items.append((item, 1))
            }
        }

        public static func == (a: Cause, b: Cause) -> Bool {
            a.first == b.first && a.count == b.count && a.items.elementsEqual(b.items, by: ==)
        }
    }

    /// What is told of the file as a whole, each once; counted in `flagsByCode`, too.
    public internal(set) var remarks: [Finding] = []

    /// The first flags, at most `Tally.listed`.
    public internal(set) var firstFlags: [Finding] = []

    /// Words of the mapping that no field was: misspelt, or of what this file does not have. None if no row was read.
    public internal(set) var unmetWords: [MappedWord] = []

    /// Contracts that continue the person's former one, and how many people have them; only of `people`.
    public internal(set) var renewals = 0
    public internal(set) var renewedPeople = 0

    /// Whether rows belong with rejected ones and were accepted, so that it is the input that is to be mended and loaded:
    /// loaded alone, the reject file would replace a group or a history by less, or tell half a case.
    public internal(set) var rejectFileLacksRows = false

    /// What came of the rows, where the records are the cases of a log; `read` then counts cases, and rows whose case
    /// cannot be told.
    public internal(set) var events: Events?

    /// What the accepted cases of a log tell beside their records.
    public internal(set) var reopenings = ReopeningRows()

    /// Rejected records that are not in the reject file, since its limit was reached.
    public internal(set) var omittedRejects = 0

    /// The rejected records and all findings, if there are any; to be published or discarded.
    public internal(set) var rejectFiles: RejectFiles?

    /// How many findings are kept in memory: more than a person reads; the reject file has them all.
    public static let listed = 100

    /// The rows of a log.
    public struct Events: Encodable, Sendable, Equatable {
        /// Rows read, each an event; what the mapping leaves out is none.
        public internal(set) var read = 0
        /// Rows set aside: those of rejected cases, and those whose case cannot be told.
        public internal(set) var rejected = 0
        /// Activities that the mapping names nowhere, with how many events; the first `named` of the file. Empty
        /// where an event has none. The events go into their cases all the same.
        public internal(set) var unknownActivities: [String: Int] = [:]
        /// Events of further such activities.
        public internal(set) var otherUnknown = 0
        /// What the mapping says of activities and no event matches, by column; none if no event could be read.
        public internal(set) var unmatchedPatterns: [UnmatchedPattern] = []

        /// An activity that a mapping names and a file lacks: misspelt, or of what didn't happen.
        public struct UnmatchedPattern: Encodable, Sendable, Equatable {
            /// The dataset's column whose rule names it, or `known`.
            public let column: String
            /// As the mapping has it, with its `*`.
            public let activity: String
            /// The activity of the file that is most like it; `nil` where the file has none, or too many to compare.
            public let nearest: String?
        }

        /// More than a person reads, and a bound where activities are texts written by hand.
        public static let named = 50
        /// Characters of an activity's name that are kept.
        public static let longestName = 100

        mutating func note(unknown activity: String) {
            let name = String(activity.prefix(Self.longestName))
            if unknownActivities[name] != nil || unknownActivities.count < Self.named {
                unknownActivities[name, default: 0] += 1
            } else {
                otherUnknown += 1
            }
        }
    }

    /// Takes over what was set aside.
    mutating func keep(_ rejects: RejectWriter) throws {
        omittedRejects = rejects.omitted
        if omittedRejects > 0 { rejectFileLacksRows = true }
        rejectFiles = try rejects.finish()
    }

    mutating func reject(_ finding: Finding) {
        rejected += 1
        rejectsByCode[finding.code, default: 0] += 1
        if firstRejects.count < Self.listed { firstRejects.append(finding) }
        let name = Cause.Name(code: finding.code, column: finding.column)
        let place = causePlaces[name] ?? causes.count
        if place == causes.count {
            causePlaces[name] = place
            causes.append(Cause(finding))
        }
        causes[place].add(finding.item)
    }

    mutating func flag(_ finding: Finding) {
        flagsByCode[finding.code, default: 0] += 1
        if firstFlags.count < Self.listed { firstFlags.append(finding) }
    }
}
