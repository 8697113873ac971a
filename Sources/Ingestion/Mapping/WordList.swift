import Domain

/// Words of a mapping to compare fields with, and which of them a field ever was.
final class WordList {
    /// What the words are for, as a mapping has it: a column, `skip`, `null`.
    let place: String
    private let words: [(text: String, bytes: [UInt8])]
    /// Of long lists, where each word stands.
    private let index: [String: Int]
    private var isMet: [Bool]

    /// Comparing one by one is faster up to here.
    private static let shortList = 8

    init(_ words: some Sequence<String>, of place: String) {
        self.place = place
        self.words = words.map { ($0, Array($0.utf8)) }
        index =
            self.words.count <= Self.shortList
            ? [:] : Dictionary(zip(self.words.map(\.text), 0...)) { first, _ in first }
        isMet = Array(repeating: false, count: self.words.count)
    }

    /// Which of the words a field is, without blanks around it.
    func position(of trimmed: UnsafeRawBufferPointer) -> Int? {
        if words.isEmpty { return nil }
        let position =
            if index.isEmpty, trimmed.allSatisfy({ $0 < 0x80 }) {
                words.firstIndex { $0.bytes.count == trimmed.count && $0.bytes.elementsEqual(trimmed) }
            } else if index.isEmpty {
                words.firstIndex { [text = CanonicalText.of(trimmed)] in $0.text == text }
            } else {
                index[CanonicalText.of(trimmed)]
            }
        if let position { isMet[position] = true }
        return position
    }

    /// Each word and whether a field was it.
    var uses: [(word: MappedWord, isMet: Bool)] {
        zip(words, isMet).map { (MappedWord(place: place, text: $0.text), $1) }
    }
}

/// A word of a mapping.
public struct MappedWord: Hashable, Sendable {
    /// What it is for, as the mapping has it: a column of the dataset, `skip`, `null`.
    public let place: String
    public let text: String
}

extension WordList {
    /// The words that no field was, each once.
    static func unmet(in lists: [WordList]) -> [MappedWord] {
        var order: [MappedWord] = []
        var isMet: [MappedWord: Bool] = [:]
        for use in lists.flatMap(\.uses) {
            if isMet[use.word] == nil { order.append(use.word) }
            isMet[use.word, default: false] = use.isMet || isMet[use.word] ?? false
        }
        return order.filter { isMet[$0] == false }
    }
}
