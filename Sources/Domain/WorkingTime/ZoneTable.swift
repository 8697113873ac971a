import Foundation

/// A zone's offsets as a table, since its questions come by the million.
///
/// Complete up to the year 2200; the offset in force then stays.
final class ZoneTable: Sendable {
    /// Microseconds east of Greenwich, one by one in force.
    private let offsets: [Int64]
    /// Instants at which each but the last offset ends, and the wall times that they end at.
    let changes: [Int64]
    private let wallEnds: [Int64]

    /// Before any zone had its first standard time; seconds.
    private static let beginning: Int64 = -8_000_000_000
    /// 2200-01-01; seconds.
    private static let end: Int64 = 7_258_118_400

    init(_ rules: TimeZone) {
        func date(_ seconds: Int64) -> Date { Date(timeIntervalSince1970: Double(seconds)) }
        func offset(_ seconds: Int64) -> Int64 {
            Int64(rules.secondsFromGMT(for: date(seconds))) * Instant.microsecondsPerSecond
        }
        var offsets = [offset(Self.beginning)]
        var changes: [Int64] = []
        var wallEnds: [Int64] = []
        var last = Self.beginning
        while let transition = rules.nextDaylightSavingTimeTransition(after: date(last)) {
            let next = Int64(transition.timeIntervalSince1970.rounded())
            guard next > last, next < Self.end else { break }
            last = next
            let before = offsets[offsets.count - 1]
            guard offset(next) != before else { continue }
            changes.append(next * Instant.microsecondsPerSecond)
            wallEnds.append(next * Instant.microsecondsPerSecond + before)
            offsets.append(offset(next))
        }
        self.offsets = offsets
        self.changes = changes
        self.wallEnds = wallEnds
    }

    /// The wall time at an instant, as microseconds since 1970-01-01T00:00 of the wall.
    func wall(at instant: Int64) -> Int64 { instant + offsets[changes.firstPosition { $0 > instant }] }

    func date(at instant: Int64) -> LocalDate {
        LocalDate(daysSinceEpoch: Int32(wall(at: instant).flooredDivision(by: Instant.microsecondsPerDay).quotient))
    }

    /// The instant of a wall time: of the first offset during which the clock shows it or what comes after it.
    func instant(wall: Int64) -> Int64 {
        let position = wallEnds.firstPosition { $0 > wall }
        let instant = wall - offsets[position]
        return position == 0 ? instant : max(instant, changes[position - 1])
    }
}

extension RandomAccessCollection where Index == Int {
    /// The first position, from 0, whose element satisfies a condition that all after it satisfy too; `count` where none
    /// does.
    @inlinable
    public func firstPosition(where condition: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if condition(self[startIndex + middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
