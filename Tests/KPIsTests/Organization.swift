import Domain
import Foundation

@testable import KPIs

/// A small organization in the words of its records; the tests' only way to make facts. The oracle reads its JSON.
struct Organization: Codable {
    struct Spell: Codable {
        var team: String?
        var department: String?
        var level: String?
        var joinedOn: String
        var from: String
        var to: String?
    }

    struct Stretch: Codable {
        var department: String?
        var from: String?
        var to: String?
    }

    /// Instants are microseconds since 1970.
    struct Request: Codable {
        var requester: String?
        var helper: String?
        var team: String?
        var kind: String?
        var channel: String?
        var urgency: String?
        var openedAt: Int64
        var firstResponseAt: Int64?
        var resolvedAt: Int64?
        var reopenedAt: Int64?
        var finalClosedAt: Int64?
        var withdrawnAt: Int64?
        var effortMinutes: Double?
        var anonymous: Bool?
    }

    var zone = "UTC"
    var from: String
    var to: String
    var people: [String: [Spell]] = [:]
    var teams: [String: [Stretch]] = [:]
    var requests: [Request] = []
    /// Filled by `withColumns`.
    var columns: [String] = []

    init(from: String, to: String) {
        self.from = from
        self.to = to
    }

    /// Everybody in any role or in `people`.
    var names: [String] {
        Set(people.keys).union(requests.compactMap(\.requester)).union(requests.compactMap(\.helper)).sorted()
    }

    /// With the names of the columns that have a value.
    var withColumns: Organization {
        var columns: Set<String> = []
        func note(_ column: String, _ isKnown: (Request) -> Bool) {
            if requests.contains(where: isKnown) { columns.formUnion(["help_requests", "help_requests.\(column)"]) }
        }
        note("opened_at") { _ in true }
        note("requester_id") { $0.requester != nil }
        note("helper_id") { $0.helper != nil }
        note("team_id") { $0.team != nil }
        note("first_response_at") { $0.firstResponseAt != nil }
        note("resolved_at") { $0.resolvedAt != nil }
        note("reopened_at") { $0.reopenedAt != nil }
        note("final_closed_at") { $0.finalClosedAt != nil }
        note("withdrawn_at") { $0.withdrawnAt != nil }
        note("effort_minutes") { $0.effortMinutes != nil }
        if !people.isEmpty { columns.insert("people") }
        var copy = self
        copy.columns = columns.sorted()
        return copy
    }

    /// `names` gives the people's positions, `pseudonym` what stands for each.
    func facts(names: [String]? = nil, pseudonym: (Int) -> Int64 = { Int64($0) }) -> Facts {
        var facts = Facts()
        let names = names ?? self.names
        let positions = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
        facts.people = names.indices.map(pseudonym)
        facts.present = Set(withColumns.columns)
        for request in requests {
            facts.requests.requester.append(request.requester.flatMap { positions[$0] } ?? -1)
            facts.requests.helper.append(request.helper.flatMap { positions[$0] } ?? -1)
            facts.requests.team.append(facts.symbols.intern(request.team))
            facts.requests.kind.append(facts.symbols.intern(request.kind))
            facts.requests.channel.append(facts.symbols.intern(request.channel))
            facts.requests.urgency.append(facts.symbols.intern(request.urgency))
            facts.requests.openedAt.append(request.openedAt)
            facts.requests.firstResponseAt.append(request.firstResponseAt ?? .max)
            facts.requests.resolvedAt.append(request.resolvedAt ?? .max)
            facts.requests.reopenedAt.append(request.reopenedAt ?? .max)
            facts.requests.finalClosedAt.append(request.finalClosedAt ?? .max)
            facts.requests.withdrawnAt.append(request.withdrawnAt ?? .max)
            facts.requests.effortMinutes.append(request.effortMinutes ?? .nan)
            facts.requests.anonymous.append(request.anonymous.map { $0 ? 1 : 0 } ?? -1)
        }
        var spells: [[Roster.Spell]] = []
        for name in names {
            spells.append(
                (people[name] ?? []).map { spell in
                    Roster.Spell(
                        team: facts.symbols.intern(spell.team), department: facts.symbols.intern(spell.department),
                        level: facts.symbols.intern(spell.level), joinedOn: date(spell.joinedOn),
                        from: date(spell.from), to: spell.to.map(date) ?? .distantFuture)
                })
        }
        facts.roster = Roster(spellsByPerson: spells)
        var history: [SymbolTable.Symbol: [TeamHistory.Stretch]] = [:]
        for (team, stretches) in teams.sorted(by: { $0.key < $1.key }) {
            history[facts.symbols.intern(team)] = stretches.map {
                TeamHistory.Stretch(
                    department: facts.symbols.intern($0.department), from: $0.from.map(date) ?? .distantPast,
                    to: $0.to.map(date) ?? .distantFuture)
            }
        }
        facts.teams = TeamHistory(stretches: history)
        return facts
    }

    var window: Window {
        let zone = Zone(zone) ?? .utc
        return Window(from: zone.start(of: date(from)), to: zone.start(of: date(to)), zone: zone)
    }

    var view: PeriodView { PeriodView(facts: facts(), window: window, settings: Settings()) }

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
        figures[kpi]?[Cell(measure: measure, scope: scope, breakdown: breakdown, statistic: statistic)]
    }
}

private func date(_ text: String) -> LocalDate { LocalDate(text) ?? .distantPast }

/// Microseconds of a UTC date and hours after it.
func at(_ date: String, hours: Double = 0) -> Int64 {
    Zone.utc.start(of: LocalDate(date) ?? .distantPast).microseconds + Int64(hours * 3600e6)
}

let hour: Double = 3600

/// Within 1e-9 max(1, |x|), or both unknown.
func agree(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) <= 1e-9 * max(1, abs(b))
}

func agree(_ a: Estimate?, _ b: Estimate) -> Bool {
    guard let a else { return false }
    return agree(a.value, b.value) && agree(a.lower, b.lower) && agree(a.upper, b.upper)
}
