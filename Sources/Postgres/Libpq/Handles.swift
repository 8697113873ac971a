import CLibPQ
import Synchronization

// Each handle is the one owner of a libpq pointer: it frees it once, and lends it only to closures. They are four
// structs, not one generic, for Swift 6.3.1 forgets the deinit of a generic non-copyable struct that is a member of a
// class in another file (in debug builds; LeakTests shows it).

/// A `PGconn`.
struct ConnectionHandle: ~Copyable {
    private let pointer: OpaquePointer

    init?(_ pointer: OpaquePointer?) {
        guard let pointer else { return nil }
        self.pointer = pointer
        LivePointers.add(1)
    }

    deinit {
        PQfinish(pointer)
        LivePointers.add(-1)
    }

    borrowing func withPointer<Value: ~Copyable, Failure: Error>(
        _ body: (OpaquePointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try body(pointer)
    }
}

/// A `PGresult`. Unchecked: once it is there nothing changes it, and libpq lets any thread read it.
struct ResultHandle: ~Copyable, @unchecked Sendable {
    private let pointer: OpaquePointer

    init?(_ pointer: OpaquePointer?) {
        guard let pointer else { return nil }
        self.pointer = pointer
        LivePointers.add(1)
    }

    deinit {
        PQclear(pointer)
        LivePointers.add(-1)
    }

    borrowing func withPointer<Value: ~Copyable, Failure: Error>(
        _ body: (OpaquePointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try body(pointer)
    }
}

/// A `PGcancel`.
struct CancelHandle: ~Copyable {
    private let pointer: OpaquePointer

    init?(_ pointer: OpaquePointer?) {
        guard let pointer else { return nil }
        self.pointer = pointer
        LivePointers.add(1)
    }

    deinit {
        PQfreeCancel(pointer)
        LivePointers.add(-1)
    }

    borrowing func withPointer<Value: ~Copyable, Failure: Error>(
        _ body: (OpaquePointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try body(pointer)
    }
}

/// Characters that libpq allocated: a row of a COPY, an escaped literal.
struct TextHandle: ~Copyable {
    private let pointer: UnsafeMutablePointer<CChar>

    init?(_ pointer: UnsafeMutablePointer<CChar>?) {
        guard let pointer else { return nil }
        self.pointer = pointer
        LivePointers.add(1)
    }

    deinit {
        PQfreemem(pointer)
        LivePointers.add(-1)
    }

    borrowing func withPointer<Value: ~Copyable, Failure: Error>(
        _ body: (UnsafeMutablePointer<CChar>) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try body(pointer)
    }
}

/// How many libpq pointers are owned at this moment: tests show with it that nothing leaks.
package enum LivePointers {
    private static let number = Atomic<Int>(0)

    package static var count: Int { number.load(ordering: .sequentiallyConsistent) }

    static func add(_ difference: Int) { number.add(difference, ordering: .sequentiallyConsistent) }
}
