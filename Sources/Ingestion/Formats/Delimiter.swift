/// What separates the fields of a file.
enum Delimiter {
    /// What detection chooses from; of two that are equally frequent the earlier.
    static let candidates: [UInt8] = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }

    /// The candidate that stands most often outside quotes in the header line; comma if none does.
    ///
    /// `nil` if the line has not ended within `bytes`.
    static func detect(in bytes: UnsafeRawBufferPointer, isWhole: Bool) -> UInt8? {
        var counts = [Int](repeating: 0, count: candidates.count)
        var inQuotes = false
        var lineEnded = isWhole
        for byte in bytes.drop(while: { $0 == .lineFeed || $0 == .carriageReturn }) {
            if byte == .quote {
                inQuotes.toggle()
            } else if !inQuotes {
                if byte == .lineFeed || byte == .carriageReturn {
                    lineEnded = true
                    break
                }
                if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
            }
        }
        guard lineEnded, let most = counts.max() else { return nil }
        return candidates[counts.firstIndex(of: most) ?? 0]
    }
}
