import Compression
import Export
import Hummingbird
import NIOCore

/// A text that any number of answers share, plain and as gzip, whole or what a filter takes of it.
struct Document: Sendable {
    let mediaType: String
    private let plain: ByteBuffer
    private let gzipped: ByteBuffer
    private let index: IndexedText.Index
    /// Of the content alone: the same after a restart.
    private let digest: String

    init(_ text: IndexedText, mediaType: String) throws(GzipError) {
        self.mediaType = mediaType
        plain = ByteBuffer(bytes: text.bytes)
        index = text.index
        digest = "\(Self.digest(of: text.bytes))-\(String(text.bytes.count, radix: 16))"
        gzipped = ByteBuffer(bytes: try GzipDeflater.stream(of: text.bytes))
    }

    /// Each filter and coding has another. Of a filter's content it says more than it must: it changes with anything in
    /// the document.
    func entityTag(_ filter: FigureFilter, _ coding: Coding) -> EntityTag {
        let ofFilter = filter == .everything ? "" : "-\(Self.digest(of: "\(filter)".utf8))"
        return EntityTag("\(digest)\(ofFilter)\(coding == .gzip ? "-gzip" : "")")
    }

    func whole(_ coding: Coding) -> ResponseBody { ResponseBody(byteBuffer: coding == .gzip ? gzipped : plain) }

    /// Made as the client takes it.
    func part(_ filter: FigureFilter, on eventLoop: any EventLoop) -> ResponseBody {
        let length = index.ranges(filter).reduce(0) { $0 + $1.count }
        return ResponseBody(contentLength: length) { writer in
            try await write(chunks(filter), to: &writer, on: eventLoop)
        }
    }

    /// In memory as long as it is written, since its length is told before: no longer than the whole as gzip, or hardly.
    func gzippedPart(
        _ filter: FigureFilter, in slot: CompressionSlots.Slot, on eventLoop: any EventLoop
    ) async throws(GzipError) -> ResponseBody {
        var deflater = try GzipDeflater()
        var compressed: [UInt8] = []
        for chunk in chunks(filter) {
            chunk.withUnsafeReadableBytes { deflater.append($0, to: &compressed) }
            await Task.yield()
        }
        deflater.finish(to: &compressed)
        let bytes = ByteBuffer(bytes: compressed)
        let all = CollectionOfOne(0..<bytes.readableBytes)
        return ResponseBody(contentLength: bytes.readableBytes) { writer in
            // In pieces, so that the slot is held until the client has taken all but the last few.
            try await write(Chunks(text: bytes, ranges: all.makeIterator()), to: &writer, on: eventLoop)
            withExtendedLifetime(slot) {}
        }
    }

    /// A write returns before the event loop has seen it. Without waiting for that, nobody would say that a client takes no
    /// more, and all pieces would be on their way at once.
    private func write(
        _ chunks: some Sequence<ByteBuffer>, to writer: inout any ResponseBodyWriter, on eventLoop: any EventLoop
    ) async throws {
        for chunk in chunks {
            try await writer.write(chunk)
            try await eventLoop.submit {}.get()
        }
        try await writer.finish(nil)
    }

    private func chunks(_ filter: FigureFilter) -> Chunks<IndexedText.Index.Ranges> {
        Chunks(text: plain, ranges: index.ranges(filter))
    }

    /// FNV-1a, 64 bit (Fowler, Noll, Vo). Nobody gains by a collision between two of our own releases.
    private static func digest(of bytes: some Sequence<UInt8>) -> String {
        let hash = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return String(hash, radix: 16)
    }
}

/// Ranges of a text, copied in pieces of `EndpointLimits.chunkBytes`: what a client has yet to take holds no more.
private struct Chunks<Ranges: IteratorProtocol<Range<Int>>>: Sequence, IteratorProtocol {
    private let text: ByteBuffer
    private var ranges: Ranges
    private var rest = 0..<0

    init(text: ByteBuffer, ranges: Ranges) {
        self.text = text
        self.ranges = ranges
    }

    mutating func next() -> ByteBuffer? {
        var chunk = ByteBuffer()
        while chunk.readableBytes < EndpointLimits.chunkBytes {
            if rest.isEmpty {
                guard let range = ranges.next() else { break }
                rest = range
            }
            let length = Swift.min(rest.count, EndpointLimits.chunkBytes - chunk.readableBytes)
            guard let slice = text.getSlice(at: rest.lowerBound, length: length) else { break }
            chunk.writeImmutableBuffer(slice)
            rest = rest.lowerBound + length..<rest.upperBound
        }
        return chunk.readableBytes > 0 ? chunk : nil
    }
}
