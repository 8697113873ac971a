/// Writes a zip archive (PKWARE's APPNOTE 6.3.3, without its 64-bit extension), entry after entry.
///
/// Names are UTF-8, and all entries bear the format's first date, so that equal entries give equal archives. It keeps the
/// directory alone: about 80 bytes an entry.
public struct ZipWriter: Sendable {
    private let limit: Int
    private var directory: [UInt8] = []
    private var count = 0
    /// Of what was written.
    private var length = 0

    private static let localSignature: UInt32 = 0x0403_4B50
    private static let directorySignature: UInt32 = 0x0201_4B50
    private static let endSignature: UInt32 = 0x0605_4B50
    /// 2.0, the first with deflate.
    private static let version: UInt16 = 20
    private static let namesAreUTF8: UInt16 = 1 << 11
    private static let deflate: UInt16 = 8
    /// 1 January 1980, midnight.
    private static let time: UInt16 = 0
    private static let date: UInt16 = 1 << 5 | 1
    private static let endLength = 22

    public init() { self.init(limit: Int(UInt32.max)) }

    /// - Parameter limit: of bytes, less than the format's only in tests.
    package init(limit: Int) { self.limit = limit }

    /// Writes an entry behind `output`. After an error the archive cannot be whole any more.
    public mutating func add(_ entry: consuming ZipEntry, to output: inout [UInt8]) throws(ZipError) {
        let (name, entryLength) = (entry.name, entry.length)
        precondition(name.utf8.count <= UInt16.max, "the name of an entry is too long")
        guard count < UInt16.max else { throw .tooMany }
        guard entryLength <= limit else { throw .tooLong(entry: name) }
        let (deflated, checksum) = entry.finish()

        var common: [UInt8] = []
        common.append(littleEndian: Self.version)
        common.append(littleEndian: Self.namesAreUTF8)
        common.append(littleEndian: Self.deflate)
        common.append(littleEndian: Self.time)
        common.append(littleEndian: Self.date)
        common += checksum
        common.append(littleEndian: UInt32(truncatingIfNeeded: deflated.count))
        common.append(littleEndian: UInt32(truncatingIfNeeded: entryLength))
        common.append(littleEndian: UInt16(name.utf8.count))
        // No extra field.
        common.append(littleEndian: 0 as UInt16)

        let position = length
        var header: [UInt8] = []
        header.append(littleEndian: Self.localSignature)
        header += common
        header += Array(name.utf8)

        directory.append(littleEndian: Self.directorySignature)
        directory.append(littleEndian: Self.version)
        directory += common
        // No comment, on the first disk, no attributes.
        for nothing: UInt16 in [0, 0, 0] { directory.append(littleEndian: nothing) }
        directory.append(littleEndian: 0 as UInt32)
        directory.append(littleEndian: UInt32(truncatingIfNeeded: position))
        directory += Array(name.utf8)

        length += header.count + deflated.count
        count += 1
        guard length + directory.count + Self.endLength <= limit else { throw .tooLong(entry: name) }
        output += header
        output += deflated
    }

    /// Writes the directory, which ends the archive.
    public consuming func finish(to output: inout [UInt8]) {
        output += directory
        output.append(littleEndian: Self.endSignature)
        // One disk alone.
        for disk: UInt16 in [0, 0] { output.append(littleEndian: disk) }
        for _ in 0..<2 { output.append(littleEndian: UInt16(count)) }
        output.append(littleEndian: UInt32(directory.count))
        output.append(littleEndian: UInt32(length))
        // No comment.
        output.append(littleEndian: 0 as UInt16)
    }
}

extension [UInt8] {
    fileprivate mutating func append(littleEndian number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}
