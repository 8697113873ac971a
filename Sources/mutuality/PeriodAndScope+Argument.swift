import Domain

extension Period {
    /// As it is written on the command line.
    init(argument: String) throws {
        guard let period = Period(named: argument) else {
            throw CommandError(
                .usage, "\"\(argument)\" is not a period",
                mend: "write a month as 2026-10, a quarter as 2026-Q4, a year as 2026, an ISO week as 2026-W41")
        }
        self = period
    }
}

extension Scope {
    /// As it is written on the command line.
    init(argument: String) throws {
        guard argument != ScopeKind.organization.rawValue else {
            self = .organization
            return
        }
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, let kind = ScopeKind(rawValue: String(parts[0])),
            kind != .organization
        else {
            throw CommandError(
                .usage, "\"\(argument)\" is not a scope", mend: "write organization, department=ID or team=ID")
        }
        self = Scope(kind, String(parts[1]))
    }
}
