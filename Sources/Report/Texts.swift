import Foundation

/// The sentences of the report, in one language, from one file: Templates/texts.json.
///
/// `{0}`, `{1}` stand for what is put in. A key that the file lacks is a fault of the program's; a test asks for every key in
/// every language.
public struct Texts: Sendable {
    public let language: String
    private let sentences: [String: String]

    /// Languages that there are.
    public static let languages = all.keys.sorted()
    public static let english = Texts("en")

    static let all: [String: [String: String]] = {
        let file = Data(PackageResources.texts_json)
        return (try? JSONDecoder().decode([String: [String: String]].self, from: file)) ?? [:]
    }()

    /// `nil` for a language that there isn't.
    public init?(language: String) {
        guard Self.all[language] != nil else { return nil }
        self.init(language)
    }

    private init(_ language: String) {
        self.language = language
        sentences = Self.all[language] ?? [:]
    }

    /// Of all its sentences.
    public var keys: [String] { sentences.keys.sorted() }

    public subscript(key: String, values: String...) -> String {
        // All at once: what is put in may hold such a sign itself.
        (sentences[key] ?? key).replacing(/\{([0-9])\}/) { match in
            let index = Int(match.1) ?? values.count
            return index < values.count ? values[index] : String(match.0)
        }
    }

    /// One of two sentences, by number: `key.one` or `key.other`, with the number as {0}.
    public func counted(_ key: String, _ count: Int) -> String {
        self[key + (count == 1 ? ".one" : ".other"), "\(count)"]
    }
}
