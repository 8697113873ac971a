import Foundation

/// Data goes to standard output, everything said about it to standard error.
enum Console {
    /// Throws where standard output cannot take it; a reader that has left is no fault.
    static func print(_ text: String) throws { try write(text + "\n") }

    /// Text that ends its own lines.
    static func write(_ text: String) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            if errno == EPIPE { return }
            throw CommandError(.inputOutput, "standard output cannot be written", mend: "make room, or write elsewhere")
        }
    }

    static func error(_ text: String) {
        // Nobody is left to tell if this fails.
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }

    static func tell(_ error: any Error) { self.error("mutuality: \(ErrorText.of(error))") }

    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    static func json(_ value: some Encodable) throws { try print(try jsonText(value)) }

    static func jsonText(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(value), as: UTF8.self)
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
