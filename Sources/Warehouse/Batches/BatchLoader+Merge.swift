import Domain
import Postgres

/// From staging into the table: update and insert apart, which is faster than one upsert.
extension BatchLoader {
    func same(_ a: String, _ b: String) -> String { shape.equal(a, b, on: shape.key) }

    /// Rows that stand alone. An older row changes nothing, an unchanged one marks nothing.
    func mergeRows() async throws -> Effect {
        // Each staged row whose key is there already: whether it is newer, whether figures can tell it apart, and from when
        // on that can be seen. What an open request was up to then stays as it was, whenever it is closed.
        let updates = shape.content + ["updated_at"]
        _ = try await connection.execute(
            """
            CREATE TEMPORARY TABLE met ON COMMIT DROP AS
            SELECT
                staging.line,
                newer.is_newer,
                newer.is_newer AND \(dangerouslyUnescaped: shape.differ("staging", "stored", in: updates)) AS replaces,
                \(dangerouslyUnescaped: shape.differ("staging", "stored", in: shape.counted)) AS differs,
                \(shape.firstMonthOfDifference("stored", "staging", zones: zones)) AS since,
                touched.*
            FROM staging
            JOIN \(dangerouslyUnescaped: shape.table) AS stored
                ON \(dangerouslyUnescaped: same("stored", "staging"))
            CROSS JOIN LATERAL (
                SELECT stored.updated_at IS NULL OR staging.updated_at IS NULL
                    OR staging.updated_at >= stored.updated_at
            ) AS newer (is_newer)
            CROSS JOIN LATERAL (SELECT \(shape.dataset.monthsTouched(by: "stored", zones))) AS touched (first, last)
            """)
        _ = try await connection.execute("ANALYZE met")
        if let limit {
            _ = try await connection.execute(
                """
                DELETE FROM staging WHERE NOT EXISTS (SELECT FROM met WHERE met.line = staging.line)
                    AND \(Retention.isOver(shape.dataset, "staging", in: "staging", before: limit))
                """)
        }
        let changed: Query = """
            FROM staging LEFT JOIN met USING (line) WHERE met.line IS NULL OR met.replaces AND met.differs
            """
        let touched = try await spans(
            """
            SELECT DISTINCT greatest(touched.first, since), touched.last
            FROM (
                SELECT first, last, since FROM met WHERE replaces AND differs
                UNION
                SELECT \(shape.dataset.monthsTouched(by: "staging", zones)), coalesce(met.since, '-infinity') \(changed)
            ) AS touched (first, last, since)
            WHERE since < 'infinity' AND greatest(touched.first, since) <= touched.last
            """
        ) { reference in
            """
            SELECT staging.* FROM staging LEFT JOIN met USING (line)
            LEFT JOIN \(dangerouslyUnescaped: shape.table) AS stored ON \(dangerouslyUnescaped: same("stored", "staging"))
            WHERE met.line IS NULL
                OR met.replaces AND \(dangerouslyUnescaped: shape.differ("staging", "stored", in: reference.columns))
            """
        }
        let telling = shape.dataset.toldOf == nil ? [] : ["\(TableShape.toldLine) = staging.line"]
        let assignments = ((updates + ["batch_id"]).map { "\($0) = staging.\($0)" } + telling).joined(separator: ", ")
        let updated = try await connection.execute(
            """
            UPDATE \(dangerouslyUnescaped: shape.table) AS stored
            SET \(dangerouslyUnescaped: assignments)
            FROM staging JOIN met USING (line)
            WHERE met.replaces AND \(dangerouslyUnescaped: same("stored", "staging"))
                AND stored.organization_id = \(organization)
            """)
        let inserted = try await connection.execute(
            """
            INSERT INTO \(dangerouslyUnescaped: shape.table) (\(dangerouslyUnescaped: shape.list(shape.storedColumns)))
            SELECT \(dangerouslyUnescaped: shape.list(shape.loadedColumns, of: "staging"))
                \(dangerouslyUnescaped: shape.dataset.toldOf == nil ? "" : ", staging.line")
            FROM staging LEFT JOIN met USING (line) WHERE met.line IS NULL
            """)
        let retold = try await retold()
        return Effect(
            inserted: inserted, updated: updated, touched: touched + retold, repeats: try await repeatsOfEarlierFiles())
    }

    /// New rows about a group of which an earlier file has another row that differs where the dataset wants it noted.
    private func repeatsOfEarlierFiles() async throws -> BatchOutcome.Noted<Int> {
        guard let note = shape.dataset.repeats else { return .init() }
        let found = try await connection.query(
            """
            SELECT staging.line, count(*) OVER () AS found
            FROM staging LEFT JOIN met USING (line)
            WHERE met.line IS NULL AND EXISTS (
                SELECT FROM \(dangerouslyUnescaped: shape.table) AS other
                WHERE other.organization_id = \(organization) AND other.batch_id <> \(batch)
                    AND other.\(identifier: note.group) = staging.\(identifier: note.group)
                    AND other.\(identifier: note.differing) IS DISTINCT FROM staging.\(identifier: note.differing)
            ) AND NOT EXISTS (
                -- Noted within the file.
                SELECT FROM staging AS former
                WHERE former.line < staging.line
                    AND former.\(identifier: note.group) = staging.\(identifier: note.group)
                    AND former.\(identifier: note.differing) IS DISTINCT FROM staging.\(identifier: note.differing)
            )
            ORDER BY staging.line LIMIT \(Int64(Self.mostRepeats))
            """
        ) { row in
            (line: try row.decode("line", as: Int.self), found: try row.decode("found", as: Int.self))
        }
        return .init(count: found.first?.found ?? 0, first: found.map(\.line))
    }

    private static let mostRepeats = 1_000

    /// Where the row that was told last counts: what is told again takes this batch. It touches what it can change where
    /// another row is about the same history, and nothing elsewhere.
    private func retold() async throws -> [MonthSpan] {
        guard let history = shape.dataset.toldOf else { return [] }
        let again: Query = "staging JOIN met USING (line) WHERE met.is_newer AND NOT met.differs"
        _ = try await connection.execute(
            """
            UPDATE \(dangerouslyUnescaped: shape.table) AS stored
            SET batch_id = staging.batch_id, \(dangerouslyUnescaped: TableShape.toldLine) = staging.line
            FROM \(again)
                AND \(dangerouslyUnescaped: same("stored", "staging")) AND stored.organization_id = \(organization)
            """)
        return try await spans(
            """
            SELECT DISTINCT \(shape.dataset.monthsTouched(by: "staging", zones)) FROM \(again)
                AND EXISTS (
                    SELECT FROM \(dangerouslyUnescaped: shape.table) AS other
                    WHERE other.organization_id = \(organization)
                        AND other.\(identifier: history) = staging.\(identifier: history)
                        AND NOT (\(dangerouslyUnescaped: same("other", "staging")))
                        AND \(shape.stretch(endedBy: "other")) = \(shape.stretch(endedBy: "staging"))
                )
            """
        ) { _ in "SELECT staging.* FROM staging WHERE false" }
    }

    /// Rows that are replaced together: what the batch says about a person, team, survey… replaces what this source said
    /// before, whole.
    func replaceGroups(by group: String, rekeyed: [String]) async throws -> Effect {
        let columns = shape.list(["organization_id", "source_id"] + shape.columns)
        let names = shape.list(["organization_id", "source_id", group])
        // A group that was last changed before the stored one is out of date.
        _ = try await connection.execute(
            """
            DELETE FROM staging USING (
                SELECT \(dangerouslyUnescaped: names)
                FROM (
                    SELECT \(dangerouslyUnescaped: names), max(updated_at) AS incoming, NULL::timestamptz AS known
                    FROM staging GROUP BY \(dangerouslyUnescaped: names)
                    UNION ALL
                    SELECT \(dangerouslyUnescaped: names), NULL, max(updated_at)
                    FROM \(dangerouslyUnescaped: shape.table)
                    WHERE organization_id = \(organization) AND source_id = \(source)
                    GROUP BY \(dangerouslyUnescaped: names)
                ) AS both_sides
                GROUP BY \(dangerouslyUnescaped: names) HAVING max(incoming) < max(known)
            ) AS outdated
            WHERE \(dangerouslyUnescaped: shape.equal("staging", "outdated", on: ["organization_id", "source_id", group]))
            """)
        let told = try await groupsTold(by: group)
        // Rows on one side only, of groups that the batch names.
        _ = try await connection.execute(
            """
            CREATE TEMPORARY TABLE difference ON COMMIT DROP AS
            WITH stored AS (
                SELECT \(dangerouslyUnescaped: columns) FROM \(dangerouslyUnescaped: shape.table)
                WHERE organization_id = \(organization) AND source_id = \(source)
                    AND \(dangerouslyUnescaped: group) IN (\(told))
            ),
            incoming AS (SELECT \(dangerouslyUnescaped: columns) FROM staging)
            SELECT true AS is_new, added.* FROM (TABLE incoming EXCEPT TABLE stored) AS added
            UNION ALL
            SELECT false, gone.* FROM (TABLE stored EXCEPT TABLE incoming) AS gone
            """)
        if let limit {
            _ = try await connection.execute(
                """
                DELETE FROM difference
                WHERE is_new AND \(Retention.isOver(shape.dataset, "difference", in: "staging", before: limit))
                """)
        }
        let touched = try await touchedByDifference(group: group)
        let replaced = try await replacedByDifference(by: group, rekeyed: rekeyed)
        let updated = try await connection.query(
            """
            SELECT count(*) FROM difference AS added
            WHERE is_new AND EXISTS (
                SELECT FROM difference AS gone
                WHERE NOT gone.is_new AND \(dangerouslyUnescaped: same("added", "gone"))
            )
            """
        ) { Int(try $0.only(Int64.self)) }[0]
        let changed = try await connection.query("SELECT count(*) FROM difference WHERE is_new") {
            Int(try $0.only(Int64.self))
        }[0]
        _ = try await connection.execute(
            """
            DELETE FROM \(dangerouslyUnescaped: shape.table) AS stored USING difference
            WHERE NOT difference.is_new AND \(dangerouslyUnescaped: same("stored", "difference"))
            """)
        _ = try await connection.execute(
            """
            INSERT INTO \(dangerouslyUnescaped: shape.table) (\(dangerouslyUnescaped: columns), batch_id)
            SELECT \(dangerouslyUnescaped: columns), \(batch) FROM difference WHERE is_new
            """)
        return Effect(inserted: changed - updated, updated: updated, touched: touched, replaced: replaced)
    }

    /// Whom the rows name that were not left out; `nil` where none was.
    func peopleKept() async throws -> Set<Int64>? {
        let columns = shape.dataset.columns.filter { $0.type == .person }
        guard limit != nil, !columns.isEmpty else { return nil }
        let rows: Query = shape.dataset.replacement.group == nil ? "staging" : "difference WHERE is_new"
        let named = columns.map { "SELECT \(identifier: $0.name) AS person_id FROM \(rows)" as Query }
        return Set(
            try await connection.query(
                """
                SELECT DISTINCT person_id FROM (\(named.joined(by: " UNION "))) AS named
                WHERE person_id IS NOT NULL
                """
            ) { try $0.only(Int64.self) })
    }

    /// What `difference` touches, before it is applied. Only what figures can hang on: a newer updated_at or another name
    /// alone marks nothing.
    private func touchedByDifference(group: String) async throws -> [MonthSpan] {
        let changed: Query = """
            FROM difference
            WHERE NOT EXISTS (
                SELECT FROM difference AS other
                WHERE other.is_new <> difference.is_new AND \(dangerouslyUnescaped: same("other", "difference"))
                    AND NOT \(dangerouslyUnescaped: shape.differ("other", "difference", in: shape.counted))
            )
            """
        guard case .wholeGroup = shape.dataset.touches else {
            return try await spans(
                "SELECT DISTINCT \(shape.dataset.monthsTouched(by: "difference", zones)) \(changed)"
            ) { _ in "SELECT difference.* \(changed)" }
        }
        let columns = shape.list(["organization_id", "source_id"] + shape.columns)
        return try await spans(
            """
            SELECT DISTINCT \(shape.dataset.monthsTouched(by: "either", zones))
            FROM (
                SELECT \(dangerouslyUnescaped: columns) FROM staging
                UNION ALL
                SELECT \(dangerouslyUnescaped: columns) FROM \(dangerouslyUnescaped: shape.table)
                WHERE organization_id = \(organization) AND source_id = \(source)
            ) AS either
            WHERE \(dangerouslyUnescaped: group) IN (SELECT \(dangerouslyUnescaped: group) \(changed))
            """
        ) { _ in
            // What a group dates has its date from the first time that there is one.
            """
            SELECT difference.* \(changed)
                AND NOT EXISTS (
                    SELECT FROM \(dangerouslyUnescaped: shape.table) AS stored
                    WHERE \(dangerouslyUnescaped: shape.equal("stored", "difference", on: ["organization_id", "source_id", group]))
                )
            """
        }
    }

    /// Of surveys that got a new key since the old one is gone, those stay as they are whose sheets of answers are the
    /// same but for the tokens: else a file loaded again would change every row.
    func leaveUnchangedSurveys(_ surveys: [String]) async throws {
        guard !surveys.isEmpty else { return }
        let answer = shape.list(shape.columns.filter { $0 != "response_token" && $0 != "updated_at" })
        func sheets(of table: String) -> Query {
            """
            SELECT survey_id, array_agg(sheet ORDER BY sheet) AS sheets
            FROM (
                SELECT survey_id, md5(string_agg(ROW(\(dangerouslyUnescaped: answer))::text, ' '
                    ORDER BY ROW(\(dangerouslyUnescaped: answer))::text)) AS sheet
                FROM \(dangerouslyUnescaped: table)
                WHERE organization_id = \(organization) AND source_id = \(source) AND survey_id = ANY(\(surveys))
                GROUP BY survey_id, response_token
            ) AS sheet
            GROUP BY survey_id
            """
        }
        _ = try await connection.execute(
            """
            DELETE FROM staging WHERE survey_id IN (
                SELECT survey_id
                FROM (\(sheets(of: "staging"))) AS incoming
                JOIN (\(sheets(of: shape.table))) AS stored USING (survey_id, sheets)
            )
            """)
    }

    /// After a direct copy every row of the source is this batch's.
    func touchedByWholeTable() async throws -> [MonthSpan] {
        let stored: Query = """
            FROM \(dangerouslyUnescaped: shape.table) AS stored
            WHERE organization_id = \(organization) AND source_id = \(source)
            """
        return try await spans(
            "SELECT DISTINCT \(shape.dataset.monthsTouched(by: "stored", zones)) \(stored)"
        ) { _ in "SELECT stored.* \(stored)" }
    }

    /// What `query` finds, and what touches rows of other tables that name the rows of `changed`.
    private func spans(
        _ query: Query, references changed: (Dataset.Reference) -> Query
    ) async throws -> [MonthSpan] {
        let all = shape.dataset.references.compactMap { shape.touches(of: $0, to: changed($0), zones: zones) }
            .reduce(query) { "\($0) UNION \($1)" }
        return try await connection.query("SELECT first, last FROM (\(all)) AS touched (first, last)") { row in
            MonthSpan(
                first: try row.decode("first"),
                last: try row.decode("last"))
        }
    }
}
