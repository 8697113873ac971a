/// Values one behind the other, to be put by and read again by this process.
struct PackedBytes: Equatable {
    private(set) var bytes: [UInt8] = []

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func append(byte: UInt8) { bytes.append(byte) }

    /// In such a way that larger numbers come later in the order of bytes.
    mutating func append(ordered number: UInt64) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ number: Int) {
        withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ content: UnsafeRawBufferPointer) {
        withUnsafeBytes(of: UInt32(content.count)) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: content)
    }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }
}

/// Reads what `PackedBytes` put by, in the same order.
struct PackedReader {
    private(set) var rest: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

    mutating func skip(_ count: Int) { rest = UnsafeRawBufferPointer(rebasing: rest[count...]) }

    mutating func byte() -> UInt8 {
        defer { skip(1) }
        return rest[0]
    }

    mutating func ordered() -> UInt64 {
        defer { skip(MemoryLayout<UInt64>.size) }
        return UInt64(bigEndian: rest.loadUnaligned(as: UInt64.self))
    }

    mutating func integer() -> Int {
        defer { skip(MemoryLayout<Int>.size) }
        return rest.loadUnaligned(as: Int.self)
    }

    mutating func content() -> UnsafeRawBufferPointer {
        let count = Int(rest.loadUnaligned(as: UInt32.self))
        skip(MemoryLayout<UInt32>.size)
        defer { skip(count) }
        return UnsafeRawBufferPointer(rebasing: rest[..<count])
    }

    mutating func text() -> String { String(decoding: content(), as: UTF8.self) }

    mutating func untilNul() -> UnsafeRawBufferPointer {
        let count = rest.firstIndex(of: 0) ?? rest.count
        defer { skip(count + 1) }
        return UnsafeRawBufferPointer(rebasing: rest[..<count])
    }
}
