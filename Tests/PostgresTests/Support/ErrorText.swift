import Postgres

extension PostgresError {
    /// All that people are shown of it.
    var description: String { "\(place ?? "") \(message) \(mend)" }
}

extension SQLState {
    static let checkViolation = SQLState(rawValue: "23514")
    static let failedTransaction = SQLState(rawValue: "25P02")
    static let syntaxError = SQLState(rawValue: "42601")
    static let undefinedTable = SQLState(rawValue: "42P01")
}
