import CLibPQ
import Synchronization

/// A kind of memory that libpq hands out and takes back by a call of its own.
protocol LibpqResource {
    associatedtype Pointer
    static func free(_ pointer: Pointer)
}

enum ConnectionResource: LibpqResource {
    static func free(_ pointer: OpaquePointer) { PQfinish(pointer) }
}

enum ResultResource: LibpqResource {
    static func free(_ pointer: OpaquePointer) { PQclear(pointer) }
}

enum CancelResource: LibpqResource {
    static func free(_ pointer: OpaquePointer) { PQfreeCancel(pointer) }
}

/// Rows of a COPY and escaped literals.
enum TextResource: LibpqResource {
    static func free(_ pointer: UnsafeMutablePointer<CChar>) { PQfreemem(pointer) }
}

/// The one owner of a libpq pointer: it frees it once, and lends it only to closures.
struct Owned<Resource: LibpqResource>: ~Copyable {
    private let pointer: Resource.Pointer

    init?(_ pointer: Resource.Pointer?) {
        guard let pointer else { return nil }
        self.pointer = pointer
        LivePointers.add(1)
    }

    deinit {
        Resource.free(pointer)
        LivePointers.add(-1)
    }

    borrowing func withPointer<Value: ~Copyable, Failure: Error>(
        _ body: (Resource.Pointer) throws(Failure) -> Value
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
