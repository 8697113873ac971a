/// The settings of an organization on one day.
///
/// Every setting is declared here and listed in `all`; unknown names are refused.
public struct Settings: Sendable, Hashable {
    private var values: [String: String]

    /// Values not given are the standard ones.
    public init(_ values: [String: String] = [:]) {
        self.values = values
    }

    public subscript(name: String) -> String { values[name] ?? Self.named(name)?.standard ?? "" }

    private subscript<Value>(setting: Setting<Value>) -> Value {
        values[setting.name].flatMap(setting.read) ?? setting.standardValue
    }

    public static let all: [any AnySetting] =
        [
            zone, responseTargetMinutes, dataSince, fixedBefore, leastCoverage, leavers, minimumGroup, publishTeamsBy,
            publishBreakdowns, releaseLagDays,
        ]
        + Datasets.all.map(loadDays) + Datasets.all.filter { $0.end != nil }.map(keepMonths)

    public static func named(_ name: String) -> (any AnySetting)? { all.first { $0.name == name } }

    // MARK: What figures depend on

    public static let zone = Setting<Zone>(
        "zone", "IANA time zone in which periods begin and end", effect: .everyFigure,
        values: "a time zone that this system knows, by its IANA name, such as Europe/Lisbon", standard: .utc,
        written: { $0.name }, read: { Zone($0) })

    public var zone: Zone { self[Self.zone] }

    /// A week.
    public static let longestTargetDays = 7
    private static let longestTarget = longestTargetDays * 24 * 60

    public static let responseTargetMinutes = Setting<Int>(
        "response_target_minutes", "minutes within which a request is to be answered", effect: .someFigures,
        values: "a whole number of minutes, from 1 to \(longestTarget) (a week)", standard: 120,
        read: { wholeNumber($0, in: 1...longestTarget) })

    /// Microseconds.
    public var responseTarget: Int64 { Int64(self[Self.responseTargetMinutes]) * 60 * Instant.microsecondsPerSecond }

    public static let dataSince = Setting<LocalDate>(
        "data_since",
        "first day from which the data is complete, people who left included; there are no figures before it",
        effect: .periods, values: "a date such as 2024-01-01, or empty", standard: .distantPast,
        written: { $0 == .distantPast ? "" : "\($0)" }, read: { $0.isEmpty ? .distantPast : LocalDate($0) })

    /// Periods that begin earlier have no figures.
    public var dataSince: LocalDate { self[Self.dataSince] }

    public static let fixedBefore = Setting<LocalDate>(
        "fixed_before",
        "periods that begin earlier keep the figures that they have, since records that those need were deleted",
        effect: .periods, values: "a date, raised by \"organization prune\" alone", standard: .distantPast,
        written: { $0 == .distantPast ? "" : "\($0)" }, read: LocalDate.init)

    /// A convention: more than half of the records.
    public static let leastCoverage = Setting<Double>(
        "least_coverage",
        "share of the records that must have all that a figure needs, or it is refused (0.5 is a convention)",
        effect: .everyFigure, values: "a number from 0 to 1, such as 0.5", standard: 0.5,
        read: { Double($0).flatMap { (0...1).contains($0) ? $0 : nil } })

    public var leastCoverage: Double { self[Self.leastCoverage] }

    public static let complete = "complete"

    public static let leavers = Setting<Bool>(
        "leavers", "set to \(complete) if people lists everybody who left: a blank left_on then means still there",
        effect: .someFigures, values: "\(complete), or empty", standard: false, written: { $0 ? complete : "" },
        read: { $0.isEmpty ? false : $0 == complete ? true : nil })

    public var leaversAreComplete: Bool { self[Self.leavers] }

    /// Names of the settings that all figures depend on.
    static let ofEveryFigure = all.filter { $0.effect == .everyFigure }.map(\.name)

    /// What a KPI's figures depend on, in a canonical form: zone, least coverage and what its sheet names. Two days with the same
    /// text give the same figures.
    public func shaping(_ sheet: Sheet) -> String {
        sheet.shapedBy.map { "\($0)=\(self[$0])" }.joined(separator: "\n")
    }

    // MARK: What is shown

    /// The fewest people a shown group may ever have; the setting can only raise it.
    public static let leastGroup = 5

    public static let minimumGroup = Setting<Int>(
        "minimum_group",
        "fewest people behind a shown figure; of people on either side or outside of it ten are enough",
        effect: .release,
        values: "a whole number of \(leastGroup) or more; it can only be raised", standard: leastGroup,
        read: { wholeNumber($0, in: leastGroup...Int.max) })

    public var minimumGroup: Int { self[Self.minimumGroup] }

    public static let publishTeamsBy = Setting<PeriodKind>(
        "publish_teams_by", "shortest periods in which teams have published figures", effect: .release,
        values: "quarter or month", standard: .quarter, written: { $0.rawValue },
        read: { PeriodKind(rawValue: $0).flatMap { [.quarter, .month].contains($0) ? $0 : nil } })

    public var publishTeamsBy: PeriodKind { self[Self.publishTeamsBy] }

    public static let publishBreakdowns = Setting<ScopeKind>(
        "publish_breakdowns", "lowest level at which figures are published by their parts, as kinds of help",
        effect: .release, values: ScopeKind.allCases.map(\.rawValue).joined(separator: ", "), standard: .organization,
        written: { $0.rawValue }, read: { ScopeKind(rawValue: $0) })

    public var publishBreakdowns: ScopeKind { self[Self.publishBreakdowns] }

    /// Ten years: longer than anybody waits for a figure, and far from the end of time.
    private static let longestReleaseLag = 3650

    public static let releaseLagDays = Setting<Int>(
        "release_lag_days", "days from a period's end to its first release", effect: .release,
        values: "a whole number of days, from 0 to \(longestReleaseLag)", standard: 3,
        read: { wholeNumber($0, in: 0...longestReleaseLag) })

    public var releaseLagDays: Int { self[Self.releaseLagDays] }

    // MARK: When a dataset is late

    /// Ten years: what comes more rarely is not expected at all.
    private static let longestLoadDays = 3650

    /// The value of `load_days_…` where no load is expected any more.
    public static let never = "never"

    private static func loadDays(of dataset: Dataset) -> Setting<Int?> {
        wholeNumber(
            "load_days_\(dataset.name)", "days after a load of \(dataset.name) until the next is expected, or \(never)",
            effect: .freshness(of: dataset.name), of: "days", in: 1...longestLoadDays, or: never,
            standard: dataset.rhythm.days)
    }

    /// Days from a load of a dataset by which the next is expected; `nil` where none is.
    public func loadDays(of dataset: String) -> Int? {
        Datasets.named(dataset).flatMap { self[Self.loadDays(of: $0)] }
    }

    /// The dataset of which a setting says by when it is expected; `nil` for settings about something else.
    public static func dataset(expectedBy setting: String) -> Dataset? {
        guard case .freshness(let dataset)? = named(setting)?.effect else { return nil }
        return Datasets.named(dataset)
    }

    // MARK: How long facts are kept

    /// A hundred years.
    private static let longestKeepMonths = 1200

    /// The value of `keep_months_…` where rows are kept for good.
    public static let forever = "forever"

    private static func keepMonths(of dataset: Dataset) -> Setting<Int?> {
        wholeNumber(
            "keep_months_\(dataset.name)",
            "months after which rows of \(dataset.name) that are over are deleted, or \(forever)",
            effect: .retention(of: dataset.name), of: "months", in: 0...longestKeepMonths, or: forever, standard: nil)
    }

    /// Months for which rows of a dataset are kept once they are over; `nil` where that is for good.
    public func keepMonths(of dataset: String) -> Int? {
        Datasets.named(dataset).flatMap { $0.end == nil ? nil : self[Self.keepMonths(of: $0)] }
    }

    /// A number, or a word for none.
    private static func wholeNumber(
        _ name: String, _ note: String, effect: SettingEffect, of unit: String, in range: ClosedRange<Int>,
        or word: String, standard: Int?
    ) -> Setting<Int?> {
        Setting<Int?>(
            name, note, effect: effect,
            values: "a whole number of \(unit), from \(range.lowerBound) to \(range.upperBound), or \(word)",
            standard: standard, written: { $0.map(String.init) ?? word }
        ) { text in
            text == word ? .some(nil) : wholeNumber(text, in: range).map(Optional.some)
        }
    }

    private static func wholeNumber(_ text: String, in range: ClosedRange<Int>) -> Int? {
        Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
}
