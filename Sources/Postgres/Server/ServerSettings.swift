import Foundation

/// The server's settings that aren't PostgreSQL's own defaults, written at each start into a file that the cluster's
/// postgresql.conf includes. Whoever wants others sets them below the include, or by ALTER SYSTEM.
///
/// `fsync` and `full_page_writes` are on, as PostgreSQL has them: what is committed stays.
struct ServerSettings {
    let socketDirectory: String

    var text: String {
        """
        # Written by mutuality at each start of its private server; changes here are lost.
        listen_addresses = ''
        unix_socket_directories = \(quoted("\"" + socketDirectory.replacingOccurrences(of: "\"", with: "\"\"") + "\""))
        unix_socket_permissions = 0700
        port = \(SocketDirectory.port)

        # Nobody replicates a private server, and bulk loads write less without.
        wal_level = minimal
        max_wal_senders = 0

        timezone = 'UTC'
        log_timezone = 'UTC'

        # The log goes to the file that the server inherits as its output, whose lock shows that it lives.
        logging_collector = off
        log_destination = 'stderr'
        # No data in the log: neither statements nor the details of errors, which quote rows.
        log_error_verbosity = terse
        log_min_error_statement = panic
        log_checkpoints = off

        """
    }

    /// A string of postgresql.conf: quotes are doubled, backslashes too.
    private func quoted(_ text: String) -> String {
        let escaped = text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "'", with: "''")
        return "'\(escaped)'"
    }

    /// Replaces the file at once and readable to the server's account.
    func write(to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        } catch {
            throw ServerError(
                reporting: "Cannot write \(path): \(error.localizedDescription)",
                as: .dataDirectory,
                mend: "Make the data directory writable, or choose another with --data-dir."
            )
        }
    }
}
