import Synchronization

/// Keeps answers that are compressed for one request to so many at once.
final class CompressionSlots: Sendable {
    private let most: Int
    private let taken = Mutex(0)

    init(_ most: Int) { self.most = most }

    /// Free again when its last reference goes.
    final class Slot: Sendable {
        private let slots: CompressionSlots

        fileprivate init(_ slots: CompressionSlots) { self.slots = slots }

        deinit { slots.taken.withLock { $0 -= 1 } }
    }

    /// `nil` where all are taken.
    func take() -> Slot? {
        let isTaken = taken.withLock { taken in
            if taken < most {
                taken += 1
                return true
            }
            return false
        }
        return isTaken ? Slot(self) : nil
    }
}
