import Domain

/// What a command itself refuses.
struct CommandError: ExplainedError {
    let status: ExitStatus
    let place: String?
    let message: String
    let mend: String

    init(_ status: ExitStatus, at place: String? = nil, _ message: String, mend: String) {
        self.status = status
        self.place = place
        self.message = message
        self.mend = mend
    }

    /// - Parameter instant: by when; `nil` for now.
    static func nothingReleased(of organization: String, by instant: Instant? = nil) -> CommandError {
        guard let instant else {
            return CommandError(
                .noInput, "\"\(organization)\" has no released figures",
                mend: "load records with \"mutuality ingest\", then run \"mutuality compute\"")
        }
        return CommandError(
            .noInput, "\"\(organization)\" had released nothing by \(instant)", mend: "ask for a later time")
    }
}
