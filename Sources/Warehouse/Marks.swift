import Domain
import Postgres

/// From the month of one date to the month of another, both included; `distantFuture` lasts on.
package struct MonthSpan: Hashable, Sendable {
    package let first: LocalDate
    package let last: LocalDate

    package init(first: LocalDate, last: LocalDate) {
        self.first = first
        self.last = last
    }
}

/// A mark as a computation read it.
package struct Mark: Sendable {
    package let id: Int64
    /// `Marks.everyDataset` where everything is to be computed anew.
    package let dataset: String
    package let months: Int32
    package let batch: Int64?

    package init(id: Int64, dataset: String, months: Int32, batch: Int64? = nil) {
        self.id = id
        self.dataset = dataset
        self.months = months
        self.batch = batch
    }
}

/// Marks say which months of which units changed. They are written, read and deleted here alone.
///
/// A unit's mark has a bit for each month of its year, bit 0 for January, one for each month of the year before, bit 12
/// for January, since what happened in December can still count in February, one for January of the next year, into
/// which the last ISO week can reach, and one for the December before those of the year before, which is 366 days before
/// the first of January.
package enum Marks {
    /// Where the months of the year before begin.
    package static let yearBefore = 12
    /// January of the next year.
    package static let nextJanuary = 24
    /// December of the year before the year before.
    package static let earlierDecember = 25
    /// Of the year itself.
    private static let december: Int32 = 1 << 11
    /// All bits.
    static let allMonths: Int32 = 1 << 26 - 1
    /// Stands for all datasets.
    package static let everyDataset = "*"

    /// The bit of a month (1 to 12) of a year in the marks of a unit; `nil` where they have none.
    package static func bit(ofMonth month: Int, year: Int, inUnit unit: Int) -> Int32? {
        switch year - unit {
        case 0: 1 << Int32(month - 1)
        case -1: 1 << Int32(yearBefore + month - 1)
        case 1 where month == 1: 1 << Int32(nextJanuary)
        case -2 where month == 12: 1 << Int32(earlierDecember)
        default: nil
        }
    }

    /// Marks of each unit from `earliest` on: the months that the spans touch; nothing after the month of `last`, since
    /// what was never computed needs no mark.
    static func masks(of spans: [MonthSpan], upTo last: LocalDate, earliest: Int) -> [Int: Int32] {
        let months = months(of: spans, upTo: last, earliest: earliest)
        var masks = months
        for (year, mask) in months {
            if year < last.year { masks[year + 1, default: 0] |= mask << yearBefore }
            if year + 1 < last.year, mask & december != 0 { masks[year + 2, default: 0] |= 1 << Int32(earlierDecember) }
            if year > earliest, mask & 1 != 0 { masks[year - 1, default: 0] |= 1 << Int32(nextJanuary) }
        }
        return masks
    }

    /// Months of each year that the spans touch, bit 0 for January.
    private static func months(of spans: [MonthSpan], upTo end: LocalDate, earliest: Int) -> [Int: Int32] {
        var months: [Int: Int32] = [:]
        for span in spans {
            let last = min(span.last, end).civil
            let first = max(span.first, LocalDate(firstOfMonth: 1, year: earliest)).civil
            guard first.year <= last.year else { continue }
            for year in first.year...last.year {
                let from = year == first.year ? first.month : 1
                let to = year == last.year ? last.month : 12
                guard from <= to else { continue }
                for month in from...to { months[year, default: 0] |= 1 << Int32(month - 1) }
            }
        }
        return months
    }

    /// Makes the unit of the year of `since`, in the future or not, and marks what the spans touch; `everything` marks
    /// all that can have been computed.
    static func store(
        _ spans: [MonthSpan], everything: Bool, since: LocalDate?, dataset: String, batch: Int64?, organization: Int64,
        upTo today: LocalDate, on connection: Connection
    ) async throws {
        let first = try await firstUnit(of: organization, on: connection)
        let begun = since.flatMap { $0 == .distantPast ? nil : $0.year }
        if let begun { try await addUnit(begun, of: organization, on: connection) }
        // Without a unit nothing has been computed.
        let all = everything && first != nil ? [MonthSpan(first: .distantPast, last: .distantFuture)] : []
        // A file may come with a date before the last computation's, as when old ones are loaded again.
        let computed = try await lastComputed(of: organization, on: connection) ?? today
        let masks = masks(
            of: spans + all, upTo: max(today, computed), earliest: [first, begun].compactMap { $0 }.min() ?? today.year)
        for (year, mask) in masks.sorted(by: { $0.key < $1.key }) {
            try await addUnit(year, of: organization, on: connection)
            _ = try await connection.execute(
                """
                INSERT INTO mutuality.mark (organization_id, year, months, dataset, batch_id)
                VALUES (\(organization), \(Int32(year)), \(mask), \(dataset), \(batch as Int64?))
                """)
        }
    }

    /// A day in the last month that was ever computed.
    private static func lastComputed(
        of organization: Int64, on connection: Connection
    ) async throws -> LocalDate? {
        try await connection.queryOne(
            """
            SELECT max(
                CASE period
                WHEN 'week' THEN period_from + 6
                WHEN 'quarter' THEN (period_from + interval '2 months')::date
                WHEN 'year' THEN (period_from + interval '11 months')::date
                ELSE period_from END)
            FROM mutuality.computed WHERE organization_id = \(organization)
            """
        ) { try $0.only(LocalDate?.self) }
    }

    /// Marks units whole, so that everything in them is computed anew; those that wait for that already stay as they are.
    package static func storeEverything(
        _ years: [Int], of organization: Int64, on connection: Connection
    ) async throws {
        try await addUnits(years, of: organization, on: connection)
        _ = try await connection.execute(
            """
            INSERT INTO mutuality.mark (organization_id, year, months, dataset)
            SELECT \(organization), whole.year, \(allMonths), \(everyDataset)
            FROM unnest(\(years.map(Int32.init))) AS whole (year)
            WHERE NOT EXISTS (
                SELECT FROM mutuality.mark
                WHERE mark.organization_id = \(organization) AND mark.year = whole.year
                    AND mark.dataset = \(everyDataset)
            )
            """)
    }

    static func addUnits(_ years: [Int], of organization: Int64, on connection: Connection) async throws {
        for year in years { try await addUnit(year, of: organization, on: connection) }
    }

    private static func addUnit(_ year: Int, of organization: Int64, on connection: Connection) async throws {
        _ = try await connection.execute(
            """
            INSERT INTO mutuality.unit (organization_id, year) VALUES (\(organization), \(Int32(year)))
            ON CONFLICT DO NOTHING
            """)
    }

    /// The first year that has facts; `nil` without any.
    static func firstUnit(of organization: Int64, on connection: Connection) async throws -> Int? {
        try await connection.queryOne(
            "SELECT min(year) FROM mutuality.unit WHERE organization_id = \(organization)"
        ) { try $0.only(Int32?.self).map { Int($0) } }
    }

    /// Of one unit, or of all.
    package static func read(
        of organization: Int64, year: Int? = nil, on connection: Connection
    ) async throws -> [Int: [Mark]] {
        let ofUnit: Query = year.map { "AND year = \(Int32($0))" } ?? ""
        let rows = try await connection.query(
            """
            SELECT year, mark_id, dataset, months, batch_id FROM mutuality.mark
            WHERE organization_id = \(organization) \(ofUnit) ORDER BY mark_id
            """
        ) { row in
            (
                Int(try row.decode("year", as: Int32.self)),
                Mark(
                    id: try row.decode("mark_id", as: Int64.self), dataset: try row.decode("dataset", as: String.self),
                    months: try row.decode("months", as: Int32.self), batch: try row.decode("batch_id", as: Int64?.self)
                )
            )
        }
        return Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
    }

    package static func delete(_ marks: [Mark], of organization: Int64, on connection: Connection) async throws {
        guard !marks.isEmpty else { return }
        _ = try await connection.execute(
            "DELETE FROM mutuality.mark WHERE organization_id = \(organization) AND mark_id = ANY (\(marks.map(\.id)))")
    }
}
