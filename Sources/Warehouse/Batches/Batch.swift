import Domain

/// A file on its way in: what names it, and where its rows belong.
public struct BatchDescription: Sendable {
    public let organization: Organization
    public let dataset: Dataset
    public let source: String
    /// SHA-256 of the bytes, uncompressed.
    public let contentHash: [UInt8]
    /// SHA-256 of the mapping that reads them.
    public let mappingHash: [UInt8]
    /// The last part of its path, for people.
    public let fileName: String
    /// The dataset's columns that the file or its mapping names, whether they have a value or not.
    public let namedColumns: Set<String>

    public init(
        organization: Organization, dataset: Dataset, source: String, contentHash: [UInt8], mappingHash: [UInt8],
        fileName: String, namedColumns: Set<String>
    ) {
        self.organization = organization
        self.dataset = dataset
        self.source = source
        self.contentHash = contentHash
        self.mappingHash = mappingHash
        self.fileName = fileName
        self.namedColumns = namedColumns
    }

    /// The same file as it tells another dataset.
    func telling(_ dataset: Dataset) -> BatchDescription {
        BatchDescription(
            organization: organization, dataset: dataset, source: source, contentHash: contentHash,
            mappingHash: mappingHash, fileName: fileName, namedColumns: Set(dataset.columns.map(\.name)))
    }
}

/// Gives the rows of a file, from the first one, as often as it is asked.
public protocol RecordProducer: Sendable {
    /// Calls `append` with each accepted row: values in the order of the dataset's columns, fallbacks filled in, and
    /// the line where the row begins. What `append` throws has to be thrown on.
    func produce(_ append: (_ values: [Value], _ line: Int) throws -> Void) throws -> RowCounts
    /// Another dataset of which the file tells rows. They are asked for once those of the file are stored.
    var companion: Companion? { get }
    /// All is in its place, and is about to be committed. What it throws undoes it.
    func willCommit(_ outcome: BatchOutcome) throws
}

/// Rows of another dataset, in groups by the key of the file's own: a group is replaced with the row that it belongs to.
public struct Companion: Sendable {
    let dataset: Dataset
    /// Whether the file would tell such rows if there were any; otherwise it only takes away what others told.
    let isTold: Bool
    let producer: any RecordProducer

    public init(dataset: Dataset, isTold: Bool, producer: any RecordProducer) {
        self.dataset = dataset
        self.isTold = isTold
        self.producer = producer
    }
}

extension RecordProducer {
    public var companion: Companion? { nil }
    public func willCommit(_ outcome: BatchOutcome) throws {}
}

/// How the rows of a file fared before they came to the store.
public struct RowCounts: Sendable, Hashable {
    public struct Reject: Sendable, Hashable {
        public let line: Int
        public let code: String
        /// Empty where it is the whole row.
        public let column: String
        /// From when on the row would have counted, a date as its midnight in UTC; `nil` where that can't be read.
        public let countsFrom: Instant?

        public init(line: Int, code: String, column: String, countsFrom: Instant? = nil) {
            self.line = line
            self.code = code
            self.column = column
            self.countsFrom = countsFrom
        }
    }

    public let read: Int
    public let rejected: Int
    /// As many of the rejected rows as the store is to list; the reject file has all.
    public let rejects: [Reject]

    public init(read: Int, rejected: Int, rejects: [Reject]) {
        self.read = read
        self.rejected = rejected
        self.rejects = rejects
    }
}

/// What came of a file. `inserted + updated + rejected + duplicate = read`.
public struct BatchOutcome: Sendable, Hashable {
    /// The same bytes were loaded with the same mapping before, and nothing was done; `nil` of a file that was taken in.
    public let earlier: EarlierLoad?
    public let read: Int
    public let inserted: Int
    public let updated: Int
    public let rejected: Int
    /// Rows that say nothing new: repeated, unchanged, older than what is there, or about somebody forgotten.
    public let duplicate: Int
    /// Of the duplicates those about somebody forgotten.
    public let forgotten: Int
    /// What histories, surveys or calendars lost that the file replaced; `nil` where nothing was lost.
    public let replaced: Replaced?
    /// Rows of the file that say something else than another row of the same key.
    public let contradictions: Noted<Contradiction>
    /// Rows that a dataset wants noted because an earlier file says the like of the same group.
    public let repeats: Noted<Int>
    /// Names that are likely to mean the same.
    public let alike: [AlikeNames]
    /// People whose ids in the file differ from another's by case or blanks alone.
    public let alikePeople: Int
    /// How many of the people whom the file names are in `people`, column by column.
    public let meetings: [Meeting]
    /// At least so many people would be in `people` if case and blanks in ids didn't count.
    public let butForCase: Int
    /// Surveys and calendars of which another dataset has nothing.
    public let unmet: [UnmetNames]
    /// What came of the rows of another dataset that the file tells; `nil` without such, and where they were known.
    public var companion: CompanionOutcome?

    public struct CompanionOutcome: Sendable, Hashable, Encodable {
        public let dataset: String
        public let inserted: Int
        public let updated: Int
        /// Rows that say nothing new.
        public let duplicate: Int
        public let removed: Int
    }

    /// What was lost where a file replaces all rows of what it names.
    public struct Replaced: Sendable, Hashable {
        /// Rows that are gone, and no row of the file has their key.
        public let removed: Int
        /// All rows that there were of what lost some.
        public let earlier: Int
        /// What the file has of that.
        public let incoming: Int
        /// The surveys that lost some; none where the file replaces other things, whose names can be about single people.
        public let surveys: [String]

        public init(removed: Int, earlier: Int, incoming: Int, surveys: [String]) {
            self.removed = removed
            self.earlier = earlier
            self.incoming = incoming
            self.surveys = surveys
        }

        /// What names a survey.
        public static let namedGroup = "survey_id"
    }

    /// A row of a file and the row of the same key that stands instead, by the lines on which they begin.
    public struct Contradiction: Sendable, Hashable {
        public let line: Int
        public let standing: Int
    }

    /// Things that are noted: how many there are, and the first of them.
    public struct Noted<Item: Sendable & Hashable>: Sendable, Hashable {
        public let count: Int
        public let first: [Item]

        public init(count: Int = 0, first: [Item] = []) {
            self.count = count
            self.first = first
        }
    }

    public init(
        earlier: EarlierLoad? = nil, read: Int, inserted: Int, updated: Int, rejected: Int, duplicate: Int,
        forgotten: Int = 0, replaced: Replaced? = nil, contradictions: Noted<Contradiction> = Noted(),
        repeats: Noted<Int> = Noted(),
        alike: [AlikeNames] = [], alikePeople: Int = 0, meetings: [Meeting] = [],
        butForCase: Int = 0, unmet: [UnmetNames] = []
    ) {
        self.earlier = earlier
        self.read = read
        self.inserted = inserted
        self.updated = updated
        self.rejected = rejected
        self.duplicate = duplicate
        self.forgotten = forgotten
        self.replaced = replaced
        self.contradictions = contradictions
        self.repeats = repeats
        self.alike = alike
        self.alikePeople = alikePeople
        self.meetings = meetings
        self.butForCase = butForCase
        self.unmet = unmet
    }

    public var alreadyLoaded: Bool { earlier != nil }
    /// Rows of a history, a survey or a calendar that the file replaced and has no longer.
    public var removed: Int { replaced?.removed ?? 0 }
    public var accepted: Int { inserted + updated }
}
