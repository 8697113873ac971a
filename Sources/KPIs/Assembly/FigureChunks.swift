import Domain

/// Figures as they come, in pieces of memory that are never moved: an array that grows has its elements twice for a while,
/// and figures are large and many.
struct FigureChunks {
    private static let chunkSize = 1024
    private var chunks: [[Figure]] = []
    private(set) var count = 0

    var indices: Range<Int> { 0..<count }

    subscript(position: Int) -> Figure { chunks[position / Self.chunkSize][position % Self.chunkSize] }

    mutating func append(_ figure: Figure) {
        if count % Self.chunkSize == 0 {
            chunks.append([])
            chunks[chunks.count - 1].reserveCapacity(Self.chunkSize)
        }
        chunks[chunks.count - 1].append(figure)
        count += 1
    }

    mutating func swapAt(_ first: Int, _ second: Int) {
        let figure = self[first]
        chunks[first / Self.chunkSize][first % Self.chunkSize] = self[second]
        chunks[second / Self.chunkSize][second % Self.chunkSize] = figure
    }

    func map<Value>(_ transform: (Figure) -> Value) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(count)
        for chunk in chunks { for figure in chunk { values.append(transform(figure)) } }
        return values
    }

    /// All as one array, each chunk let go once it is in it.
    mutating func takeAll() -> [Figure] {
        var all: [Figure] = []
        all.reserveCapacity(count)
        for index in chunks.indices {
            all += chunks[index]
            chunks[index] = []
        }
        self = FigureChunks()
        return all
    }
}
