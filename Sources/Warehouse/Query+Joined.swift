import Postgres

extension [Query] {
    /// One after the other; empty without any. The separator is a literal, since it is sent as it is.
    func joined(by separator: StaticString) -> Query {
        let separator = Query(dangerouslyRaw: "\(separator)")
        return dropFirst().reduce(first ?? "") { "\($0)\(separator)\($1)" }
    }
}
