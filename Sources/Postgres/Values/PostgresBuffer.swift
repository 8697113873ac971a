import Foundation

/// Grows as values are appended in the byte order of the protocol (big-endian), and is used over and over.
public struct PostgresBuffer: ~Copyable {
    private var storage: UnsafeMutableRawBufferPointer
    public private(set) var count = 0

    public init(capacity: Int = 64) {
        storage = .allocate(byteCount: max(capacity, 16), alignment: 16)
    }

    deinit { storage.deallocate() }

    /// Valid within `body` only.
    public borrowing func withBytes<Value, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try body(UnsafeRawBufferPointer(rebasing: storage[..<count]))
    }

    @inline(__always)
    public mutating func append<Integer: FixedWidthInteger>(_ value: Integer) {
        reserve(MemoryLayout<Integer>.size)
        storage.storeBytes(of: value.bigEndian, toByteOffset: count, as: Integer.self)
        count += MemoryLayout<Integer>.size
    }

    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        (storage.baseAddress! + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    /// The text's UTF-8; `false`, and nothing appended, if it holds NUL, which PostgreSQL's texts can't.
    mutating func append(text: UnsafeRawBufferPointer) -> Bool {
        if let start = text.baseAddress, memchr(start, 0, text.count) != nil { return false }
        append(text)
        return true
    }

    /// Writes a length into the four bytes at `position`, of all that was appended after them.
    mutating func setLength(at position: Int) {
        set(Int32(count - position - 4), at: position)
    }

    mutating func set<Integer: FixedWidthInteger>(_ value: Integer, at position: Int) {
        storage.storeBytes(of: value.bigEndian, toByteOffset: position, as: Integer.self)
    }

    /// Forgets what came after the first `newCount` bytes, and keeps the memory.
    mutating func truncate(to newCount: Int) { count = newCount }

    @inline(__always)
    private mutating func reserve(_ additional: Int) {
        if count + additional > storage.count { grow(additional) }
    }

    private mutating func grow(_ additional: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(storage.count * 2, count + additional), alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[..<count]))
        storage.deallocate()
        storage = larger
    }
}

extension UnsafeRawBufferPointer {
    /// A big-endian integer at any offset.
    @inline(__always)
    func integer<Integer: FixedWidthInteger>(at offset: Int, as type: Integer.Type = Integer.self) -> Integer {
        Integer(bigEndian: loadUnaligned(fromByteOffset: offset, as: Integer.self))
    }
}
