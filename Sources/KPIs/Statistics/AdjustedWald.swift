import Domain

/// A net promoter score: 100 times the share of promoters less the share of detractors.
///
/// Limits are those of the score of n + 3 answers with 3/4 more promoters and 3/4 more detractors, ± z times its
/// standard error √((p + d - (p - d)²) / (n + 3)), clipped to -100...100.
///
/// Source: Rocks 2016, Interval Estimation for the "Net Promoter Score", The American Statistician 70, 365-372,
/// doi:10.1080/00031305.2016.1198279.
enum AdjustedWald {
    private static let added = 0.75

    /// No value without answers. For few of them the value can lie outside the limits.
    static func netScore(promoters: Int, detractors: Int, of n: Int) -> Estimate {
        guard n > 0 else { return .none }
        let count = Double(n) + 4 * added
        let promoting = (Double(promoters) + added) / count
        let detracting = (Double(detractors) + added) / count
        let centre = promoting - detracting
        let margin = ConfidenceLevel.z * ((promoting + detracting - centre * centre) / count).squareRoot()
        return Estimate(
            100 * Double(promoters - detractors) / Double(n), lower: max(-100, 100 * (centre - margin)),
            upper: min(100, 100 * (centre + margin)))
    }
}
