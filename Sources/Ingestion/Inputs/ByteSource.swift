import Compression
import Crypto

/// The contents of an input: decompressed if it is gzip (known by its first bytes), hashed as they pass.
///
/// Reports progress and asks whether to stop once for each piece.
final class ByteSource: ByteStream {
    private let input: OpenedInput
    private let watch: Watch
    private var offset = 0
    private var inflation: Inflation?
    private var hasher = SHA256()

    /// How a run is followed and stopped.
    struct Watch: Sendable {
        let pass: Ingestor.Progress.Pass
        let progress: (@Sendable (Ingestor.Progress) -> Void)?
        let isCancelled: @Sendable () -> Bool
    }

    init(_ input: OpenedInput, watch: Watch) throws {
        self.input = input
        self.watch = watch
        let magic = try withUnsafeTemporaryAllocation(byteCount: GzipInflater.magic.count, alignment: 1) {
            Array($0.prefix(try input.read(at: 0, into: $0)))
        }
        if magic == GzipInflater.magic {
            do { inflation = try Inflation() } catch { throw Self.damaged(input.name, error) }
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if watch.isCancelled() { throw CancellationError() }
        let count: Int
        if let inflation {
            count = try inflation.read(input, offset: &offset, into: buffer)
        } else {
            count = try input.read(at: offset, into: buffer)
            offset += count
        }
        hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        watch.progress?(Ingestor.Progress(pass: watch.pass, bytes: offset, of: input.size))
        return count
    }

    /// SHA-256 of all that was read so far.
    var digest: [UInt8] { Array(hasher.finalize()) }

    /// The inflater with the compressed bytes that wait for it.
    private final class Inflation {
        private var inflater: GzipInflater
        private let chunk: UnsafeMutableRawBufferPointer
        private var waiting = 0..<0
        private var sawEnd = false

        init() throws(GzipError) {
            inflater = try GzipInflater()
            chunk = .allocate(byteCount: OpenedInput.copyChunk, alignment: 16)
        }

        deinit { chunk.deallocate() }

        func read(_ input: OpenedInput, offset: inout Int, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
            while true {
                if waiting.isEmpty, !sawEnd {
                    let count = try input.read(at: offset, into: chunk)
                    offset += count
                    waiting = 0..<count
                    sawEnd = count == 0
                }
                do throws(GzipError) {
                    let (consumed, produced) = try inflater.inflate(
                        UnsafeRawBufferPointer(rebasing: chunk[waiting]), into: buffer)
                    waiting = waiting.lowerBound + consumed..<waiting.upperBound
                    if produced > 0 { return produced }
                    if waiting.isEmpty, sawEnd {
                        try inflater.finish()
                        return 0
                    }
                } catch {
                    throw ByteSource.damaged(input.name, error)
                }
            }
        }
    }

    private static func damaged(_ name: String, _ error: GzipError) -> IngestionError {
        IngestionError(
            .data, file: name, code: "damaged_gzip", message: error.message,
            mend: "\(error.mend); nothing of it was stored")
    }
}

extension Ingestor {
    /// How far a pass over the input has come, in bytes as stored (compressed ones of a compressed file).
    public struct Progress: Sendable, Equatable {
        public let pass: Pass
        public let bytes: Int
        /// `nil` where the end isn't known.
        public let of: Int?

        public enum Pass: Sendable, Equatable {
            /// Taking in what is no regular file.
            case copying
            /// Taking the fingerprint.
            case fingerprint
            /// Reading histories whole, for datasets of spells.
            case histories
            /// Reading and handing on the records.
            case records
            /// Reading a log again for the rows of cases that are set aside.
            case rejects
        }
    }
}
