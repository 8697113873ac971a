/// The settings of an organization on one day, and those that figures depend on.
///
/// Every setting is one line in `all`; unknown names are refused.
public struct Settings: Sendable, Hashable {
    private var values: [String: String]

    public struct Setting: Sendable {
        public let name: String
        public let standard: String
        public let note: String
        /// `nil` accepts the text; otherwise says what is wrong with it.
        public let refusal: @Sendable (String) -> String?
    }

    /// The fewest people a shown group may ever have; the setting can only raise it.
    public static let leastGroup = 5

    public static let all: [Setting] = [
        Setting(name: "zone", standard: "UTC", note: "IANA time zone in which periods begin and end") {
            Zone($0) == nil ? "is no time zone that this system knows; use an IANA name, as Europe/Lisbon" : nil
        },
        Setting(name: "minimum_group", standard: "\(leastGroup)", note: "fewest people behind a shown figure") {
            (Int($0) ?? 0) < leastGroup ? "must be a whole number of \(leastGroup) or more; it can only be raised" : nil
        },
        Setting(name: "release_lag_days", standard: "3", note: "days from a period's end to its first release") {
            (Int($0) ?? -1) < 0 ? "must be a whole number of days, 0 or more" : nil
        },
    ]

    /// Values not given are the standard ones.
    public init(_ values: [String: String] = [:]) {
        self.values = values
    }

    public subscript(name: String) -> String {
        values[name] ?? Self.all.first { $0.name == name }?.standard ?? ""
    }

    public var zone: Zone { Zone(self["zone"]) ?? .utc }
    public var minimumGroup: Int { max(Self.leastGroup, Int(self["minimum_group"]) ?? Self.leastGroup) }
    public var releaseLagDays: Int { Int(self["release_lag_days"]) ?? 3 }
}
