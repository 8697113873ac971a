import Domain
import Postgres
import Synchronization
import TestValues
import Warehouse

/// Rows as a file would give them; fails after some of them if asked to.
public struct TestRows: RecordProducer {
    public struct Failure: Error {
        public init() {}
    }

    let rows: [[Value]]
    let rejects: [RowCounts.Reject]
    let failsAfter: Int?

    public init(_ rows: [[Value]], rejects: [RowCounts.Reject] = [], failsAfter: Int? = nil) {
        self.rows = rows
        self.rejects = rejects
        self.failsAfter = failsAfter
    }

    public func produce(_ append: (_ values: [Value], _ line: Int) throws -> Void) throws -> RowCounts {
        for (position, row) in rows.enumerated() {
            if position == failsAfter { throw Failure() }
            try append(row, position + 2)
        }
        return RowCounts(read: rows.count + rejects.count, rejected: rejects.count, rejects: rejects)
    }
}

/// The key of all tests.
public let testKeyBytes = [UInt8](repeating: 7, count: PseudonymKey.byteCount)

extension MigratedDatabase {
    private static let files = Atomic<UInt64>(0)

    /// Loads rows as a file that nobody has seen before, unless `content` says which one it is.
    @discardableResult
    public func load(
        _ dataset: Dataset, _ rows: [[String: String]], into organization: String = "acme", source: String = "desk",
        now: Instant = at("2026-11-01"), content: UInt64? = nil, mapping: UInt8 = 1, again: Bool = false
    ) async throws -> BatchOutcome {
        try await load(
            dataset, from: TestRows(rows.map(dataset.row)), into: organization, source: source, now: now,
            content: content, mapping: mapping, again: again, namedColumns: Set(rows.flatMap(\.keys)))
    }

    @discardableResult
    public func load(
        _ dataset: Dataset, from producer: some RecordProducer, into organization: String = "acme",
        source: String = "desk", now: Instant = at("2026-11-01"), content: UInt64? = nil, mapping: UInt8 = 1,
        again: Bool = false,
        keyBytes: [UInt8] = testKeyBytes, keysInMemory: Int = Database.mostKeysInMemory,
        namedColumns: Set<String>? = nil
    ) async throws -> BatchOutcome {
        let file = content ?? Self.files.add(1, ordering: .relaxed).newValue + 1 << 32
        let hash = (0..<32).map { UInt8(truncatingIfNeeded: file >> UInt64($0 % 8 * 8)) }
        return try await warehouse.load(
            BatchDescription(
                organization: try await warehouse.organization(creating: organization, now: now), dataset: dataset,
                source: source, contentHash: hash, mappingHash: [mapping], fileName: "test.csv",
                namedColumns: namedColumns ?? Set(dataset.columns.map(\.name))),
            again: again, key: try PseudonymKey(bytes: keyBytes), now: now, keysInMemory: keysInMemory, from: producer)
    }

    /// The rows of a dataset's table without the batch's number, people by the keyed name behind the pseudonym: equal
    /// between databases with one key.
    public func dump(_ dataset: Dataset) async throws -> [String] {
        let columns = dataset.columns.map { column in
            column.type == .person
                ? """
                (SELECT encode(native_hmac, 'hex') FROM mutuality.identity
                WHERE identity.organization_id = stored.organization_id AND identity.person_id = stored.\(column.name))
                AS \(column.name)
                """ : "stored.\(column.name)"
        }
        return try await texts(
            """
            SELECT stored.organization_id, stored.source_id, \(columns.joined(separator: ", "))
            FROM \(dataset.qualifiedTable) AS stored
            """
        ).sorted()
    }

    /// Which months are marked in their own year's unit, as `2026: 1 2 3`, of one dataset or of all.
    public func markedMonths(_ dataset: Dataset? = nil) async throws -> [String] {
        let rows = try await pool.withConnection { connection in
            try await connection.query(
                "SELECT year, bit_or(months), array_agg(DISTINCT dataset) FROM mutuality.mark GROUP BY year, dataset"
            ) { row in
                (
                    try row.decode(Int32.self, at: 0), try row.decode(Int32.self, at: 1),
                    try row.decode([String].self, at: 2)[0]
                )
            }
        }
        var months: [Int32: Int32] = [:]
        for (year, mask, name) in rows where dataset == nil || name == dataset?.name {
            months[year, default: 0] |= mask & 0xFFF
        }
        return months.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map { year, mask in
            "\(year): " + (0..<12).filter { mask & 1 << $0 != 0 }.map { "\($0 + 1)" }.joined(separator: " ")
        }
    }
}
