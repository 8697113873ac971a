/// What a column holds, and how it stands in memory.
public protocol ColumnKind: Sendable {
    associatedtype Element: BitwiseCopyable & Sendable
    /// What stands for unknown. A moment's is also *never*; presence tells the two apart.
    static var unknown: Element { get }
    static var form: ColumnForm { get }
    static func element(ofBits bits: UInt64) -> Element
    static func bits(of element: Element) -> UInt64
    // Here and not in what holds the values, since these are compiled for each kind by itself.
    /// One value of each row: `bits` is row by row, and the column's come `every` so many from `first` on.
    static func append(_ bits: [UInt64], from first: Int, every step: Int, to values: inout [Element])
    /// `places`: where each of the values goes.
    static func move(_ values: inout [Element], to places: [Int32])
}

extension ColumnKind {
    public static func append(_ bits: [UInt64], from first: Int, every step: Int, to values: inout [Element]) {
        for position in stride(from: first, to: bits.count, by: step) { values.append(element(ofBits: bits[position])) }
    }

    public static func move(_ values: inout [Element], to places: [Int32]) {
        precondition(places.count == values.count)
        values = [Element](unsafeUninitializedCapacity: values.count) { [values] moved, count in
            for (value, place) in zip(values, places) { moved.initializeElement(at: Int(place), to: value) }
            count = values.count
        }
    }
}

/// Kinds whose elements are one of a list.
public protocol OrdinalKind: ColumnKind where Element: Ordinal {}

extension OrdinalKind {
    @inlinable public static var unknown: Element { .unknown }
    @inlinable public static func element(ofBits bits: UInt64) -> Element {
        Element(ordinal: Int32(truncatingIfNeeded: bits))
    }
    @inlinable public static func bits(of element: Element) -> UInt64 { UInt64(truncatingIfNeeded: element.ordinal) }
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
    /// Somebody, as one of `Facts.people`.
    public enum Person: OrdinalKind {
        public typealias Element = Domain.Person
        public static let form = ColumnForm.person
    }

    /// A text, as a symbol of `Facts.symbols`.
    public enum Symbol: OrdinalKind {
        public typealias Element = Domain.Symbol
        public static let form = ColumnForm.symbol
    }

    /// `never` stands for unknown too.
    public enum Moment: ColumnKind {
        @inlinable public static var unknown: Instant { .never }
        public static let form = ColumnForm.moment
        @inlinable public static func element(ofBits bits: UInt64) -> Instant {
            Instant(microseconds: Int64(bitPattern: bits))
        }
        @inlinable public static func bits(of element: Instant) -> UInt64 { UInt64(bitPattern: element.microseconds) }
    }

    /// NaN unknown.
    public enum Number: ColumnKind {
        @inlinable public static var unknown: Double { .nan }
        public static let form = ColumnForm.number
        @inlinable public static func element(ofBits bits: UInt64) -> Double { Double(bitPattern: bits) }
        @inlinable public static func bits(of element: Double) -> UInt64 { element.bitPattern }
    }

    /// 1 yes, 0 no, -1 unknown.
    public enum Flag: ColumnKind {
        @inlinable public static var unknown: Int8 { -1 }
        public static let form = ColumnForm.flag
        @inlinable public static func element(ofBits bits: UInt64) -> Int8 { Int8(truncatingIfNeeded: bits) }
        @inlinable public static func bits(of element: Int8) -> UInt64 { UInt64(truncatingIfNeeded: element) }
    }

    /// A date; `distantFuture` unknown or never.
    public enum Day: ColumnKind {
        @inlinable public static var unknown: LocalDate { .distantFuture }
        public static let form = ColumnForm.day
        @inlinable public static func element(ofBits bits: UInt64) -> LocalDate {
            LocalDate(daysSinceEpoch: Int32(truncatingIfNeeded: bits))
        }
        @inlinable public static func bits(of element: LocalDate) -> UInt64 {
            UInt64(truncatingIfNeeded: element.daysSinceEpoch)
        }
    }

    /// A time of day, microseconds since midnight; `Int64.max` unknown.
    public enum Clock: ColumnKind {
        @inlinable public static var unknown: Int64 { .max }
        public static let form = ColumnForm.clock
        @inlinable public static func element(ofBits bits: UInt64) -> Int64 { Int64(bitPattern: bits) }
        @inlinable public static func bits(of element: Int64) -> UInt64 { UInt64(bitPattern: element) }
    }

    /// A whole number; `Int32.min` unknown.
    public enum Whole: ColumnKind {
        @inlinable public static var unknown: Int32 { .min }
        public static let form = ColumnForm.whole
        @inlinable public static func element(ofBits bits: UInt64) -> Int32 { Int32(truncatingIfNeeded: bits) }
        @inlinable public static func bits(of element: Int32) -> UInt64 { UInt64(truncatingIfNeeded: element) }
    }

    /// A list of stretches of time, as where it lies among all those of its table; empty without any.
    public enum Spans: ColumnKind {
        @frozen
        public struct List: BitwiseCopyable, Sendable {
            @usableFromInline let first: UInt32
            @usableFromInline let count: UInt32

            @inlinable init(first: UInt32, count: UInt32) {
                self.first = first
                self.count = count
            }
        }

        @inlinable public static var unknown: List { List(first: 0, count: 0) }
        public static let form = ColumnForm.spans
        @inlinable public static func element(ofBits bits: UInt64) -> List {
            List(first: UInt32(bits >> 32), count: UInt32(truncatingIfNeeded: bits))
        }
        @inlinable public static func bits(of element: List) -> UInt64 {
            UInt64(element.first) << 32 | UInt64(element.count)
        }
    }

    /// A keyed hash that names whoever answered, within one survey. Never unknown.
    public enum Token: ColumnKind {
        @inlinable public static var unknown: Int64 { 0 }
        public static let form = ColumnForm.token
        @inlinable public static func element(ofBits bits: UInt64) -> Int64 { Int64(bitPattern: bits) }
        @inlinable public static func bits(of element: Int64) -> UInt64 { UInt64(bitPattern: element) }
    }
}
