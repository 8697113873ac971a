import Postgres

extension PostgresError {
    /// All that people are shown of it.
    var description: String { "\(place ?? "") \(message) \(mend)" }
}
