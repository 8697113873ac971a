/// Which of many tests to believe, so that among those believed the expected share of false ones is at most `rate`.
///
/// With p values in order, the largest rank i with p(i) ≤ i/m · rate: that one and all smaller are believed. The promise
/// holds for independent tests, and for those that depend on each other positively.
///
/// Sources: Benjamini, Hochberg 1995, Journal of the Royal Statistical Society B 57, 289-300,
/// doi:10.1111/j.2517-6161.1995.tb02031.x; Benjamini, Yekutieli 2001, Annals of Statistics 29, 1165-1188 (dependence).
public enum BenjaminiHochberg {
    /// One answer for each p value, in their order.
    public static func believed(_ p: [Double], rate: Double) -> [Bool] {
        let sorted = p.sorted()
        let m = Double(p.count)
        let last = sorted.indices.last { sorted[$0] <= Double($0 + 1) / m * rate }
        return p.map { p in last.map { p <= sorted[$0] } ?? false }
    }
}
