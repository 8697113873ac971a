import Domain

/// What the charts said of the points that a release added or changed.
public struct SignalTally: Sendable, Hashable {
    /// Points that were held against limits.
    public private(set) var points = 0
    /// Those that a rule named.
    public private(set) var signals = 0
    /// How many signals to expect among so many points if nothing ever changed: the sum of the points' false-alarm rates.
    public private(set) var expectedFalseAlarms = 0.0

    public init() {}

    mutating func add(_ reading: ControlChart.Reading) {
        guard let rate = reading.falseAlarmRate else { return }
        points += 1
        if reading.rule != nil { signals += 1 }
        expectedFalseAlarms += rate
    }

    public mutating func add(_ other: SignalTally) {
        points += other.points
        signals += other.signals
        expectedFalseAlarms += other.expectedFalseAlarms
    }
}
