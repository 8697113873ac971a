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

/// Marks say which months of which units changed.
///
/// A unit's mark has a bit for each month of its year, bit 0 for January, and one for each month of the year before,
/// bit 12 for January: what happened in December can still count in February.
package enum Marks {
    /// Where the months of the year before begin.
    package static let yearBefore = 12

    /// Marks of each unit: the months that the spans touch; nothing after the month of `today`, since what was never
    /// computed needs no mark. A span from the distant past begins with `earliest`.
    static func masks(of spans: [MonthSpan], upTo today: LocalDate, earliest: Int) -> [Int: Int32] {
        let months = months(of: spans, upTo: today, earliest: earliest)
        var masks = months
        for (year, mask) in months where year < today.year { masks[year + 1, default: 0] |= mask << yearBefore }
        return masks
    }

    /// Months of each year that the spans touch, bit 0 for January.
    private static func months(of spans: [MonthSpan], upTo today: LocalDate, earliest: Int) -> [Int: Int32] {
        var months: [Int: Int32] = [:]
        for span in spans {
            let last = min(span.last, today).civil
            let first = span.first == .distantPast ? (year: earliest, month: 1, day: 1) : span.first.civil
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

    /// `everything` marks all that can have been computed. A span in the future makes its unit, but marks nothing.
    static func store(
        _ spans: [MonthSpan], everything: Bool, dataset: String, batch: Int64?, organization: Int64,
        upTo today: LocalDate, on connection: Connection
    ) async throws {
        let earliest = try await connection.query(
            "SELECT min(year) FROM mutuality.unit WHERE organization_id = \(organization)"
        ) { try $0.decode(Int32?.self, at: 0).map { Int($0) } }[0]
        var spans = spans
        if everything, earliest != nil { spans.append(MonthSpan(first: .distantPast, last: .distantFuture)) }
        let masks = masks(of: spans, upTo: today, earliest: earliest ?? today.year)
        let years = Set(masks.keys).union(spans.map(\.first).filter { $0 != .distantPast }.map { $0.civil.year })
        for year in years.sorted() {
            _ = try await connection.execute(
                """
                INSERT INTO mutuality.unit (organization_id, year) VALUES (\(organization), \(Int32(year)))
                ON CONFLICT DO NOTHING
                """)
        }
        for (year, mask) in masks.sorted(by: { $0.key < $1.key }) {
            _ = try await connection.execute(
                """
                INSERT INTO mutuality.mark (organization_id, year, months, dataset, batch_id)
                VALUES (\(organization), \(Int32(year)), \(mask), \(dataset), \(batch as Int64?))
                """)
        }
    }
}
