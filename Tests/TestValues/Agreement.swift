/// Whether two numbers that were computed in different ways are the same: within 1e-9 max(1, |b|), or both unknown.
public func agree(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) <= 1e-9 * max(1, abs(b))
}
