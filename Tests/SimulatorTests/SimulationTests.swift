import Domain
import Foundation
import Testing

@testable import Simulator

@Suite struct SimulationTests {
    static let names = Datasets.all.map { $0.name + ".csv" } + ["planted.json"]

    @Test("The same arguments give the same bytes, and only complete files remain")
    func determinism() throws {
        let first = try SimulatedFiles(people: 60, months: 3, seed: 7)
        let second = try SimulatedFiles(people: 60, months: 3, seed: 7)
        for name in Self.names { #expect(try first.bytes(name) == second.bytes(name)) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: first.directory).sorted() == Self.names.sorted())
    }

    @Test("Another seed gives another organization")
    func seedMatters() throws {
        let first = try SimulatedFiles(people: 60, months: 3, seed: 7)
        let second = try SimulatedFiles(people: 60, months: 3, seed: 8)
        #expect(try first.bytes("people.csv") != second.bytes("people.csv"))
        #expect(try first.bytes("help_requests.csv") != second.bytes("help_requests.csv"))
    }

    private static let ordinary = Result { try SimulatedFiles(people: 120, months: 12, seed: 3) }

    @Test("Every row keeps every rule of its dataset", arguments: Datasets.all.map(\.name))
    func rules(name: String) throws {
        let dataset = try #require(Datasets.named(name))
        let rows = try Self.ordinary.get().rows(of: dataset)
        #expect(!rows.isEmpty)
        for check in dataset.checks {
            let broken = rows.filter { row in check.isBroken(check.columns.map { row[$0] ?? .null }) }
            #expect(broken.isEmpty, "\(check.code)")
        }
        // The keys that stand in the table: fallbacks filled in.
        let filled = rows.map { row in
            row.merging(
                dataset.columns.compactMap { column -> (String, Value)? in
                    switch column.fallback {
                    case .column(let other): (column.name, row[other] ?? .null)
                    case .value(let value): (column.name, value)
                    case nil: nil
                    }
                }
            ) { own, fallback in own == .null ? fallback : own }
        }
        #expect(Set(filled.map { row in dataset.key.map { row[$0] ?? .null } }).count == rows.count)
        guard let owner = dataset.replacement.group else { return }
        for history in Dictionary(grouping: filled, by: { $0[owner] }).values {
            for check in dataset.historyChecks {
                #expect(check.broken(history.map { row in check.columns.map { row[$0] ?? .null } }).isEmpty)
            }
        }
    }

    @Test("Its list of datasets is all that there are")
    func datasets() { #expect(Set(Simulation.datasets.map(\.name)) == Set(Datasets.all.map(\.name))) }

    @Test("The slow team's median time to resolve stands far above every other team's")
    func slowTeam() throws {
        let files = try SimulatedFiles(people: 200, months: 12, seed: 11)
        let byTeam = Dictionary(grouping: try files.rows(of: Datasets.helpRequests)) { $0["team_id"]?.text ?? "" }
        let medians = try byTeam.filter { $0.key != "" }.mapValues { rows in
            try median(rows.compactMap { $0.hours(from: "opened_at", to: "resolved_at") })
        }
        let planted = try #require(files.truths.slowTeam).teamID
        let slow = try #require(medians[planted])
        let others = medians.filter { $0.key != planted }.map(\.value)
        #expect(others.count == 11)
        #expect(slow > 2 * (try #require(others.max())))
    }

    @Test("The overloaded helper gives several times what anybody else in the team gives")
    func overloadedHelper() throws {
        let files = try SimulatedFiles(people: 200, months: 12, seed: 11)
        let planted = try #require(files.truths.overloadedHelper)
        let rows = try files.rows(of: Datasets.helpRequests)
        let pieces = rows.filter { $0["resolved_at"]?.instant != nil && $0["helper_id"]?.text != nil }
        let ofTeam = pieces.filter { $0["team_id"]?.text == planted.teamID }
        let byHelper = Dictionary(grouping: ofTeam) { $0["helper_id"]?.text ?? "" }.mapValues(\.count)
        let own = try #require(byHelper[planted.personID])
        let next = try #require(byHelper.filter { $0.key != planted.personID }.values.max())
        #expect(own > 3 * next)
        // Eight of ten, less those that the person asked.
        #expect((0.65...0.85).contains(Double(own) / Double(ofTeam.count)))
        #expect(pieces.count { $0["helper_id"]?.text == planted.personID } == planted.pieces)
        // Rows that do not name their team are in the planted count too: four of a hundred.
        #expect((ofTeam.count...ofTeam.count * 11 / 10).contains(planted.teamPieces))
        #expect(planted.teamID != files.truths.slowTeam?.teamID)
    }

    @Test("Requests come at the stated rate, and the shares of their kinds hold")
    func rates() throws {
        let files = try SimulatedFiles(
            people: 400, months: 12, seed: 5, without: [.quietJuniors, .keepingSupport, .fearOfAsking])
        let rows = try files.rows(of: Datasets.helpRequests)
        #expect(rows.count == files.truths.requests)
        let count = Double(rows.count)
        let perPersonMonth = count / (400 * 12)
        #expect(abs(perPersonMonth - Habits.requestsPerPersonMonth) < 0.25)
        func share(_ isCounted: ([String: Value]) -> Bool) -> Double { Double(rows.count(where: isCounted)) / count }
        #expect(abs(share { $0["kind"] == .text("emotional") } - 0.1 * Habits.shareKindNamed) < 0.015)
        #expect(abs(share { $0["team_id"] == .null } - (1 - Habits.shareTeamNamed)) < 0.01)
        #expect(abs(share { $0["anonymous"] == .boolean(true) } - 0.064) < 0.012)
        #expect(abs(share { $0["reopened_at"] != .null } - Habits.shareReopened) < 0.01)
        // Most of those who would withdraw are helped before.
        #expect((0.002...Habits.shareWithdrawn).contains(share { $0["withdrawn_at"] != .null }))
        let isOpen: ([String: Value]) -> Bool = { $0["resolved_at"] == .null && $0["withdrawn_at"] == .null }
        #expect((0.01...0.06).contains(share(isOpen)))
        let weekend = share { row in
            guard let opened = row["opened_at"]?.instant, let zone = Zone("Europe/Lisbon") else { return true }
            return zone.date(at: opened).isoWeekday > 5
        }
        #expect((0.01...0.03).contains(weekend))
    }

    @Test("Nobody is anonymous and named at once, and minutes stand only on what was resolved")
    func consistency() throws {
        for row in try SimulatedFiles(people: 100, months: 6, seed: 2).rows(of: Datasets.helpRequests) {
            #expect((row["requester_id"] == .null) == (row["anonymous"] == .boolean(true)))
            if row["effort_minutes"] != .null { #expect(row["resolved_at"] != .null) }
            if row["helper_id"] == .null { #expect(row["first_response_at"] == .null && row["resolved_at"] == .null) }
            #expect(row["withdrawn_at"] == .null || row["resolved_at"] == .null)
        }
    }

    @Test("Nothing is said of the day of until or later, and everything opens from the first day on")
    func horizon() throws {
        let files = try SimulatedFiles(people: 100, months: 2, seed: 9, until: "2026-02-11")
        let zone = try #require(Zone("Europe/Lisbon"))
        let end = zone.start(of: try #require(LocalDate("2026-02-11")))
        let start = zone.start(of: try #require(LocalDate("2025-12-01")))
        let rows = try files.rows(of: Datasets.helpRequests)
        for row in rows {
            #expect(row.values.compactMap(\.instant).allSatisfy { $0 < end && $0 >= start })
        }
        #expect(rows.contains { $0["first_response_at"] != .null && $0["resolved_at"] == .null })
        let people = try files.rows(of: Datasets.people)
        #expect(
            people.allSatisfy { row in
                ["joined_on", "left_on", "valid_from", "valid_to"].compactMap { row[$0]?.date }
                    .allSatisfy { $0 < LocalDate("2026-02-11") ?? .distantPast }
            })
        #expect(files.progress.map(\.month.description) == ["2025-12-01", "2026-01-01", "2026-02-01"])
        #expect(files.progress.last?.requests == rows.count)
    }

    @Test("Teams stay large enough to be shown, people come, move and go, and the head count holds")
    func people() throws {
        let files = try SimulatedFiles(people: 400, months: 18, seed: 1)
        let rows = try files.rows(of: Datasets.people)
        let lastDay = try #require(LocalDate("2026-02-28"))
        let present = rows.filter { row in
            (row["valid_from"]?.date ?? .distantPast) <= lastDay
                && ["left_on", "valid_to"].allSatisfy { (row[$0]?.date ?? .distantFuture) > lastDay }
        }
        #expect((360...400).contains(present.count))
        let sizes = Dictionary(grouping: present) { $0["team_id"] }.mapValues(\.count)
        #expect(sizes.count == 25)
        #expect(sizes.values.allSatisfy { (5...30).contains($0) })
        #expect(rows.count { $0["left_on"] != .null } > 30)
        #expect(rows.count { $0["valid_to"] != .null } > 10)
        let departments = Set(try files.rows(of: Datasets.teams).map { $0["department_id"] })
        #expect(departments.count == 5)
        // Everybody has a manager but one.
        #expect(Set(rows.filter { $0["manager_id"] == .null }.map { $0["person_id"] }).count == 1)
    }

    @Test("planted.json says what write returns")
    func plantedFile() throws {
        let files = try SimulatedFiles(people: 40, months: 1, seed: 4)
        let read = try JSONSerialization.jsonObject(with: files.bytes("planted.json")) as? [String: Any] ?? [:]
        #expect(read["from"] as? String == "2026-02-01" && read["until"] as? String == "2026-03-01")
        #expect(read["zone"] as? String == "Europe/Lisbon" && read["seed"] as? Int == 4)
        let helper = read["overloaded_helper"] as? [String: Any] ?? [:]
        #expect(Set(helper.keys) == ["person_id", "team_id", "pieces", "team_pieces"])
        #expect(helper["person_id"] as? String == files.truths.overloadedHelper?.personID)
        #expect(helper["team_pieces"] as? Int == files.truths.overloadedHelper?.teamPieces)
    }

    @Test("A handful of people, and a zone whose clocks change at midnight, are simulated too")
    func smallest() throws {
        let files = try SimulatedFiles(people: 5, months: 24, seed: 6, zone: "America/Asuncion")
        let truths = files.truths
        #expect(truths.teams == 1)
        #expect(
            Set([
                truths.overloadedHelper?.teamID, truths.slowTeam?.teamID, truths.capacityOverrun?.teamID,
                truths.afterHoursHelp?.teamID, truths.brokenPromises?.teamID, truths.stuckRotation?.teamID,
            ]).count == 1)
        #expect(truths.slowTeam != nil && truths.satisfactionFall?.departmentID == truths.exitWave?.departmentID)
        #expect(try files.rows(of: Datasets.helpRequests).count > 100)
    }

    @Test("Numbers out of range are refused by name, with the range")
    func refusals() throws {
        let until = try #require(LocalDate("2026-03-01"))
        #expect(throws: SimulationError.outOfRange(name: "people", given: 4, range: 5...1_000_000)) {
            try Simulation(people: 4, months: 1, seed: 1, until: until, zone: .utc)
        }
        #expect(throws: SimulationError.outOfRange(name: "months", given: 0, range: 1...240)) {
            try Simulation(people: 10, months: 0, seed: 1, until: until, zone: .utc)
        }
    }

    @Test("A place that cannot be written to is an error that names it")
    func unwritable() throws {
        let until = try #require(LocalDate("2026-03-01"))
        let simulation = try Simulation(people: 10, months: 1, seed: 1, until: until, zone: .utc)
        let error = #expect(throws: SimulationError.self) { try simulation.write(to: "/dev/null/there") }
        #expect(error?.description.contains("/dev/null/there") == true)
    }
}
