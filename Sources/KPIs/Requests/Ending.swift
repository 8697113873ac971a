/// How a part of a request's life ended, as far as it is known before the end of the window.
public struct Ending: Hashable, Sendable {
    /// `competing` is a withdrawal, `censored` means that it isn't over.
    public let outcome: Outcome
    /// Microseconds since 1970; `Int64.max` while it isn't over.
    public let at: Int64

    /// The earlier of the two counts, at a tie the event. `Int64.max` stands for what has not happened.
    init(event: Int64, withdrawn: Int64) {
        at = min(event, withdrawn)
        if at == .max {
            outcome = .censored
        } else {
            outcome = event <= withdrawn ? .event : .competing
        }
    }
}
