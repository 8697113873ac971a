import Foundation
import Testing

/// A private server that is started once for all suites below `CommandTests` and stopped when they are through, so that
/// each command finds it running. Tests keep apart by their organizations.
struct SharedServer: SuiteTrait, TestScoping {
    @TaskLocal static var dataDirectory: String?

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let owner = try User()
        try await owner.must("db", "start")
        let result: Result<Void, any Error>
        do {
            result = .success(try await Self.$dataDirectory.withValue(owner.dataDirectory) { try await function() })
        } catch { result = .failure(error) }
        try await owner.must("db", "stop")
        #expect(Servers.count(of: owner.dataDirectory) == 0, "a server is left")
        try result.get()
    }

    /// A user of the shared server.
    static func user(environment: [String: String] = [:]) throws -> User {
        guard let dataDirectory else { throw Program.Missing(description: "a suite without its server") }
        return try User(dataDirectory: dataDirectory, environment: environment)
    }
}

extension Trait where Self == SharedServer {
    static var sharedServer: Self { Self() }
}

/// What can be done with a server that runs.
@Suite(.sharedServer, .timeLimit(.minutes(60))) struct CommandTests {}
