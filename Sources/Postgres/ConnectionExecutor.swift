import Dispatch

/// Runs a connection's work on a serial queue of its own, where it may wait in `poll` without holding up the
/// threads that all tasks share.
final class ConnectionExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "mutuality.postgres.connection")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
