import Domain

/// The newest day that the rows of a file speak of, in any column but `updated_at`, which speaks of the row itself.
///
/// What lies in the future is left out: the end of an agreement is no news. Days are those of UTC, near enough to tell
/// whether data still comes, and the same whatever zones the organization has.
struct LastData: Sendable {
    private let positions: [Int]
    private let namesDay: Bool
    private let now: Instant
    private let today: LocalDate
    private var newestInstant: Instant?
    private var newestDate: LocalDate?

    init(_ dataset: Dataset, now: Instant) {
        positions = dataset.columns.indices.filter { position in
            let column = dataset.columns[position]
            return column.name != "updated_at" && (column.type == .instant || column.type == .date)
        }
        namesDay = dataset.rhythm.namesDay
        self.now = now
        today = Zone.utc.date(at: now)
    }

    mutating func note(_ values: [Value]) {
        for position in positions {
            switch values[position] {
            case .instant(let instant):
                if instant <= now, newestInstant.map({ instant > $0 }) ?? true { newestInstant = instant }
            case .date(let date):
                if date <= today, date > .distantPast, newestDate.map({ date > $0 }) ?? true { newestDate = date }
            default: break
            }
        }
    }

    /// The first day of its month where the dataset's rhythm names no days; `nil` without rows, or where they speak of
    /// no day.
    var day: LocalDate? {
        guard let day = [newestInstant.map { Zone.utc.date(at: $0) }, newestDate].compactMap({ $0 }).max() else {
            return nil
        }
        return namesDay ? day : LocalDate(firstOfMonth: day.civil.month, year: day.year)
    }
}
