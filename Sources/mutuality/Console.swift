import Foundation

/// Data goes to standard output, everything said about it to standard error.
enum Console {
    static func print(_ text: String) { write(text + "\n", to: .standardOutput) }
    static func error(_ text: String) { write(text + "\n", to: .standardError) }

    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    static func json(_ value: some Encodable) throws { print(try jsonText(value)) }

    static func jsonText(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// Text that ends its own lines.
    static func write(_ text: String) { write(text, to: .standardOutput) }

    private static func write(_ text: String, to handle: FileHandle) {
        // A closed pipe ends the reader's interest, not the work.
        try? handle.write(contentsOf: Data(text.utf8))
    }
}

/// One line on a terminal that is written over and over; nothing elsewhere.
struct ProgressLine: Sendable {
    private let isShown: Bool

    init(quiet: Bool) { isShown = Console.errorIsTerminal && !quiet }

    func show(_ text: String) {
        guard isShown else { return }
        try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K\(text)".utf8))
    }

    func clear() { show("") }
}
