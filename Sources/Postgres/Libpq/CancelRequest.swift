import CLibPQ
import Foundation
import Synchronization

/// Asks the server to end the running statement, on a thread of its own, since `PQcancel` blocks for as long as the
/// peer is silent. That thread alone owns the `PGcancel`; when nothing answers it stays until the system gives up
/// the socket, and nobody waits for it.
final class CancelRequest: Sendable {
    private let done = Atomic<Bool>(false)

    /// The request has reached the server, or failed for good.
    var isDone: Bool { done.load(ordering: .sequentiallyConsistent) }

    init(_ handle: consuming CancelHandle, wakeup: Wakeup) {
        let cargo = Cargo(handle: handle)
        Thread.detachNewThread { [self] in
            cargo.send()
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
