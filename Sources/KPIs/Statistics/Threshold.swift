enum Threshold {
    /// Numbers that differ by no more than this are equal where a threshold is met or missed. Products of a million
    /// factors stay well within it.
    static let tolerance = 1e-9
}
