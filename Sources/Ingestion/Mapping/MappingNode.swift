import Domain
import Yams

/// A piece of a mapping file, with the words for what can be wrong with it.
struct MappingNode {
    private let node: Node
    private let file: String

    /// The whole file as a table.
    static func document(_ yaml: String, file: String) throws -> MappingNode {
        do {
            if let node = try Yams.compose(yaml: yaml) { return MappingNode(node: node, file: file) }
        } catch let error as YamlError {
            let (line, fault) = explain(error)
            throw IngestionError(
                .configuration, file: file, line: line, code: "bad_yaml", message: "this is not YAML: \(fault)",
                mend: "correct the line; \(mend(error))")
        }
        throw IngestionError(
            .configuration, file: file, code: "bad_yaml", message: "the mapping file is empty",
            mend: "see docs/mapping.md")
    }

    /// What is most often wrong with the header of a survey's question.
    private static let quotes = """
        put a question, or another text with a comma, a colon or a #, in quotes, as {column: "If you ask, what happens?"}; see \
        docs/mapping.md
        """

    private static func mend(_ error: YamlError) -> String {
        switch error {
        case .scanner, .parser, .composer: quotes
        default: "see docs/mapping.md"
        }
    }

    private static func explain(_ error: YamlError) -> (Int?, String) {
        switch error {
        case .scanner(_, let fault, let mark, _), .parser(_, let fault, let mark, _),
            .composer(_, let fault, let mark, _):
            (mark.line, fault)
        case .duplicatedKeysInMapping(let duplicates, let context):
            (context.mark.line, "\(duplicates.sorted().joined(separator: ", ")) is given twice")
        case .reader(let fault, _, _, _): (nil, fault)
        default: (nil, "it cannot be read")
        }
    }

    var line: Int { node.mark?.line ?? 1 }

    var isTable: Bool { node.mapping != nil }

    func error(_ code: String, _ message: String, _ mend: String, line: Int? = nil) -> IngestionError {
        IngestionError(
            .configuration, file: file, line: line ?? self.line, code: code, message: message, mend: mend)
    }

    /// The entries of a table by their keys; a key that isn't allowed is an error that names the nearest.
    func entries(allowing known: [String]) throws -> [String: MappingNode] {
        guard let mapping = node.mapping else {
            throw error("not_a_table", "a table of `key: value` is expected here", "see docs/mapping.md")
        }
        var entries: [String: MappingNode] = [:]
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            guard known.contains(name) else {
                let nearest = Nearest.near(to: name, among: known).map { "; did you mean \($0)?" } ?? ""
                // A comma inside braces ends a text that has no quotes, and what follows it is a key without a value.
                let isRestOfText = value.scalar.map { $0.string.isEmpty && $0.style == .plain } ?? false
                throw MappingNode(node: key, file: file).error(
                    "unknown_key", "unknown key \"\(name)\"\(nearest)",
                    isRestOfText && nearest.isEmpty
                        ? "if it is the rest of a text that has a comma, \(Self.quotes)"
                        : "the known keys are \(known.joined(separator: ", "))")
            }
            entries[name] = MappingNode(node: value, file: file)
        }
        return entries
    }

    /// A table taken apart: the entries with these keys, and a table of the others, if there are any. Anything else
    /// stays whole.
    func split(_ keys: [String]) throws -> (taken: [String: MappingNode], rest: MappingNode?) {
        guard var mapping = node.mapping else { return ([:], self) }
        var taken: [String: MappingNode] = [:]
        for (key, value) in mapping {
            guard let name = key.scalar?.string, keys.contains(name) else { continue }
            taken[name] = MappingNode(node: value, file: file)
        }
        for name in taken.keys { mapping[Node(name)] = nil }
        return (taken, mapping.isEmpty ? nil : MappingNode(node: .mapping(mapping), file: file))
    }

    /// The items of a list; anything else as the only item.
    var items: [MappingNode] { node.sequence?.map { MappingNode(node: $0, file: file) } ?? [self] }

    /// A scalar as it is written; `null` and `true` are words like others.
    func exactText() throws -> String {
        guard let text = node.scalar?.string else {
            throw error("not_a_text", "a single text is expected here", "write one")
        }
        return text
    }

    /// A scalar to compare with others, see `CanonicalText`.
    func text() throws -> String { CanonicalText.of(try exactText()) }

    func nonEmptyText() throws -> String {
        let text = try text()
        if text.isEmpty { throw error("empty", "an empty text means nothing here", "write a name, or remove the key") }
        return text
    }

    /// A list, or a single text for a list of one.
    func texts() throws -> [String] { try items.map { try $0.text() } }

    /// Spellings of nothing; the empty one is so anyway.
    func nullWords() throws -> [String] { try texts().filter { !$0.isEmpty } }

    /// A list of whatever.
    func list() throws -> [MappingNode] {
        guard node.sequence != nil else {
            throw error("not_a_list", "a list is expected here", "begin each of its lines with `- `")
        }
        return items
    }

    func truth() throws -> Bool {
        switch try text() {
        case "true": true
        case "false": false
        default: throw error("not_a_truth", "true or false is expected here", "write one of the two")
        }
    }

    func dataset() throws -> Dataset {
        let name = try text()
        guard let dataset = Datasets.named(name) else {
            throw Datasets.unknown(name, kind: .configuration, file: file, line: line)
        }
        return dataset
    }

    func delimiter() throws -> UInt8 {
        let text = try exactText()
        let forbidden: [UInt8] = [.quote, .lineFeed, .carriageReturn]
        guard let byte = text.utf8.first, text.utf8.count == 1, byte < 0x80, byte != 0, !forbidden.contains(byte) else {
            throw error(
                "bad_delimiter", "a delimiter must be one ASCII character, but not a quote or a line end",
                #"write "," ";" "|" or "\t" in double quotes"#)
        }
        return byte
    }

    func zone() throws -> Zone {
        guard let zone = Zone(try text()) else {
            throw error(
                "unknown_zone", "the system's zone database has no \"\(try text())\"",
                "use an IANA name, such as Europe/Lisbon or UTC")
        }
        return zone
    }

    func timeFormats() throws -> [TimeFormat] {
        try items.map { node in
            do { return try TimeFormat(try node.nonEmptyText()) } catch let fault as TimeFormat.Fault {
                throw node.error("bad_time_format", fault.message, "see the tokens in docs/mapping.md")
            }
        }
    }

    /// A list of conditions, or a single one.
    func conditions() throws -> [Condition] { try items.map { try $0.condition() } }

    private func condition() throws -> Condition {
        let entries = try entries(allowing: ["column", "is", "not", "empty"])
        guard let column = entries["column"] else {
            throw error("no_column", "a condition needs a column of the file", "add one, such as `column: Status`")
        }
        let test: Condition.Test
        switch (entries["is"], entries["not"], entries["empty"]) {
        case (let words?, nil, nil): test = .isAmong(try words.words())
        case (nil, let words?, nil): test = .isNotAmong(try words.words())
        case (nil, nil, let empty?): test = .isEmpty(try empty.truth())
        default:
            throw error(
                "no_test", "a condition has one of `is`, `not` and `empty`", "give exactly one, as `is: [Test, Spam]`")
        }
        return Condition(column: try column.nonEmptyText(), test: test)
    }

    /// Words to compare a field with; an empty one would say what `empty` is for.
    private func words() throws -> [String] {
        let words = try texts()
        guard !words.isEmpty, !words.contains("") else {
            throw error("no_words", "words to compare with belong here", "write `is: [Test, Spam]`, or `empty: true`")
        }
        return words
    }

    func translations() throws -> [String: String] {
        guard let mapping = node.mapping else {
            throw error("not_a_table", "a table of `the file's word: what it means` is expected here", "write one")
        }
        var translations: [String: String] = [:]
        for (key, value) in mapping {
            let key = MappingNode(node: key, file: file)
            let (word, meaning) = (try key.text(), try MappingNode(node: value, file: file).text())
            if let other = translations[word], other != meaning {
                throw key.error(
                    "word_twice", "\"\(word)\" is listed twice, with two meanings: blanks around a word do not count",
                    "keep one of the two")
            }
            translations[word] = meaning
        }
        return translations
    }
}
