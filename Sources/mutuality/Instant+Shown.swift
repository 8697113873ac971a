import Domain

extension Instant {
    /// To the second, which is enough to read.
    var toTheSecond: String {
        let fraction = microseconds.flooredDivision(by: Self.microsecondsPerSecond).remainder
        return Self(microseconds: microseconds - fraction).description
    }
}
