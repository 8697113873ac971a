import Domain

/// What the dates that a format reads in one column tell of its order of day and month. A date after the 12th fits in that
/// order alone; while none is met, all may have been written in the other.
///
/// The copies of a reader share it, as they share a `WordList`.
final class DayOrder {
    let format: TimeFormat
    private let order: TimeFormat.Order
    private var isProven = false
    /// The first date that fits in either order, as it is to be told.
    private var doubt: Finding?

    /// No month has a higher number, nor a day that can be taken for one.
    private static let lastMonth = 12

    /// `nil` of a format that is not written in both orders.
    init?(_ format: TimeFormat) {
        guard format.isWrittenInBothOrders, let order = format.order else { return nil }
        (self.format, self.order) = (format, order)
    }

    /// Whether the date is doubtful and none was kept so far. One that is the same in either order is not.
    func doubts(_ date: LocalDate) -> Bool {
        guard !isProven else { return false }
        let (_, month, day) = date.civil
        isProven = day > Self.lastMonth
        return !isProven && doubt == nil && day != month
    }

    func keep(_ finding: Finding) { doubt = doubt ?? finding }

    /// What is to be told of a file, once for each of its fields, which stand beside what was met there. A date after the 12th
    /// in one field is proof for all: a file is written in one order.
    static func doubts(among orders: [(fields: [Int], met: DayOrder)]) -> [Finding] {
        let proven = Set(orders.map(\.met).filter(\.isProven).map(\.order))
        var told: Set<[Int]> = []
        return orders.filter { !proven.contains($0.met.order) }.compactMap { fields, met in
            met.doubt.flatMap { told.insert(fields).inserted ? $0 : nil }
        }
    }
}
