import Domain
import Foundation
import TestValues

@testable import KPIs

/// A small organization in the words of its records; the tests' only way to make facts. The oracle reads its JSON.
///
/// Dates are ISO, times of day as 09:30 or 24:00, instants microseconds since 1970.
struct Organization: Codable {
    struct Spell: Codable {
        var team: String?
        var department: String?
        var level: String?
        var manager: String?
        var location: String?
        var calendar: String?
        var zone: String?
        var joinedOn: String
        var from: String
        /// First day after the spell. The last spell's ends the employment too, unless `leftOn` says otherwise.
        var to: String?
        var leftOn: String?
        var rehired: Bool?
    }

    struct Stretch: Codable {
        var department: String?
        var calendar: String?
        var zone: String?
        var from: String?
        var to: String?
    }

    struct Wait: Codable {
        var from: Instant
        var to: Instant?
    }

    struct Reopening: Codable {
        var at: Instant
        var closedAt: Instant?
    }

    struct Request: Codable {
        /// What contributions call it.
        var id: String?
        var requester: String?
        var helper: String?
        var team: String?
        var kind: String?
        var channel: String?
        var urgency: String?
        var openedAt: Instant
        var firstResponseAt: Instant?
        var resolvedAt: Instant?
        var reopenedAt: Instant?
        var finalClosedAt: Instant?
        var withdrawnAt: Instant?
        var effortMinutes: Double?
        var anonymous: Bool?
        var waits: [Wait] = []
        var reopenings: [Reopening] = []

        /// As the store has it.
        var endedAt: Instant { max(endedByItself, reopenings.map { $0.closedAt ?? .never }.max() ?? .distantPast) }

        /// As the store's column ended_at.
        private var endedByItself: Instant {
            let withdrawnFirst = withdrawnAt ?? .never
            if let reopenedAt, finalClosedAt ?? reopenedAt <= reopenedAt,
                withdrawnFirst == .never || withdrawnFirst < reopenedAt
            {
                return .never
            }
            if resolvedAt == nil, withdrawnAt == nil { return .never }
            return [openedAt, firstResponseAt, resolvedAt, finalClosedAt, withdrawnAt].compactMap { $0 }.max() ?? .never
        }
    }

    struct Contribution: Codable {
        var request: String?
        var helper: String
        var recipient: String?
        var startedAt: Instant
        var minutes: Double?
        var kind: String?
        var rating: Double?
    }

    struct Recognition: Codable {
        var giver: String
        var receiver: String
        var givenAt: Instant
        var reason: String?
        /// Separated by |.
        var valueTags: String?
        var isPublic: Bool?
    }

    struct Answer: Codable {
        var survey: String
        var token: String
        var instrument: String
        var item: String
        var score: Double
        var scaleMin: Double
        var scaleMax: Double
        var submittedAt: Instant
        var team: String?
        var department: String?
        var level: String?
        var location: String?
        var comment = false
    }

    struct Separation: Codable {
        var person: String
        var leftOn: String
        var type: String?
        var regretted: Bool?
        var updatedAt: Instant?
    }

    struct Hours: Codable {
        var hoursPerWeek: Double
        var from: String
        var to: String?
        var reviewedOn: String?
    }

    struct Boundary: Codable {
        var weekday: Int?
        var starts: String?
        var ends: String?
        var from: String?
        var to: String?
    }

    struct Agreement: Codable {
        var person: String
        /// The agreement's stretches; they don't overlap.
        var hours: [Hours]
        var boundaries: [Boundary] = []
    }

    struct Shift: Codable {
        var weekday: Int
        var starts: String
        var ends: String
    }

    struct Calendar: Codable {
        var zone: String?
        var shifts: [Shift]
        var holidays: [String] = []
    }

    struct Leave: Codable {
        var from: String
        var to: String?
    }

    var zone = "UTC"
    var from: String
    var to: String
    var isAdHoc = false
    /// Those that aren't standard.
    var settings: [String: String] = [:]
    var people: [String: [Spell]] = [:]
    var teams: [String: [Stretch]] = [:]
    var requests: [Request] = []
    var contributions: [Contribution] = []
    var recognitions: [Recognition] = []
    var answers: [Answer] = []
    /// In the order in which they were told.
    var separations: [Separation] = []
    var agreements: [Agreement] = []
    var calendars: [String: Calendar] = [:]
    var leave: [String: [Leave]] = [:]
    /// Filled by `withColumns`.
    var columns: [String] = []
    /// Rows of the other datasets, by their names; the oracle reads its own.
    var others: [String: [[String: String]]] = [:]

    init(from: String, to: String) {
        self.from = from
        self.to = to
    }

    /// Everybody in any role or in `people`.
    var names: [String] {
        var names = Set(people.keys).union(leave.keys)
        names.formUnion(requests.compactMap(\.requester) + requests.compactMap(\.helper))
        names.formUnion(contributions.map(\.helper) + contributions.compactMap(\.recipient))
        names.formUnion(recognitions.map(\.giver) + recognitions.map(\.receiver))
        names.formUnion(people.values.flatMap { $0 }.compactMap(\.manager))
        names.formUnion(separations.map(\.person) + agreements.map(\.person))
        for (dataset, column) in Datasets.all.flatMap({ dataset in dataset.columns.map { (dataset, $0) } })
        where column.type == .person { names.formUnion(others[dataset.name]?.compactMap { $0[column.name] } ?? []) }
        return names.sorted()
    }

    var window: Window {
        let zone = Zone(zone) ?? .utc
        return Window(from: zone.start(of: date(from)), to: zone.start(of: date(to)), zone: zone)
    }

    var view: PeriodView { view(of: facts()) }

    func view(of facts: Facts) -> PeriodView {
        PeriodView(facts: facts, window: window, settings: Settings(settings), isAdHoc: isAdHoc)
    }

    /// By KPI and cell.
    var figures: [String: [Cell: Figure]] {
        let view = view
        return Dictionary(
            uniqueKeysWithValues: Catalog.all.map { kpi in
                let figures = kpi.figures(in: view)
                return (kpi.sheet.id, Dictionary(figures.map { ($0.cell, $0) }) { first, _ in first })
            })
    }

    /// One figure of the organization as a whole, unless told otherwise.
    func figure(
        _ kpi: String, _ measure: String, _ statistic: String, scope: Scope = .organization,
        breakdown: Breakdown = .none
    ) -> Figure? {
        let figures = Catalog.named(kpi)?.figures(in: view)
        return figures?.first {
            $0.cell == Cell(measure: measure, scope: scope, breakdown: breakdown, statistic: statistic)
        }
    }
}

// What tests written by hand say often.

extension Organization.Spell {
    /// Employed, all the time in one team.
    static func employed(
        from joined: String, until left: String? = nil, team: String? = nil, calendar: String? = nil
    ) -> [Self] {
        [.init(team: team, calendar: calendar, joinedOn: joined, from: joined, leftOn: left)]
    }
}

extension Organization.Agreement {
    init(
        _ person: String, hoursPerWeek: Double, from: String, to: String? = nil,
        boundaries: [Organization.Boundary] = []
    ) {
        self.init(
            person: person, hours: [.init(hoursPerWeek: hoursPerWeek, from: from, to: to)], boundaries: boundaries)
    }
}

extension Organization.Calendar {
    /// The same hours on several days, Monday to Friday unless told otherwise.
    static func week(
        _ starts: String, _ ends: String, days: ClosedRange<Int> = 1...5, holidays: [String] = [],
        zone: String? = nil
    ) -> Self {
        .init(
            zone: zone, shifts: days.map { .init(weekday: $0, starts: starts, ends: ends) }, holidays: holidays)
    }
}

func date(_ text: String) -> LocalDate { LocalDate(text) ?? .distantPast }

extension Instant: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(microseconds: try decoder.singleValueContainer().decode(Int64.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(microseconds)
    }
}

/// A UTC date and hours after it.
func at(_ date: String, hours: Double = 0) -> Instant {
    Zone.utc.start(of: LocalDate(date) ?? .distantPast) + Int64(hours * 3600e6)
}

let hour: Double = 3600

func agree(_ a: Estimate?, _ b: Estimate) -> Bool {
    guard let a else { return false }
    return agree(a.value, b.value) && agree(a.lower, b.lower) && agree(a.upper, b.upper)
}
