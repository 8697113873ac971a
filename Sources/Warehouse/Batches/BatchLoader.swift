import Domain
import Postgres

extension Database {
    /// Stores a file in one transaction: rows, rejects, marks, people met for the first time, the batch's own entry.
    ///
    /// The same bytes with the same mapping change nothing, unless they are to be loaded `again`. Memory: the source's identity map, and of a first file at most
    /// `keysInMemory` keys of 8 bytes, by which one that repeats is noticed at once. Where only later ones repeat, the
    /// table's key notices, and the whole file is sent again.
    public func load(
        _ description: BatchDescription, again: Bool = false, key: PseudonymKey, now: Instant,
        keysInMemory: Int = mostKeysInMemory, from producer: some RecordProducer
    ) async throws -> BatchOutcome {
        try await transaction(as: .ingest) { connection in
            let organization = description.organization.id
            try await AdvisoryLock.load(organization: organization).holdInTransaction(on: connection)
            let source = try await Self.source(named: description.source, of: organization, on: connection)
            if again { try await Self.release(description, source: source, on: connection) }
            let known = try await Self.batch(description, source: source, on: connection)
            if let known {
                try await FreshnessLog.noteRepeated(known.batch, of: organization, now: now, on: connection)
            }
            var (batch, outcome): (Int64, BatchOutcome) =
                if let known { known } else {
                    try await Self.store(
                        description, source: source, key: key, now: now, keysInMemory: keysInMemory, from: producer,
                        on: connection)
                }
            if let companion = producer.companion {
                let owner = BatchLoader.Owner(dataset: description.dataset, batch: batch, isKnown: known != nil)
                if again {
                    try await Self.release(description.telling(companion.dataset), source: source, on: connection)
                }
                outcome.companion = try await Self.store(
                    companion, of: owner, description, source: source, key: key, now: now, on: connection)
            }
            if known == nil { try producer.willCommit(outcome) }
            return outcome
        }
    }

    /// `owner`: of a companion.
    static func store(
        _ description: BatchDescription, source: Int16, of owner: BatchLoader.Owner? = nil, key: PseudonymKey,
        now: Instant, keysInMemory: Int = mostKeysInMemory, from producer: some RecordProducer,
        on connection: Connection
    ) async throws -> (batch: Int64, outcome: BatchOutcome) {
        let organization = description.organization.id
        let settings = try await settings(of: organization, on: connection)
        let pseudonymiser = try await Pseudonymiser(
            key: key, organization: organization, source: source, now: now, on: connection)
        let surveyKeys = try await SurveyKeys(
            key: key, organization: organization, source: source, dataset: description.dataset, on: connection)
        let given = try await FactsReader.present(organization, on: connection)
        let batch = try await open(description, source: source, now: now, on: connection)
        let loader = BatchLoader(
            shape: TableShape(description.dataset), named: description.namedColumns, organization: organization,
            source: source, batch: batch, owner: owner, given: given, zones: settings.zones,
            limit: Retention(settings, now: now).limit(of: description.dataset), keysInMemory: keysInMemory,
            connection: connection)
        return (batch, try await loader.load(pseudonymiser, surveyKeys, now: now, from: producer))
    }

    /// In a set of 32 MiB.
    public static let mostKeysInMemory = 1 << 21

    private static func source(named name: String, of organization: Int64, on connection: Connection) async throws
        -> Int16
    {
        let known = try await connection.query(
            "SELECT source_id FROM mutuality.source WHERE organization_id = \(organization) AND name = \(name)"
        ) { try $0.only(Int16.self) }
        if let id = known.first { return id }
        let added = try await connection.query(
            """
            INSERT INTO mutuality.source (organization_id, source_id, name)
            SELECT \(organization), coalesce(max(source_id), 0)::smallint + 1::smallint, \(name)
            FROM mutuality.source WHERE organization_id = \(organization)
            RETURNING source_id
            """
        ) { try $0.only(Int16.self) }
        return added[0]
    }

    private static func open(
        _ description: BatchDescription, source: Int16, now: Instant, on connection: Connection
    ) async throws -> Int64 {
        try await connection.query(
            """
            INSERT INTO mutuality.batch (
                organization_id, source_id, dataset, content_sha256, mapping_sha256, file_name, loaded_at,
                read, inserted, updated, rejected, duplicate
            ) VALUES (
                \(description.organization.id), \(source), \(description.dataset.name), \(description.contentHash),
                \(description.mappingHash), \(description.fileName), \(now), 0, 0, 0, 0, 0
            ) RETURNING batch_id
            """
        ) { try $0.only(Int64.self) }[0]
    }
}

/// One batch on its way into its table, inside the batch's transaction.
struct BatchLoader: Sendable {
    let shape: TableShape
    /// The columns that the file or its mapping names.
    let named: Set<String>
    let organization: Int64
    let source: Int16
    let batch: Int64
    /// What the rows belong to, where they are a companion's.
    let owner: Owner?
    /// Before the batch.
    let given: Presence
    /// All that the organization counts months in.
    let zones: [Zone]
    /// New rows that were over before it are left out, and count as known; `nil` where all are kept.
    let limit: LocalDate?
    let keysInMemory: Int
    let connection: Connection

    /// What the rows did to the table.
    struct Effect: Sendable {
        var inserted: Int
        var updated: Int
        var touched: [MonthSpan]
        var replaced: BatchOutcome.Replaced?
        var repeats = BatchOutcome.Noted<Int>()
    }

    /// A file whose keys repeat.
    private struct NeedsStaging: Error {}

    func load(
        _ pseudonymiser: Pseudonymiser, _ surveyKeys: SurveyKeys, now: Instant, from producer: some RecordProducer
    ) async throws -> BatchOutcome {
        var loaded: (encoder: RowEncoder, counts: RowCounts)?
        var contradictions = BatchOutcome.Noted<BatchOutcome.Contradiction>()
        var effect = Effect(inserted: 0, updated: 0, touched: [])
        var encoder = RowEncoder(
            dataset: shape.dataset, named: named, organization: organization, source: source, batch: batch,
            pseudonymiser: pseudonymiser, surveyKeys: surveyKeys, now: now)
        if shape.dataset.replacement == .rows, limit == nil, try await tableIsEmpty() {
            do {
                let direct = try await connection.savepoint { [encoder] _ in
                    try await copyDirectly(with: encoder, from: producer)
                }
                effect = Effect(inserted: direct.rows, updated: 0, touched: try await touchedByWholeTable())
                loaded = (direct.encoder, direct.counts)
            } catch is NeedsStaging {
                // The table has one key, the dataset's.
            } catch let error as PostgresError where error.sqlState == .uniqueViolation {}
        }
        if loaded == nil {
            encoder.withLine = true
            let staged = try await copyToStaging(with: encoder, from: producer)
            contradictions = try await dropRepeatedKeys()
            let rekeyed = staged.encoder.surveyKeys.newSurveys
            try await leaveUnchangedSurveys(rekeyed)
            effect =
                if let group = shape.dataset.replacement.group {
                    try await replaceGroups(by: group, rekeyed: rekeyed)
                } else {
                    try await mergeRows()
                }
            loaded = staged
        }
        guard let (encoder, counts) = loaded else {
            throw WarehouseError(.unexpected, "a batch was neither copied nor staged", mend: "report this")
        }
        try await encoder.pseudonymiser.storeAdded(among: try await peopleKept(), on: connection)
        try await encoder.surveyKeys.settle(now: now, on: connection)
        // A column that counts as given from now on can change any figure of the dataset: what was no data becomes some.
        let isChanged = try await storePresence(encoder)
        let today = zones.map { $0.date(at: now) }.max() ?? Zone.utc.date(at: now)
        let since = encoder.beginning.map { beginning in zones.map { beginning.date(in: $0) }.min() ?? .distantPast }
        try await Marks.store(
            effect.touched, everything: isChanged, since: since, dataset: shape.dataset.name, batch: batch,
            organization: organization, upTo: today, on: connection)
        let duplicate = counts.read - counts.rejected - effect.inserted - effect.updated
        _ = try await connection.execute(
            """
            UPDATE mutuality.batch
            SET read = \(Int64(counts.read)), inserted = \(Int64(effect.inserted)),
                updated = \(Int64(effect.updated)), rejected = \(Int64(counts.rejected)),
                duplicate = \(Int64(duplicate)), forgotten = \(Int64(encoder.forgotten))
            WHERE organization_id = \(organization) AND batch_id = \(batch)
            """)
        try await storeRejects(counts.rejects)
        _ = try await connection.execute(
            """
            SELECT mutuality.refresh_statistics(
                \(shape.table)::regclass, \(organization), \(Int64(effect.inserted)))
            """)
        try await FreshnessLog.noteLoaded(
            batch, of: organization, lastData: encoder.lastData.day, now: now, on: connection)
        return try await outcome(of: encoder, counts, effect, contradictions, duplicate: duplicate)
    }

    private func tableIsEmpty() async throws -> Bool {
        try await connection.query(
            """
            SELECT NOT EXISTS (
                SELECT FROM \(dangerouslyUnescaped: shape.table)
                WHERE organization_id = \(organization) AND source_id = \(source)
            )
            """
        ) { try $0.only(Bool.self) }[0]
    }

    /// Straight into the table, which has no row of this source yet: the fastest way, possible once.
    private func copyDirectly(
        with encoder: RowEncoder, from producer: some RecordProducer
    ) async throws -> (encoder: RowEncoder, counts: RowCounts, rows: Int) {
        let keyPositions = shape.dataset.key.compactMap(shape.dataset.index(of:))
        let columns = shape.list(shape.storedColumns)
        let (result, rows) = try await connection.copyIn(
            "COPY \(dangerouslyUnescaped: shape.table) (\(dangerouslyUnescaped: columns)) FROM STDIN (FORMAT binary)"
        ) { writer in
            var encoder = encoder
            var keys = Set<Int>()
            let counts = try producer.produce { values, line in
                var hasher = Hasher()
                for position in keyPositions { hasher.combine(values[position]) }
                let key = hasher.finalize()
                let isKnown = keys.count < keysInMemory ? !keys.insert(key).inserted : keys.contains(key)
                if isKnown { throw NeedsStaging() }
                try encoder.write(values, line: line, to: &writer)
            }
            return (encoder, counts)
        }
        return (result.0, result.1, rows)
    }

    private func copyToStaging(
        with encoder: RowEncoder, from producer: some RecordProducer
    ) async throws -> (encoder: RowEncoder, counts: RowCounts) {
        _ = try await connection.execute(
            """
            CREATE TEMPORARY TABLE staging (
                LIKE \(dangerouslyUnescaped: shape.table) INCLUDING GENERATED, line bigint
            ) ON COMMIT DROP
            """)
        if shape.dataset.toldOf != nil {
            // One line serves both.
            _ = try await connection.execute("ALTER TABLE staging DROP COLUMN \(identifier: TableShape.toldLine)")
        }
        let columns = shape.list(shape.loadedColumns + ["line"])
        let (result, _) = try await connection.copyIn(
            "COPY staging (\(dangerouslyUnescaped: columns)) FROM STDIN (FORMAT binary)"
        ) { writer in
            var encoder = encoder
            let counts = try producer.produce { values, line in try encoder.write(values, line: line, to: &writer) }
            return (encoder, counts)
        }
        return result
    }

    /// Contradictions whose lines are told; whoever has more has made one mistake, not many.
    private static let mostContradictions = 1_000

    /// Of rows with one key stays what would stay if they came one by one: the later updated_at, else the later line; a row
    /// without updated_at replaces all before it. Returns those that go although nothing says that they are older.
    private func dropRepeatedKeys() async throws -> BatchOutcome.Noted<BatchOutcome.Contradiction> {
        let key = shape.list(shape.dataset.key)
        _ = try await connection.execute(
            """
            CREATE TEMPORARY TABLE repeated ON COMMIT DROP AS
            SELECT * FROM (
                SELECT *, row_number() OVER (
                    PARTITION BY \(dangerouslyUnescaped: key)
                    ORDER BY line >= first_valid DESC, updated_at DESC NULLS LAST, line DESC
                ) AS place
                FROM (
                    SELECT *, ctid AS row_id,
                        count(*) OVER (PARTITION BY \(dangerouslyUnescaped: key)) AS rows_of_key,
                        coalesce(
                            max(line) FILTER (WHERE updated_at IS NULL) OVER (PARTITION BY \(dangerouslyUnescaped: key)), 0
                        ) AS first_valid
                    FROM staging
                ) AS staging
                WHERE rows_of_key > 1
            ) AS ranked
            """)
        let found = try await connection.query(
            """
            SELECT lost.line, standing.line AS standing_line, count(*) OVER () AS found
            FROM repeated AS lost
            JOIN repeated AS standing
                ON standing.place = 1 AND \(dangerouslyUnescaped: shape.equal("lost", "standing", on: shape.dataset.key))
            WHERE lost.place > 1 AND (lost.updated_at < standing.updated_at) IS NOT TRUE
                AND \(dangerouslyUnescaped: shape.differ("lost", "standing", in: shape.content))
            ORDER BY lost.line, standing.line LIMIT \(Int64(Self.mostContradictions))
            """
        ) { row in
            func number(_ column: String) throws -> Int { try row.decode(column, as: Int.self) }
            return (
                pair: BatchOutcome.Contradiction(
                    line: try number("line"), standing: try number("standing_line")), found: try number("found")
            )
        }
        _ = try await connection.execute(
            "DELETE FROM staging USING repeated WHERE staging.ctid = repeated.row_id AND repeated.place > 1")
        _ = try await connection.execute("ANALYZE staging")
        return .init(count: found.first?.found ?? 0, first: found.map(\.pair))
    }

    /// Notes what the file gives. Returns whether something counts as given that did not, or the other way round.
    private func storePresence(_ encoder: RowEncoder) async throws -> Bool {
        if let beginning = encoder.beginning { try await storePresence(encoder, since: beginning) }
        // Rows count too: a column that is blank in enough of them was not recorded.
        guard try await FactsReader.present(organization, on: connection) != given else { return false }
        // What was no data becomes something that is hidden or shown, even where no figure differs.
        _ = try await connection.execute(
            """
            UPDATE mutuality.computed SET released_computation_id = NULL
            WHERE organization_id = \(organization)
            """)
        return true
    }

    private func storePresence(_ encoder: RowEncoder, since beginning: Beginning) async throws {
        let (date, instant): (LocalDate?, Instant?) =
            switch beginning {
            case .date(let date): (date, nil)
            case .instant(let instant): (nil, instant)
            }
        for (isBlank, has) in [(false, encoder.present), (true, encoder.blank)] {
            let names = zip(shape.dataset.columns, has).filter { $1 && !$0.isLabel }.map(\.0.name)
            _ = try await connection.execute(
                """
                INSERT INTO mutuality.presence (organization_id, dataset, column_name, since, since_instant, is_blank)
                SELECT \(organization), \(shape.dataset.name), name, \(date), \(instant), \(isBlank)
                FROM unnest(\(names)) AS name
                ON CONFLICT (organization_id, dataset, column_name) DO UPDATE
                SET is_blank = false WHERE presence.is_blank AND NOT excluded.is_blank
                """)
        }
        _ = try await connection.execute(
            """
            UPDATE mutuality.presence SET since = \(date), since_instant = \(instant)
            WHERE organization_id = \(organization) AND dataset = \(shape.dataset.name)
                AND (since > \(date) OR since_instant > \(instant))
            """)
    }

    private func storeRejects(_ rejects: [RowCounts.Reject]) async throws {
        guard !rejects.isEmpty else { return }
        let (organization, batch) = (organization, batch)
        _ = try await connection.copyIn(
            """
            COPY mutuality.reject (organization_id, batch_id, line, code, column_name, counts_from)
            FROM STDIN (FORMAT binary)
            """
        ) { writer in
            for reject in rejects {
                try writer.row(columns: 6) { fields in
                    fields.append(organization)
                    fields.append(batch)
                    fields.append(Int64(reject.line))
                    fields.appendText(reject.code)
                    fields.appendText(reject.column)
                    fields.appendTimestamp(microsecondsSince1970: reject.countsFrom?.microseconds)
                }
            }
        }
    }
}
