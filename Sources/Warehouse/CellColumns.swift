import Domain
import Postgres

/// The columns by which ledger and release name a cell, and how they are read and written.
package enum CellColumns {
    /// In the order in which `cell` and `append` have them.
    package static let names = ["measure", "scope", "scope_id", "breakdown", "breakdown_value", "statistic"]

    /// Reads the columns of `names`.
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

    /// A table of cells that stands in a statement beside others: `unnest(…) AS named (measure, scope, …)`.
    static func table(_ cells: [Cell]) -> Query {
        """
        unnest(
            \(cells.map(\.measure)), \(cells.map(\.scope.kind.rawValue)), \(cells.map(\.scope.id)),
            \(cells.map(\.breakdown.name)), \(cells.map(\.breakdown.value)), \(cells.map(\.statistic))
        ) AS named (\(ReleaseStore.list(names)))
        """
    }

    /// Whether a row of `release` has a cell of `named`.
    static let isNamed: Query = """
        (release.measure, release.scope, release.scope_id, release.breakdown, release.breakdown_value, release.statistic)
            = (named.measure, named.scope, named.scope_id, named.breakdown, named.breakdown_value, named.statistic)
        """

    static func verdict(_ row: Postgres.Row) throws -> Verdict? {
        try row.decode("verdict", as: String?.self).map { try required(Verdict(rawValue: $0), "verdict") }
    }

    static func unit(_ row: Postgres.Row) throws -> FigureUnit {
        try required(FigureUnit(rawValue: row.decode("unit")), "unit")
    }

    /// Reads `signal`.
    static func signal(_ row: inout BinaryCopyRow) throws -> Signal? {
        try row.nextText().map { try required(Signal(rawValue: $0), "signal") }
    }

    /// Reads `verdict`.
    static func verdict(_ row: inout BinaryCopyRow) throws -> Verdict? {
        try row.nextText().map { try required(Verdict(rawValue: $0), "verdict") }
    }

    static func append(_ cell: Cell, to fields: inout BinaryCopyFields) {
        fields.appendText(cell.measure)
        fields.appendText(cell.scope.kind.rawValue)
        fields.appendText(cell.scope.id)
        fields.appendText(cell.breakdown.name)
        fields.appendText(cell.breakdown.value)
        fields.appendText(cell.statistic)
    }

    package static func required<T>(_ value: T?, _ column: String) throws -> T {
        guard let value else { throw unreadable(column) }
        return value
    }

    static func unreadable(_ column: String) -> WarehouseError {
        WarehouseError(
            .unexpected, "column \(column) holds what this program cannot read",
            mend: "check that the database and the program are of one version: mutuality db status")
    }
}

extension Contributors.Digest {
    /// Big-endian, bucket by bucket.
    var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.byteCount) { bytes, count in
            let raw = UnsafeMutableRawBufferPointer(bytes)
            for index in 0..<Self.bucketCount {
                raw.storeBytes(of: buckets[index].bigEndian, toByteOffset: 4 * index, as: UInt32.self)
            }
            count = Self.byteCount
        }
    }

    /// `nil` unless there are four bytes for each bucket.
    init?(bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.byteCount else { return nil }
        var buckets = Buckets.zero
        for index in 0..<Self.bucketCount {
            buckets[index] = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
        }
        self.init(buckets: buckets)
    }

    /// One of several, byte after byte; `nil` beyond their end.
    init?(number: Int, in digests: [UInt8]) {
        let start = number * Self.byteCount
        guard number >= 0, start + Self.byteCount <= digests.count else { return nil }
        let digest = digests.withUnsafeBytes {
            Self(bytes: UnsafeRawBufferPointer(rebasing: $0[start..<start + Self.byteCount]))
        }
        guard let digest else { return nil }
        self = digest
    }

    private static let byteCount = 4 * bucketCount
}
