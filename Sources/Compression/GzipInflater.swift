import CZlib

/// Decompresses one gzip stream (RFC 1952), piece by piece, member after member.
///
/// The caller brings both buffers, so what a call produces is bounded by them, however much the input expands.
/// Zero bytes after a member are padding, as of tapes; any other bytes there have to be a further member.
public struct GzipInflater: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>
    private var position = Position.betweenMembers
    private var consumedInAll = 0

    private enum Position { case betweenMembers, insideMember }

    /// The first bytes of every gzip stream.
    public static let magic: [UInt8] = [0x1f, 0x8b]
    /// zlib's largest window, plus 16, which asks for the gzip wrapper with its checksum.
    private static let gzipWindowBits: Int32 = 15 + 16

    public init() throws(GzipError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(stream, Self.gzipWindowBits, ZLIB_VERSION, size) == Z_OK else {
            throw .outOfMemory
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Reads from `input` and writes to `output` until one of the two is used up or a member ends.
    ///
    /// - Returns: bytes taken from `input` and bytes written to `output`. With input and room in `output`, at least
    ///   one of the two is above zero.
    public mutating func inflate(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(GzipError) -> (consumed: Int, produced: Int) {
        var skipped = 0
        if position == .betweenMembers {
            if consumedInAll > 0 {
                while skipped < input.count, input[skipped] == 0 { skipped += 1 }
            }
            consumedInAll += skipped
            guard skipped < input.count else { return (skipped, 0) }
            inflateReset(stream)
            position = .insideMember
        }
        let rest = UnsafeRawBufferPointer(rebasing: input[skipped...].prefix(Int(UInt32.max)))
        let room = min(output.count, Int(UInt32.max))
        stream.pointee.next_in = UnsafeMutablePointer(mutating: rest.bindMemory(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(rest.count)
        stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(room)
        let status = CZlib.inflate(stream, Z_NO_FLUSH)
        let consumed = rest.count - Int(stream.pointee.avail_in)
        consumedInAll += consumed
        switch status {
        case Z_STREAM_END: position = .betweenMembers
        case Z_OK, Z_BUF_ERROR: break
        case Z_MEM_ERROR: throw .outOfMemory
        default:
            let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib code \(status)"
            throw .corrupt(atByte: consumedInAll, reason: reason)
        }
        return (skipped + consumed, room - Int(stream.pointee.avail_out))
    }

    /// To be called when the input has ended: throws if that is in the middle of a member.
    public func finish() throws(GzipError) {
        if position == .insideMember { throw .truncated(atByte: consumedInAll) }
    }
}
