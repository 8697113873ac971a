/// What a column holds, and how it stands in memory.
public protocol ColumnKind: Sendable {
    associatedtype Element: BitwiseCopyable & Sendable
    /// What stands for unknown. A moment's is also *never*; presence tells the two apart.
    static var unknown: Element { get }
    static var form: ColumnForm { get }
    static func element(ofBits bits: UInt64) -> Element
    static func bits(of element: Element) -> UInt64
}

/// The kinds, as values: what decodes a column switches over them.
public enum ColumnForm: Sendable {
    case person, symbol, moment, number, flag, token, day, clock, whole, spans

    /// A column without rows.
    func column() -> any FilledColumn {
        switch self {
        case .person: ColumnValues<Kind.Person>()
        case .symbol: ColumnValues<Kind.Symbol>()
        case .moment: ColumnValues<Kind.Moment>()
        case .number: ColumnValues<Kind.Number>()
        case .flag: ColumnValues<Kind.Flag>()
        case .token: ColumnValues<Kind.Token>()
        case .day: ColumnValues<Kind.Day>()
        case .clock: ColumnValues<Kind.Clock>()
        case .whole: ColumnValues<Kind.Whole>()
        case .spans: ColumnValues<Kind.Spans>()
        }
    }
}

/// The list of kinds.
public enum Kind {
    /// A position in `Facts.people`; -1 unknown.
    public enum Person: ColumnKind {
        public static let unknown: Int32 = -1
        public static let form = ColumnForm.person
        @inlinable public static func element(ofBits bits: UInt64) -> Int32 { Int32(truncatingIfNeeded: bits) }
        public static func bits(of element: Int32) -> UInt64 { UInt64(truncatingIfNeeded: element) }
    }

    /// A text, as a symbol of `Facts.symbols`; -1 unknown.
    public enum Symbol: ColumnKind {
        public static let unknown = SymbolTable.none
        public static let form = ColumnForm.symbol
        @inlinable public static func element(ofBits bits: UInt64) -> Int32 { Int32(truncatingIfNeeded: bits) }
        public static func bits(of element: Int32) -> UInt64 { UInt64(truncatingIfNeeded: element) }
    }

    /// Microseconds since 1970; `Int64.max` unknown or never.
    public enum Moment: ColumnKind {
        public static let unknown = Int64.max
        public static let form = ColumnForm.moment
        @inlinable public static func element(ofBits bits: UInt64) -> Int64 { Int64(bitPattern: bits) }
        public static func bits(of element: Int64) -> UInt64 { UInt64(bitPattern: element) }
    }

    /// NaN unknown.
    public enum Number: ColumnKind {
        public static let unknown = Double.nan
        public static let form = ColumnForm.number
        @inlinable public static func element(ofBits bits: UInt64) -> Double { Double(bitPattern: bits) }
        public static func bits(of element: Double) -> UInt64 { element.bitPattern }
    }

    /// 1 yes, 0 no, -1 unknown.
    public enum Flag: ColumnKind {
        public static let unknown: Int8 = -1
        public static let form = ColumnForm.flag
        @inlinable public static func element(ofBits bits: UInt64) -> Int8 { Int8(truncatingIfNeeded: bits) }
        public static func bits(of element: Int8) -> UInt64 { UInt64(truncatingIfNeeded: element) }
    }

    /// A date; `distantFuture` unknown or never.
    public enum Day: ColumnKind {
        public static let unknown = LocalDate.distantFuture
        public static let form = ColumnForm.day
        @inlinable public static func element(ofBits bits: UInt64) -> LocalDate {
            LocalDate(daysSinceEpoch: Int32(truncatingIfNeeded: bits))
        }
        public static func bits(of element: LocalDate) -> UInt64 { UInt64(truncatingIfNeeded: element.daysSinceEpoch) }
    }

    /// A time of day, microseconds since midnight; `Int64.max` unknown.
    public enum Clock: ColumnKind {
        public static let unknown = Int64.max
        public static let form = ColumnForm.clock
        @inlinable public static func element(ofBits bits: UInt64) -> Int64 { Int64(bitPattern: bits) }
        public static func bits(of element: Int64) -> UInt64 { UInt64(bitPattern: element) }
    }

    /// A whole number; `Int32.min` unknown.
    public enum Whole: ColumnKind {
        public static let unknown = Int32.min
        public static let form = ColumnForm.whole
        @inlinable public static func element(ofBits bits: UInt64) -> Int32 { Int32(truncatingIfNeeded: bits) }
        public static func bits(of element: Int32) -> UInt64 { UInt64(truncatingIfNeeded: element) }
    }

    /// A list of stretches of time, as where it lies among all those of its table; empty without any.
    public enum Spans: ColumnKind {
        public struct List: BitwiseCopyable, Sendable {
            let first: UInt32
            let count: UInt32
        }

        public static let unknown = List(first: 0, count: 0)
        public static let form = ColumnForm.spans
        public static func element(ofBits bits: UInt64) -> List {
            List(first: UInt32(bits >> 32), count: UInt32(truncatingIfNeeded: bits))
        }
        public static func bits(of element: List) -> UInt64 { UInt64(element.first) << 32 | UInt64(element.count) }
    }

    /// A keyed hash that names whoever answered, within one survey. Never unknown.
    public enum Token: ColumnKind {
        public static let unknown: Int64 = 0
        public static let form = ColumnForm.token
        @inlinable public static func element(ofBits bits: UInt64) -> Int64 { Int64(bitPattern: bits) }
        public static func bits(of element: Int64) -> UInt64 { UInt64(bitPattern: element) }
    }
}
