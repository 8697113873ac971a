import Ingestion

extension Ingestor.Progress {
    /// `loading, 45 %`: what is being done to a file, and how far.
    var text: String {
        let doing =
            switch pass {
            case .copying: "taking it in"
            case .fingerprint: "taking the fingerprint"
            case .histories: "reading histories"
            case .records: "loading"
            case .rejects: "gathering what is set aside"
            }
        guard let of else { return "\(doing), \(bytes) bytes" }
        return of > 0 ? "\(doing), \(100 * bytes / of) %" : doing
    }
}
