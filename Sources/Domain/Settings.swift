/// The settings of an organization on one day, and those that figures depend on.
///
/// Every setting is one line in `all`; unknown names are refused.
public struct Settings: Sendable, Hashable {
    private var values: [String: String]

    public struct Setting: Sendable {
        public let name: String
        public let standard: String
        public let note: String
        /// Whether figures themselves depend on it, or only what is shown of them.
        public let shapesFigures: Bool
        /// `nil` accepts the text; otherwise says what is wrong with it.
        public let refusal: @Sendable (String) -> String?
    }

    /// The fewest people a shown group may ever have; the setting can only raise it.
    public static let leastGroup = 5

    /// Ten years: longer than anybody waits for a figure, and far from the end of time.
    private static let longestReleaseLag = 3650

    /// A week.
    private static let longestTarget = 7 * 24 * 60

    public static let all: [Setting] = [
        Setting(
            name: "zone", standard: "UTC", note: "IANA time zone in which periods begin and end", shapesFigures: true
        ) {
            Zone($0) == nil ? "is no time zone that this system knows; use an IANA name, as Europe/Lisbon" : nil
        },
        Setting(
            name: "response_target_minutes", standard: "120", note: "minutes within which a request is to be answered",
            shapesFigures: true
        ) {
            (1...longestTarget).contains(Int($0) ?? 0)
                ? nil : "must be a whole number of minutes, from 1 to \(longestTarget) (a week)"
        },
        Setting(
            name: "data_since", standard: "",
            note: "first day from which the data is complete, as of people who left; no figure before it",
            shapesFigures: false
        ) {
            $0.isEmpty || LocalDate($0) != nil ? nil : "is no date; write it as 2024-01-01, or leave it empty"
        },
        Setting(
            name: "minimum_group", standard: "\(leastGroup)", note: "fewest people behind a shown figure",
            shapesFigures: false
        ) {
            (Int($0) ?? 0) < leastGroup ? "must be a whole number of \(leastGroup) or more; it can only be raised" : nil
        },
        Setting(
            name: "release_lag_days", standard: "3", note: "days from a period's end to its first release",
            shapesFigures: false
        ) {
            (0...longestReleaseLag).contains(Int($0) ?? -1)
                ? nil : "must be a whole number of days, from 0 to \(longestReleaseLag)"
        },
    ]

    /// Values not given are the standard ones.
    public init(_ values: [String: String] = [:]) {
        self.values = values
    }

    public subscript(name: String) -> String {
        values[name] ?? Self.all.first { $0.name == name }?.standard ?? ""
    }

    /// What figures depend on, in a canonical form; two days with the same text give the same figures.
    public var figureSettings: String {
        Self.all.filter(\.shapesFigures).map { "\($0.name)=\(self[$0.name])" }.joined(separator: "\n")
    }

    public var zone: Zone { Zone(self["zone"]) ?? .utc }
    /// Microseconds.
    public var responseTarget: Int64 {
        (Int64(self["response_target_minutes"]) ?? 120) * 60 * Instant.microsecondsPerSecond
    }
    /// Periods that begin earlier have no figures.
    public var dataSince: LocalDate { LocalDate(self["data_since"]) ?? .distantPast }
    public var minimumGroup: Int { max(Self.leastGroup, Int(self["minimum_group"]) ?? Self.leastGroup) }
    public var releaseLagDays: Int { Int(self["release_lag_days"]) ?? 3 }
}
