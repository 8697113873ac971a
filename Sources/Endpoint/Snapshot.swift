import Domain
import Export
import Hummingbird

/// One release, rendered in every format, with what was known then of the datasets behind it.
struct Snapshot: Sendable {
    let release: Release
    let freshness: [Freshness]
    let renderedAt: Instant
    /// By the format's name.
    let documents: [String: Document]

    init(release: Release, figures: [PublishedFigure], context: ExportContext, at now: Instant) throws {
        self.release = release
        freshness = context.freshness
        renderedAt = now
        let rendered = try ExportFormats.all.map { format in
            (format.name, Document(try format.bytes(figures, context: context), mediaType: format.mediaType))
        }
        documents = Dictionary(uniqueKeysWithValues: rendered)
    }
}

/// Bytes that any number of answers share.
struct Document: Sendable {
    let body: ByteBuffer
    let mediaType: String
    /// Strong, of the content alone: the same after a restart.
    let entityTag: String

    init(_ bytes: [UInt8], mediaType: String) {
        body = ByteBuffer(bytes: bytes)
        self.mediaType = mediaType
        // FNV-1a, 64 bit (Fowler, Noll, Vo). Nobody gains by a collision between two of our own releases.
        let hash = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        entityTag = "\"\(String(hash, radix: 16))-\(String(bytes.count, radix: 16))\""
    }

    /// What `If-None-Match` asks, by weak comparison (RFC 9110, 13.1.2).
    func matches(ifNoneMatch field: String) -> Bool {
        field.split(separator: ",").contains { part in
            let tag = part.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
            return tag == "*" || tag == entityTag || tag == "W/" + entityTag
        }
    }
}
