import Domain
import Foundation
import Testing

@testable import Simulator

/// What was planted in how teams support each other, counted anew from the files alone: there from its day on, and
/// neither before nor elsewhere.
@Suite struct PlantedPracticeTests {
    private typealias Measure = (Record) -> (LocalDate, LocalDate) -> [String: Double]

    /// By place, up to a planted day and from it on.
    private func measured(
        _ measure: Measure, in record: Record, at text: String
    ) throws -> (before: [String: Double], after: [String: Double]) {
        let day = try #require(LocalDate(text))
        return (measure(record)(record.from, day), measure(record)(day, record.until))
    }

    private func record(_ seed: UInt64) throws -> Record { try Record.planted(seed) }

    @Test("Juniors ask more than anybody until they are quiet, then far less", arguments: PlantedTruthTests.seeds)
    func quietJuniors(seed: UInt64) throws {
        let record = try record(seed)
        let planted = try #require(record.truths.quietJuniors)
        let (before, after) = try measured(Record.askingRates, in: record, at: planted.from)
        // Leads and principals are few.
        let others = ["professional", "senior"]
        #expect(try others.allSatisfy { try #require(before[$0]) < before["junior"] ?? 0 })
        #expect(try #require(after["junior"]) < 0.35 * (before["junior"] ?? 0))
        #expect(try others.allSatisfy { try #require(after[$0]) > 1.5 * (after["junior"] ?? .infinity) })
        #expect(planted.notAsked > 100)
    }

    @Test("Peers help each other, but in the planted department, where managers do", arguments: PlantedTruthTests.seeds)
    func helpingManagers(seed: UInt64) throws {
        let record = try record(seed)
        let planted = try #require(record.truths.helpingManagers)
        let (before, after) = try measured(Record.helpAmongPeers, in: record, at: planted.from)
        #expect(try #require(after[planted.departmentID]) < 0.65, "\(after)")
        let others = Array(before.values) + after.filter { $0.key != planted.departmentID }.values
        #expect(others.count == 9 && others.allSatisfy { $0 > 0.75 }, "\(before) \(after)")
        let overloaded = try #require(record.truths.overloadedHelper)
        #expect(planted.teams.count > 1 && !planted.teams.contains(overloaded.teamID))
    }

    @Test("Most promises are kept, but in the planted team", arguments: PlantedTruthTests.seeds)
    func brokenPromises(seed: UInt64) throws {
        let record = try record(seed)
        let planted = try #require(record.truths.brokenPromises)
        let (before, after) = try measured(Record.promisesKept, in: record, at: planted.from)
        // A promise of the days before may fall due after them.
        #expect(try #require(after[planted.teamID]) < 0.45)
        let others = Array(before.values) + after.filter { $0.key != planted.teamID }.values
        #expect(others.count == 23 && others.allSatisfy { $0 > 0.55 }, "\(before) \(after)")
        #expect(planted.promises > 20)
    }

    @Test(
        "Rewards have little to do with help, until they go to those who help less", arguments: PlantedTruthTests.seeds)
    func punishedHelp(seed: UInt64) throws {
        let record = try record(seed)
        let planted = try #require(record.truths.punishedHelp)
        let (before, after) = try measured(Record.rewardedForHelping, in: record, at: planted.from)
        for what in ["amount", "rating"] {
            #expect((0.45...0.65).contains(try #require(before[what])), "\(what) \(before)")
            #expect(try #require(after[what]) < 0.43, "\(what) \(before) \(after)")
        }
    }

    @Test("Departments help each other, but the planted one is closed", arguments: PlantedTruthTests.seeds)
    func closedClique(seed: UInt64) throws {
        let record = try record(seed)
        let planted = try #require(record.truths.closedClique)
        let (before, after) = try measured(Record.helpAcross, in: record, at: planted.from)
        // Of what was asked in the days before; and people who change their department meanwhile.
        #expect(try #require(after[planted.departmentID]) < 0.03)
        let others = Array(before.values) + after.filter { $0.key != planted.departmentID }.values
        #expect(others.count == 9 && others.allSatisfy { $0 > 0.08 }, "\(before) \(after)")
    }

    @Test("Turns go round, but in the planted team the same two have them all", arguments: PlantedTruthTests.seeds)
    func stuckRotation(seed: UInt64) throws {
        let record = try record(seed)
        let planted = try #require(record.truths.stuckRotation)
        let (before, after) = try measured(Record.turnsOfTwo, in: record, at: planted.from)
        #expect(try #require(after[planted.teamID]) > 0.85)
        let others = Array(before.values) + after.filter { $0.key != planted.teamID }.values
        #expect(others.count == 23 && others.allSatisfy { $0 < 0.4 }, "\(before) \(after)")
        #expect(planted.people.count == 2)
    }

    @Test("Buddies meet on most days until they don't; mentors go on", arguments: PlantedTruthTests.seeds)
    func absentBuddies(seed: UInt64) throws {
        let record = try record(seed)
        let planted = try #require(record.truths.absentBuddies)
        let (before, after) = try measured(Record.meetingsHeld, in: record, at: planted.from)
        #expect(try #require(before["buddy"]) > 0.5)
        #expect(try #require(after["buddy"]) < 0.15)
        for half in [before, after] { #expect(try #require(half["mentor"]) > 0.5, "\(half)") }
    }

    @Test("About half of all feedback is acted on, but in the planted department", arguments: PlantedTruthTests.seeds)
    func idleFeedback(seed: UInt64) throws {
        let record = try record(seed)
        let planted = try #require(record.truths.idleFeedback)
        let (before, after) = try measured(Record.feedbackActedOn, in: record, at: planted.from)
        #expect(try #require(after[planted.departmentID]) < 0.2)
        let others = Array(before.values) + after.filter { $0.key != planted.departmentID }.values
        #expect(others.count == 9 && others.allSatisfy { $0 > 0.3 }, "\(before) \(after)")
        #expect(planted.items > 30)
    }

    @Test("Where nothing is planted none of it is to be found, in any half of the time")
    func nothing() throws {
        let record = try Record.plain()
        let half = "2025-09-01"
        let asking = try measured(Record.askingRates, in: record, at: half)
        #expect(try #require(asking.after["junior"]) > 0.8 * (asking.before["junior"] ?? .infinity))
        let shares: [(Measure, ClosedRange<Double>)] = [
            (Record.helpAmongPeers, 0.75...1), (Record.promisesKept, 0.55...1),
            (Record.rewardedForHelping, 0.42...0.65),
            (Record.helpAcross, 0.08...0.4), (Record.turnsOfTwo, 0...0.4), (Record.meetingsHeld, 0.5...1),
            (Record.feedbackActedOn, 0.3...0.8), (Record.offCalendar, 0...0.2), (Record.insideWindows, 0...0.2),
            (Record.capacityUse, 0.2...0.9),
        ]
        for (position, (measure, usual)) in shares.enumerated() {
            let (before, after) = try measured(measure, in: record, at: half)
            let all = Array(before.values) + after.values
            #expect(!all.isEmpty && all.allSatisfy(usual.contains), "\(position): \(before) \(after)")
        }
        #expect(record.voluntaryExits().values.allSatisfy { $0 < 0.14 })
        let middle = "pulse-2025-11"
        #expect(try record.fall(of: "recommend", at: middle).values.allSatisfy { abs($0) < 1.4 })
    }

    @Test(
        "Of each that is left out nothing is said, and the others stay where they are", arguments: PlantedTruth.allCases
    )
    func without(truth: PlantedTruth) throws {
        // Long enough for a survey that asks everything.
        let until = "2025-12-01"
        let all = try SimulatedFiles(people: 160, months: 3, seed: 2, until: until)
        let fewer = try SimulatedFiles(people: 160, months: 3, seed: 2, until: until, without: [truth])
        #expect(all.truths.claims.map(\.truth) == PlantedTruth.allCases)
        let left = PlantedTruth.allCases.filter { $0 != truth }
        #expect(fewer.truths.claims.map(\.truth) == left)
        func planted(_ files: SimulatedFiles) throws -> [String: [String: Any]] {
            let read = try JSONSerialization.jsonObject(with: files.bytes("planted.json"))
            return (read as? [String: Any] ?? [:]).compactMapValues { $0 as? [String: Any] }
        }
        let (before, after) = (try planted(all), try planted(fewer))
        #expect(Set(before.keys) == Set(PlantedTruth.allCases.map(\.rawValue)))
        #expect(Set(after.keys) == Set(left.map(\.rawValue)))
        for (name, there) in after {
            for key in ["team_id", "department_id", "from", "month"] {
                #expect(there[key] as? String == before[name]?[key] as? String, "\(name) \(key)")
            }
        }
    }

    @Test("Each truth about a team has a team of its own, and each about a department a department")
    func places() throws {
        for seed in PlantedTruthTests.seeds {
            let truths = try record(seed).truths
            let teams = [
                truths.overloadedHelper?.teamID, truths.slowTeam?.teamID, truths.capacityOverrun?.teamID,
                truths.afterHoursHelp?.teamID, truths.brokenPromises?.teamID, truths.stuckRotation?.teamID,
            ]
            #expect(Set(teams.compactMap { $0 }).count == 6)
            let departments = [
                truths.exitWave?.departmentID, truths.satisfactionFall?.departmentID,
                truths.helpingManagers?.departmentID, truths.closedClique?.departmentID,
                truths.idleFeedback?.departmentID,
            ]
            #expect(Set(departments.compactMap { $0 }).count == 5)
        }
    }
}
