import Foundation
import Synchronization

/// The program under test, beside the bundle of the tests.
enum Program {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// How a run ended and what it said.
    struct Outcome: Sendable {
        /// The exit code, or minus the number of the signal that ended it.
        let code: Int32
        let output: String
        let errors: String

        var lines: [String] { output.split(whereSeparator: \.isNewline).map(String.init) }
        var isSilent: Bool { output.isEmpty && errors.isEmpty }

        func json<Value: Decodable>(_ type: Value.Type) throws -> Value {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(type, from: Data(output.utf8))
        }

        /// The names of the one JSON object that was printed.
        func jsonKeys() throws -> Set<String> {
            let object = try JSONSerialization.jsonObject(with: Data(output.utf8))
            return Set((object as? [String: Any] ?? [:]).keys)
        }
    }

    /// Throws where it isn't built: a missing program fails the test.
    static func path() throws -> String {
        let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let beside = URL(filePath: bundle).deletingLastPathComponent().appending(path: "mutuality").path()
        let candidates = [ProcessInfo.processInfo.environment["MUTUALITY_PROGRAM"], beside].compactMap { $0 }
        guard let found = candidates.first(where: FileManager.default.isExecutableFile) else {
            throw Missing(description: "the program is not built: \(candidates.joined(separator: ", "))")
        }
        return found
    }
}

/// A process that was started, its output going to files, so that no pipe can fill up.
final class Running: Sendable {
    private let process: Process
    private let files: (output: URL, errors: URL)
    private let ended: Task<Int32, Never>

    init(
        _ command: [String], environment: [String: String], folder: URL, log: URL, input: URL?
    ) throws {
        files = (log.appendingPathExtension("out"), log.appendingPathExtension("err"))
        let process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = environment
        process.currentDirectoryURL = folder
        for file in [files.output, files.errors] { try Data().write(to: file) }
        let handles = [
            try FileHandle(forReadingFrom: input ?? URL(filePath: "/dev/null")),
            try FileHandle(forWritingTo: files.output), try FileHandle(forWritingTo: files.errors),
        ]
        // Foundation keeps the process, and so the files, for as long as the tests run; and beyond 1,350 open files it
        // reads past the end of their list.
        defer { for handle in handles { try? handle.close() } }
        process.standardInput = handles[0]
        process.standardOutput = handles[1]
        process.standardError = handles[2]
        let (codes, continuation) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            let code = process.terminationStatus
            continuation.yield(process.terminationReason == .uncaughtSignal ? -code : code)
            continuation.finish()
        }
        try process.run()
        self.process = process
        ended = Task { await codes.first { _ in true } ?? -1 }
    }

    var pid: Int32 { process.processIdentifier }

    func send(_ signal: Int32) { kill(pid, signal) }

    /// Returns once it looks after `signal` itself: before that the signal ends it as it ends any process.
    func wait(untilItHandles signal: Int32) async throws {
        try await wait(for: "the handler of signal \(signal)") {
            let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }
            let mask = line.flatMap { UInt64($0.dropFirst("SigCgt:".count).filter(\.isHexDigit), radix: 16) } ?? 0
            return mask & 1 << UInt64(signal - 1) != 0
        }
    }

    /// What it has said so far on standard error.
    func errors() throws -> String { try String(contentsOf: files.errors, encoding: .utf8) }
    func output() throws -> String { try String(contentsOf: files.output, encoding: .utf8) }

    func outcome() async throws -> Program.Outcome {
        let code = await ended.value
        return Program.Outcome(code: code, output: try output(), errors: try errors())
    }

    /// Returns as soon as `isSo`; ends the process and throws if that takes too long.
    func wait(for what: String, until isSo: () async throws -> Bool) async throws {
        for _ in 0..<2_400 {
            if try await isSo() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        send(SIGKILL)
        throw Program.Missing(description: "waited two minutes for \(what): \(try errors())")
    }
}
