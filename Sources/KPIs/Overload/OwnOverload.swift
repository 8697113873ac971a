import Domain

/// One person's overload index and what it is made of, for that person's own eyes. Never a diagnosis.
///
/// It is computed as `HelperOverloadIndex` has it, over 28 local dates of the person. Nothing of it is in any figure but
/// as one of many.
public struct OwnOverload: Hashable, Sendable {
    /// Why there is no index.
    public enum Absence: Hashable, Sendable {
        /// The organization lacks what nobody has an index without: each `dataset` or `dataset.column`.
        case data([String])
        /// Not in `people` by then, though that was given.
        case notInPeople
        case gaveNoHelp
        /// On none of the dates: before joining, or after leaving.
        case notEmployed
        case notEmployedThroughout
        /// The components with data have less than `OverloadIndex.leastWeight`.
        case tooLittleKnown
        /// Records of these dates are incomplete, or were deleted for their age.
        case incomplete
    }

    public static let dayCount = HelperOverload.dayCount
    /// Of ISO weeks, half a year: what is usual for the person.
    public static let weekCount = 26

    /// The person's; the organization's where that isn't known.
    public let zone: Zone
    /// Of the `dayCount` dates.
    public let first: LocalDate
    /// What is known of each component; empty for who is no helper.
    public let findings: [OverloadIndex.Component: OverloadFinding]
    /// `nil` for who is no helper.
    public let index: OverloadIndex?
    /// Of help that the person gave in these days; `nil` for who is no helper.
    public let pieces: Int?
    /// `nil` where there is a value.
    public let absence: Absence?

    public var last: LocalDate { first.advanced(byDays: Self.dayCount - 1) }
    /// From 0 to 100.
    public var value: Double? { absence == nil ? index?.value : nil }

    /// The index at the end of a view's window, which is `window(of:zone:)`'s. `pseudonym`: as `facts.people` has it.
    public init(of pseudonym: Int64, in view: PeriodView) {
        let sheet = HelperOverloadIndex.sheet
        first = view.window.lastDate.advanced(byDays: 1 - Self.dayCount)
        let lacking = view.hasInputs(requiredBy: sheet) ? [] : sheet.lacking(view.facts.present.contains)
        let own = PeriodView(view, for: sheet)
        let person = own.facts.everybody.first { own.facts.people[$0.index] == pseudonym }
        guard lacking.isEmpty, let person, own.isKnown(person) else {
            zone = view.window.zone
            (findings, index, pieces) = ([:], nil, nil)
            let isUnlisted = person.map { !own.isKnown($0) } ?? own.facts.has(Datasets.people)
            absence = !lacking.isEmpty ? .data(lacking) : isUnlisted ? .notInPeople : .gaveNoHelp
            return
        }
        let (standing, zone) = HelperOverload.standing(of: person, in: own)
        self.zone = zone
        switch standing {
        case .gaveNoHelp: (findings, index, pieces, absence) = ([:], nil, nil, .gaveNoHelp)
        case .notEmployed: (findings, index, pieces, absence) = ([:], nil, nil, .notEmployed)
        case .notEmployedThroughout: (findings, index, pieces, absence) = ([:], nil, nil, .notEmployedThroughout)
        case .helper(let known, let pieces):
            findings = known
            let found = OverloadIndex(known.mapValues(\.score))
            index = found
            self.pieces = pieces
            absence = found.value == nil ? .tooLittleKnown : nil
        }
    }

    /// Of a window whose records cannot tell.
    public init(incompleteIn window: Window) {
        zone = window.zone
        first = window.lastDate.advanced(byDays: 1 - Self.dayCount)
        (findings, index, pieces, absence) = ([:], nil, nil, .incomplete)
    }

    /// The dates that the index looks at, at the end of a period of any kind.
    public static func window(of period: Period, zone: Zone) -> Window {
        Window(
            from: zone.start(of: period.to.advanced(byDays: -dayCount)), to: zone.start(of: period.to), zone: zone)
    }

    /// The last `weekCount` ISO weeks that end on a date or before it, which itself is no longer in them; oldest first.
    public static func weeks(to date: LocalDate) -> [Period] {
        (1...weekCount).reversed().map { Period(.week, containing: date.advanced(byDays: -daysOfWeek * $0)) }
    }

    /// The last of them.
    public static func lastWeek(to date: LocalDate) -> Period {
        Period(.week, containing: date.advanced(byDays: -daysOfWeek))
    }

    private static let daysOfWeek = 7

    /// Of the week ends that have an index (type 7); `nil` where none has.
    public static func median(of weekEnds: [OwnOverload]) -> Double? {
        Quantile.type7(sorted: weekEnds.compactMap(\.value).sorted(), half)
    }

    private static let half = 0.5
}
