/// Why an organization could not be simulated.
public enum SimulationError: Error, Equatable, CustomStringConvertible {
    /// `name` is the argument, `given` its value, `range` what it can be.
    case outOfRange(name: String, given: Int, range: ClosedRange<Int>)
    case cannotWrite(path: String, reason: String)

    public var description: String {
        switch self {
        case .outOfRange(let name, let given, let range):
            "\(name) cannot be \(given). Give a number from \(range.lowerBound) to \(range.upperBound)."
        case .cannotWrite(let path, let reason):
            "cannot write \(path): \(reason). Name a folder that can be written to and has room."
        }
    }
}
