import Domain
import Foundation
import Testing

@testable import Simulator

/// What was planted, counted anew from the files alone: there, and nowhere else.
@Suite struct PlantedTruthTests {
    /// Distances hold for any seed, not for chosen ones.
    static let seeds: [UInt64] = [1, 2, 3, 4]
    private func record(_ seed: UInt64) throws -> Record { try Record.planted(seed) }

    @Test(
        "Only the overrun team, and whoever helps after hours on top, give more than they agreed to", arguments: seeds)
    func capacity(seed: UInt64) throws {
        let record = try record(seed)
        let overrun = try #require(record.truths.capacityOverrun)
        let late = try #require(record.truths.afterHoursHelp)
        let start = try #require(LocalDate(overrun.from))
        let before = record.capacityUse(from: record.from, to: start)
        let after = record.capacityUse(from: start, to: record.until)
        #expect(try #require(before[overrun.teamID]) < 0.9)
        let overworked = record.teams(of: try #require(record.truths.visibleBurnout).departmentID)
        // Twice as much or nearly: those whom nobody helps take requests away. Who is burnt out there gives more again.
        let most = overworked.contains(overrun.teamID) ? 5.2 : 2.6
        let use = try #require(after[overrun.teamID])
        #expect((1.35...most).contains(use), "\(use)")
        #expect(try #require(after[late.teamID]) > 1.2)
        let others = after.filter { ![overrun.teamID, late.teamID].contains($0.key) && !overworked.contains($0.key) }
        #expect(others.count >= 7 && others.values.allSatisfy { $0 < 0.9 }, "\(others)")
    }

    @Test(
        "Only the team planted and who is burnt out help off their calendar and inside their windows, from their month on",
        arguments: seeds)
    func afterHours(seed: UInt64) throws {
        let record = try record(seed)
        let planted = try #require(record.truths.afterHoursHelp)
        let start = try #require(LocalDate(planted.from))
        for share in [record.offCalendar, record.insideWindows] {
            let before = share(record.from, start)
            let after = share(start, record.until)
            #expect(try #require(before[planted.teamID]) < 0.2)
            #expect(try #require(after[planted.teamID]) > 0.6)
            let overworked = record.teams(of: try #require(record.truths.visibleBurnout).departmentID)
            let others = after.filter { $0.key != planted.teamID && !overworked.contains($0.key) }
            #expect(others.count >= 8 && others.values.allSatisfy { $0 < 0.2 }, "\(others)")
        }
    }

    @Test(
        "One person in five leaves the department of the exit wave in its month, and no other at that rate",
        arguments: seeds)
    func exitWave(seed: UInt64) throws {
        let record = try record(seed)
        let planted = try #require(record.truths.exitWave)
        let rates = record.voluntaryExits()
        #expect((0.15...0.3).contains(try #require(rates[planted.departmentID + planted.month.prefix(7)])))
        let others = rates.filter { $0.key != planted.departmentID + planted.month.prefix(7) }
        #expect(others.values.allSatisfy { $0 < 0.14 }, "\(others)")
    }

    @Test("Only the planted items of the planted department fall, from the planted survey on", arguments: seeds)
    func satisfaction(seed: UInt64) throws {
        let record = try record(seed)
        let planted = try #require(record.truths.satisfactionFall)
        for item in Habits.items {
            let id = "\(item.instrument)/\(item.item)"
            // In points of a scale of five: recommend has eleven values.
            let unit = item.spread / 0.9
            for (department, fall) in try record.fall(of: item.item, at: planted.surveyID) {
                let expected = department == planted.departmentID ? planted.points[id] ?? 0 : 0
                #expect(abs(fall - expected) < 0.6 * unit, "\(id) in \(department)")
            }
        }
    }
}
