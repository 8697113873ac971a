import Domain
import Postgres

/// The columns by which ledger and release name a cell, and how they are read and written.
package enum CellColumns {
    /// Reads `measure, scope, scope_id, breakdown, breakdown_value, statistic`.
    static func cell(_ row: inout BinaryCopyRow) throws -> Cell {
        let measure = try required(row.nextText(), "measure")
        let scope = try required(row.nextText().flatMap(ScopeKind.init(rawValue:)), "scope")
        let scopeID = try required(row.nextText(), "scope_id")
        let breakdown = Breakdown(
            try required(row.nextText(), "breakdown"), try required(row.nextText(), "breakdown_value"))
        return Cell(
            measure: measure, scope: Scope(scope, scopeID), breakdown: breakdown,
            statistic: try required(row.nextText(), "statistic"))
    }

    static func append(_ cell: Cell, to fields: inout BinaryCopyFields) {
        fields.appendText(cell.measure)
        fields.appendText(cell.scope.kind.rawValue)
        fields.appendText(cell.scope.id)
        fields.appendText(cell.breakdown.name)
        fields.appendText(cell.breakdown.value)
        fields.appendText(cell.statistic)
    }

    static func required<T>(_ value: T?, _ column: String) throws -> T {
        guard let value else {
            throw WarehouseError(
                .unexpected, "column \(column) holds what this program cannot read",
                mend: "check that the database and the program are of one version: mutuality db status")
        }
        return value
    }
}

extension Contributors.Digest {
    /// Big-endian, bucket by bucket.
    var bytes: [UInt8] {
        buckets.flatMap { bucket in stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: bucket >> $0) } }
    }

    /// `nil` unless there are four bytes for each bucket.
    init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 4 * Self.bucketCount else { return nil }
        var buckets: [UInt32] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            buckets.append(rest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) })
            rest = rest.dropFirst(4)
        }
        self.init(buckets: buckets)
    }
}
