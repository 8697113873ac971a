import Domain
import Foundation

/// A plausible organization and its help requests, decided by a seed: the same arguments give the same bytes.
///
/// Two truths are planted: one person in one team answers about half of what the team is asked, and another team
/// takes several times as long as the others (the same team, where there is only one). Nothing reads the clock.
public struct Simulation: Sendable {
    public let people: Int
    public let seed: UInt64
    /// The first of a month.
    public let from: LocalDate
    /// First day that is not simulated; what happens from here on is left open.
    public let until: LocalDate
    public let zone: Zone

    /// Fewer people could not hide one another in any figure.
    public static let peopleRange = 5...1_000_000
    public static let monthsRange = 1...240

    /// - Parameters:
    ///   - people: how many work there on the first day, and about as many later on.
    ///   - months: whole calendar months before the month of `until`; days of that month come on top.
    ///   - seed: decides everything that is left to chance.
    ///   - until: first day that has not happened yet.
    ///   - zone: the zone in which people work and in which times are written.
    public init(people: Int, months: Int, seed: UInt64, until: LocalDate, zone: Zone) throws(SimulationError) {
        guard Self.peopleRange.contains(people) else {
            throw .outOfRange(name: "people", given: people, range: Self.peopleRange)
        }
        guard Self.monthsRange.contains(months) else {
            throw .outOfRange(name: "months", given: months, range: Self.monthsRange)
        }
        self.people = people
        self.seed = seed
        self.until = until
        self.zone = zone
        let (year, month, _) = until.civil
        from = LocalDate(firstOfMonth: month - months, year: year)
    }

    /// How far `write` has come; `month` is the first day of the month that was finished last.
    public struct Progress: Equatable, Sendable {
        public var month: LocalDate
        public var requests: Int
    }

    /// Writes `teams.csv`, `people.csv`, `help_requests.csv` and `planted.json` into a directory, which is made if it
    /// is missing. Files of these names are replaced, each only once its successor is complete.
    ///
    /// Memory grows with people, not with requests.
    @discardableResult
    public func write(
        to directory: String, progress: (Progress) -> Void = { _ in }
    ) throws(SimulationError) -> PlantedTruths {
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(path: directory, reason: error.localizedDescription)
        }
        var generator = SeededGenerator(seed: seed)
        let organization = SimulatedOrganization(headcount: people, from: from, until: until, using: &generator)
        var clock = WallClock(zone: zone)
        try writeTeams(of: organization, to: directory + "/teams.csv", &clock)
        try writePeople(of: organization, to: directory + "/people.csv", &clock)
        let truths = try writeRequests(
            RequestGenerator(organization: organization, generator: generator), to: directory + "/help_requests.csv",
            &clock, progress)
        try truths.write(to: directory + "/planted.json")
        return truths
    }

    private func writeTeams(
        of organization: SimulatedOrganization, to path: String, _ clock: inout WallClock
    ) throws(SimulationError) {
        var file = try CSVFile(path: path, header: Columns.teams)
        let updated = clock.text(of: WallTime(date: from, second: 0))
        for team in organization.teams {
            try file.append([team.id, team.department, team.name, "", zone.name, "", "", updated])
        }
        try file.finish()
    }

    private func writePeople(
        of organization: SimulatedOrganization, to path: String, _ clock: inout WallClock
    ) throws(SimulationError) {
        var file = try CSVFile(path: path, header: Columns.people)
        for person in organization.people {
            for spell in person.spells {
                let team = organization.teams[spell.team]
                let manager = organization.manager(of: spell).map { organization.people[$0].id }
                let hasMoved = spell.to != person.leftOn
                let updated = max(from, spell.to ?? person.leftOn ?? spell.from)
                try file.append([
                    person.id, team.id, team.department, manager ?? "", person.level.name, team.location, "", "",
                    person.joinedOn.description, person.leftOn?.description ?? "", spell.from.description,
                    hasMoved ? spell.to?.description ?? "" : "", clock.text(of: WallTime(date: updated, second: 0)),
                ])
            }
        }
        try file.finish()
    }

    private func writeRequests(
        _ generator: consuming RequestGenerator, to path: String, _ clock: inout WallClock,
        _ progress: (Progress) -> Void
    ) throws(SimulationError) -> PlantedTruths {
        let organization = generator.organization
        let overloaded = organization.overloadedPerson
        var count = 0
        var pieces = (overloaded: 0, team: 0)
        var file = try CSVFile(path: path, header: Columns.helpRequests)
        var day = from
        while day < until {
            for request in generator.requests(on: day) {
                let request = request.known(on: until)
                try file.append(fields(of: request, number: count, in: organization, &clock))
                count += 1
                if request.isPiece {
                    if request.helper == overloaded { pieces.overloaded += 1 }
                    if request.team == organization.overloadedTeam { pieces.team += 1 }
                }
            }
            let next = day.advanced(byDays: 1)
            if next.civil.month != day.civil.month || next == until {
                let (year, month, _) = day.civil
                progress(Progress(month: LocalDate(firstOfMonth: month, year: year), requests: count))
            }
            day = next
        }
        try file.finish()
        return PlantedTruths(
            seed: seed, from: from.description, until: until.description, zone: zone.name,
            teams: organization.teams.count, people: organization.people.count, requests: count,
            overloadedHelper: .init(
                personID: organization.people[overloaded].id,
                teamID: organization.teams[organization.overloadedTeam].id,
                pieces: pieces.overloaded, teamPieces: pieces.team),
            slowTeam: .init(teamID: organization.teams[organization.slowTeam].id, factor: Habits.slowFactor))
    }

    private func fields(
        of request: SimulatedRequest, number: Int, in organization: SimulatedOrganization, _ clock: inout WallClock
    ) -> [String] {
        let times = [
            request.opened, request.responded, request.resolved, request.reopened, request.finallyClosed,
            request.withdrawn,
        ].map { $0.map { clock.text(of: $0) } ?? "" }
        return [
            Names.request(number),
            request.requester.map { organization.people[$0].id } ?? "",
            request.helper.map { organization.people[$0].id } ?? "",
            request.isTeamNamed ? organization.teams[request.team].id : "",
            request.isKindNamed ? request.kind.name : "",
            request.channel, request.urgency.name,
        ] + times + [
            request.minutes.map(String.init) ?? "", request.requester == nil ? "true" : "false",
            clock.text(of: request.lastEvent),
        ]
    }
}

/// The headers of the files: the names that the datasets give their columns, in the order of the rows here.
enum Columns {
    static let teams = [
        "team_id", "department_id", "name", "calendar_id", "time_zone", "valid_from", "valid_to", "updated_at",
    ]
    static let people = [
        "person_id", "team_id", "department_id", "manager_id", "level", "location", "time_zone", "calendar_id",
        "joined_on", "left_on", "valid_from", "valid_to", "updated_at",
    ]
    static let helpRequests = [
        "request_id", "requester_id", "helper_id", "team_id", "kind", "channel", "urgency", "opened_at",
        "first_response_at", "resolved_at", "reopened_at", "final_closed_at", "withdrawn_at", "effort_minutes",
        "anonymous", "updated_at",
    ]
}
