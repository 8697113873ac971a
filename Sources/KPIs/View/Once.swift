import Synchronization

/// A value that is worked out when somebody first asks for it; who asks meanwhile waits.
final class Once<Value: Sendable>: Sendable {
    private let known: Mutex<Value?>

    /// `value`: where it is known already.
    init(_ value: Value? = nil) { known = Mutex(value) }

    /// `make` must not ask for the same value.
    func value(_ make: () -> Value) -> Value {
        known.withLock { known in
            if let known { return known }
            let value = make()
            known = value
            return value
        }
    }
}
