import Foundation

/// Runs a program in the user's terminal, in the foreground, and waits for it.
enum Terminal {
    /// The child gets `environment` and stays in our process group, so that the terminal's keys reach it; Ctrl-C is
    /// then its business alone. Returns its exit code, or 128 and the number of the signal that ended it.
    static func run(_ command: [String], environment: [String: String]) async throws -> Int32 {
        let former = signal(SIGINT, SIG_IGN)
        defer { _ = signal(SIGINT, former) }
        let child = try spawn(command, environment)
        let status = await withCheckedContinuation { continuation in
            // A thread of its own: waitpid blocks, and the pool's threads are few.
            Thread.detachNewThread {
                var status: Int32 = 0
                while waitpid(child, &status, 0) < 0 && errno == EINTR {}
                continuation.resume(returning: status)
            }
        }
        let signalNumber = status & 0x7F
        return signalNumber == 0 ? (status >> 8) & 0xFF : 128 + signalNumber
    }

    private static func spawn(_ command: [String], _ environment: [String: String]) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        let arguments = command.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in arguments + variables { free(pointer) } }
        var child: pid_t = 0
        guard posix_spawnp(&child, command[0], nil, &attributes, arguments, variables) == 0 else {
            throw CommandError(
                .unavailable, "\(command[0]) cannot be run",
                mend: "install it: sudo apt-get install postgresql-client")
        }
        return child
    }
}
