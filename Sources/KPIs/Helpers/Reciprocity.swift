/// How giving and receiving help balance.
enum Reciprocity {
    /// Hours that are added to the denominator, so that a little help one way is no extreme. A convention.
    static let damping = 2

    /// -1 only receives, 0 balanced, 1 only gives; for hours of 0 or more.
    static func balance(given: Double, received: Double) -> Double {
        (given - received) / (given + received + Double(damping))
    }
}
