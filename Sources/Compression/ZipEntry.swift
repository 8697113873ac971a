/// One file of a zip archive, given piece by piece. It holds its compressed bytes until a `ZipWriter` takes them.
///
/// What deflate makes of it and its checksum come from a gzip stream, which has both.
public struct ZipEntry: ~Copyable {
    let name: String
    private(set) var length = 0
    private var deflater: GzipDeflater
    private var stream: [UInt8] = []

    /// What stands around the deflated bytes in a gzip stream without a name: its header, the checksum, the length.
    private static let gzipHeader = 10
    private static let gzipChecksum = 4
    private static let gzipLength = 4

    /// - Parameter name: its path in the archive, with slashes.
    public init(_ name: String) throws(ZipError) {
        self.name = name
        do { deflater = try GzipDeflater() } catch { throw .outOfMemory }
    }

    /// Appends the text as UTF-8.
    public mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            length += bytes.count
            deflater.append(UnsafeRawBufferPointer(bytes), to: &stream)
        }
    }

    /// Ends the entry: its deflated bytes and their CRC-32, the lowest byte first.
    consuming func finish() -> (deflated: ArraySlice<UInt8>, checksum: ArraySlice<UInt8>) {
        deflater.finish(to: &stream)
        let end = stream.count - Self.gzipLength - Self.gzipChecksum
        return (stream[Self.gzipHeader..<end], stream[end..<end + Self.gzipChecksum])
    }
}
