import Domain

/// How a part of a request's life ended, as far as it is known before the end of the window.
public struct Ending: Hashable, Sendable {
    /// `competing` is a withdrawal, `censored` means that it isn't over.
    public let outcome: Outcome
    /// `never` while it isn't over.
    public let at: Instant

    /// The earlier of the two counts, at a tie the event. `never` stands for what has not happened.
    init(event: Instant, withdrawn: Instant) {
        at = min(event, withdrawn)
        if at == .never {
            outcome = .censored
        } else {
            outcome = event <= withdrawn ? .event : .competing
        }
    }
}
