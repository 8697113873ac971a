public import Foundation

/// A program of the system that judges our output, or says what is expected. A missing one throws, so that its test fails.
public enum Tool {
    public struct Result: Sendable {
        public let status: Int32
        public let output: Data
        public let errors: String
    }

    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    public static func run(_ arguments: [String], input: [UInt8] = []) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tool-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = ["in", "out", "err"].map { folder.appending(path: $0) }
        try Data(input).write(to: files[0])
        try Data().write(to: files[1])
        try Data().write(to: files[2])

        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        let handles = [
            try FileHandle(forReadingFrom: files[0]), try FileHandle(forWritingTo: files[1]),
            try FileHandle(forWritingTo: files[2]),
        ]
        // Foundation keeps them open otherwise.
        defer { for handle in handles { try? handle.close() } }
        process.standardInput = handles[0]
        process.standardOutput = handles[1]
        process.standardError = handles[2]
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: try Data(contentsOf: files[1]),
            errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
    }

    /// What a Python script prints, as JSON. Its path goes from the folder of the test that asks.
    public static func answer<Answer: Decodable>(
        ofPython script: String, _ arguments: [String], beside test: String = #filePath
    ) throws -> Answer {
        let path = URL(filePath: test).deletingLastPathComponent().appending(path: script).path
        let result = try run(["python3", "-B", path] + arguments)
        guard result.status == 0 else { throw Failure(description: "\(script): \(result.errors)") }
        return try JSONDecoder().decode(Answer.self, from: result.output)
    }

    /// The same of a script that is given questions as JSON, in a file.
    public static func answers<Answer: Decodable>(
        ofPython script: String, to questions: some Encodable, beside test: String = #filePath
    ) throws -> [Answer] {
        let file = FileManager.default.temporaryDirectory.appending(path: "questions-\(UUID().uuidString).json")
        try JSONEncoder().encode(questions).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try answer(ofPython: script, [file.path], beside: test)
    }
}
