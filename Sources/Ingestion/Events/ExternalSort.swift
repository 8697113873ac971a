import Foundation

/// Sorts byte strings that together can be larger than memory, by their bytes, a prefix before what it begins.
///
/// As long as they fit into the budget they stay in memory. Beyond it, they go to a temporary file in sorted runs, which
/// are merged at the end (Knuth, The Art of Computer Programming, volume 3, section 5.4).
final class ExternalSort {
    private let budget: Int
    private let temporaryDirectory: String
    private let isCancelled: @Sendable () -> Bool
    private var arena = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private var used = 0
    private var places: [Place] = []
    private var file: TemporaryFile?
    private var runs: [Range<Int>] = []

    /// Where a byte string lies in the arena, with its first bytes as a number, which decide most comparisons.
    private struct Place {
        let prefix: UInt64
        let offset: UInt32
        let count: UInt32
    }

    /// Bytes held in memory. 16 MiB are some 150,000 events; half as much again goes to sorting them.
    static let budget = 16 << 20
    /// Runs that are merged at once: with `Run.chunk` 8 MiB of buffers. More are merged in several rounds.
    static let fanIn = 64

    init(budget: Int, temporaryDirectory: String, isCancelled: @escaping @Sendable () -> Bool) {
        self.budget = budget
        self.temporaryDirectory = temporaryDirectory
        self.isCancelled = isCancelled
    }

    deinit { arena.deallocate() }

    /// Whether something went to the temporary file.
    var hasSpilled: Bool { !runs.isEmpty }

    /// Takes a copy of a byte string.
    func add(_ bytes: UnsafeRawBufferPointer) throws {
        let needed = used + bytes.count + (places.count + 1) * MemoryLayout<Place>.stride
        if needed > budget, !places.isEmpty { try spill() }
        if used + bytes.count > arena.count { grow(to: used + bytes.count) }
        UnsafeMutableRawBufferPointer(rebasing: arena[used...]).copyMemory(from: bytes)
        places.append(Place(prefix: Self.prefix(bytes), offset: UInt32(used), count: UInt32(bytes.count)))
        used += bytes.count
    }

    /// Hands out everything in order; then nothing is left.
    func drain(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        guard hasSpilled else {
            sortPlaces()
            for place in places { try body(bytes(at: place)) }
            release()
            return
        }
        if !places.isEmpty { try spill() }
        release()
        while runs.count > Self.fanIn {
            let (old, groups) = (file, runs)
            (file, runs) = (nil, [])
            var rest = groups[...]
            while !rest.isEmpty {
                try writeRun { write in try merge(rest.prefix(Self.fanIn), of: old, write) }
                rest = rest.dropFirst(Self.fanIn)
            }
        }
        try merge(runs[...], of: file, body)
        (file, runs) = (nil, [])
    }

    // MARK: Memory

    private func grow(to count: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(count, min(budget, arena.count * 2), Run.chunk), alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: arena[..<used]))
        arena.deallocate()
        arena = larger
    }

    private func release() {
        arena.deallocate()
        arena = UnsafeMutableRawBufferPointer(start: nil, count: 0)
        used = 0
        places = []
    }

    private func bytes(at place: Place) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: arena[Int(place.offset)..<Int(place.offset) + Int(place.count)])
    }

    private func sortPlaces() {
        places.sort { a, b in
            a.prefix != b.prefix ? a.prefix < b.prefix : Self.isOrdered(bytes(at: a), before: bytes(at: b))
        }
    }

    fileprivate static func prefix(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let length = MemoryLayout<UInt64>.size
        if bytes.count >= length { return UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)) }
        return (0..<length).reduce(0) { $0 << 8 | ($1 < bytes.count ? UInt64(bytes[$1]) : 0) }
    }

    fileprivate static func isOrdered(_ a: UnsafeRawBufferPointer, before b: UnsafeRawBufferPointer) -> Bool {
        guard let left = a.baseAddress, let right = b.baseAddress else { return a.count < b.count }
        let order = memcmp(left, right, min(a.count, b.count))
        return order != 0 ? order < 0 : a.count < b.count
    }

    // MARK: The temporary file

    private func spill() throws {
        sortPlaces()
        try writeRun { write in
            for place in places { try write(bytes(at: place)) }
        }
        used = 0
        places.removeAll(keepingCapacity: true)
    }

    /// Writes a run behind those that are there: each byte string with its length before it.
    private func writeRun(_ produce: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void) throws {
        if isCancelled() { throw CancellationError() }
        let file = try self.file ?? TemporaryFile(in: temporaryDirectory)
        self.file = file
        let start = file.size
        var buffer: [UInt8] = []
        buffer.reserveCapacity(2 * Run.chunk)
        try produce { bytes in
            withUnsafeBytes(of: UInt32(bytes.count)) { buffer.append(contentsOf: $0) }
            buffer.append(contentsOf: bytes)
            guard buffer.count >= Run.chunk else { return }
            try buffer.withUnsafeBytes(file.append)
            buffer.removeAll(keepingCapacity: true)
        }
        try buffer.withUnsafeBytes(file.append)
        runs.append(start..<file.size)
    }

    private func merge(
        _ ranges: ArraySlice<Range<Int>>, of file: TemporaryFile?, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        guard let file else { return }
        var heap = try ranges.map { try Run($0, of: file) }.filter { !$0.isAtEnd }
        for root in heap.indices.reversed() { Self.sink(root, in: &heap) }
        while let first = heap.first {
            try body(first.bytes)
            try first.advance(isCancelled)
            if first.isAtEnd {
                heap.swapAt(0, heap.count - 1)
                heap.removeLast()
            }
            Self.sink(0, in: &heap)
        }
    }

    /// Lets a run sink below those that come before it, in a heap that is in order otherwise.
    private static func sink(_ root: Int, in heap: inout [Run]) {
        var root = root
        while true {
            var first = root
            for child in [2 * root + 1, 2 * root + 2]
            where child < heap.count && heap[child].isOrdered(before: heap[first]) {
                first = child
            }
            if first == root { return }
            heap.swapAt(root, first)
            root = first
        }
    }

    /// A run while it is merged: a piece of it in memory, and the byte string that is its turn.
    private final class Run {
        private let file: TemporaryFile
        private var rest: Range<Int>
        private var buffer: UnsafeMutableRawBufferPointer
        private var held = 0..<0
        private var current = 0..<0
        private var prefix: UInt64 = 0
        private(set) var isAtEnd = false

        static let chunk = 128 * 1024
        private static let lengthSize = MemoryLayout<UInt32>.size

        init(_ range: Range<Int>, of file: TemporaryFile) throws {
            self.file = file
            rest = range
            buffer = .allocate(byteCount: Self.chunk, alignment: 16)
            try advance { false }
        }

        deinit { buffer.deallocate() }

        /// Valid until `advance`.
        var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[current]) }

        func isOrdered(before other: Run) -> Bool {
            prefix != other.prefix ? prefix < other.prefix : ExternalSort.isOrdered(bytes, before: other.bytes)
        }

        func advance(_ isCancelled: () -> Bool) throws {
            guard try hold(Self.lengthSize, isCancelled) else {
                isAtEnd = true
                return
            }
            let count = Int(buffer.loadUnaligned(fromByteOffset: held.lowerBound, as: UInt32.self))
            held = held.lowerBound + Self.lengthSize..<held.upperBound
            _ = try hold(count, isCancelled)
            current = held.lowerBound..<held.lowerBound + count
            held = current.upperBound..<held.upperBound
            prefix = ExternalSort.prefix(bytes)
        }

        /// Brings so many bytes into memory; `false` at the end.
        private func hold(_ count: Int, _ isCancelled: () -> Bool) throws -> Bool {
            guard held.count < count else { return true }
            if rest.isEmpty, held.isEmpty { return false }
            if isCancelled() { throw CancellationError() }
            memmove(buffer.baseAddress!, buffer.baseAddress! + held.lowerBound, held.count)
            held = 0..<held.count
            while buffer.count < count { buffer.grow() }
            while held.count < count {
                let free = buffer[held.upperBound..<min(buffer.count, held.upperBound + rest.count)]
                let read = try file.read(at: rest.lowerBound, into: UnsafeMutableRawBufferPointer(rebasing: free))
                guard read > 0 else { throw TemporaryFile.failed("read to its end", EIO) }
                rest = rest.lowerBound + read..<rest.upperBound
                held = 0..<held.upperBound + read
            }
            return true
        }
    }
}
