/// Cuts the stream of a binary COPY OUT into rows, wherever its pieces end.
struct BinaryCopyStream {
    private var isHeaderRead = false
    private var isTrailerRead = false
    /// What the last piece left over: the begin of a row.
    private var rest: [UInt8] = []

    /// Hands each complete row to `body`. Throws what it throws, and `protocolViolation` on a stream of a wrong shape.
    mutating func read(
        _ piece: UnsafeRawBufferPointer, _ body: (inout BinaryCopyRow) throws -> Void
    ) throws {
        if rest.isEmpty {
            let used = try readRows(piece, body)
            if used < piece.count { rest = Array(piece[used...]) }
        } else {
            rest += piece
            let whole = rest
            let used = try whole.withUnsafeBytes { try readRows($0, body) }
            rest = Array(whole[used...])
        }
    }

    /// Throws `protocolViolation` if the stream ended before its trailer.
    func finish() throws(PostgresError) {
        guard isTrailerRead, rest.isEmpty else { throw PostgresError(.protocolViolation, "a COPY ended too early") }
    }

    /// How many bytes were used: up to the end of the last complete row.
    private mutating func readRows(
        _ bytes: UnsafeRawBufferPointer, _ body: (inout BinaryCopyRow) throws -> Void
    ) throws -> Int {
        var offset = 0
        if !isHeaderRead {
            guard let end = try headerEnd(bytes) else { return 0 }
            isHeaderRead = true
            offset = end
        }
        while offset + 2 <= bytes.count {
            let columns = Int(bytes.integer(at: offset, as: Int16.self))
            guard columns >= 0 else {
                isTrailerRead = true
                return offset + 2
            }
            guard let end = try rowEnd(bytes, from: offset + 2, columns) else { return offset }
            var row = BinaryCopyRow(UnsafeRawBufferPointer(rebasing: bytes[offset + 2..<end]), columns: columns)
            try body(&row)
            offset = end
        }
        return offset
    }

    private func headerEnd(_ bytes: UnsafeRawBufferPointer) throws(PostgresError) -> Int? {
        let signature = BinaryCopyWriter.header.prefix(11)
        let fixed = BinaryCopyWriter.header.count
        guard bytes.count >= fixed else { return nil }
        guard bytes.prefix(11).elementsEqual(signature) else {
            throw PostgresError(.protocolViolation, "a binary COPY begins with another signature")
        }
        let end = fixed + Int(bytes.integer(at: fixed - 4, as: UInt32.self))
        return end <= bytes.count ? end : nil
    }

    private func rowEnd(
        _ bytes: UnsafeRawBufferPointer, from start: Int, _ columns: Int
    ) throws(PostgresError) -> Int? {
        var offset = start
        for _ in 0..<columns {
            guard offset + 4 <= bytes.count else { return nil }
            let length = Int(bytes.integer(at: offset, as: Int32.self))
            guard length >= -1 else { throw PostgresError(.protocolViolation, "a field of COPY has a negative length") }
            offset += 4 + max(length, 0)
        }
        return offset <= bytes.count ? offset : nil
    }
}
