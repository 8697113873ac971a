/// How long one statement may keep us waiting, and what was done about it.
final class Watch {
    enum Limit {
        case none
        /// The whole statement ends by then.
        case whole(ContinuousClock.Instant)
        /// No single wait for the server is longer: for streams, whose length is the caller's affair.
        case eachWait(Duration)
    }

    enum Cause {
        case cancelled
        case deadlineExceeded
        /// The caller's own closure threw, and the rest of the rows is of no use.
        case abandoned
    }

    /// The server was asked to stop.
    struct Interruption {
        let cause: Cause
        let graceEnd: ContinuousClock.Instant
        /// `nil` where libpq has no connection left to send it to, or too many are under way.
        var request: CancelRequest?
        /// One that came before the server began the statement was for nothing: then, if it is done, comes another.
        var repetition: ContinuousClock.Instant
    }

    /// How long a server may take to answer a cancel request before its connection counts as dead: a fork and two
    /// round trips, with room for a loaded machine.
    static let grace = Duration.seconds(3)

    /// Between cancel requests: a server that got one in time has mostly ended the statement by then.
    static let pause = Duration.milliseconds(250)

    /// A century is as good as for ever, and times so far ahead can still be added and counted in milliseconds.
    private static let longest = Duration.seconds(100 * 365 * 86_400)

    let limit: Limit
    /// The end of a transaction is carried out although its task is cancelled.
    let isShielded: Bool
    var interruption: Interruption?

    init(_ limit: Limit, isShielded: Bool = false) {
        self.limit = limit
        self.isShielded = isShielded
    }

    static func whole(_ deadline: Duration?, isShielded: Bool = false) -> Watch {
        Watch(deadline.map { .whole(.now + clamped($0)) } ?? .none, isShielded: isShielded)
    }

    static func eachWait(_ deadline: Duration?) -> Watch { Watch(deadline.map { .eachWait(clamped($0)) } ?? .none) }

    private static func clamped(_ duration: Duration) -> Duration { min(max(duration, .zero), longest) }

    var isCancelled: Bool { !isShielded && Task.isCancelled }

    /// When a wait that starts now ends.
    var endOfWait: ContinuousClock.Instant? {
        switch limit {
        case .none: nil
        case .whole(let end): end
        case .eachWait(let duration): .now + duration
        }
    }
}
