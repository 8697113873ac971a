import Domain
import Postgres

/// What a KPI reads of one dataset for a period: which records, which columns, from which files.
public struct ExplainedInput: Sendable {
    public let dataset: Dataset
    public let need: Sheet.Input.Need
    /// Days before the period from which a record still counts, though it was over by then.
    public let reach: Int
    /// Whether the organization ever gave any of it.
    public let isGiven: Bool
    /// Which records are counted, in words.
    public let counted: String
    /// The organization's records, of every scope.
    public let records: Int
    public let columns: [Column]
    /// Those that last wrote one of the records, and those with rows set aside that would have counted; newest first.
    public let batches: [Batch]
    public let rejected: RejectedRows

    public struct Column: Sendable, Hashable {
        public let name: String
        public let need: Sheet.Input.Need
        /// Whether the organization ever gave a value.
        public let isGiven: Bool
        /// How many of the records have one.
        public let known: Int
    }

    /// A file that was loaded.
    public struct Batch: Sendable, Hashable {
        public let id: Int64
        public let fileName: String
        public let source: String
        public let loadedAt: Instant
        /// SHA-256 of the mapping that read it, in hexadecimal.
        public let mappingVersion: String
        public let read, inserted, updated, rejected, duplicate: Int
        /// How many of the records it wrote last.
        public let records: Int
    }
}

extension ExplainedInput {
    /// The inputs of a sheet, one a dataset, in the sheet's order. `present`: what the organization has data of.
    package static func read(
        _ sheet: Sheet, window: Window, present: Set<String>, organization: Int64, on connection: Connection
    ) async throws -> [ExplainedInput] {
        var inputs: [ExplainedInput] = []
        for declared in Declared.all(of: sheet, present) {
            let stretch = RecordsInWindow(
                dataset: declared.dataset, from: window.beginning(reach: declared.reach), to: window.to,
                zone: window.zone, given: present.intersection(sheet.inputs.map(\.dataset)))
            let names = declared.columns.map(\.name)
            let counts = try await counts(stretch, names, organization, on: connection)
            let rejected = try await RejectedRows.read(stretch, organization: organization, on: connection)
            let batches = try await batches(
                counts.mapValues(\.records), also: Set(rejected.rows.map(\.batch)), organization, on: connection)
            inputs.append(
                ExplainedInput(
                    dataset: declared.dataset, need: declared.need, reach: declared.reach,
                    isGiven: present.contains(declared.dataset.name), counted: stretch.words,
                    records: counts.values.reduce(0) { $0 + $1.records },
                    columns: declared.columns.enumerated().map { position, column in
                        Column(
                            name: column.name, need: column.need,
                            isGiven: present.contains("\(declared.dataset.name).\(column.name)"),
                            known: counts.values.reduce(0) { $0 + $1.known[position] })
                    },
                    batches: batches, rejected: rejected))
        }
        return inputs
    }

    /// What a sheet declares of one dataset, in one entry or several.
    private struct Declared {
        let dataset: Dataset
        var need: Sheet.Input.Need
        var reach: Int
        var columns: [(name: String, need: Sheet.Input.Need)]

        static func all(of sheet: Sheet, _ present: Set<String>) -> [Declared] {
            var found: [Declared] = []
            for input in sheet.inputs {
                guard let dataset = Datasets.named(input.dataset) else { continue }
                let columns = input.columns.map { (name: $0, need: input.need) }
                let reach = input.reach(given: present)
                guard let known = found.firstIndex(where: { $0.dataset.name == dataset.name }) else {
                    found.append(Declared(dataset: dataset, need: input.need, reach: reach, columns: columns))
                    continue
                }
                found[known].reach = max(found[known].reach, reach)
                if found[known].need == .whereKnown { found[known].need = input.need }
                let names = Set(found[known].columns.map(\.name))
                found[known].columns += columns.filter { !names.contains($0.name) }
            }
            return found
        }
    }

    /// By the batch that wrote them: how many records there are, and how many of them have each of the columns.
    private static func counts(
        _ stretch: RecordsInWindow, _ columns: [String], _ organization: Int64, on connection: Connection
    ) async throws -> [Int64: (records: Int, known: [Int])] {
        let known = columns.map { "count(record.\(identifier: $0))" as Query }
        let list: Query = known.dropFirst().reduce(known.first ?? "0::bigint") { "\($0), \($1)" }
        let rows = try await connection.query(
            """
            SELECT record.batch_id, count(*) AS records, ARRAY[\(list)] AS known FROM \(table: stretch.dataset) AS record
            WHERE \(stretch.condition(organization: organization)) GROUP BY record.batch_id
            """
        ) { row in
            (
                try row.decode("batch_id", as: Int64.self),
                (
                    records: try row.decode("records", as: Int.self),
                    known: try row.decode("known", as: [Int64].self).map(Int.init)
                )
            )
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    private static func batches(
        _ records: [Int64: Int], also others: Set<Int64>, _ organization: Int64, on connection: Connection
    ) async throws -> [Batch] {
        let ids = Array(others.union(records.keys))
        return try await connection.query(
            """
            SELECT batch_id, file_name, source.name AS source, loaded_at, mapping_sha256, read, inserted, updated,
                rejected, duplicate
            FROM mutuality.batch JOIN mutuality.source USING (organization_id, source_id)
            WHERE organization_id = \(organization) AND batch_id = ANY (\(ids)) ORDER BY batch_id DESC
            """
        ) { row in
            func count(_ name: String) throws -> Int { try row.decode(name, as: Int.self) }
            let id = try row.decode("batch_id", as: Int64.self)
            return Batch(
                id: id, fileName: try row.decode("file_name"), source: try row.decode("source"),
                loadedAt: try row.decode("loaded_at"),
                mappingVersion: try row.decode("mapping_sha256", as: [UInt8].self).hexadecimal,
                read: try count("read"), inserted: try count("inserted"), updated: try count("updated"),
                rejected: try count("rejected"), duplicate: try count("duplicate"), records: records[id] ?? 0)
        }
    }
}
