import Domain

/// A proportion with the limits of Wilson's score, without a correction for continuity.
///
/// (2 n p + z² ± z √(z² + 4 n p (1 - p))) / (2 (n + z²)), clipped to 0...1 against rounding.
///
/// Source: Wilson 1927, doi:10.1080/01621459.1927.10502953; worked examples in Newcombe 1998,
/// doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, method 3.
public enum Wilson {
    /// `events` of `n`, 0 to n of them; no value where n is 0. The limits are those of n/`designEffect` events.
    public static func estimate(_ events: Int, of n: Int, designEffect: Double = 1) -> Estimate {
        guard n > 0 else { return .none }
        let count = Double(n) / designEffect
        let share = Double(events) / Double(n)
        let z = ConfidenceLevel.z
        let root = z * (z * z + 4 * count * share * (1 - share)).squareRoot()
        let centre = 2 * count * share + z * z
        let scale = 2 * (count + z * z)
        return Estimate(
            share, lower: events == 0 ? 0 : max(0, (centre - root) / scale),
            upper: events == n ? 1 : min(1, (centre + root) / scale))
    }
}
