/// A column's values by row, in one piece of memory; or none at all, where it wasn't read: then every row is unknown.
@frozen
public struct ColumnValues<K: ColumnKind>: Sendable {
    @usableFromInline private(set) var values: [K.Element] = []

    init() {}

    @inlinable
    public subscript(row: Row) -> K.Element { values.isEmpty ? K.unknown : values[row.index] }
}

/// The lists of a column by row; none in any row where it wasn't read.
@frozen
public struct SpanLists: Sendable {
    @usableFromInline let lists: ColumnValues<Kind.Spans>
    @usableFromInline let spans: [Interval]

    @inlinable
    public subscript(row: Row) -> ArraySlice<Interval> {
        let list = lists[row]
        return spans[Int(list.first)..<Int(list.first) + Int(list.count)]
    }

    @inlinable
    public func isEmpty(_ row: Row) -> Bool { lists[row].count == 0 }
}

/// A column whose kind is known to itself alone.
protocol FilledColumn: Sendable {
    mutating func append(_ bits: [UInt64], from first: Int, every step: Int)
    mutating func reserveCapacity(_ count: Int)
    /// Lets go of room that is not used.
    mutating func trim()
    mutating func move(to places: [Int32])
    func picking(_ rows: Runs) -> any FilledColumn
    /// Those that name people.
    var people: [Person] { get }
}

extension ColumnValues: FilledColumn {
    mutating func append(_ bits: [UInt64], from first: Int, every step: Int) {
        K.append(bits, from: first, every: step, to: &values)
    }

    mutating func reserveCapacity(_ count: Int) { values.reserveCapacity(count) }

    mutating func trim() {
        // Up to an eighth it isn't worth a copy.
        if values.capacity - values.count > values.count / 8 { values = values.withUnsafeBufferPointer(Array.init) }
    }

    mutating func move(to places: [Int32]) { K.move(&values, to: places) }

    func picking(_ rows: Runs) -> any FilledColumn {
        var picked = self
        picked.values = values.picking(rows)
        return picked
    }

    var people: [Person] { (self as? ColumnValues<Kind.Person>)?.values ?? [] }
}
