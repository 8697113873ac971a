/// Who may have a connection, decided without doing anything: at most `maximum` are out or being opened at a time, and
/// who asked first is served first.
struct PoolState<Resource> {
    enum Admission {
        /// Take this one, or open one if there is none.
        case proceed(Resource?)
        case wait
        case refused
    }

    enum Handover {
        /// The longest waiting proceeds, with this one or by opening one.
        case resume(waiter: Int, Resource?)
        case nobody
        /// The pool is shut down.
        case close(Resource)
    }

    let maximum: Int
    private(set) var leased = 0
    private(set) var idle: [Resource] = []
    private(set) var waiters: [Int] = []
    private(set) var isShutDown = false

    init(maximum: Int) { self.maximum = max(1, maximum) }

    mutating func admit(_ waiter: Int) -> Admission {
        guard !isShutDown else { return .refused }
        guard leased < maximum else {
            waiters.append(waiter)
            return .wait
        }
        leased += 1
        // The one used last: its server process is warm, and the others may grow old.
        return .proceed(idle.popLast())
    }

    /// `nil` if it broke or never opened.
    mutating func giveBack(_ resource: Resource?) -> Handover {
        guard waiters.isEmpty else { return .resume(waiter: waiters.removeFirst(), resource) }
        leased -= 1
        guard let resource else { return .nobody }
        guard !isShutDown else { return .close(resource) }
        idle.append(resource)
        return .nobody
    }

    /// Whether the waiter was still waiting.
    mutating func withdraw(_ waiter: Int) -> Bool {
        guard let position = waiters.firstIndex(of: waiter) else { return false }
        waiters.remove(at: position)
        return true
    }

    /// Those waiting are to be refused, those idle to be closed; what is out is closed when it comes back.
    mutating func shutDown() -> (waiters: [Int], idle: [Resource]) {
        isShutDown = true
        defer { (waiters, idle) = ([], []) }
        return (waiters, idle)
    }
}
