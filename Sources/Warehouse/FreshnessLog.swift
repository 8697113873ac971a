import Domain
import Postgres

/// What was known of the freshness of datasets, from when on: an entry for each load that succeeded, and one where what
/// is expected next has changed. Entries are added under the organization's load lock and never changed, so what was
/// known at an instant can be told ever after.
enum FreshnessLog {
    /// A file that was taken in, an empty one too. Of a file whose rows were all rejected nothing is known.
    static func noteLoaded(
        _ batch: Int64, of organization: Int64, lastData: LocalDate?, now: Instant, on connection: Connection
    ) async throws {
        let datasets = try await connection.query(
            """
            SELECT dataset FROM mutuality.batch
            WHERE organization_id = \(organization) AND batch_id = \(batch) AND (rejected < read OR read = 0)
            """
        ) { try $0.only(String.self) }
        guard let dataset = datasets.first else { return }
        let newest = try await newest(of: dataset, organization, on: connection)
        try await add(
            Entry(
                dataset: dataset, batch: batch, lastData: [newest?.lastData, lastData].compactMap { $0 }.max(),
                lastSuccess: max(newest?.lastSuccess ?? now, now)),
            to: organization, now: now, on: connection)
    }

    /// A file that had been loaded before: its source was there, and had nothing new to say. That holds for the newest
    /// file of a dataset and source alone; an older one was lying about.
    static func noteRepeated(
        _ batch: Int64, of organization: Int64, now: Instant, on connection: Connection
    ) async throws {
        let isNewest = try await connection.queryOne(
            """
            SELECT NOT EXISTS (
                SELECT FROM mutuality.batch AS repeated JOIN mutuality.batch AS later
                    USING (organization_id, source_id, dataset)
                WHERE organization_id = \(organization) AND repeated.batch_id = \(batch)
                    AND later.batch_id > repeated.batch_id AND (later.rejected < later.read OR later.read = 0)
            )
            """
        ) { try $0.only(Bool.self) }
        guard isNewest else { return }
        try await noteLoaded(batch, of: organization, lastData: nil, now: now, on: connection)
    }

    /// After a setting that says by when a dataset is expected.
    static func noteExpectation(
        of dataset: String, in organization: Int64, now: Instant, on connection: Connection
    ) async throws {
        guard var entry = try await newest(of: dataset, organization, on: connection) else { return }
        entry.batch = nil
        try await add(entry, to: organization, now: now, on: connection)
    }

    private struct Entry {
        let dataset: String
        /// `nil` where it is no load that is told.
        var batch: Int64?
        let lastData: LocalDate?
        let lastSuccess: Instant
    }

    private static func newest(
        of dataset: String, _ organization: Int64, on connection: Connection
    ) async throws -> Entry? {
        try await connection.query(
            """
            SELECT last_data, last_success FROM mutuality.freshness
            WHERE organization_id = \(organization) AND dataset = \(dataset) ORDER BY freshness_id DESC LIMIT 1
            """
        ) { row in
            Entry(
                dataset: dataset, batch: nil, lastData: try row.decode("last_data"),
                lastSuccess: try row.decode("last_success"))
        }.first
    }

    private static func add(
        _ entry: Entry, to organization: Int64, now: Instant, on connection: Connection
    ) async throws {
        let settings = try await Database.settings(of: organization, on: connection)
            .settings(on: Zone.utc.date(at: now))
        let expectedBy = settings.loadDays(of: entry.dataset).map { entry.lastSuccess.advanced(byDays: $0) }
        _ = try await connection.execute(
            """
            INSERT INTO mutuality.freshness (
                organization_id, dataset, known_at, batch_id, last_data, last_success, expected_by
            ) VALUES (
                \(organization), \(entry.dataset), \(now), \(entry.batch), \(entry.lastData),
                \(entry.lastSuccess), \(expectedBy)
            )
            """)
    }
}

extension Database {
    /// How fresh the datasets of an organization are, by name, as the reader's role sees it and as known at `now`; empty
    /// where nothing was loaded by then.
    public func freshness(of organization: String, now: Instant) async throws -> [Freshness] {
        try await transaction(as: .reader) { connection in
            try await connection.query(
                """
                SELECT DISTINCT ON (dataset) dataset, last_data, last_success, expected_by
                FROM kpi.freshness_history
                WHERE organization = \(organization) AND known_at <= \(now)
                ORDER BY dataset, entry DESC
                """
            ) { row in
                Freshness(
                    organization: organization, dataset: try row.decode("dataset"),
                    lastData: try row.decode("last_data"),
                    lastSuccess: try row.decode("last_success"),
                    expectedBy: try row.decode("expected_by"))
            }
        }
    }
}
