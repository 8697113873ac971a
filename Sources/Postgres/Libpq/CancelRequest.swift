import CLibPQ
import Foundation
import Synchronization

/// Asks the server to end the running statement, on a thread of its own, since `PQcancel` blocks for as long as the
/// peer is silent. That thread alone owns the `PGcancel`; when nothing answers it stays until the system gives up
/// the socket, and nobody waits for it. So there are at most `maximum` at a time.
final class CancelRequest: Sendable {
    private let done = Atomic<Bool>(false)

    /// The request has reached the server, or failed for good.
    var isDone: Bool { done.load(ordering: .sequentiallyConsistent) }

    /// In the whole process. Where the server answers, a request takes milliseconds, and a pool's worth of them passes
    /// through; where it doesn't, each costs a thread and a socket for as long as the system waits.
    static let maximum = 16

    private static let number = Atomic<Int>(0)

    /// How many are under way at this moment.
    static var underWay: Int { number.load(ordering: .sequentiallyConsistent) }

    /// `nil`, and nothing is sent, if `maximum` are under way.
    init?(_ handle: consuming CancelHandle, wakeup: Wakeup) {
        guard Self.number.add(1, ordering: .sequentiallyConsistent).newValue <= Self.maximum else {
            Self.number.subtract(1, ordering: .sequentiallyConsistent)
            return nil
        }
        let cargo = Cargo(handle: handle)
        Thread.detachNewThread { [self] in
            cargo.send()
            Self.number.subtract(1, ordering: .sequentiallyConsistent)
            done.store(true, ordering: .sequentiallyConsistent)
            wakeup.ring()
        }
    }

    /// Carries the handle into the thread; a closure can't take a non-copyable value by itself.
    ///
    /// `@unchecked`: libpq allows `PQcancel` from any thread, and only the detached thread keeps a reference.
    private final class Cargo: @unchecked Sendable {
        private var handle: CancelHandle?

        init(handle: consuming CancelHandle) { self.handle = consume handle }

        func send() {
            // 256 bytes is what libpq's manual recommends for the message, which nobody reads: the statement's own
            // end tells whether the request worked.
            var message = [CChar](repeating: 0, count: 256)
            guard let handle = handle.take() else { return }
            _ = handle.withPointer { PQcancel($0, &message, Int32(message.count)) }
        }
    }
}
