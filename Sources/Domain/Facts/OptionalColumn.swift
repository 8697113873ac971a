/// A column that may be left out whole: every row then says what stands for unknown.
///
/// Either every row is appended or none.
public struct OptionalColumn<Value: BitwiseCopyable & Sendable>: Sendable {
    @usableFromInline private(set) var values: [Value] = []
    @usableFromInline let unknown: Value

    public init(unknown: Value) { self.unknown = unknown }

    @inlinable
    public subscript(row: Int) -> Value { values.isEmpty ? unknown : values[row] }

    public mutating func append(_ value: Value) { values.append(value) }

    public mutating func reserveCapacity(_ count: Int) { values.reserveCapacity(count) }

    /// The same of some rows.
    func picking(_ pick: ([Value]) -> [Value]) -> OptionalColumn {
        var picked = self
        picked.values = values.isEmpty ? [] : pick(values)
        return picked
    }
}
