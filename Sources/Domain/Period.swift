/// The lengths of time for which figures are published.
public enum PeriodKind: String, CaseIterable, Sendable, Codable {
    case month, quarter, year
    /// ISO 8601, from Monday to Sunday; it belongs to the year of its Thursday.
    case week

    /// Those of the calendar year, which the week doesn't divide.
    public static let ofMonths: [PeriodKind] = [.month, .quarter, .year]

    /// Whole months; 0 of a week.
    var months: Int {
        switch self {
        case .week: 0
        case .month: 1
        case .quarter: 3
        case .year: 12
        }
    }
}

/// A stretch of local dates, `from` included and `to` excluded.
public struct Period: Hashable, Sendable, Comparable {
    public let kind: PeriodKind
    public let from: LocalDate
    public let to: LocalDate

    private static let daysOfWeek = 7
    /// From Monday to Thursday; and from 1 January to the 4th, which is always in the first week.
    private static let daysToThursday = 3

    private init(_ kind: PeriodKind, from: LocalDate, to: LocalDate) {
        self.kind = kind
        self.from = from
        self.to = to
    }

    /// The `ordinal`th period of its kind in a year, from 0 (March is 2, the second quarter 1, the first ISO week 0).
    public init(_ kind: PeriodKind, year: Int, ordinal: Int) {
        if kind == .week {
            let fourth = LocalDate(firstOfMonth: 1, year: year).advanced(byDays: Self.daysToThursday)
            self.init(.week, containing: fourth.advanced(byDays: ordinal * Self.daysOfWeek))
        } else {
            self.init(
                kind, from: LocalDate(firstOfMonth: 1 + ordinal * kind.months, year: year),
                to: LocalDate(firstOfMonth: 1 + (ordinal + 1) * kind.months, year: year))
        }
    }

    /// The period of a kind in which a date falls.
    public init(_ kind: PeriodKind, containing date: LocalDate) {
        if kind == .week {
            let monday = date.advanced(byDays: 1 - date.isoWeekday)
            self.init(.week, from: monday, to: monday.advanced(byDays: Self.daysOfWeek))
        } else {
            let (year, month, _) = date.civil
            self.init(kind, year: year, ordinal: (month - 1) / kind.months)
        }
    }

    /// The year that it belongs to: of a week that of its Thursday.
    public var year: Int { kind == .week ? from.advanced(byDays: Self.daysToThursday).year : from.year }

    public var dayCount: Int { Int(to.daysSinceEpoch - from.daysSinceEpoch) }

    /// Every period of a year: months first, then quarters, then the year, then its 52 or 53 ISO weeks.
    public static func all(inYear year: Int) -> [Period] {
        let ofMonths = PeriodKind.ofMonths.flatMap { kind in
            (0..<12 / kind.months).map { Period(kind, year: year, ordinal: $0) }
        }
        let weeks = (0...52).map { Period(.week, year: year, ordinal: $0) }.filter { $0.year == year }
        return ofMonths + weeks
    }

    public static func < (a: Period, b: Period) -> Bool {
        (a.from, a.kind.months) < (b.from, b.kind.months)
    }
}

/// The stretch that one computation looks at: `[from, to)`, with the zone in which it knows dates.
///
/// What lies at or after `to` has not happened yet, as far as a figure of this window is concerned.
public struct Window: Hashable, Sendable {
    public let from: Instant
    public let to: Instant
    public let zone: Zone

    public init(from: Instant, to: Instant, zone: Zone) {
        self.from = from
        self.to = to
        self.zone = zone
    }

    public init(_ period: Period, zone: Zone) {
        self.init(from: zone.start(of: period.from), to: zone.start(of: period.to), zone: zone)
    }

    /// The first instant of the local date that lies so many days before that of `from`.
    public func beginning(reach days: Int) -> Instant {
        days == 0 ? from : zone.start(of: zone.date(at: from).advanced(byDays: -days))
    }

    public var interval: Interval { Interval(from: from, to: to) }

    /// The last local date that begins before `to`; stocks and memberships are taken on it.
    public var lastDate: LocalDate { zone.date(at: to - 1) }
    /// The local date before `from`.
    public var dateBeforeFrom: LocalDate { zone.date(at: from - 1) }

    /// The three calendar months before `from`.
    public var quarterBefore: Interval {
        Interval(from: zone.start(of: zone.date(at: from).advanced(byMonths: -3)), to: from)
    }
}
