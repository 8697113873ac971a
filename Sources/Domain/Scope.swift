/// The levels of an organization for which a figure is computed.
public enum ScopeKind: String, CaseIterable, Sendable, Codable {
    case organization, department, team
}

/// The whole organization, a department or a team. The organization's id is empty.
public struct Scope: Hashable, Sendable, Comparable {
    public let kind: ScopeKind
    public let id: String

    public init(_ kind: ScopeKind, _ id: String) {
        self.kind = kind
        self.id = id
    }

    public static let organization = Scope(.organization, "")

    @inlinable
    public static func < (a: Scope, b: Scope) -> Bool {
        a.kind == b.kind ? a.id < b.id : a.kind.rawValue < b.kind.rawValue
    }
}

/// One value of one breakdown, as kind = emotional; both are empty for the undivided figure.
public struct Breakdown: Hashable, Sendable, Comparable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    public static let none = Breakdown("", "")

    @inlinable
    public static func < (a: Breakdown, b: Breakdown) -> Bool {
        a.name == b.name ? a.value < b.value : a.name < b.name
    }
}
