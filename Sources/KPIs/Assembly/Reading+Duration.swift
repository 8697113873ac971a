import Domain

extension Assembler.Reading {
    /// A quantile of durations by Kaplan-Meier, in seconds. `durations` are those at `positions`, in microseconds and in
    /// ascending order of their exits; `curve` is theirs.
    init<Durations: RandomAccessCollection>(
        _ statistic: Sheet.Statistic, quantile: Double, of curve: KaplanMeier, over durations: Durations,
        at positions: ArraySlice<Int32>, censored: Int, isEvent: @escaping (Int32) -> Bool
    ) where Durations.Element == Observation, Durations.Index == Int {
        self.init(
            statistic, curve.quantile(quantile).ofMicroseconds, censored: censored,
            refusal: curve.gap.map { _ in .gap },
            sides: .init(isEvent: isEvent) { seconds in
                let age = Int64((seconds * Double(Instant.microsecondsPerSecond)).rounded())
                let count = durations.firstPosition { $0.exit > age }
                return (positions.prefix(count), positions.dropFirst(count))
            })
    }
}

extension Estimate {
    /// Of a number of microseconds, in seconds.
    var ofMicroseconds: Estimate {
        let second = Double(Instant.microsecondsPerSecond)
        return Estimate(value.map { $0 / second }, lower: lower.map { $0 / second }, upper: upper.map { $0 / second })
    }
}
