import CLibPQ
import Foundation
import Logging

extension Session {
    /// Connects within the configuration's deadline.
    static func open(
        _ configuration: PostgresConfiguration, wakeup: Wakeup, logger: Logger
    ) throws(PostgresError) -> Session {
        // A broken conninfo is refused here, since libpq's message repeats pieces of it: a password may be among them.
        _ = try configuration.environment()
        // A later keyword wins: the conninfo over our name for the application, and UTF-8, which the codecs need,
        // over the conninfo.
        let settings = [
            ("fallback_application_name", configuration.applicationName),
            ("dbname", configuration.conninfo),
            ("client_encoding", "UTF8"),
        ]
        let started = withCStrings(settings.map(\.0)) { keywords in
            withCStrings(settings.map(\.1)) { values in
                ConnectionHandle(PQconnectStartParams(keywords, values, 1))
            }
        }
        guard let started else { throw PostgresError(.connectionRefused, "out of memory") }
        let session = Session(started, wakeup: wakeup, logger: logger)
        // The one way to learn the SQLSTATE of a refused login from this libpq.
        _ = session.handle.withPointer { PQsetErrorVerbosity($0, PQERRORS_VERBOSE) }
        do {
            try session.finishConnecting(.whole(configuration.connectDeadline))
        } catch  where isAmbiguous(configuration.conninfo) {
            throw PostgresError(
                error.code, "no connection (the message isn't shown, it could hold a part of the password)",
                mend: "write @ / ? : in a password as %40 %2F %3F %3A")
        }
        _ = session.handle.withPointer { PQsetErrorVerbosity($0, PQERRORS_DEFAULT) }
        _ = session.handle.withPointer { PQsetnonblocking($0, 1) }
        return session
    }

    /// In a URI, an `@` before which there is a `@`, `/` or `?` too: libpq may take a password's end for the host.
    private static func isAmbiguous(_ conninfo: String) -> Bool {
        guard let start = conninfo.firstRange(of: "://")?.upperBound, let end = conninfo.lastIndex(of: "@"), start < end
        else { return false }
        return conninfo[start..<end].contains { "@/?".contains($0) }
    }

    private func finishConnecting(_ watch: Watch) throws(PostgresError) {
        guard handle.withPointer(PQstatus) != CONNECTION_BAD else { throw refused() }
        var events = Int16(POLLOUT)
        while true {
            try waitToConnect(for: events, watch)
            switch handle.withPointer(PQconnectPoll) {
            case PGRES_POLLING_OK: return
            case PGRES_POLLING_READING: events = Int16(POLLIN)
            case PGRES_POLLING_WRITING: events = Int16(POLLOUT)
            default: throw refused()
            }
        }
    }

    /// There is no statement to cancel yet, so the end of time ends it at once.
    private func waitToConnect(for events: Int16, _ watch: Watch) throws(PostgresError) {
        while true {
            if watch.isCancelled { throw PostgresError(.cancelled, "the task was cancelled while connecting") }
            guard let end = watch.endOfWait, end > .now else {
                throw PostgresError(
                    .deadlineExceeded, "no connection within the deadline",
                    mend: "check that the server answers, and that no firewall drops the packets")
            }
            if poll(for: events, until: end) { return }
        }
    }

    /// libpq has only a text: in its verbose form `…: FATAL:  28P01: password authentication failed…` the SQLSTATE
    /// stands between colons, in any language.
    private func refused() -> PostgresError {
        let (text, password) = handle.withPointer {
            (String(cString: PQerrorMessage($0)), PQpass($0).map { String(cString: $0) } ?? "")
        }
        let message = password.isEmpty ? text : text.replacing(password, with: "***")
        if handle.withPointer(PQconnectionNeedsPassword) == 1 {
            return PostgresError(.passwordMissing, "the server asks for a password")
        }
        // Of a value that cannot be, before libpq looks for a server. English, for nothing here sets a locale.
        let isMalformed = /(invalid |could not match |definition of service |service file |syntax error in )/
        if message.prefixMatch(of: isMalformed) != nil {
            return PostgresError(.invalidConfiguration, ServerMessage.oneLine(message))
        }
        // The digit tells a code from FATAL.
        if let match = message.firstMatch(of: /: +(?=[A-Z]*[0-9])([0-9A-Z]{5}): ([^\n]*)/) {
            return PostgresError(.sqlState(SQLState(rawValue: String(match.1))), String(match.2))
        }
        return PostgresError(.connectionRefused, ServerMessage.oneLine(message))
    }
}

/// Lends a NULL-terminated array of C strings.
private func withCStrings<Value: ~Copyable>(
    _ strings: [String], _ body: ([UnsafePointer<CChar>?]) -> Value
) -> Value {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies.map { UnsafePointer($0) } + [nil])
}
