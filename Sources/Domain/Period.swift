/// The lengths of time for which figures are published.
public enum PeriodKind: String, CaseIterable, Sendable, Codable {
    case month, quarter, year

    public var months: Int {
        switch self {
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

    /// The `ordinal`th period of its kind in a calendar year, from 0 (March is 2, the second quarter 1).
    public init(_ kind: PeriodKind, year: Int, ordinal: Int) {
        self.kind = kind
        from = LocalDate(firstOfMonth: 1 + ordinal * kind.months, year: year)
        to = LocalDate(firstOfMonth: 1 + (ordinal + 1) * kind.months, year: year)
    }

    /// The period of a kind in which a date falls.
    public init(_ kind: PeriodKind, containing date: LocalDate) {
        let (year, month, _) = date.civil
        self.init(kind, year: year, ordinal: (month - 1) / kind.months)
    }

    public var year: Int { from.year }

    /// Every period of a calendar year: months first, then quarters, then the year.
    public static func all(inYear year: Int) -> [Period] {
        PeriodKind.allCases.flatMap { kind in
            (0..<12 / kind.months).map { Period(kind, year: year, ordinal: $0) }
        }
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

    /// The last local date that begins before `to`; stocks and memberships are taken on it.
    public var lastDate: LocalDate { zone.date(at: Instant(microseconds: to.microseconds - 1)) }
    /// The local date before `from`.
    public var dateBeforeFrom: LocalDate { zone.date(at: Instant(microseconds: from.microseconds - 1)) }
}
