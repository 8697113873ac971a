import CZlib

/// Compresses into one gzip stream (RFC 1952) of one member, piece by piece. Equal bytes give an equal stream, however
/// they are divided: its header has neither time nor name.
///
/// It takes 256 KiB beside what it is given and gives.
public struct GzipDeflater: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>

    /// zlib's largest window, plus 16, which asks for the gzip wrapper with its checksum.
    private static let gzipWindowBits: Int32 = 15 + 16
    /// zlib's default; and how much the output grows at once.
    private static let memoryLevel: Int32 = 8
    private static let step = 16 * 1024

    public init() throws(GzipError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let size = Int32(MemoryLayout<z_stream>.size)
        guard
            deflateInit2_(
                stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, Self.gzipWindowBits, Self.memoryLevel, Z_DEFAULT_STRATEGY,
                ZLIB_VERSION, size) == Z_OK
        else { throw .outOfMemory }
    }

    /// Some bytes as a whole stream.
    public static func stream(of bytes: [UInt8]) throws(GzipError) -> [UInt8] {
        var deflater = try GzipDeflater()
        var compressed: [UInt8] = []
        bytes.withUnsafeBytes { deflater.append($0, to: &compressed) }
        deflater.finish(to: &compressed)
        return compressed
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Compresses the next bytes of the input; what is ready of the stream goes behind `output`.
    public mutating func append(_ input: UnsafeRawBufferPointer, to output: inout [UInt8]) {
        var rest = input
        while !rest.isEmpty {
            // zlib counts what it is given in 32 bits.
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(Int(Int32.max)))
            deflate(piece, Z_NO_FLUSH, to: &output)
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(piece.count))
        }
    }

    /// Ends the stream. Nothing may be appended to it afterwards.
    public mutating func finish(to output: inout [UInt8]) {
        deflate(UnsafeRawBufferPointer(start: nil, count: 0), Z_FINISH, to: &output)
    }

    /// With room in the output, zlib cannot fail once it has begun.
    private func deflate(_ input: UnsafeRawBufferPointer, _ flush: Int32, to output: inout [UInt8]) {
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(input.count)
        repeat {
            withUnsafeTemporaryAllocation(byteCount: Self.step, alignment: 1) { room in
                stream.pointee.next_out = room.bindMemory(to: UInt8.self).baseAddress
                stream.pointee.avail_out = UInt32(room.count)
                _ = CZlib.deflate(stream, flush)
                output.append(contentsOf: room.prefix(room.count - Int(stream.pointee.avail_out)))
            }
        } while stream.pointee.avail_out == 0
    }
}
