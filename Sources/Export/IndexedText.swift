import Domain

/// A text in memory that knows what its parts are, so that a filter yields the same bytes as a `FilteredSink` without
/// the figures. The index takes 16 bytes a part, about a tenth of a row.
public struct IndexedText: ByteSink, Sendable {
    public private(set) var bytes: [UInt8] = []
    public private(set) var index = Index()

    public init() {}

    public mutating func append(_ more: some Collection<UInt8>) {
        bytes.append(contentsOf: more)
        index.append(.row(.none), upTo: bytes.count)
    }

    public mutating func append(_ text: String, as part: TextPart) {
        bytes.append(contentsOf: text.utf8)
        index.append(part, upTo: bytes.count)
    }

    /// Where each part ends, and what it is.
    public struct Index: Sendable {
        private var ends: [Int] = []
        /// By part, into `parts`.
        private var numbers: [UInt32] = []
        /// By part, into `scopes`.
        private var scopeNumbers: [UInt32] = []
        private var parts = Distinct<TextPart>()
        /// Apart, since an organization has many: with them most parts would occur once.
        private var scopes = Distinct<Scope?>()

        fileprivate mutating func append(_ part: TextPart, upTo end: Int) {
            ends.append(end)
            switch part {
            case .heading:
                numbers.append(parts.number(of: part))
                scopeNumbers.append(scopes.number(of: nil))
            case .row(let topic):
                numbers.append(parts.number(of: .row(topic.withoutScope)))
                scopeNumbers.append(scopes.number(of: topic.scope))
            }
        }

        /// Each that occurs, once, and its number.
        private struct Distinct<Value: Hashable & Sendable>: Sendable {
            private(set) var values: [Value] = []
            private var numberOf: [Value: UInt32] = [:]

            mutating func number(of value: Value) -> UInt32 {
                if let number = numberOf[value] { return number }
                let number = UInt32(values.count)
                values.append(value)
                numberOf[value] = number
                return number
            }
        }

        /// The stretches of the text that a filter takes, in order, none beside another.
        public func ranges(_ filter: FigureFilter) -> Ranges { Ranges(index: self, filter: filter) }

        public struct Ranges: Sequence, IteratorProtocol, Sendable {
            private let index: Index
            /// By number; `nil` of headings.
            private let isTaken: [Bool?]
            private let isScopeTaken: [Bool]
            private var part = 0

            fileprivate init(index: Index, filter: FigureFilter) {
                self.index = index
                isTaken = index.parts.values.map { part in
                    if case .row(let topic) = part { filter.takes(topic) } else { nil }
                }
                isScopeTaken = index.scopes.values.map { filter.takes(Topic(scope: $0)) }
            }

            public mutating func next() -> Range<Int>? {
                while part < index.ends.count, !takes(part) { part += 1 }
                guard part < index.ends.count else { return nil }
                let begin = part == 0 ? 0 : index.ends[part - 1]
                while part < index.ends.count, takes(part) { part += 1 }
                return begin..<index.ends[part - 1]
            }

            private func takes(_ part: Int) -> Bool {
                if let isRowTaken = row(part) { return isRowTaken }
                let rows = index.ends.indices[(part + 1)...].lazy.map(row).prefix { $0 != nil }
                return rows.contains(true)
            }

            private func row(_ part: Int) -> Bool? {
                isTaken[Int(index.numbers[part])].map { $0 && isScopeTaken[Int(index.scopeNumbers[part])] }
            }
        }
    }
}
