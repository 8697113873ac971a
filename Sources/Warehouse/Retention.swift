import Domain
import Postgres

/// What was deleted for its age.
public struct Pruning: Sendable {
    /// Rows, by dataset; datasets without any are missing.
    public internal(set) var deleted: [String: Int] = [:]
    /// Ids, of all sources, that led to somebody whom no row names any more.
    public internal(set) var ids = 0
    /// Figures of periods that begin before it are never computed again.
    public let fixedBefore: LocalDate

    public var isEmpty: Bool { deleted.isEmpty && ids == 0 }
}

/// How long facts are kept. A row goes once it has been over for as many months as the setting of its dataset says, and no
/// figure that is still computed can need it: what is computed again is computed of the same rows. Loads leave out what
/// would go.
struct Retention: Sendable {
    private let settings: Settings
    private let fixedBefore: LocalDate
    private let today: LocalDate

    init(_ history: SettingsHistory, now: Instant) {
        today = Zone.utc.date(at: now)
        settings = history.settings(on: today)
        fixedBefore = history.fixedBefore
    }

    /// Days before a period's beginning up to which any of its figures reads records, in whatever zone.
    private static let reach = Sheet.Input.longestReach + Dataset.daysAhead

    /// Days after the end of a year in which what comes late can still change its figures. A convention: two months.
    private static let daysForLateRecords = 60

    private func monthsAgo(_ months: Int) -> LocalDate {
        let month = today.year * 12 + today.civil.month - 1 - months
        return LocalDate(firstOfMonth: month % 12 + 1, year: month / 12)
    }

    /// What `fixed_before` has to be for all to go that has been kept for long enough, but not so late that figures of this
    /// year could not be computed; `nil` where all is kept for good.
    var due: LocalDate? {
        guard let fewest = Datasets.all.compactMap({ settings.keepMonths(of: $0.name) }).min() else { return nil }
        let year = LocalDate(firstOfMonth: 1, year: today.advanced(byDays: -Self.daysForLateRecords).year)
        return max(fixedBefore, min(monthsAgo(fewest).advanced(byDays: Self.reach), year))
    }

    /// Rows of the dataset that were over before it go; `nil` where all are kept.
    func limit(of dataset: Dataset) -> LocalDate? {
        guard let months = settings.keepMonths(of: dataset.name), fixedBefore > .distantPast else { return nil }
        return min(monthsAgo(months), fixedBefore.advanced(byDays: -Self.reach))
    }

    /// Whether a row was over before a day, all rows that it dates with it, and no row that names it or that it names counts
    /// later. `table`: where the rows that it dates are.
    static func isOver(_ dataset: Dataset, _ alias: String, in table: Query, before limit: LocalDate) -> Query {
        guard let end = dataset.end else { return "false" }
        func bound(_ dataset: Dataset, _ column: String) -> Query {
            dataset.isInstant(column) ? "\(Zone.utc.start(of: limit))" : "\(limit)"
        }
        /// No row of a table that meets this one in some columns lasts longer; without `end` all of them do.
        func none(_ other: Dataset, in table: Query, _ columns: [String], lasts end: String?) -> Query {
            let meets = (["organization_id", "source_id"] + columns).map {
                "other.\(identifier: $0) = \(identifier: alias).\(identifier: $0)" as Query
            }
            let lasts = end.map { "other.\(identifier: $0) >= \(bound(other, $0))" as Query } ?? "true"
            return """
                NOT EXISTS (
                    SELECT FROM \(table) AS other
                    WHERE \(meets.joined(by: " AND ")) AND \(lasts)
                )
                """
        }
        var conditions: [Query] = ["\(identifier: alias).\(identifier: end) < \(bound(dataset, end))"]
        if case .wholeGroup = dataset.touches, let group = dataset.replacement.group {
            conditions = [none(dataset, in: table, [group], lasts: end)]
        }
        for reference in dataset.references {
            guard let naming = Datasets.named(reference.dataset) else { continue }
            conditions.append(
                none(naming, in: "\(table: naming)", reference.by, lasts: reference.until ?? reference.at))
        }
        for named in Datasets.all {
            guard let end = named.end, let reference = named.references.first(where: { $0.dataset == dataset.name })
            else { continue }
            conditions.append(none(named, in: "\(table: named)", reference.by, lasts: end))
        }
        return "(\(conditions.joined(by: " AND ")))"
    }
}

extension SettingsHistory {
    /// Whatever day it was set from: what is deleted is deleted.
    public var fixedBefore: LocalDate {
        entries.filter { $0.name == Settings.fixedBefore.name }.compactMap { LocalDate($0.value) }.max() ?? .distantPast
    }
}

extension Database {
    /// Whether rows of any dataset are deleted for their age.
    public func keepsLess(_ organization: Organization, now: Instant) async throws -> Bool {
        Retention(try await settings(of: organization), now: now).due != nil
    }

    /// Deletes the facts that have been over for longer than the organization keeps them, who is named by none that stay, and
    /// which rows of that time were set aside. Figures that would need them are never computed again; what was computed
    /// and released stays. `nil` where all is kept for good.
    ///
    /// Throws `notComputed` where loads have yet to be computed: periods that are fixed now would lack them.
    public func prune(_ organization: Organization, now: Instant) async throws -> Pruning? {
        guard try await keepsLess(organization, now: now) else { return nil }
        return try await transaction(as: .eraser) { connection in
            try await Self.waitForOthers(in: organization.id, now: now, on: connection)
            return try await Self.prune(organization.id, now: now, on: connection)
        }
    }

    private static func prune(_ organization: Int64, now: Instant, on connection: Connection) async throws -> Pruning? {
        let former = try await settings(of: organization, on: connection)
        guard let fixedBefore = Retention(former, now: now).due else { return nil }
        if fixedBefore > former.fixedBefore {
            try await requireComputed(organization, on: connection)
            try await store(
                (Settings.fixedBefore.name, "\(fixedBefore)"), from: .distantPast, of: organization, now: now,
                action: "organization prune", on: connection)
        }
        let retention = Retention(try await settings(of: organization, on: connection), now: now)
        var pruning = Pruning(fixedBefore: fixedBefore)
        for dataset in Datasets.all {
            guard let limit = retention.limit(of: dataset) else { continue }
            let rows = try await delete(dataset, before: limit, organization, on: connection)
            if rows > 0 { pruning.deleted[dataset.name] = rows }
            _ = try await connection.execute(
                """
                DELETE FROM mutuality.reject USING mutuality.batch
                WHERE reject.organization_id = \(organization) AND batch.organization_id = \(organization)
                    AND batch.batch_id = reject.batch_id AND batch.dataset = \(dataset.name)
                    AND coalesce(reject.counts_from, batch.loaded_at) < \(Zone.utc.start(of: limit))
                """)
        }
        pruning.ids = try await deleteUnnamed(organization, on: connection)
        return pruning
    }

    private static func requireComputed(_ organization: Int64, on connection: Connection) async throws {
        let isMarked = try await connection.queryOne(
            "SELECT EXISTS (SELECT FROM mutuality.mark WHERE organization_id = \(organization))"
        ) { try $0.only(Bool.self) }
        guard isMarked else { return }
        throw WarehouseError(
            .notComputed, "figures that need old records have not been computed since the last load",
            mend: "run \"mutuality compute\" first")
    }

    /// What shows that a column was given stays: without it the figures that need the column would say no data.
    private static func delete(
        _ dataset: Dataset, before limit: LocalDate, _ organization: Int64, on connection: Connection
    ) async throws -> Int {
        struct ShowsWhatIsGiven: Error {}
        let given = try await FactsReader.present(organization, on: connection)
        do {
            return try await connection.savepoint { connection in
                let rows = try await connection.execute(
                    """
                    DELETE FROM \(table: dataset) AS fact WHERE fact.organization_id = \(organization)
                        AND \(Retention.isOver(dataset, "fact", in: "\(table: dataset)", before: limit))
                    """)
                guard try await FactsReader.present(organization, on: connection) == given else {
                    throw ShowsWhatIsGiven()
                }
                return rows
            }
        } catch is ShowsWhatIsGiven { return 0 }
    }

    /// Who is named by no row that is left.
    private static func deleteUnnamed(_ organization: Int64, on connection: Connection) async throws -> Int {
        let named = Datasets.all.flatMap { dataset in
            dataset.columns.filter { $0.type == .person }.map { column in
                "SELECT organization_id, \(identifier: column.name) AS person_id FROM \(table: dataset)" as Query
            }
        }
        return try await connection.execute(
            """
            DELETE FROM mutuality.identity
            WHERE organization_id = \(organization) AND NOT EXISTS (
                SELECT FROM (\(named.joined(by: " UNION ALL "))) AS named
                WHERE named.organization_id = identity.organization_id AND named.person_id = identity.person_id
            )
            """)
    }
}
