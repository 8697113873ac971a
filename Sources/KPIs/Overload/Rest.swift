import Domain

/// Where work left too little rest.
///
/// Source of 11 h and of 35 h, which are 24 h and 11 h: Directive 2003/88/EC, articles 3 and 5.
public enum Rest {
    public static let (dailyHours, weeklyHours): (Int64, Int64) = (11, 35)
    static let daily = dailyHours * 3600 * Instant.microsecondsPerSecond
    static let weekly = weeklyHours * 3600 * Instant.microsecondsPerSecond
    /// So many dates of help in a row are borne; each one more counts. A convention.
    public static let longestRun = 5
    private static let daysPerBlock = 7

    /// A moment at which work begins after free time.
    struct Beginning: Hashable {
        let at: Instant
        /// Microseconds without work before it; `Int64.max` where no earlier work is known.
        let free: Int64
    }

    /// Days, blocks of days and dates that lacked rest.
    public struct Lacks: Hashable, Sendable {
        /// Dates on which work began and no free stretch of 11 h ended.
        public let shortDays: Int
        /// Blocks of seven dates in which work began and no free stretch of 35 h ended.
        public let shortBlocks: Int
        /// Dates of help from the sixth in a row on.
        public let longRuns: Int

        public var total: Int { shortDays + shortBlocks + longRuns }
    }

    /// In order. `work` may overlap and be in any order; spans that touch are one; one without length only interrupts
    /// the free time.
    static func beginnings(of work: [Interval]) -> [Beginning] {
        var beginnings: [Beginning] = []
        var end: Instant?
        for span in work.sorted(by: { $0.from < $1.from }) {
            if let end, span.from > end {
                beginnings.append(Beginning(at: span.from, free: span.from - end))
            } else if end == nil {
                beginnings.append(Beginning(at: span.from, free: .max))
            }
            end = max(end ?? span.to, span.to)
        }
        return beginnings
    }

    /// `dates` begins `longestRun` dates early; what happens on those only counts as what went before. `isHelpDate`
    /// goes by its positions. Dates beyond the last whole block are in none.
    static func lacks(beginnings: [Beginning], isHelpDate: [Bool], dates: DateGrid) -> Lacks {
        var shortDays = 0
        var shortBlocks = 0
        var freeBefore = [Int64?](repeating: nil, count: dates.count)
        for beginning in beginnings {
            guard let date = dates.position(of: beginning.at) else { continue }
            freeBefore[date] = max(freeBefore[date] ?? 0, beginning.free)
        }
        for date in longestRun..<dates.count {
            if let free = freeBefore[date], free < daily { shortDays += 1 }
        }
        for block in stride(from: longestRun, through: dates.count - daysPerBlock, by: daysPerBlock) {
            let longest = freeBefore[block..<block + daysPerBlock].compactMap { $0 }.max()
            if let longest, longest < weekly { shortBlocks += 1 }
        }
        let longRuns = (longestRun..<dates.count).count { date in
            isHelpDate[date - longestRun...date].allSatisfy { $0 }
        }
        return Lacks(shortDays: shortDays, shortBlocks: shortBlocks, longRuns: longRuns)
    }
}
