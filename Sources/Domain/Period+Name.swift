extension Period {
    /// The period of a name: `2026-10` is a month, `2026-Q4` a quarter, `2026` a year, `2026-W41` an ISO week. Anything
    /// else is `nil`.
    public init?(named name: String) {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts[0].count == 4, let year = Self.number(parts[0]), year > 0 else { return nil }
        guard parts.count == 2 else {
            self.init(.year, year: year, ordinal: 0)
            return
        }
        if parts[1].count == 2, parts[1].first == "Q", let quarter = Self.number(parts[1].dropFirst()),
            (1...4).contains(quarter)
        {
            self.init(.quarter, year: year, ordinal: quarter - 1)
        } else if parts[1].count == 3, parts[1].first == "W", let week = Self.number(parts[1].dropFirst()), week > 0 {
            self.init(.week, year: year, ordinal: week - 1)
            if self.year != year { return nil }
        } else if parts[1].count == 2, let month = Self.number(parts[1]), (1...12).contains(month) {
            self.init(.month, year: year, ordinal: month - 1)
        } else {
            return nil
        }
    }

    /// Digits alone: `Int` takes a sign, too.
    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    /// As `init(named:)` reads it.
    public var name: String {
        let month = from.civil.month
        let padded = pad(year, 4)
        return switch kind {
        case .month: "\(padded)-\(pad(month, 2))"
        case .quarter: "\(padded)-Q\((month - 1) / kind.months + 1)"
        case .year: padded
        case .week: "\(padded)-W\(pad(numberOfWeek, 2))"
        }
    }

    /// Of an ISO week within its year, from 1.
    private var numberOfWeek: Int {
        let first = Period(.week, year: year, ordinal: 0)
        return Int(from.daysSinceEpoch - first.from.daysSinceEpoch) / dayCount + 1
    }
}
