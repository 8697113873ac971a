import Foundation

/// Runs a program in the user's terminal and waits for it.
enum Terminal {
    static func run(_ command: [String]) async throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        return try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch {
                continuation.resume(
                    throwing: CommandError(
                        .unavailable, "\(command[0]) cannot be run",
                        mend: "install it: sudo apt-get install postgresql-client"))
            }
        }
    }
}
