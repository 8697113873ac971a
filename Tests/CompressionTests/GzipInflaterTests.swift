import CZlib
import Compression
import Foundation
import Testing

@Suite("A gzip stream")
struct GzipInflaterTests {
    /// Made by Python's gzip module, one member each.
    static let first = [UInt8](Data(base64Encoded: "H4sIAAAAAAACAytKLSxNLS6Jz0zRyS9IzUtNiU8s4QIAyA1ofxUAAAA=")!)
    static let second = [UInt8](Data(base64Encoded: "H4sIAAAAAAACA8s7vFLHyMDIhAsA7GUGcwkAAAA=")!)

    /// Inflates with buffers of the given sizes; also tells the most that one call wrote.
    static func inflate(
        _ bytes: [UInt8], pieces: Int = 7, room: Int = 5
    ) throws(GzipError) -> (bytes: [UInt8], largest: Int) {
        var inflater = try GzipInflater()
        var result: [UInt8] = []
        var largest = 0
        var output = [UInt8](repeating: 0, count: room)
        var position = 0
        while position < bytes.count {
            let piece = Array(bytes[position..<min(bytes.count, position + pieces)])
            var moved: (consumed: Int, produced: Int) = (0, 0)
            do {
                moved = try piece.withUnsafeBytes { input in
                    try output.withUnsafeMutableBytes { try inflater.inflate(input, into: $0) }
                }
            } catch {
                throw error as! GzipError
            }
            result += output.prefix(moved.produced)
            largest = max(largest, moved.produced)
            position += moved.consumed
            #expect(moved.consumed + moved.produced > 0)
        }
        var left = 1
        while left > 0 {
            do {
                left = try output.withUnsafeMutableBytes {
                    try inflater.inflate(UnsafeRawBufferPointer(start: nil, count: 0), into: $0).produced
                }
            } catch {
                throw error as! GzipError
            }
            result += output.prefix(left)
        }
        try inflater.finish()
        return (result, largest)
    }

    @Test(
        "gives the bytes that were compressed, whatever the sizes of the buffers", arguments: [1, 2, 3, 64], [1, 2, 64])
    func roundTrip(pieces: Int, room: Int) throws {
        #expect(try Self.inflate(Self.first, pieces: pieces, room: room).bytes == Array("request_id,opened_at\n".utf8))
    }

    @Test("of several members gives their contents one after the other")
    func members() throws {
        let both = try Self.inflate(Self.first + Self.second).bytes
        #expect(both == Array("request_id,opened_at\nné,2024\n".utf8))
    }

    @Test("may be padded with zero bytes after a member")
    func padding() throws {
        let padded = Self.first + [0, 0, 0] + Self.second + [0]
        #expect(try Self.inflate(padded).bytes == Array("request_id,opened_at\nné,2024\n".utf8))
    }

    @Test("that stops in the middle is an error, at every length")
    func truncated() {
        for length in 1..<Self.first.count {
            #expect(throws: GzipError.truncated(atByte: length)) {
                try Self.inflate(Array(Self.first.prefix(length)))
            }
        }
    }

    @Test("whose checksum, data or trailer is wrong is an error")
    func corrupt() {
        for position in [0, 12, Self.first.count - 8, Self.first.count - 1] {
            var damaged = Self.first
            damaged[position] ^= 0xff
            #expect(throws: GzipError.self, "byte \(position)") { try Self.inflate(damaged) }
        }
        #expect(throws: GzipError.self) { try Self.inflate(Self.first + Array("trailing".utf8)) }
    }

    @Test("that expands a thousandfold never gives more than the room it was offered")
    func bomb() throws {
        let zeros = [UInt8](repeating: 0, count: 10_000_000)
        var bomb = [UInt8](repeating: 0, count: 100_000)
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        #expect(
            deflateInit2_(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK)
        zeros.withUnsafeBufferPointer { input in
            bomb.withUnsafeMutableBufferPointer { output in
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                #expect(deflate(&stream, Z_FINISH) == Z_STREAM_END)
            }
        }
        deflateEnd(&stream)
        let compressed = Array(bomb.prefix(bomb.count - Int(stream.avail_out)))
        let inflated = try Self.inflate(compressed, pieces: compressed.count, room: 4096)
        #expect(inflated.bytes.count == zeros.count)
        #expect(inflated.largest <= 4096)
    }
}
