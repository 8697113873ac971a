/// A kind of record that can be loaded: its columns, its key, its checks.
///
/// The table, the COPY order, the mapping, the reference page and the tests that hold the migrated table to it
/// all follow from the descriptor. Adding a dataset costs one file and one line in `Datasets.all`.
public struct Dataset: Sendable {
    /// The name in mappings and on the command line, in the plural: `help_requests`.
    public let name: String
    /// The table, in the singular: `help_request`.
    public let table: String
    /// What one row is.
    public let title: String
    public let columns: [Column]
    /// What figures read beside them.
    public let derived: [ReadableColumn]
    /// The columns that name a row within organization and source, in key order.
    public let key: [String]
    public let replacement: Replacement
    /// Which instants a row touches, so that a change marks the right periods.
    public let touches: Touches
    /// Unless it says otherwise the strictest: every day, and unknown without.
    public let rhythm: Rhythm
    public let references: [Reference]
    public let checks: [RowCheck]
    /// Rules over all rows of one history; only for datasets of spells.
    public let historyChecks: [HistoryCheck]
    /// What is counted in each history and told of a load.
    public let historyCount: HistoryCount?
    /// Rows that are taken in and noted.
    public let repeats: RepeatNote?
    /// The column that tells which rows of different keys are about one history, of which the one that was told last can
    /// count: the table keeps the line, and a row that is told again takes the later batch. `nil`: it does not matter.
    public let toldOf: String?

    public init(
        name: String, table: String, title: String, columns: [Column], derived: [ReadableColumn] = [], key: [String],
        replacement: Replacement,
        touches: Touches, rhythm: Rhythm = .daily, references: [Reference] = [], checks: [RowCheck] = [],
        historyChecks: [HistoryCheck] = [], historyCount: HistoryCount? = nil, repeats: RepeatNote? = nil,
        toldOf: String? = nil
    ) {
        self.name = name
        self.table = table
        self.title = title
        self.columns = columns + [.updatedAt]
        self.derived = derived
        self.key = key
        self.replacement = replacement
        self.touches = touches
        self.rhythm = rhythm
        self.references = references
        self.checks = checks
        self.historyChecks = historyChecks
        self.historyCount = historyCount
        self.repeats = repeats
        self.toldOf = toldOf
    }

    /// Where the tables of all datasets lie, and no other table: who may read facts is said of the schema.
    public static let schema = "mutuality_facts"

    /// The table as SQL names it: `mutuality_facts.help_request`.
    public var qualifiedTable: String { "\(Self.schema).\(table)" }

    /// Days before its first date on which a record can count: the date is that of whoever works then, and zones are up
    /// to 26 h ahead of the organization's.
    public static let daysAhead = 2

    /// What figures can read of its rows as columns, with how it stands in memory.
    public var readable: [ReadableColumn] {
        columns.compactMap { column in column.form.map { ReadableColumn(name: column.name, form: $0) } } + derived
    }

    public func index(of column: String) -> Int? { columns.firstIndex { $0.name == column } }

    /// The columns of the first and the last instant between which a row counts; `nil` where days tell, other rows of its
    /// group, or nothing.
    ///
    /// A row that stands alone and tells what happened at an instant counts then. With later times it has to do only that
    /// it is there, as a contribution is what takes its request's place: so a change of it is due from then on.
    public var instants: (first: String, last: String)? {
        switch touches {
        case .instants(let first, let last): (first, last)
        case .onward(let first) where replacement == .rows && isInstant(first): (first, first)
        case .onward, .dates, .employment, .wholeGroup, .use, .everything: nil
        }
    }

    /// The column of the instant or the day from which on a row no longer counts by itself, of groups that one row dates
    /// all of them; `nil` where none tells.
    public var end: String? {
        switch touches {
        case .dates(_, let to): to
        case .wholeGroup(let instant): instant
        default: instants?.last
        }
    }

    /// Of a column; those that the table makes, as the end of a request, are instants.
    public func isInstant(_ column: String) -> Bool { index(of: column).map { columns[$0].type == .instant } ?? true }

    /// What a batch does to rows that are there already.
    public enum Replacement: Sendable, Equatable {
        /// Each row stands alone: the newer one wins.
        case rows
        /// Rows that share this column describe one history: a batch that names it replaces it whole, and of a history
        /// with a bad row nothing is stored.
        case spells(of: String)
        /// Rows that share this column are replaced together, but a bad one is set aside alone.
        case groups(of: String)

        /// The column by whose values rows are replaced together.
        public var group: String? {
            switch self {
            case .rows: nil
            case .spells(let column), .groups(let column): column
            }
        }
    }

    public enum Touches: Sendable, Equatable {
        /// From one table column to another, both instants; `infinity` lasts on.
        case instants(from: String, to: String)
        /// From one date column to another: without the first it has always been so, without the second it lasts on.
        case dates(from: String, to: String)
        /// From a column on, date or instant, for ever.
        case onward(from: String)
        /// From a date column, or the first time that `people` or a separation has the person leave if that is earlier, on
        /// for ever: a separation ends the stretch that it is about, so one more of either can change when another ended.
        case employment(from: String)
        /// The instants in this column of all rows that are replaced together, old and new: one row moves them all.
        case wholeGroup(instant: String)
        /// From the first day on which a team or a person works by the calendar that this column names, on for ever.
        /// Nothing while nobody does.
        case use(ofCalendar: String)
        /// All that there is.
        case everything

        /// The column that says from when on a row counts; `nil` where that is always.
        public var beginning: String? {
            switch self {
            case .instants(let from, _), .dates(let from, _), .onward(let from), .employment(let from): from
            case .wholeGroup(let instant): instant
            case .use, .everything: nil
            }
        }
    }

    /// Another dataset's rows that name this one's, and when they count: a change of this row can change what they say.
    public struct Reference: Sendable, Equatable {
        public let dataset: String
        /// Instants; `nil` where this dataset dates them, and until then they count always.
        public let at: String?
        /// Instants up to which a row of this dataset counts, whatever it says itself; `nil` where it doesn't for that.
        public let until: String?
        /// The columns by which they name it; they are its key.
        public let by: [String]
        /// The columns of this dataset that they say something by.
        public let columns: [String]

        public init(dataset: String, at: String?, until: String? = nil, by: [String], columns: [String]) {
            self.dataset = dataset
            self.at = at
            self.until = until
            self.by = by
            self.columns = columns
        }
    }

    public struct Column: Sendable {
        public let name: String
        public let type: ColumnType
        /// How figures read it; `nil` where none does, or it is part of a structure, as of the roster.
        public let form: ColumnForm?
        public let required: Bool
        public let note: String
        /// What stands in the table where the file has nothing, if not NULL.
        public let fallback: Fallback?
        /// Whether the column counts as given where a file names it, though it is blank throughout: of what hasn't happened
        /// yet, and of hours, which are asked for and not known.
        public let isGivenWhenNamed: Bool
        /// Columns of instants: the value counts from the earliest of them on, and is as unknown as they are before. Empty:
        /// from the row's beginning.
        public let knownFrom: [String]
        /// Whether it tells what has happened, so that a date far ahead is doubtful; ends that are agreed on lie ahead.
        public let isPast: Bool
        /// Whether it only says what a thing is called: no figure hangs on it.
        public let isLabel: Bool

        public init(
            _ name: String, _ type: ColumnType, form: ColumnForm? = nil, required: Bool = false,
            fallback: Fallback? = nil, isGivenWhenNamed: Bool = false, knownFrom: [String] = [], isPast: Bool = false,
            isLabel: Bool = false, _ note: String
        ) {
            self.name = name
            self.type = type
            self.form = form
            self.required = required
            self.fallback = fallback
            self.isGivenWhenNamed = isGivenWhenNamed
            self.knownFrom = knownFrom
            self.isPast = isPast
            self.isLabel = isLabel
            self.note = note
        }

        static let updatedAt = Column(
            "updated_at", .instant, isPast: true, "when the source last changed the row; the newer row wins")
    }

    public enum Fallback: Sendable, Equatable {
        case column(String)
        case value(Value)
    }

    public enum ColumnType: Sendable, Equatable {
        case text
        /// A person's native id; the table holds the pseudonym.
        case person
        case instant
        case date
        /// A time on the clock, from 00:00 to 24:00.
        case timeOfDay
        case integer(ClosedRange<Int>)
        /// A finite number, not below the bound if there is one.
        case number(least: Double?)
        case boolean
        case choice([String])
        /// A name of the IANA time zone database.
        case zone
        /// Names whoever answered, within the row's survey only; the table holds a keyed hash.
        case token
        /// Something written by hand: the table holds only that there was something.
        case presence
    }
}

/// One checked value of a record. Unknown is `null`.
public enum Value: Hashable, Sendable {
    case null
    case text(String)
    case instant(Instant)
    case date(LocalDate)
    case number(Double)
    case integer(Int)
    case boolean(Bool)
    /// Microseconds since midnight, at most 24 hours.
    case timeOfDay(Int64)

    public var isNull: Bool { self == .null }

    public var instant: Instant? { if case .instant(let value) = self { value } else { nil } }
    public var date: LocalDate? { if case .date(let value) = self { value } else { nil } }
    public var number: Double? { if case .number(let value) = self { value } else { nil } }
    public var integer: Int? { if case .integer(let value) = self { value } else { nil } }
    public var timeOfDay: Int64? { if case .timeOfDay(let value) = self { value } else { nil } }
    public var text: String? { if case .text(let value) = self { value } else { nil } }
}

/// A rule that one row keeps or breaks by itself. A row that breaks one is set aside, or taken in and noted; either way it
/// is counted and named.
public struct RowCheck: Sendable {
    /// A stable word for the reject file: `resolved_before_opened`.
    public let code: String
    /// The column to look at first.
    public let column: String
    public let message: String
    /// What to do about it.
    public let mend: String
    /// Positions of the values that `isBroken` gets, by name.
    public let columns: [String]
    /// Whether the row is taken in all the same.
    public let isNote: Bool
    /// What stands for `message` where it hangs on the values; never what may tell of a person.
    private let words: (@Sendable ([Value]) -> String)?
    /// Gets the values of `columns`, in that order.
    public let isBroken: @Sendable ([Value]) -> Bool

    public init(
        code: String, column: String, message: String, mend: String, columns: [String], isNote: Bool = false,
        words: (@Sendable ([Value]) -> String)? = nil, isBroken: @escaping @Sendable ([Value]) -> Bool
    ) {
        self.code = code
        self.column = column
        self.message = message
        self.mend = mend
        self.columns = columns
        self.isNote = isNote
        self.words = words
        self.isBroken = isBroken
    }

    /// What is to be said of a row that breaks it, by the values of `columns`.
    public func message(_ values: [Value]) -> String { words?(values) ?? message }

    /// `later` must not lie before `earlier`, where both are known.
    static func order(_ earlier: String, _ later: String, code: String) -> RowCheck {
        RowCheck(
            code: code, column: later, message: "\(later) is before \(earlier)",
            mend: "correct one of the two; a mapping can name another column or time zone",
            columns: [earlier, later]
        ) { values in
            switch (values[0], values[1]) {
            case (.instant(let a), .instant(let b)): b < a
            case (.date(let a), .date(let b)): b < a
            default: false
            }
        }
    }
}

/// A rule over the rows of one history, as one person's spells.
public struct HistoryCheck: Sendable {
    public let code: String
    public let column: String
    public let message: String
    public let mend: String
    /// The columns whose values `broken` gets, by name.
    public let columns: [String]
    /// Gets the rows of one history in key order, each as the values of `columns`, fallbacks filled in; returns the
    /// positions of the rows to set aside.
    public let broken: @Sendable ([[Value]]) -> [Int]

    public init(
        code: String, column: String, message: String, mend: String, columns: [String],
        broken: @escaping @Sendable ([[Value]]) -> [Int]
    ) {
        self.code = code
        self.column = column
        self.message = message
        self.mend = mend
        self.columns = columns
        self.broken = broken
    }

    /// Of two stretches that overlap the later one is set aside. `columns`: first day, then the columns that can end
    /// a stretch; the earliest known of them does, and without any it lasts on.
    static func noOverlap(from: String, endedBy ends: [String], mend: String) -> HistoryCheck {
        HistoryCheck(
            code: "overlapping_spells", column: from, message: "overlaps an earlier row of the same history",
            mend: mend, columns: [from] + ends
        ) { rows in
            var occupiedUntil = LocalDate.distantPast
            var broken: [Int] = []
            for (position, row) in rows.enumerated() {
                guard let start = row[0].date else { continue }
                let end = row.dropFirst().compactMap(\.date).min() ?? .distantFuture
                if start < occupiedUntil {
                    broken.append(position)
                } else {
                    occupiedUntil = max(occupiedUntil, end)
                }
            }
            return broken
        }
    }
}

/// Something that the rows of one history say together, and of which a load tells how often it found it.
public struct HistoryCount: Sendable {
    /// The columns whose values `count` gets, by name.
    public let columns: [String]
    /// Gets the rows of one sound history in key order, each as the values of `columns`, fallbacks filled in.
    public let count: @Sendable ([[Value]]) -> Int

    public init(columns: [String], count: @escaping @Sendable ([[Value]]) -> Int) {
        self.columns = columns
        self.count = count
    }
}

/// Several rows of one file about the same thing, of which only some may count: each is taken in, and all but the first
/// are noted.
public struct RepeatNote: Sendable {
    public let code: String
    /// Rows with the same value here are about the same thing.
    public let group: String
    /// Of those, rows with the same value here too are one fact told again, which needs no note.
    public let differing: String
    public let message: String
    public let mend: String

    public init(code: String, group: String, differing: String, message: String, mend: String) {
        self.code = code
        self.group = group
        self.differing = differing
        self.message = message
        self.mend = mend
    }
}
