import Domain

/// `at("2026-03-01T08:30")`, in UTC; the time may be missing. Anything else stops the program: the test is wrong.
public func at(_ text: String) -> Instant {
    let parts = text.split(separator: "T")
    let clock = parts.count > 1 ? parts[1].split(separator: ":").compactMap { Int64($0) } : [0, 0]
    precondition(clock.count == 2, "a test's instant is malformed: \(text)")
    let minutes = Int64(day(String(parts[0])).daysSinceEpoch) * 1440 + clock[0] * 60 + clock[1]
    return Instant(microseconds: minutes * 60 * Instant.microsecondsPerSecond)
}

/// `day("2026-03-01")`. Anything else stops the program: the test is wrong.
public func day(_ text: String) -> LocalDate {
    guard let day = LocalDate(text) else { preconditionFailure("a test's date is malformed: \(text)") }
    return day
}

/// `timeOfDay("08:30")` in microseconds since midnight, up to 24:00. Anything else stops the program: the test is wrong.
public func timeOfDay(_ text: String) -> Int64 {
    let parts = text.split(separator: ":").compactMap { Int64($0) }
    precondition(parts.count == 2, "a test's time of day is malformed: \(text)")
    return (parts[0] * 60 + parts[1]) * 60 * Instant.microsecondsPerSecond
}
