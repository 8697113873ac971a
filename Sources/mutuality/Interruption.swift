import Dispatch
import Foundation
import Synchronization

/// SIGINT or SIGTERM: the work is cancelled and leaves in order, then the process ends as the shell expects.
struct Interruption: Error, CustomStringConvertible {
    let number: Int32

    var exitCode: Int32 { 128 + number }
    var description: String { "interrupted" }

    /// Runs `work` in a task that the two signals cancel. A second signal ends the process at once.
    static func obeyed(_ work: @escaping @Sendable () async throws -> Void) async throws {
        let received = Received()
        let task = Task(operation: work)
        let sources = [SIGINT, SIGTERM].map { number in
            _ = signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if received.note(number) { Foundation.exit(128 + number) }
                task.cancel()
            }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        do {
            try await task.value
        } catch {
            if let number = received.first { throw Interruption(number: number) }
            throw error
        }
    }

    private final class Received: Sendable {
        private let number = Mutex<Int32?>(nil)

        var first: Int32? { number.withLock { $0 } }

        /// Whether there was one before.
        func note(_ signal: Int32) -> Bool {
            number.withLock { number in
                defer { number = number ?? signal }
                return number != nil
            }
        }
    }
}
