/// How far limits of a difference lie from it, from the limits of what it is a difference of (MOVER: the method of
/// variance estimates recovery).
///
/// For independent estimates a - b with limits of their own, the lower limit of the difference is as far below it as
///
///     √((a - lower of a)² + (upper of b - b)²)
///
/// and likewise above it with the other arms. Of a mean of k estimates each arm counts 1/k.
///
/// Sources: Newcombe 1998, Statistics in Medicine 17, 873-890, method 10,
/// doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I; Zou, Donner 2008, Statistics in Medicine 27,
/// 1693-1702, doi:10.1002/sim.3095.
public enum DifferenceOfEstimates {
    /// From a value's arm towards a mean, and the arms of the values that the mean is of, towards the value. Not negative;
    /// infinite where one is.
    public static func arm(_ value: Double, ofMean others: [Double]) -> Double {
        let k = Double(others.count)
        return (value * value + others.reduce(0) { $0 + $1 * $1 } / (k * k)).squareRoot()
    }
}
