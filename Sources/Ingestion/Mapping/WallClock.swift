import Domain

/// Turns wall times of one zone into instants, and says where the clocks made that a choice.
struct WallClock: Sendable {
    private let zone: Zone
    /// By date: the only offset around it, or `nil` if it changes there.
    private var steadyOffsets: [LocalDate: Int64?] = [:]

    /// Some 270 years of dates; past that the memory starts anew.
    private static let rememberedDates = 100_000

    init(_ zone: Zone) { self.zone = zone }

    func date(at instant: Instant) -> LocalDate { zone.date(at: instant) }

    mutating func instant(_ wall: WallTime) -> (instant: Instant, doubt: Doubt?) {
        let microseconds = Int64(wall.date.daysSinceEpoch) * Instant.microsecondsPerDay + wall.microsecondsOfDay
        if let offset = steadyOffset(on: wall.date) { return (Self.utc(microseconds, offset), nil) }
        let instant = zone.instant(date: wall.date, microsecondsOfDay: wall.microsecondsOfDay)
        let offsets = Set(
            [-Instant.microsecondsPerDay, Instant.microsecondsPerDay].map {
                zone.offset(at: Instant(microseconds: microseconds + $0))
            })
        switch offsets.count(where: { zone.offset(at: Self.utc(microseconds, $0)) == $0 }) {
        case 0: return (instant, .gap)
        case 1: return (instant, nil)
        default: return (instant, .overlap)
        }
    }

    private static func utc(_ wall: Int64, _ offset: Int64) -> Instant {
        Instant(microseconds: wall - offset * Instant.microsecondsPerSecond)
    }

    private mutating func steadyOffset(on date: LocalDate) -> Int64? {
        if let known = steadyOffsets[date] { return known }
        let start = Instant(microseconds: Int64(date.daysSinceEpoch) * Instant.microsecondsPerDay)
        let offsets = Set((-1...2).map { zone.offset(at: start.advanced(byDays: $0)) })
        let steady = offsets.count == 1 ? offsets.first : nil
        if steadyOffsets.count == Self.rememberedDates { steadyOffsets.removeAll() }
        steadyOffsets.updateValue(steady, forKey: date)
        return steady
    }
}
