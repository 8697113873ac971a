extension Scope {
    /// The scope of a name: `organization`, `department=ID` or `team=ID`. Anything else is `nil`, a kind alone too.
    public init?(named name: String) {
        if name == ScopeKind.organization.rawValue {
            self = .organization
            return
        }
        let parts = name.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, let kind = ScopeKind(rawValue: String(parts[0])),
            kind != .organization
        else { return nil }
        self.init(kind, String(parts[1]))
    }
}
