import Domain
import Testing

@testable import KPIs

@Suite("Whose calendar it is")
struct CalendarsTests {
    /// Lima is five hours behind UTC, Kolkata five and a half ahead, Tokyo nine ahead; all the year.
    private var organization: Organization {
        var organization = Organization(from: "2026-01-01", to: "2026-02-01")
        organization.zone = "Asia/Tokyo"
        organization.calendars = ["office": .week("09:00", "17:00"), "fixed": .week("09:00", "17:00", zone: "UTC")]
        organization.teams = [
            "amber": [.init(calendar: "office", zone: "America/Lima")],
            "birch": [.init(calendar: "fixed", to: "2026-01-10"), .init(from: "2026-01-10")],
            "coral": [.init(calendar: "office")],
            "dune": [.init(calendar: "unheard of")],
        ]
        organization.people = [
            "of the team": Organization.Spell.employed(from: "2025-01-01", team: "amber"),
            "own": Organization.Spell.employed(from: "2025-01-01", team: "amber", calendar: "fixed"),
            "unknown": Organization.Spell.employed(from: "2025-01-01", team: "amber", calendar: "unheard of"),
            "elsewhere": [
                .init(team: "amber", zone: "Asia/Kolkata", joinedOn: "2025-01-01", from: "2025-01-01")
            ],
            "alone": Organization.Spell.employed(from: "2025-01-01"),
            "gone": Organization.Spell.employed(from: "2025-01-01", until: "2026-01-05", team: "amber"),
        ]
        return organization
    }

    private let monday = LocalDate("2026-01-05")!
    private let nextMonday = LocalDate("2026-01-12")!

    /// The hour of UTC at which work starts on a Monday.
    private func start(_ calendar: WorkingCalendar?) -> Double? {
        calendar.flatMap { $0.spans(startingOn: monday).first }.map { Double($0.from - at("2026-01-05")) / 3600e6 }
    }

    @Test("A team's calendar goes by its own zone, else the team's, else the organization's")
    func teams() {
        let view = organization.view
        func start(_ team: String, on day: LocalDate) -> Double? {
            let symbol = Symbol(view.facts.symbols.texts.firstIndex(of: team) ?? -1)
            return self.start(view.calendars.ofTeam(symbol, on: day))
        }
        #expect(start("amber", on: monday) == 14)
        #expect(start("birch", on: monday) == 9)
        #expect(start("birch", on: nextMonday) == nil)
        #expect(start("coral", on: monday) == 0)
        #expect(start("dune", on: monday) == nil)
        #expect(view.calendars.ofTeam(.unknown, on: monday) == nil)
    }

    @Test("A person's own calendar comes before the team's, and so does their zone")
    func people() {
        let organization = organization
        let view = organization.view
        func person(_ name: String) -> Person { Person(organization.names.firstIndex(of: name) ?? -1) }
        func start(_ name: String) -> Double? { self.start(view.calendars.ofPerson(person(name), on: monday)) }
        func zone(_ name: String) -> String { view.calendars.zone(ofPerson: person(name), on: monday).name }
        #expect(start("of the team") == 14 && zone("of the team") == "America/Lima")
        #expect(start("own") == 9 && zone("own") == "America/Lima")
        #expect(start("unknown") == nil)
        #expect(start("elsewhere") == 3.5 && zone("elsewhere") == "Asia/Kolkata")
        #expect(start("alone") == nil && zone("alone") == "Asia/Tokyo")
        #expect(start("gone") == nil && zone("gone") == "Asia/Tokyo")
    }
}
