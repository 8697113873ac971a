import Domain

/// The organization's wall clock, as the ends of its published periods tell it: a page knows no zone.
///
/// An instant goes by the end that is nearest to it. In the days between that and a change of the clocks the time is an hour
/// from the clock on the wall; with its offset beside it, it is right all the same. Without a figure it is UTC.
struct WallClock {
    private static let microsecondsPerMinute = 60 * Instant.microsecondsPerSecond

    /// When periods ended, and microseconds east of Greenwich then.
    private let ends: [(end: Instant, offset: Int64)]

    /// `figures`: of one organization.
    init(_ figures: [PublishedFigure]) {
        let periods = Dictionary(figures.map { ($0.periodEnd, $0.period.to) }, uniquingKeysWith: { first, _ in first })
        ends = periods.map { end, day in
            (end, Zone.utc.start(of: day).microseconds - end.microseconds)
        }.sorted { $0.end < $1.end }
    }

    func date(at instant: Instant) -> LocalDate { Zone.utc.date(at: wall(at: instant)) }

    /// Date and minute, and how far that is from UTC: `2026-10-04 05:00 UTC+02:00`.
    func minute(at instant: Instant) -> String {
        let minute = "\(wall(at: instant))".prefix(16).replacing("T", with: " ")
        let minutes = abs(offset(at: instant)) / Self.microsecondsPerMinute
        guard minutes > 0 else { return "\(minute) UTC" }
        let (hour, rest) = minutes.quotientAndRemainder(dividingBy: 60)
        return "\(minute) UTC\(offset(at: instant) < 0 ? "-" : "+")\(Self.twoDigits(hour)):\(Self.twoDigits(rest))"
    }

    private static func twoDigits(_ number: Int64) -> String { (number < 10 ? "0" : "") + "\(number)" }

    /// As UTC would have it if its clocks showed the organization's time.
    private func wall(at instant: Instant) -> Instant {
        Instant(microseconds: instant.microseconds + offset(at: instant))
    }

    private func offset(at instant: Instant) -> Int64 {
        ends.min { abs($0.end.microseconds - instant.microseconds) < abs($1.end.microseconds - instant.microseconds) }?
            .offset ?? 0
    }
}
