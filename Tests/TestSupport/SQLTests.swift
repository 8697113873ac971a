import Foundation

extension MigratedDatabase {
    /// Runs every query of sql/tests; each row that one returns is a failure, as `file: {row}`.
    public func failuresOfSQLTests() async throws -> [String] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../sql/tests")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".sql") }
        guard !files.isEmpty else { throw ScratchServerError(description: "sql/tests is empty") }
        var failures: [String] = []
        for file in files.sorted() {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            // A line comment at the end would swallow the closing parenthesis.
            let query = text.trimmingCharacters(in: .whitespacesAndNewlines).trimmingCharacters(in: [";"]) + "\n"
            failures += try await texts(query).map { "\(file): \($0)" }
        }
        return failures
    }
}
