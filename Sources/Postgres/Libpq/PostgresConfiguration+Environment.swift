import CLibPQ

extension PostgresConfiguration {
    /// libpq's environment variables that say the same as the conninfo: a program gets a password by them without
    /// showing it in the list of processes.
    ///
    /// Only what the conninfo itself names: empty for `""`. Options that have no variable (`keepalives`, `sslpassword`…)
    /// are left out. Where a service is named, here or in `PGSERVICE`, libpq takes the service's word over variables.
    ///
    /// Throws `invalidConfiguration`, which repeats nothing of the conninfo, if libpq can't read it.
    public func environment() throws(PostgresError) -> [String: String] {
        guard !conninfo.utf8.contains(0) else { throw PostgresError(.invalidConfiguration, "NUL in it") }
        guard conninfo.contains("=") || conninfo.contains("://") else {
            return conninfo.isEmpty ? [:] : ["PGDATABASE": conninfo]
        }
        guard let options = PQconninfoParse(conninfo, nil) else {
            throw PostgresError(
                .invalidConfiguration, "libpq can't read it (it isn't shown, as it may hold a password)")
        }
        defer { PQconninfoFree(options) }
        var variables: [String: String] = [:]
        var option = options
        while option.pointee.keyword != nil {
            if let name = option.pointee.envvar, let value = option.pointee.val {
                variables[String(cString: name)] = String(cString: value)
            }
            option += 1
        }
        return variables
    }
}
