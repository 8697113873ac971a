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
        guard let scope = Scope(named: argument) else {
            throw CommandError(
                .usage, "\"\(argument)\" is not a scope", mend: "write organization, department=ID or team=ID")
        }
        self = scope
    }
}
