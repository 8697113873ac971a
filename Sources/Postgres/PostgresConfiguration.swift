/// Where a server is, and how long it may take to answer.
public struct PostgresConfiguration: Sendable {
    /// Goes to libpq untouched: a URI, `key=value` pairs, a database's name, or `""` for `PG*` variables, service file
    /// and `.pgpass`. May hold a password, so it is never printed.
    public var conninfo: String
    /// What `pg_stat_activity` shows, unless the conninfo or `PGAPPNAME` names another.
    public var applicationName: String
    /// For the whole of connecting, all hosts of the conninfo together. Name resolution alone, which libpq does in one
    /// blocking call, can outlast it.
    public var connectDeadline: Duration
    /// For each statement that names no deadline of its own; `nil` waits for as long as it takes.
    public var deadline: Duration?

    public init(
        conninfo: String,
        applicationName: String = "mutuality",
        connectDeadline: Duration = .seconds(15),
        deadline: Duration? = nil
    ) {
        self.conninfo = conninfo
        self.applicationName = applicationName
        self.connectDeadline = connectDeadline
        self.deadline = deadline
    }
}

extension PostgresConfiguration: CustomStringConvertible, CustomReflectable {
    /// Without the conninfo, which may hold a password.
    public var description: String { "PostgresConfiguration(applicationName: \(applicationName))" }

    public var customMirror: Mirror { Mirror(self, children: ["applicationName": applicationName]) }

    /// A conninfo without its password.
    public static func redacted(_ conninfo: String) -> String {
        // To the last @: a password that should have been escaped is still one.
        let inURL = /(?<scheme>postgres(?:ql)?:\/\/[^:\/@]*):.*@/
        let asKey = /password\s*=\s*(?:'(?:[^'\\]|\\.)*'|\S+)/.ignoresCase()
        let asParameter = /password=[^&\s]*/.ignoresCase()
        return conninfo.replacing(inURL) { "\($0.scheme):…@" }
            .replacing(asKey, with: "password=…").replacing(asParameter, with: "password=…")
    }
}
