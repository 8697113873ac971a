/// Bytes in order, in pieces of any size.
protocol ByteStream {
    /// Puts the next bytes at the front of `buffer`, which is never empty; returns how many, 0 only at the end.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}
