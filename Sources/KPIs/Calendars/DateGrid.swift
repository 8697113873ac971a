import Domain

/// Consecutive stretches of so many local dates each, with the instants at which they begin in a zone.
struct DateGrid {
    let first: LocalDate
    let daysEach: Int
    /// One more than there are stretches: the last is the end of all.
    private let begins: [Instant]

    init(first: LocalDate, count: Int, daysEach: Int = 1, zone: Zone) {
        self.first = first
        self.daysEach = daysEach
        begins = (0...count).map { zone.start(of: first.advanced(byDays: $0 * daysEach)) }
    }

    var count: Int { begins.count - 1 }

    /// `count` names the end of all.
    func begin(of position: Int) -> Instant { begins[position] }
    var begin: Instant { begins[0] }
    var end: Instant { begins[count] }

    /// The stretch in which an instant lies; `nil` outside of all.
    func position(of instant: Instant) -> Int? {
        guard begin <= instant, instant < end else { return nil }
        var position = min(Int((instant - begin) / (Int64(daysEach) * Instant.microsecondsPerDay)), count - 1)
        // Days of 23 and of 25 hours.
        while instant < begins[position] { position -= 1 }
        while begins[position + 1] <= instant { position += 1 }
        return position
    }
}
