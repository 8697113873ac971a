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

    /// Ten years: longer than anybody waits for a figure, and far from the end of time.
    private static let longestReleaseLag = 3650

    public static let zoneName = "zone"
    public static let responseTargetName = "response_target_minutes"
    public static let leastCoverageName = "least_coverage"
    public static let leaversName = "leavers"
    public static let complete = "complete"

    /// A week.
    public static let longestTargetDays = 7
    private static let longestTarget = longestTargetDays * 24 * 60

    /// Ten years: what comes more rarely is not expected at all.
    private static let longestLoadDays = 3650

    /// The value of `load_days_…` where no load is expected any more.
    public static let never = "never"

    public static let all: [Setting] = figures + Datasets.all.map(loadDays)

    private static let figures: [Setting] = [
        Setting(
            name: zoneName, standard: "UTC", note: "IANA time zone in which periods begin and end"
        ) {
            Zone($0) == nil ? "is not a time zone that this system knows; use an IANA name such as Europe/Lisbon" : nil
        },
        Setting(
            name: responseTargetName, standard: "120", note: "minutes within which a request is to be answered"
        ) {
            (1...longestTarget).contains(Int($0) ?? 0)
                ? nil : "must be a whole number of minutes, from 1 to \(longestTarget) (a week)"
        },
        Setting(
            name: "data_since", standard: "",
            note: "first day from which the data is complete, people who left included; there are no figures before it"
        ) {
            $0.isEmpty || LocalDate($0) != nil ? nil : "is not a date; write it as 2024-01-01, or leave it empty"
        },
        Setting(
            name: leastCoverageName, standard: "0.5",
            note:
                "share of the records that must have all that a figure needs, or it is refused (0.5 is a convention)"
        ) {
            (0...1).contains(Double($0) ?? -1) ? nil : "must be a number from 0 to 1, such as 0.5"
        },
        Setting(
            name: leaversName, standard: "",
            note: "set to \(complete) if people lists everybody who left: a blank left_on then means still there"
        ) {
            $0.isEmpty || $0 == complete ? nil : "must be \(complete), or empty"
        },
        Setting(
            name: "minimum_group", standard: "\(leastGroup)", note: "fewest people behind a shown figure"
        ) {
            (Int($0) ?? 0) < leastGroup ? "must be a whole number of \(leastGroup) or more; it can only be raised" : nil
        },
        Setting(
            name: "release_lag_days", standard: "3", note: "days from a period's end to its first release"
        ) {
            (0...longestReleaseLag).contains(Int($0) ?? -1)
                ? nil : "must be a whole number of days, from 0 to \(longestReleaseLag)"
        },
    ]

    private static func loadDays(of dataset: Dataset) -> Setting {
        Setting(
            name: loadDaysName(dataset.name), standard: "\(dataset.rhythm.days)",
            note: "days after a load of \(dataset.name) until the next is expected, or \(never)"
        ) {
            $0 == never || (1...longestLoadDays).contains(Int($0) ?? 0)
                ? nil : "must be a whole number of days, from 1 to \(longestLoadDays), or \(never)"
        }
    }

    private static func loadDaysName(_ dataset: String) -> String { "load_days_" + dataset }

    /// The dataset of which a setting says by when it is expected; `nil` for settings about something else.
    public static func dataset(expectedBy setting: String) -> Dataset? {
        Datasets.all.first { loadDaysName($0.name) == setting }
    }

    /// Values not given are the standard ones.
    public init(_ values: [String: String] = [:]) {
        self.values = values
    }

    public subscript(name: String) -> String {
        values[name] ?? Self.all.first { $0.name == name }?.standard ?? ""
    }

    /// What a KPI's figures depend on, in a canonical form: zone, least coverage and what its sheet names. Two days with the same
    /// text give the same figures.
    public func shaping(_ sheet: Sheet) -> String {
        sheet.shapedBy.map { "\($0)=\(self[$0])" }.joined(separator: "\n")
    }

    public var zone: Zone { Zone(self[Self.zoneName]) ?? .utc }
    /// Microseconds.
    public var responseTarget: Int64 {
        (Int64(self[Self.responseTargetName]) ?? 120) * 60 * Instant.microsecondsPerSecond
    }
    /// A convention: more than half of the records.
    public var leastCoverage: Double { Double(self[Self.leastCoverageName]) ?? 0.5 }
    public var leaversAreComplete: Bool { self[Self.leaversName] == Self.complete }
    /// Periods that begin earlier have no figures.
    public var dataSince: LocalDate { LocalDate(self["data_since"]) ?? .distantPast }
    public var minimumGroup: Int { max(Self.leastGroup, Int(self["minimum_group"]) ?? Self.leastGroup) }
    public var releaseLagDays: Int { Int(self["release_lag_days"]) ?? 3 }
    /// Days from a load of a dataset by which the next is expected; `nil` where none is.
    public func loadDays(of dataset: String) -> Int? { Int(self[Self.loadDaysName(dataset)]) }
}
