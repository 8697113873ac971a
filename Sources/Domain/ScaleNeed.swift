/// What the figure of an item of a survey asks of the scale on which the item was asked. What is on another is left out of
/// that figure.
public enum ScaleNeed: Hashable, Sendable {
    /// These ends, and no others.
    case ends(ClosedRange<Double>)
    /// Whole numbers at both ends, and as many values from one to the other.
    case values(atLeast: Int)

    /// By the lowest and the highest answer that could be given.
    public func isMet(from least: Double, to most: Double) -> Bool {
        switch self {
        case .ends(let ends): return least == ends.lowerBound && most == ends.upperBound
        case .values(let count):
            guard let least = Int(exactly: least), let most = Int(exactly: most) else { return false }
            return most - least >= count - 1
        }
    }

    /// `1 to 7`.
    public var words: String {
        switch self {
        case .ends(let ends): "\(ends.lowerBound.shortest) to \(ends.upperBound.shortest)"
        case .values(let count): "whole numbers, \(count) or more of them"
        }
    }
}
