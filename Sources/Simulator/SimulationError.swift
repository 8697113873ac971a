import Domain

/// Why an organization could not be simulated.
public enum SimulationError: ExplainedError, Equatable {
    /// `name` is the argument, `given` its value, `range` what it can be.
    case outOfRange(name: String, given: Int, range: ClosedRange<Int>)
    case cannotWrite(path: String, reason: String)

    public var message: String {
        switch self {
        case .outOfRange(let name, let given, _): "\(name) cannot be \(given)"
        case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
        }
    }

    public var mend: String {
        switch self {
        case .outOfRange(_, _, let range): "give a number from \(range.lowerBound) to \(range.upperBound)"
        case .cannotWrite: "name a folder that can be written to and has room"
        }
    }
}
