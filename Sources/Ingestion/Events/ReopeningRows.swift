import Domain

/// The rows of `request_reopenings` that the cases of a log tell: for each reopening one for each close that followed it,
/// or one without a close.
///
/// In memory, some 50 bytes a row.
public struct ReopeningRows: Sendable, Equatable {
    public static let dataset = Datasets.requestReopenings
    public private(set) var count = 0
    private var bytes = PackedBytes()

    /// `record`: of the request, in the order of its dataset's columns.
    mutating func append(_ reopenings: [CaseFold.Reopening], of record: [Value], in requests: Dataset) {
        guard !reopenings.isEmpty, let id = requests.index(of: RequestReopenings.request.name) else { return }
        let updatedAt = requests.index(of: "updated_at").flatMap { record[$0].instant }
        for reopening in reopenings {
            for close in reopening.closes.isEmpty ? [Instant.never.microseconds] : reopening.closes {
                bytes.append(record[id].text ?? "")
                bytes.append(reopening.line)
                for time in [reopening.at, close, updatedAt?.microseconds ?? .min] { bytes.append(Int(time)) }
                count += 1
            }
        }
    }

    /// Values in the order of the dataset's columns, and the line of the reopening.
    func forEach(_ body: (_ values: [Value], _ line: Int) throws -> Void) rethrows {
        try bytes.bytes.withUnsafeBytes { bytes in
            var reader = PackedReader(bytes)
            for _ in 0..<count {
                let (request, line) = (reader.text(), reader.integer())
                let times = (0..<3).map { _ in Instant(microseconds: Int64(reader.integer())) }
                try body(
                    [
                        .text(request), .instant(times[0]), .instant(times[1]),
                        times[2].microseconds == .min ? .null : .instant(times[2]),
                    ], line)
            }
        }
    }
}
