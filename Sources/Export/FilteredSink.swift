/// Hands on what a filter takes of a text. It sees the text and not the figures, so that a format first decides which
/// periods are the newest.
public struct FilteredSink<Base: ByteSink & Sendable>: ByteSink, Sendable {
    public private(set) var base: Base
    private let filter: FigureFilter
    /// Kept until a row of it is taken.
    private var heading: String?

    public init(_ base: Base, _ filter: FigureFilter) {
        self.base = base
        self.filter = filter
    }

    public mutating func append(_ bytes: some Collection<UInt8>) throws(ExportError) { try base.append(bytes) }

    public mutating func append(_ text: String, as part: TextPart) throws(ExportError) {
        switch part {
        case .heading: heading = text
        case .row(let topic):
            guard filter.takes(topic) else { return }
            if let heading { try base.append(heading) }
            heading = nil
            try base.append(text)
        }
    }
}
