import CLibPQ
import Logging

/// What a server says, with the data cut out.
enum ServerMessage {
    /// Class 22 (data exception) repeats the offending input in its message: quoted, or after a colon.
    private static let dataException = "22"

    static func withoutData(_ message: String, _ state: SQLState?) -> String {
        guard state?.conditionClass == dataException else { return oneLine(message) }
        var text = ""
        var isQuoted = false
        for character in message {
            if character == "\"" {
                text += isQuoted ? "" : "\"…\""
                isQuoted.toggle()
            } else if !isQuoted {
                if character == ":" { break }
                text.append(character)
            }
        }
        return oneLine(text)
    }

    static func oneLine(_ message: String) -> String {
        message.split(whereSeparator: \.isNewline).joined(separator: " ").split(separator: "\t").joined(separator: " ")
    }

    static func field(_ result: OpaquePointer, _ code: Character) -> String? {
        guard let text = PQresultErrorField(result, Int32(code.asciiValue ?? 0)) else { return nil }
        return String(cString: text)
    }
}

/// Fields of an error or notice (PostgreSQL manual, "Error and Notice Message Fields").
private enum Field {
    static let severity: Character = "V"
    static let state: Character = "C"
    static let message: Character = "M"
    static let hint: Character = "H"
    static let position: Character = "P"
    static let schema: Character = "s"
    static let table: Character = "t"
    static let column: Character = "c"
    static let constraint: Character = "n"
}

extension PostgresError {
    /// The error of a failed result; `connectionLost` if libpq made the result because the server is gone.
    init(result: OpaquePointer) {
        let state = ServerMessage.field(result, Field.state).map(SQLState.init)
        guard let state else {
            self.init(.connectionLost, ServerMessage.oneLine(String(cString: PQresultErrorMessage(result))))
            return
        }
        let message = ServerMessage.field(result, Field.message) ?? ""
        // Only for class 42, wrong SQL: there the hint speaks of names, elsewhere it may speak of data.
        let isWrongSQL = state.conditionClass == "42" && state != .insufficientPrivilege
        self.init(
            .sqlState(state), ServerMessage.withoutData(message, state),
            mend: isWrongSQL ? ServerMessage.field(result, Field.hint) : nil)
        severity = ServerMessage.field(result, Field.severity).flatMap(Severity.init)
        position = ServerMessage.field(result, Field.position).flatMap { Int($0) }
        schema = ServerMessage.field(result, Field.schema)
        table = ServerMessage.field(result, Field.table)
        column = ServerMessage.field(result, Field.column)
        constraint = ServerMessage.field(result, Field.constraint)
    }
}

/// Where libpq's callback finds the log.
final class NoticeSink {
    private let logger: Logger
    /// The server has said that it ends the connection.
    private(set) var sawEnd = false

    init(_ logger: Logger) { self.logger = logger }

    func receive(_ result: OpaquePointer) {
        let state = ServerMessage.field(result, Field.state).map(SQLState.init)
        let message = ServerMessage.field(result, Field.message) ?? ""
        let severity = ServerMessage.field(result, Field.severity)
        if let error = severity.flatMap(PostgresError.Severity.init), error != .error { sawEnd = true }
        logger.log(
            level: Self.level(severity),
            "\(ServerMessage.withoutData(message, state))",
            metadata: ["sqlstate": "\(state?.rawValue ?? "")"]
        )
    }

    private static func level(_ severity: String?) -> Logger.Level {
        switch severity {
        case "DEBUG": .debug
        case "LOG", "INFO": .info
        case "NOTICE": .notice
        default: .warning
        }
    }
}
