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
}
